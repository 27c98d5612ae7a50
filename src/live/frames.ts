import type * as z from 'zod'
import type { eventSchema } from '../api/events/schemas'
import type { LiveState } from '../api/live/feeds'

type Event = z.infer<typeof eventSchema>

/** A message of the feed to a client. */
export type Frame =
  /** The first message of each socket. */
  | { type: 'hello'; account_id: string; last_seq: number; upstream: LiveState }
  /** Events in ascending order, at most 100. */
  | { type: 'events'; events: readonly Event[] }
  /** The connection to Alpaca changed. */
  | { type: 'upstream'; state: LiveState }
  /** The last message of the client was ignored. */
  | { type: 'error'; message: string }

export const textOf = (frame: Frame): string => JSON.stringify(frame)
