import * as z from 'zod'
import { type Account, parseAccount } from './account'
import { type ActivitiesQuery, activitiesParameters, MOST_ACTIVITIES } from './activities-query'
import { type Activity, parseActivities } from './activity'
import { type MarketDay, parseCalendar } from './calendar'
import { type Contract, parseContract } from './contract'
import { AlpacaError } from './error'
import type { Order } from './order'
import { countOrders, flattenOrders, type OrderPlace, placesOf } from './order-page'
import { MOST_ORDERS, type OrdersQuery, ordersParameters } from './orders-query'
import type { BrokerParentOrder } from './parent-order'
import { textFieldOf } from './payload'
import { type BrokerPosition, parsePositions } from './position'
import type { RateLimit } from './rate-limit'
import type { Parsed, Reject } from './reject'
import { type Endpoint, type RequestSettings, requestJson } from './request'
import { sleepFor } from './sleep'

export type { ActivitiesQuery, OrdersQuery }

/** One page of orders, flattened into multi-leg parents and orders with a symbol, each once. */
export interface OrdersPage {
  parents: BrokerParentOrder[]
  orders: Order[]
  rejects: Reject[]
  /** The top-level rows in Alpaca's order, including refused ones. */
  places: OrderPlace[]
  /** The id of the last top-level row that has one. */
  lastId: string | null
  /**
   * Whether there may be a next page. Legs are counted, because it is unknown whether they count
   * towards the limit (src/alpaca/README.md 1.2). At worst the next page is empty, with a null
   * `lastId`.
   */
  full: boolean
}

/** One page of activities. */
export interface ActivitiesPage {
  activities: Activity[]
  rejects: Reject[]
  /** The id of the last row, including refused ones: the next page's `pageToken`. */
  lastId: string | null
  /** Whether there may be a next page. */
  full: boolean
}

/** All open positions; Alpaca does not page them. */
export interface PositionList {
  positions: BrokerPosition[]
  rejects: Reject[]
}

/** Reads one Alpaca account. Every method throws `AlpacaError` without a usable response. */
export interface AlpacaClient {
  /** The quota in the headers of the last response; null before the first one that has them. */
  readonly rateLimit: RateLimit | null
  account(): Promise<Account>
  ordersPage(query?: OrdersQuery): Promise<OrdersPage>
  /** One order with its legs as a page of one row; null when Alpaca does not know the id. */
  orderById(id: string): Promise<OrdersPage | null>
  activitiesPage(query?: ActivitiesQuery): Promise<ActivitiesPage>
  positions(): Promise<PositionList>
  /** The contract of an option symbol, expired or not; null when Alpaca does not know it. */
  contract(symbol: string): Promise<Parsed<Contract> | null>
  /** The trading days from one day to another, both inclusive (YYYY-MM-DD). */
  calendar(from: string, to: string): Promise<MarketDay[]>
}

/** Settings of a client. The clock, the random numbers and `fetch` are passed in. */
export interface AlpacaClientOptions {
  /** Scheme and host, such as `https://paper-api.alpaca.markets`. */
  baseUrl: string
  keyId: string
  secretKey: string
  fetch: typeof fetch
  /**
   * Waits between two attempts, given the error of the first. May throw to end the request, for
   * example when a run has no time left.
   */
  sleep?: RequestSettings['sleep'] | undefined
  now?: (() => Date) | undefined
  /** Returns a number from 0 up to but not including 1, for the jitter of the backoff. */
  random?: (() => number) | undefined
  /** Time for one attempt including its body; default 15,000. */
  timeoutMs?: number | undefined
  /** Rows per page of a query without a size; default the largest pages. */
  pageSizes?: { orders: number; activities: number } | undefined
  /** Attempts per request; default 4. */
  maxAttempts?: number | undefined
  /** Called before every attempt; may throw to end the request. */
  spend?: (() => void) | undefined
}

const LARGEST_PAGES = { orders: MOST_ORDERS, activities: MOST_ACTIVITIES }

const list = z.array(z.unknown())

/** Creates a client of one account. Its only state is the quota last seen. */
export function createAlpacaClient(options: AlpacaClientOptions): AlpacaClient {
  let rateLimit: RateLimit | null = null
  const settings = settingsOf(options, (seen) => {
    rateLimit = seen
  })
  const { orders: ordersPerPage, activities: activitiesPerPage } =
    options.pageSizes ?? LARGEST_PAGES
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
      const limit = query.limit ?? ordersPerPage
      const parameters = ordersParameters({ ...query, limit })
      const rows = await getList({ path: '/v2/orders', query: parameters })
      return { ...orderRows(rows), full: countOrders(rows) >= limit }
    },

    async orderById(id) {
      const path = `/v2/orders/${encodeURIComponent(id)}`
      const row = await orNull(get({ path, query: { nested: true }, expects: 'object' }))
      return row === null ? null : { ...orderRows([row]), full: false }
    },

    async activitiesPage(query = {}) {
      const pageSize = query.pageSize ?? activitiesPerPage
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

    async calendar(from, to) {
      return parseCalendar(await getList({ path: '/v2/calendar', query: { start: from, end: to } }))
    },
  }
}

const orderRows = (rows: readonly unknown[]) => ({
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

/** The id of the last row that has one, so that a row without an id does not end the pages. */
function lastIdOf(rows: readonly unknown[]): string | null {
  for (const row of rows.toReversed()) {
    const id = textFieldOf(row, 'id')
    if (id !== null) return id
  }
  return null
}

async function orNull(response: Promise<unknown>): Promise<unknown> {
  try {
    return await response
  } catch (error) {
    if (error instanceof AlpacaError && error.kind === 'not_found') return null
    throw error
  }
}

function rowOf<Row>(parsed: Parsed<Row>, path: string): Row {
  if (parsed.ok) return parsed.row
  throw new AlpacaError(
    'malformed',
    `Alpaca's response to GET ${path} is malformed: ${parsed.reject.reason}`,
  )
}
