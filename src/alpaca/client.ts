import type { Account } from './account'
import type { Activity } from './activity'
import type { Contract } from './contract'
import type { Order } from './order'
import type { ParentOrder } from './parent-order'
import type { Position } from './position'
import type { RateLimit } from './rate-limit'
import type { Reject } from './reject'

/** Which orders to read. `after` and `until` are exclusive, RFC 3339, and compare the time of submission. */
export interface OrdersQuery {
  after?: string
  until?: string
  /** Exclusive cursor: the last top-level id of the page before; not together with `after` or `until`. */
  afterOrderId?: string
  /** Default `all`: Alpaca's own default would hide all that is done, and `open` hides held legs (reference 1.4). */
  status?: 'open' | 'closed' | 'all'
  /** 1 to 500, default 500. */
  limit?: number
  /** Default `asc`. */
  direction?: 'asc' | 'desc'
  symbols?: string[]
}

/** One page of orders, flattened: envelopes apart, every order with a symbol once. */
export interface OrdersPage {
  parents: ParentOrder[]
  orders: Order[]
  rejects: Reject[]
  /** The id of the last top-level row (refused ones included): the next page's `afterOrderId`. */
  lastId: string | null
  /** Whether there may be a next page. */
  full: boolean
}

/** Which activities to read. `after` and `until` compare the time of creation, not `date` (reference 3.1). */
export interface ActivitiesQuery {
  after?: string
  until?: string
  /** Default `asc`. */
  direction?: 'asc' | 'desc'
  /** The last id of the page before. */
  pageToken?: string
  /** 1 to 100, default 100. */
  pageSize?: number
  types?: string[]
}

/** One page of activities. */
export interface ActivitiesPage {
  activities: Activity[]
  rejects: Reject[]
  /** The id of the last row (refused ones included): the next page's `pageToken`. */
  lastId: string | null
  /** Whether there may be a next page. */
  full: boolean
}

/** All open positions; Alpaca does not page them. */
export interface PositionList {
  positions: Position[]
  rejects: Reject[]
}

/** Reads of one Alpaca account. Every method throws `AlpacaError` when no usable answer came. */
export interface AlpacaClient {
  /** The quota as the last answer's headers told it, null before the first or without such headers. */
  readonly rateLimit: RateLimit | null
  account(): Promise<Account>
  ordersPage(query?: OrdersQuery): Promise<OrdersPage>
  /** One order with its legs, in the shape of a page of one row; null when Alpaca does not know the id. */
  orderById(id: string): Promise<OrdersPage | null>
  activitiesPage(query?: ActivitiesQuery): Promise<ActivitiesPage>
  positions(): Promise<PositionList>
  /** The contract of an option symbol, expired ones included; null when Alpaca does not know it. */
  contract(symbol: string): Promise<Contract | null>
}

/** What a client needs from outside; all time and chance are passed in. */
export interface AlpacaClientOptions {
  /** Scheme and host, such as `https://paper-api.alpaca.markets`. */
  baseUrl: string
  keyId: string
  secretKey: string
  fetch: typeof fetch
  /** Waits between attempts; may throw to end the request, say when a run's time is used up. */
  sleep?: (milliseconds: number) => Promise<void>
  now?: () => Date
  /** From 0 up to 1, for the jitter. */
  random?: () => number
  /** For one attempt, its body included; default 15,000. */
  timeoutMs?: number
  /** Default 4. */
  maxAttempts?: number
  /** Called before every attempt; may throw to end the request. */
  spend?: () => void
}
