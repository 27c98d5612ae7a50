import { type Decimal, ZERO } from '../model/decimal'
import type { FillFact, OrderFact } from '../model/facts'
import type { Instrument } from '../model/instrument'
import { impliedPrice, unexplained } from './executions'
import { fillsInForce } from './fills'

/** An order on a pair that is quoted in another coin. */
type PairOrder = OrderFact & { paidWith: Instrument }

const isPair = (order: OrderFact): order is PairOrder => order.paidWith !== undefined

/** The executions of a pair's order; the quantity that no fill explains is one more. */
function executionsOf(order: PairOrder): FillFact[] {
  const fills = fillsInForce(order)
  const rest = unexplained(order, fills)
  if (rest.lte(0)) return fills
  const at = Math.max(order.filledAt, ...fills.map((fill) => fill.at))
  const price = impliedPrice(order, fills, rest)
  const id = `${order.id}:rest`
  return [...fills, { id, activityId: null, at, price, quantity: rest, cumulative: null }]
}

const sumOf = (fills: readonly FillFact[]): Decimal =>
  fills.reduce((sum, { quantity }) => sum.plus(quantity), ZERO)

/** A purchase pays with the coin that the pair is quoted in. */
function purchase(order: PairOrder): OrderFact {
  const fills = executionsOf(order).map((fill) => ({
    ...fill,
    price: ZERO,
    paid: fill.price.times(fill.quantity),
  }))
  return { ...order, intent: 'open', fills, filledQuantity: sumOf(fills), filledPrice: null }
}

/** A sale pays with the coin that is sold, and buys the one that the pair is quoted in. */
function sale(order: PairOrder): OrderFact {
  const fills = executionsOf(order)
    .filter(({ price }) => price.gt(0))
    .map((fill) => ({
      ...fill,
      price: ZERO,
      quantity: fill.price.times(fill.quantity),
      paid: fill.quantity,
    }))
  if (fills.length === 0) return { ...order, intent: 'close' }
  const quantity = sumOf(fills)
  const { instrument, paidWith } = order
  return {
    ...order,
    instrument: paidWith,
    paidWith: instrument,
    side: 'buy',
    intent: 'open',
    fills,
    quantity,
    filledQuantity: quantity,
    filledPrice: null,
  }
}

/** A coin cannot be short, whatever the broker says of its sale. */
const withoutShorts = (order: OrderFact): OrderFact =>
  order.fills.some(({ opensShort }) => opensShort)
    ? { ...order, fills: order.fills.map(({ opensShort: _, ...fill }) => fill) }
    : order

/**
 * An order as what it does. A coin cannot be short: a purchase opens, and a sale closes. An order
 * on a pair that is quoted in another coin is a purchase that pays with lots: of ETH/BTC a purchase
 * buys ETH with BTC, and a sale buys BTC with ETH. Orders on no coin stay as they are.
 */
export function coinOrder(given: OrderFact): OrderFact {
  if (given.instrument.kind !== 'crypto') return given
  const order = withoutShorts(given)
  if (isPair(order)) return order.side === 'buy' ? purchase(order) : sale(order)
  return { ...order, intent: order.side === 'buy' ? 'open' : 'close' }
}
