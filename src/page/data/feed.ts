import { signal } from '@preact/signals'
import type { Event } from '../../client/index.js'
import { type FeedState, openFeed } from './follow'
import { revision } from './load'

/** How the changes of the accounts arrive; with several, as those of the last that changed. */
export const feedState = signal<FeedState>({ connection: 'connecting' })

/** The last events that are worth a notice. */
export const notices = signal<Event[]>([])

const GATHER_MS = 300
const NOTICE_MS = 9000
const MOST_NOTICES = 3

const NOTEWORTHY = ['trade.opened', 'trade.closed', 'trade.rolled', 'trade.assigned']

let isGathering = false

/** Reads everything on the screen again, once for events that come together. */
function receive(event: Event): void {
  if (NOTEWORTHY.includes(event.type)) announce(event)
  if (isGathering) return
  isGathering = true
  setTimeout(() => {
    isGathering = false
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

/**
 * Follows the events of an account after the last one that the page has seen.
 * @returns ends it.
 */
export function follow(account: string, after: number): () => void {
  const feed = openFeed({
    account,
    after,
    onEvent: receive,
    onState: (state) => {
      feedState.value = state
    },
  })
  return () => feed.close()
}
