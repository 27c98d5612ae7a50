import type { Event } from './contract.js'

/** How the server is connected to Alpaca's stream of order events. */
export type Upstream = 'live' | 'connecting' | 'held_elsewhere' | 'refused' | 'off'

/** How the events arrive. */
export type LiveState =
  /** A socket is being opened. */
  | { connection: 'connecting' }
  /** Events arrive as they happen; `upstream` says whether the server hears from Alpaca at once. */
  | { connection: 'open'; upstream: Upstream }
  /** No socket can be opened: `/events` is polled, and a socket is tried again and again. */
  | { connection: 'polling' }
  /**
   * Final: the server refused, and a repetition would not change that. 4401: no valid token. 4403:
   * the token may not read. 4404: no such account, or none named of several. Otherwise 4000 plus a
   * status of HTTP.
   */
  | { connection: 'closed'; code: number }

/** Which events to get, and what to call. */
export interface LiveOptions {
  /** Id or label; required when there are several accounts. */
  account?: string | undefined
  /** The `seq` of the last known event. Without it, only events from now on. */
  after?: number | undefined
  /**
   * Called with each event once and in order. After a `reset`, load everything again. An exception
   * is reported as uncaught and does not end the feed.
   */
  onEvent: (event: Event) => void
  /** Called when the state changes, for the first time with `connecting`. */
  onState?: ((state: LiveState) => void) | undefined
}

/** An open feed. */
export interface LiveFeed {
  /** The `seq` up to which events are known; undefined before the first connection. */
  readonly seq: number | undefined
  /** Ends the feed. Nothing is called any more. */
  close(): void
}

/** A handler that also accepts the platform's own, which take more specific events. */
type Handler<Data> = { handle(event: Data): void }['handle'] | null

/** The part of a WebSocket that the feed uses: the platform's own, or that of the package `ws`. */
export interface Socket {
  onmessage: Handler<{ data: unknown }>
  onclose: Handler<{ code: number }>
  onerror: Handler<object>
  send(data: string): void
  close(): void
}

export type SocketConstructor = new (address: string, protocols: string[]) => Socket
