import { Hono } from 'hono'
import { Broker } from './broker'
import { wordSource } from './ids'
import { type Micros, micros, rfc3339, SECOND } from './moment'
import { orderPayload } from './order-payload'
import { activitiesPage } from './routes/activities-page'
import { contractsPage, oneContract } from './routes/contracts-page'
import { ApiError, forbidden, notFound, tooManyRequests, unauthorized } from './routes/errors'
import { Faults, faultyAnswer } from './routes/faults'
import { ordersPage, type PagingChoices } from './routes/orders-page'
import { flag } from './routes/query'
import { RateLimit } from './routes/rate-limit'
import { RequestLog } from './routes/request-log'

/** An account that goes on living: asked to before each request. */
export interface LivingAccount {
  readonly broker: Broker
  /** Lets happen what happens until a moment (RFC 3339). */
  advance(to: string): void
}

/** One pair of keys and the account that they open. */
export interface KeyedAccount {
  readonly keyId: string
  readonly secretKey: string
  readonly account: Broker | LivingAccount
}

export interface StandInOptions extends Partial<PagingChoices> {
  readonly accounts: readonly KeyedAccount[]
  /** What time it is. */
  readonly now?: () => Date
  /** Requests a minute of one key; 200 as Alpaca's (reference 4). */
  readonly requestsPerMinute?: number
  /** Whether a 429 says Retry-After; unknown of the real API (reference 4). */
  readonly retryAfter?: boolean
  /** Seconds by which positions run behind orders (reference 1.2). */
  readonly positionsLagSeconds?: number
}

/** Alpaca's Trading API over accounts of this process. */
export interface StandIn {
  /** Answers one request; give it to a client as its `fetch`. */
  fetch(request: Request): Promise<Response>
  /** What shall go wrong next. */
  readonly faults: Faults
  /** What has been asked. */
  readonly requests: RequestLog
}

interface Seat {
  readonly keyed: KeyedAccount
  readonly rate: RateLimit
}

type Env = { Variables: { broker: Broker; now: Micros } }

/**
 * Alpaca's Trading API, read side, over scripted or generated accounts (reference 1 to 4). Nothing of it needs Node.
 *
 * @example
 * const broker = new Broker()
 * const standIn = createStandIn({ accounts: [{ keyId: 'key', secretKey: 'secret', account: broker }] })
 * const fetch = (input, init) => standIn.fetch(new Request(input, init))
 */
export function createStandIn(options: StandInOptions): StandIn {
  const now = options.now ?? (() => new Date())
  const faults = new Faults()
  const requests = new RequestLog()
  const requestId = requestIds()
  const app = tradingApi(options, now)

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const good = async () => app.fetch(request)
    const fault = faults.take(url.pathname)
    const response = fault ? await faultyAnswer(fault, request, good) : await good()
    response.headers.set('X-Request-ID', requestId())
    requests.add({
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      status: response.status,
    })
    return response
  }
  return { fetch: answer, faults, requests }
}

function tradingApi(options: StandInOptions, now: () => Date): Hono<Env> {
  const app = new Hono<Env>()
  const choices: PagingChoices = {
    legsCountTowardLimit: options.legsCountTowardLimit ?? false,
    idCursorTies: options.idCursorTies ?? 'total',
  }
  const seats = options.accounts.map((keyed): Seat => {
    return { keyed, rate: new RateLimit(options.requestsPerMinute ?? 200) }
  })

  app.use(async (c, next) => {
    const seat = seatOf(seats, c.req.raw.headers)
    const at = now().getTime() * 1000
    const passes = seat.rate.take(at)
    for (const [name, value] of Object.entries(seat.rate.headers())) c.header(name, value)
    if (!passes) {
      if (options.retryAfter)
        c.header('Retry-After', String(seat.rate.reset - Math.floor(at / SECOND)))
      throw tooManyRequests()
    }
    c.set('broker', brokerAt(seat.keyed.account, at))
    c.set('now', at)
    await next()
  })

  app.get('/v2/account', (c) => c.json(c.var.broker.account(c.var.now)))
  app.get('/v2/orders', (c) => {
    const { orders, nested } = ordersPage(c.var.broker, searchOf(c.req.url), choices)
    return c.json(orders.map((order) => orderPayload(order, nested)))
  })
  app.get('/v2/:query{orders:by_client_order_id}', (c) => {
    const order = c.var.broker.orders.findByClientOrderId(c.req.query('client_order_id') ?? '')
    if (!order) throw notFound('order not found')
    return c.json(orderPayload(order, flag(searchOf(c.req.url), 'nested')))
  })
  app.get('/v2/orders/:id', (c) => {
    const order = c.var.broker.orders.find(c.req.param('id'))
    if (!order) throw notFound(`order not found for ${c.req.param('id')}`)
    return c.json(orderPayload(order, flag(searchOf(c.req.url), 'nested')))
  })
  app.get('/v2/positions', (c) => {
    const lag = (options.positionsLagSeconds ?? 0) * SECOND
    return c.json(c.var.broker.positions(c.var.now, c.var.now - lag))
  })
  app.get('/v2/positions/:symbol', (c) => {
    const wanted = c.req.param('symbol').replace('/', '')
    const held = c.var.broker.positions(c.var.now)
    const position = held.find(({ symbol, asset_id }) => symbol === wanted || asset_id === wanted)
    if (!position) throw notFound('position does not exist')
    return c.json(position)
  })
  for (const path of ['/v2/account/activities', '/v2/account/activities/:type'] as const) {
    app.get(path, (c) => {
      const type = c.req.param('type') ?? null
      const rows = activitiesPage(c.var.broker, c.var.now, searchOf(c.req.url), type)
      return c.json(rows.map((row) => row.payload))
    })
  }
  app.get('/v2/options/contracts', (c) =>
    c.json(contractsPage(c.var.broker, c.var.now, searchOf(c.req.url))),
  )
  app.get('/v2/options/contracts/:symbol', (c) =>
    c.json(oneContract(c.var.broker, c.var.now, c.req.param('symbol'))),
  )

  app.notFound((c) => c.json({ code: 40410000, message: 'endpoint not found' }, 404))
  app.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error
    return c.json({ code: error.code, message: error.message }, error.status)
  })
  return app
}

function searchOf(url: string): URLSearchParams {
  return new URL(url).searchParams
}

/** @throws ApiError 401 without keys, 403 with keys that open nothing (reference 4). */
function seatOf(seats: readonly Seat[], headers: Headers): Seat {
  const keyId = headers.get('APCA-API-KEY-ID')
  const secretKey = headers.get('APCA-API-SECRET-KEY')
  if (!keyId || !secretKey) throw unauthorized()
  const seat = seats.find(({ keyed }) => keyed.keyId === keyId && keyed.secretKey === secretKey)
  if (!seat) throw forbidden()
  return seat
}

function brokerAt(account: Broker | LivingAccount, at: Micros): Broker {
  if (account instanceof Broker) return account
  if (at > micros(account.broker.clock)) account.advance(rfc3339(at))
  return account.broker
}

function requestIds(): () => string {
  const word = wordSource('request')
  return () => Array.from({ length: 4 }, () => word().toString(16).padStart(8, '0')).join('')
}
