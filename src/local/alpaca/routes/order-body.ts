import * as z from 'zod'
import type { Broker } from '../broker'
import type { LegRequest, MultilegRequest, OrderRequest, ReplaceRequest } from '../order-request'
import { unprocessable } from './errors'

const decimal = z.union([z.string(), z.number()]).transform(String)
const side = z.enum(['buy', 'sell'])
const intent = z.enum(['buy_to_open', 'buy_to_close', 'sell_to_open', 'sell_to_close'])

const common = {
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  time_in_force: z.string(),
  limit_price: decimal.optional(),
  client_order_id: z.string().optional(),
}

const leg = z.object({
  symbol: z.string(),
  side,
  ratio_qty: decimal.default('1'),
  position_intent: intent.optional(),
})

const multileg = z.object({
  ...common,
  order_class: z.literal('mleg'),
  qty: decimal,
  legs: z.array(leg),
})

const single = z.object({
  ...common,
  order_class: z.enum(['', 'simple', 'bracket', 'oco', 'oto']).default('simple'),
  symbol: z.string(),
  side,
  qty: decimal.optional(),
  notional: decimal.optional(),
  stop_price: decimal.optional(),
  trail_price: decimal.optional(),
  trail_percent: decimal.optional(),
  extended_hours: z.boolean().optional(),
  position_intent: intent.optional(),
  take_profit: z.object({ limit_price: decimal }).optional(),
  stop_loss: z.object({ stop_price: decimal, limit_price: decimal.optional() }).optional(),
})

const change = z.object({
  qty: decimal.optional(),
  limit_price: decimal.optional(),
  stop_price: decimal.optional(),
  time_in_force: z.string().optional(),
  client_order_id: z.string().optional(),
})

/** Reads the body of a request. @throws StandInError 422 where Alpaca would refuse it. */
function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw unprocessable(`${issue?.path.join('.') || 'request body'}: ${issue?.message}`)
}

/** Removes the keys that are undefined: `exactOptionalPropertyTypes` tells them apart. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as ReturnType<typeof present<T>>
}

/** Places the order of a `POST /v2/orders`. */
export function placeOf(broker: Broker, body: unknown, at: string) {
  const isMultileg = Object(body).order_class === 'mleg'
  return isMultileg
    ? broker.submitMultileg(multilegRequest(read(multileg, body), at))
    : broker.submit(orderRequest(read(single, body), at))
}

function multilegRequest(body: z.output<typeof multileg>, at: string): MultilegRequest {
  return {
    ...commonOf(body, at),
    qty: body.qty,
    legs: body.legs.map(
      (asked): LegRequest =>
        present({
          symbol: asked.symbol,
          side: asked.side,
          ratio: asked.ratio_qty,
          intent: asked.position_intent,
        }),
    ),
  }
}

function orderRequest(body: z.output<typeof single>, at: string): OrderRequest {
  const { take_profit: takeProfit, stop_loss: stopLoss } = body
  return {
    ...commonOf(body, at),
    ...present({
      symbol: body.symbol,
      side: body.side,
      qty: body.qty,
      notional: body.notional,
      stopPrice: body.stop_price,
      trailPrice: body.trail_price,
      trailPercent: body.trail_percent,
      extendedHours: body.extended_hours,
      intent: body.position_intent,
      orderClass: body.order_class === '' ? undefined : body.order_class,
      takeProfit: takeProfit && { limitPrice: takeProfit.limit_price },
      stopLoss:
        stopLoss && present({ stopPrice: stopLoss.stop_price, limitPrice: stopLoss.limit_price }),
    }),
  }
}

/** `submitted_at` is the moment itself, so that an order that fills at once fills in the past. */
const commonOf = (body: z.output<typeof single> | z.output<typeof multileg>, at: string) => ({
  at,
  submittedAt: at,
  ...present({
    type: body.type,
    timeInForce: body.time_in_force,
    limitPrice: body.limit_price,
    clientOrderId: body.client_order_id,
  }),
})

/** The changes of a `PATCH /v2/orders/{id}`. */
export function changeOf(body: unknown, at: string): ReplaceRequest {
  const asked = read(change, body)
  return {
    at,
    ...present({
      qty: asked.qty,
      limitPrice: asked.limit_price,
      stopPrice: asked.stop_price,
      timeInForce: asked.time_in_force,
      clientOrderId: asked.client_order_id,
    }),
  }
}
