import type { MarketDay } from '../../alpaca/calendar'
import type { ChangedOrders } from '../../db/events/changed-orders'
import type { Log } from '../../sync/run/log'
import type { TargetedOrder, TargetedOutcome } from '../../sync/run/targeted'

export type { TargetedOrder, TargetedOutcome } from '../../sync/run/targeted'

/**
 * State of the connection to Alpaca's `trade_updates`. `off`: none is wanted now (by the setting
 * `LIVE`, or outside of the session); `refused`: Alpaca refuses the keys; `held_elsewhere`: Alpaca
 * keeps answering 429, because another program holds the one connection it allows.
 */
export type UpstreamState = 'live' | 'connecting' | 'held_elsewhere' | 'refused' | 'off'

/** When the connection is wanted: the setting `LIVE`. */
export type UpstreamMode = 'off' | 'session' | 'always'

/** One trading day of Alpaca's calendar. */
export type SessionDay = MarketDay

/**
 * What `Upstream` needs from the object that owns it. One host serves one account. Each call may
 * reject, `Upstream` survives that.
 */
export interface UpstreamHost {
  /** Keys that begin with `upstream:` belong to `Upstream`. */
  storage: DurableObjectStorage
  now(): Date
  /** Uniform in [0, 1). */
  random(): number
  log: Log
  /** Read each time. `off` also while the sync of the account is stopped. */
  readonly mode: UpstreamMode
  /** Sent in the handshake. Never logged. */
  credentials: { keyId: string; secretKey: string }
  /** Asks for a WebSocket: `fetch(base + '/stream', { headers: { Upgrade: 'websocket' } })`. */
  dial(): Promise<Response>
  /**
   * `calendar` of the Alpaca client: the trading days from one day to another, both inclusive
   * (YYYY-MM-DD).
   */
  calendar(from: string, to: string): Promise<SessionDay[]>
  /**
   * Asks for a call of `Upstream.alarm` at this time. The object has one alarm: the host sets it to
   * the earliest time asked for. It survives an eviction of the object.
   */
  wake(at: Date): Promise<void>
  /** Reports a change of the state. Must not throw. */
  onState(state: UpstreamState): void
  /**
   * `syncTargeted` of `src/sync/run/sync-targeted.ts`, with one `TargetedAccount` for the life of
   * the host. Broadcasts the events it wrote: at `onFolded`, and again at its end.
   */
  syncOrders(orders: readonly TargetedOrder[]): Promise<TargetedOutcome>
  /**
   * A run of scope `orders`, `positions` or `all`, with the trigger `live`; broadcasts the events
   * it wrote. `has_more` says that its budget ended first. Rejects as `runSync`.
   */
  sync(scope: 'orders' | 'positions' | 'all'): Promise<{ has_more: boolean }>
  /**
   * Orders of which events report a change, after a sequence number: `readChangedOrders` of
   * `src/db/events/changed-orders.ts`.
   */
  changedOrders(after: number | null): Promise<ChangedOrders>
}

/** The connection of one account to Alpaca's stream, as its host sees it: the class `Upstream`. */
export interface UpstreamConnection {
  /** `off` until the first `ensure` or `alarm` of a new object. */
  readonly state: UpstreamState
  /** Dials if a connection is wanted and none is open or due later. Never rejects. */
  ensure(): Promise<void>
  /** Does what is due and asks the host for the next alarm. Never rejects. */
  alarm(): Promise<void>
  /**
   * Call after each run that `Upstream` did not ask for and that wrote events. Dials again when the
   * run found a change that no frame named: then the socket is mute. Never rejects.
   */
  afterRun(): Promise<void>
  /** Closes the socket and forgets what is pending. Never rejects. */
  stop(): Promise<void>
}
