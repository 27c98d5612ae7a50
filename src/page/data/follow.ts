import { type Event, followEvents } from '../../client/index.js'
import { api } from './api'

/** How the events of an account arrive. `closed` is final: the API refused. */
export type FeedState =
  | { connection: 'connecting' | 'polling' | 'closed' }
  | { connection: 'open'; upstream: string }

/** Which events to get, and what to call. */
export interface FeedOptions {
  account: string
  /** The `seq` of the last known event. */
  after: number
  onEvent: (event: Event) => void
  onState: (state: FeedState) => void
}

const POLL_MS = 5000

/** Follows the events of an account until it is closed. */
export function openFeed({ account, after, onEvent, onState }: FeedOptions): { close(): void } {
  const abort = new AbortController()
  const { signal } = abort
  onState({ connection: 'connecting' })
  const poll = async () => {
    onState({ connection: 'polling' })
    try {
      const events = followEvents(api, { account, after, interval: POLL_MS, signal })
      for await (const event of events) onEvent(event)
    } catch {
      onState({ connection: 'closed' })
    }
  }
  // The first view has just read everything.
  const start = setTimeout(poll, POLL_MS)
  return {
    close() {
      clearTimeout(start)
      abort.abort()
    },
  }
}
