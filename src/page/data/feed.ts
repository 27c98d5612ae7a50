import { signal } from '@preact/signals'
import { followEvents, type Event } from '../../client/index.js'
import { api } from './api'
import { revision } from './load'

/** How changes arrive: by polling, or not yet. */
export type FeedState = 'connecting' | 'polling'

export const feedState = signal<FeedState>('connecting')

/** The last events that are worth a notice. */
export const notices = signal<Event[]>([])

const GATHER_MS = 300
const POLL_MS = 5000
const NOTICE_MS = 9000
const MOST_NOTICES = 3

const NOTEWORTHY = ['trade.opened', 'trade.closed', 'trade.rolled', 'trade.assigned']

let gathering: ReturnType<typeof setTimeout> | undefined

/** Reads everything on the screen again, once for events that come together. */
function receive(event: Event): void {
  if (NOTEWORTHY.includes(event.type)) announce(event)
  gathering ??= setTimeout(() => {
    gathering = undefined
    revision.value += 1
  }, GATHER_MS)
}

function announce(event: Event): void {
  notices.value = [...notices.value, event].slice(-MOST_NOTICES)
  setTimeout(() => dismiss(event), NOTICE_MS)
}

export function dismiss(event: Event): void {
  notices.value = notices.value.filter((one) => one !== event)
}

/** An account and the last event that the page has seen of it. */
export interface Followed {
  account: string
  after: number
}

/**
 * Follows the events of an account.
 * @returns ends it.
 */
export function follow({ account, after }: Followed): () => void {
  const abort = new AbortController()
  const start = setTimeout(() => poll({ account, after }, abort.signal), POLL_MS)
  return () => {
    clearTimeout(start)
    abort.abort()
  }
}

async function poll({ account, after }: Followed, aborted: AbortSignal): Promise<void> {
  feedState.value = 'polling'
  try {
    const events = followEvents(api, { account, after, interval: POLL_MS, signal: aborted })
    for await (const event of events) receive(event)
  } catch {
    // The API refused: the token is gone, or may not read. The views say so.
    feedState.value = 'connecting'
  }
}
