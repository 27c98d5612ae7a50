import type { Hono } from 'hono'
import { type Micros, micros, rfc3339 } from '../../../time/micros'
import type { Broker } from '../broker'
import { decimal, ZERO } from '../decimal'
import type { BrokerOrder, MultilegParent, SymbolOrder } from '../order'
import { orderPayload } from '../order-payload'
import type { ApiEnv } from './env'
import { notFound, unprocessable } from './errors'
import { changeOf, placeOf } from './order-body'

/**
 * Orders placed by the API. A market order, and a limit order that the market reaches, fills at
 * once and completely at the current price; any other order waits until it is changed or expires.
 * The stand-in trades at every hour.
 */
export function addTradingRoutes(app: Hono<ApiEnv>): void {
  app.post('/v2/orders', async (c) => {
    const { broker, now } = c.var
    const body: unknown = await c.req.json().catch(() => undefined)
    const order = refusing(() => placeOf(broker, body, nextMoment(broker, now)))
    refusing(() => fillIfReached(broker, order))
    return c.json(orderPayload(order, true))
  })
  app.patch('/v2/orders/:id', async (c) => {
    const { broker, now } = c.var
    const body: unknown = await c.req.json().catch(() => undefined)
    const { id } = existing(broker, c.req.param('id'))
    const next = refusing(() => broker.replace(id, changeOf(body, nextMoment(broker, now))))
    refusing(() => fillIfReached(broker, next))
    return c.json(orderPayload(next, true))
  })
  app.delete('/v2/orders/:id', (c) => {
    const { broker, now } = c.var
    const { id } = existing(broker, c.req.param('id'))
    refusing(() => broker.cancel(id, nextMoment(broker, now)))
    return c.body(null, 204)
  })
}

/** Now, but not before the account's clock. */
const nextMoment = (broker: Broker, now: Micros): string =>
  rfc3339(Math.max(now, micros(broker.clock)))

function existing(broker: Broker, id: string): BrokerOrder {
  const order = broker.orders.find(id)
  if (!order) throw notFound(`order not found for ${id}`)
  return order
}

/** @throws StandInError 422 where the account refuses. */
function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw unprocessable(error.message)
    throw error
  }
}

function fillIfReached(broker: Broker, order: BrokerOrder): void {
  if (order.type !== 'market' && order.type !== 'limit') return
  if (order.symbol === null) fillSpreadIfReached(broker, order)
  else fillOrderIfReached(broker, order)
}

function fillOrderIfReached(broker: Broker, order: SymbolOrder): void {
  const at = broker.clock
  const price = broker.quote(order.symbol, at)
  if (price === null) return
  const limit = order.limitPrice === null ? null : decimal(order.limitPrice)
  const isReached = order.side === 'buy' ? limit?.gte(price) : limit?.lte(price)
  if (limit === null || isReached) broker.fill(order.id, { at, price })
}

function fillSpreadIfReached(broker: Broker, parent: MultilegParent): void {
  const at = broker.clock
  const prices: string[] = []
  let net = ZERO
  for (const { symbol, side, ratio, assetClass } of parent.legs) {
    const price = broker.quote(symbol, at)
    if (price === null) return
    prices.push(price)
    const cost = ratio.div(assetClass === 'us_option' ? 1 : 100).times(price)
    net = side === 'buy' ? net.plus(cost) : net.minus(cost)
  }
  const limit = parent.limitPrice === null ? null : decimal(parent.limitPrice)
  if (limit === null || limit.gte(net)) broker.fillSpread(parent.id, { at, prices })
}
