import { type Decimal, decimal } from '../../../src/engine/model/decimal'
import type { LedgerFacts } from '../../../src/engine/model/facts'
import type { FillRow } from '../../../src/engine/output/fill-rows'

interface Lot {
  quantity: Decimal
  cost: Decimal
}

const ZERO = decimal(0)
const signed = (row: FillRow) => (row.side === 'buy' ? 1 : -1)

/** What some fills moved: received for what was sold, paid for what was bought. */
export const cashOf = (fills: readonly FillRow[]): Decimal =>
  fills.reduce(
    (sum, row) =>
      sum.minus(decimal(row.qty).times(row.price).times(row.multiplier).times(signed(row))),
    ZERO,
  )

/**
 * Cash of all executions, as the facts tell it and no trade does: orders' fills and the rest at
 * their average, deliveries, cash that settles options.
 */
export function cashOfFacts({ orders, events }: LedgerFacts): Decimal {
  let cash = ZERO
  for (const order of orders) {
    // Coins paid with coins move no dollars.
    if (order.paidWith !== undefined) continue
    const known = order.fills.reduce((sum, fill) => sum.plus(fill.quantity), ZERO)
    const value = order.fills.reduce((sum, fill) => sum.plus(fill.quantity.times(fill.price)), ZERO)
    const whole = known.gte(order.filledQuantity)
      ? value
      : (order.filledPrice ?? ZERO).times(order.filledQuantity)
    const sign = order.side === 'buy' ? -1 : 1
    cash = cash.plus(whole.times(order.instrument.multiplier).times(sign))
  }
  for (const event of events) {
    if (event.type === 'delivery') cash = cash.minus(event.quantity.times(event.price))
    if ('cash' in event && event.cash) cash = cash.plus(event.cash)
  }
  return cash
}

/** In the order of time; of one moment, what opens first. */
const byTime = (a: FillRow, b: FillRow) =>
  a.executedAt < b.executedAt
    ? -1
    : a.executedAt > b.executedAt
      ? 1
      : b.effect.localeCompare(a.effect)

/**
 * Whether one trade opened a position at one moment at several prices: fills do not tell which of
 * those came first.
 */
export function hasTwins(fills: readonly FillRow[]): boolean {
  const prices = new Map<string, string>()
  return fills.some(({ effect, tradeId, symbol, executedAt, price }) => {
    if (effect !== 'open') return false
    const at = `${tradeId} ${symbol} ${executedAt}`
    const known = prices.get(at) ?? price
    prices.set(at, known)
    return known !== price
  })
}

/**
 * What is open, and what was paid for it (received where short), by first in first out over fills
 * in the order of time.
 */
export function openCost(fills: readonly FillRow[]): Decimal {
  const lots = new Map<string, Lot[]>()
  for (const row of [...fills].sort(byTime)) {
    const side = row.effect === 'open' ? row.side : row.side === 'buy' ? 'sell' : 'buy'
    const key = `${row.tradeId} ${row.symbol} ${side}`
    const own = lots.get(key) ?? []
    lots.set(key, own)
    const quantity = decimal(row.qty)
    if (row.effect === 'open') {
      const cost = decimal(row.price).times(row.multiplier).times(signed(row))
      own.push({ quantity, cost })
      continue
    }
    let rest = quantity
    while (rest.gt(0)) {
      const [lot] = own
      if (!lot) throw new Error(`closed more than opened: ${key}`)
      const taken = rest.lt(lot.quantity) ? rest : lot.quantity
      rest = rest.minus(taken)
      lot.quantity = lot.quantity.minus(taken)
      if (lot.quantity.eq(0)) own.shift()
    }
  }
  return [...lots.values()]
    .flat()
    .reduce((sum, { quantity, cost }) => sum.plus(quantity.times(cost)), ZERO)
}
