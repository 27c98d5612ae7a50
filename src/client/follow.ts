import type { Event } from './contract.js'
import { LegbookError } from './error.js'
import type { Legbook } from './operations.js'

/** Which events to follow, and how. */
export interface FollowOptions {
  /** Id or label; required when there are several accounts. */
  account?: string | undefined
  /** The `seq` of the last known event. Without it, only events from now on. */
  after?: number | undefined
  /** Milliseconds between two requests once everything was read; 5,000 by default. */
  interval?: number | undefined
  /** Ends the generator. */
  signal?: AbortSignal | undefined
}

const PAGE = 500
const LONGEST_PAUSE = 60_000

/**
 * Yields the events of an account in order, by polling `/events`. Repeats requests that fail on the
 * way or by the server's state, ever more slowly. After a `reset`, load everything again.
 *
 * @throws LegbookError when the API refuses the request (400, 401, 403).
 * @example
 * for await (const { type, data } of followEvents(legbook, { signal })) console.log(type, data)
 */
export async function* followEvents(
  legbook: Pick<Legbook, 'get'>,
  options: FollowOptions = {},
): AsyncGenerator<Event, void> {
  for await (const { events } of followPages(legbook, options)) yield* events
}

/** Yields the same events by page, each with the `seq` up to which events are then known. */
export async function* followPages(
  legbook: Pick<Legbook, 'get'>,
  { account, after, interval = 5_000, signal }: FollowOptions,
): AsyncGenerator<{ events: Event[]; seq: number }, void> {
  let seq = after
  for (let failures = 0; !signal?.aborted; ) {
    // Without a place, the first request only asks where the events end.
    const query = seq === undefined ? { account, limit: 1 } : { account, after: seq, limit: PAGE }
    try {
      const { events, last_seq } = await legbook.get('/events', { query, signal })
      failures = 0
      const known = seq === undefined ? [] : events
      const last = known.at(-1)
      const isFull = known.length === PAGE
      seq = isFull && last ? last.seq : last_seq
      yield { events: known, seq }
      if (!isFull) await pause(interval, signal)
    } catch (error) {
      if (signal?.aborted) return
      if (isRefusal(error)) throw error
      failures += 1
      await pause(pauseAfter(error, failures, interval), signal)
    }
  }
}

/** A refusal that a repetition does not change; 429 and 5xx do. */
export const isRefusal = (error: unknown): error is LegbookError =>
  error instanceof LegbookError && error.status >= 400 && error.status < 429

/** Random, so that many clients do not return at once. */
function pauseAfter(error: unknown, failures: number, interval: number): number {
  const asked = error instanceof LegbookError ? (error.retryAfter ?? 0) * 1000 : 0
  return Math.max(asked, randomPause(failures, interval))
}

/** Milliseconds that double with each failure, shortened at random. */
export const randomPause = (failures: number, least: number): number =>
  Math.min(LONGEST_PAUSE, least * 2 ** failures) * (0.5 + Math.random() / 2)

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end)
  })
}
