import * as z from 'zod'
import { type Account, parseAccount } from './account'
import { type ActivitiesQuery, activitiesParameters, MOST_ACTIVITIES } from './activities-query'
import { type Activity, parseActivities } from './activity'
import { type Contract, parseContract } from './contract'
import { AlpacaError } from './error'
import type { Order } from './order'
import { countOrders, flattenOrders, type OrderPlace, placesOf } from './order-page'
import { MOST_ORDERS, type OrdersQuery, ordersParameters } from './orders-query'
import type { ParentOrder } from './parent-order'
import { textField } from './payload'
import { type Position, parsePositions } from './position'
import type { RateLimit } from './rate-limit'
import type { Parsed, Reject } from './reject'
import { type Endpoint, type RequestSettings, requestJson } from './request'
import { sleepFor } from './sleep'

export type { ActivitiesQuery, OrdersQuery }

/** One page of orders, flattened: envelopes apart, every order with a symbol once. */
export interface OrdersPage {
  parents: ParentOrder[]
  orders: Order[]
  rejects: Reject[]
  /** The top-level rows in Alpaca's order, refused ones included. */
  places: OrderPlace[]
  /** The id of the last top-level row that has one. */
  lastId: string | null
  /**
   * Whether there may be a next page. Legs are counted, because Alpaca does not say whether they
   * count towards its limit (src/alpaca/README.md 1.2): at worst the next page is empty, and its
   * `lastId` null.
   */
  full: boolean
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
  /**
   * The quota as the last answer's headers told it, null before the first or without such headers.
   */
  readonly rateLimit: RateLimit | null
  account(): Promise<Account>
  ordersPage(query?: OrdersQuery): Promise<OrdersPage>
  /**
   * One order with its legs, in the shape of a page of one row; null when Alpaca does not know the
   * id.
   */
  orderById(id: string): Promise<OrdersPage | null>
  activitiesPage(query?: ActivitiesQuery): Promise<ActivitiesPage>
  positions(): Promise<PositionList>
  /** The contract of an option symbol, expired ones included; null when Alpaca does not know it. */
  contract(symbol: string): Promise<Parsed<Contract> | null>
}

/** What a client needs from outside; all time and chance are passed in. */
export interface AlpacaClientOptions {
  /** Scheme and host, such as `https://paper-api.alpaca.markets`. */
  baseUrl: string
  keyId: string
  secretKey: string
  fetch: typeof fetch
  /**
   * Waits between attempts, after what went wrong; may throw to end the request, say when a run's
   * time is used up.
   */
  sleep?: RequestSettings['sleep'] | undefined
  now?: (() => Date) | undefined
  /** From 0 up to 1, for the jitter. */
  random?: (() => number) | undefined
  /** For one attempt, its body included; default 15,000. */
  timeoutMs?: number | undefined
  /** Rows a page, where a query does not say; default as many as Alpaca gives. */
  pageSizes?: { orders: number; activities: number } | undefined
  /** Default 4. */
  maxAttempts?: number | undefined
  /** Called before every attempt; may throw to end the request. */
  spend?: (() => void) | undefined
}

const LARGEST_PAGES = { orders: MOST_ORDERS, activities: MOST_ACTIVITIES }

const list = z.array(z.unknown())

/** Makes the reader of one account. It holds no state but the quota last seen. */
export function createAlpacaClient(options: AlpacaClientOptions): AlpacaClient {
  let rateLimit: RateLimit | null = null
  const settings = settingsOf(options, (seen) => {
    rateLimit = seen
  })
  const { orders: ordersAPage, activities: activitiesAPage } = options.pageSizes ?? LARGEST_PAGES
  const get = (endpoint: Endpoint) => requestJson(settings, endpoint)
  const getList = async (endpoint: Omit<Endpoint, 'expects'>) =>
    list.parse(await get({ ...endpoint, expects: 'list' }))

  return {
    get rateLimit() {
      return rateLimit
    },

    async account() {
      const path = '/v2/account'
      return rowOf(parseAccount(await get({ path, expects: 'object' })), path)
    },

    async ordersPage(query = {}) {
      const limit = query.limit ?? ordersAPage
      const parameters = ordersParameters({ ...query, limit })
      const rows = await getList({ path: '/v2/orders', query: parameters })
      return { ...takenApart(rows), full: countOrders(rows) >= limit }
    },

    async orderById(id) {
      const path = `/v2/orders/${encodeURIComponent(id)}`
      const row = await orNull(get({ path, query: { nested: true }, expects: 'object' }))
      return row === null ? null : { ...takenApart([row]), full: false }
    },

    async activitiesPage(query = {}) {
      const pageSize = query.pageSize ?? activitiesAPage
      const rows = await getList({
        path: '/v2/account/activities',
        query: activitiesParameters({ ...query, pageSize }),
      })
      return { ...parseActivities(rows), lastId: lastIdOf(rows), full: rows.length >= pageSize }
    },

    async positions() {
      return parsePositions(await getList({ path: '/v2/positions' }))
    },

    async contract(symbol) {
      const path = `/v2/options/contracts/${encodeURIComponent(symbol)}`
      const row = await orNull(get({ path, expects: 'object' }))
      return row === null ? null : parseContract(row)
    },
  }
}

const takenApart = (rows: readonly unknown[]) => ({
  ...flattenOrders(rows),
  places: placesOf(rows),
  lastId: lastIdOf(rows),
})

function settingsOf(
  options: AlpacaClientOptions,
  onRateLimit: RequestSettings['onRateLimit'],
): RequestSettings {
  const { baseUrl, keyId, secretKey, fetch } = options
  return {
    baseUrl,
    keyId,
    secretKey,
    fetch,
    onRateLimit,
    sleep: options.sleep ?? sleepFor,
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    timeoutMs: options.timeoutMs ?? 15_000,
    maxAttempts: options.maxAttempts ?? 4,
    spend: options.spend ?? (() => {}),
  }
}

/**
 * The last id on the page; of a row before the last when that has none, so that the walk goes on.
 */
function lastIdOf(rows: readonly unknown[]): string | null {
  for (const row of rows.toReversed()) {
    const id = textField(row, 'id')
    if (id !== null) return id
  }
  return null
}

async function orNull(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AlpacaError && error.kind === 'not_found') return null
    throw error
  }
}

function rowOf<Row>(parsed: Parsed<Row>, path: string): Row {
  if (parsed.ok) return parsed.row
  throw new AlpacaError(
    'malformed',
    `Alpaca's answer to GET ${path} does not fit: ${parsed.reject.reason}`,
  )
}
