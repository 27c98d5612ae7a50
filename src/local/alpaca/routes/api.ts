import { Hono } from 'hono'
import { SECOND } from '../../../time/micros'
import { orderPayload } from '../order-payload'
import { activitiesPage } from './activities-page'
import { calendarPage } from './calendar-page'
import { contractsPage, oneContract } from './contracts-page'
import type { ApiEnv } from './env'
import { forbidden, notFound, StandInError, tooManyRequests, unauthorized } from './errors'
import { accountOf, brokerAt, type KeyedAccount } from './keyed-account'
import { ordersPage, type PagingChoices } from './orders-page'
import { flagParameter } from './query'
import { RequestQuota } from './rate-limit'
import { addTradingRoutes } from './trading'

/** Settings where the real API is configurable, slow or unknown. */
export interface StandInSettings extends PagingChoices {
  readonly accounts: readonly KeyedAccount[]
  /** The current time. */
  readonly now: () => Date
  /** Requests per minute and key. */
  readonly requestsPerMinute: number
  /** Whether a 429 has a Retry-After header. */
  readonly retryAfter: boolean
  /** Seconds by which positions lag behind orders. */
  readonly positionsLagSeconds: number
}

interface Seat extends KeyedAccount {
  readonly rate: RequestQuota
}

/** Alpaca's Trading API as routes (src/alpaca/README.md 1 to 4). */
export function tradingApi(settings: StandInSettings): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const seats = settings.accounts.map((keyed): Seat => {
    return { ...keyed, rate: new RequestQuota(settings.requestsPerMinute) }
  })

  app.use(async (c, next) => {
    const seat = seatOf(seats, c.req.raw.headers)
    const at = settings.now().getTime() * 1000
    const passes = seat.rate.take(at)
    for (const [name, value] of Object.entries(seat.rate.headers())) c.header(name, value)
    if (!passes) {
      if (settings.retryAfter)
        c.header('Retry-After', String(seat.rate.reset - Math.floor(at / SECOND)))
      throw tooManyRequests()
    }
    c.set('broker', brokerAt(seat.account, at))
    c.set('now', at)
    await next()
  })

  app.get('/v2/account', (c) => c.json(c.var.broker.account(c.var.now)))
  app.get('/v2/orders', (c) => {
    const { orders, nested } = ordersPage(c.var.broker, searchOf(c.req.url), settings)
    return c.json(orders.map((order) => orderPayload(order, nested)))
  })
  app.get('/v2/:query{orders:by_client_order_id}', (c) => {
    const id = c.req.query('client_order_id')
    const order = id === undefined ? null : c.var.broker.orders.findByClientOrderId(id)
    if (!order) throw notFound('order not found')
    return c.json(orderPayload(order, flagParameter(searchOf(c.req.url), 'nested')))
  })
  app.get('/v2/orders/:id', (c) => {
    const order = c.var.broker.orders.find(c.req.param('id'))
    if (!order) throw notFound(`order not found for ${c.req.param('id')}`)
    return c.json(orderPayload(order, flagParameter(searchOf(c.req.url), 'nested')))
  })
  app.get('/v2/positions', (c) => {
    const lag = settings.positionsLagSeconds * SECOND
    return c.json(c.var.broker.positions(c.var.now, c.var.now - lag))
  })
  app.get('/v2/positions/:symbol', (c) => {
    const wanted = c.req.param('symbol').replace('/', '')
    const held = c.var.broker.positions(c.var.now)
    const position = held.find(({ symbol, asset_id }) => symbol === wanted || asset_id === wanted)
    if (!position) throw notFound('position does not exist')
    return c.json(position)
  })
  addTradingRoutes(app)
  for (const path of ['/v2/account/activities', '/v2/account/activities/:type'] as const) {
    app.get(path, (c) => {
      const type = c.req.param('type') ?? null
      const rows = activitiesPage(c.var.broker, c.var.now, searchOf(c.req.url), type)
      return c.json(rows.map((row) => row.payload))
    })
  }
  app.get('/v2/calendar', (c) => c.json(calendarPage(searchOf(c.req.url))))
  app.get('/v2/options/contracts', (c) =>
    c.json(contractsPage(c.var.broker, c.var.now, searchOf(c.req.url))),
  )
  app.get('/v2/options/contracts/:symbol', (c) =>
    c.json(oneContract(c.var.broker, c.var.now, c.req.param('symbol'))),
  )

  app.notFound((c) => c.json({ code: 40410000, message: 'endpoint not found' }, 404))
  app.onError((error, c) => {
    if (!(error instanceof StandInError)) throw error
    return c.json({ code: error.code, message: error.message }, error.status)
  })
  return app
}

function searchOf(url: string): URLSearchParams {
  return new URL(url).searchParams
}

/** @throws StandInError 401 without keys, 403 for unknown keys (src/alpaca/README.md 4). */
function seatOf(seats: readonly Seat[], headers: Headers): Seat {
  const keyId = headers.get('APCA-API-KEY-ID')
  const secretKey = headers.get('APCA-API-SECRET-KEY')
  if (!keyId || !secretKey) throw unauthorized()
  const seat = accountOf(seats, keyId, secretKey)
  if (!seat) throw forbidden()
  return seat
}
