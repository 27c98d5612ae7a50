import { type Decimal, decimal } from '../../../src/engine/model/decimal'
import type { LegRow, TradeRow } from '../../../src/engine/output/trade-row'

const ZERO = decimal(0)

const openLegs = ({ legs }: TradeRow): LegRow[] => legs.filter((leg) => leg.open_qty !== '0')

const expiriesOf = (legs: readonly LegRow[]): Set<string> =>
  new Set(legs.flatMap(({ expiry_date }) => expiry_date ?? []))

/** The value of a leg of ordinary contracts, of 100 shares each, at expiry. */
function valueAt(leg: LegRow, price: Decimal): Decimal {
  const quantity = decimal(leg.open_qty).times(leg.side === 'long' ? 1 : -1)
  if (leg.strike === null) return quantity.times(price)
  const gain = price.minus(leg.strike).times(leg.kind === 'call' ? 1 : -1)
  return gain.gt(0) ? gain.times(quantity).times(100) : ZERO
}

/** The P/L of a trade and of legs that cover it at a price, from stored rows alone. */
export function profitOfRows(trade: TradeRow, cover: readonly LegRow[], price: Decimal): Decimal {
  const open = [...openLegs(trade), ...cover]
  const value = open.reduce((sum, leg) => sum.plus(valueAt(leg, price)), ZERO)
  const cost = open.reduce((sum, leg) => sum.plus(leg.open_cost ?? Number.NaN), ZERO)
  return value.minus(cost).plus(trade.realizedPl ?? Number.NaN)
}

/** Whether a trade without cover must have a risk: its options share one expiry. */
export const riskIsExpected = (trade: TradeRow): boolean =>
  !trade.incomplete &&
  (trade.status === 'open' || trade.status === 'partial') &&
  expiriesOf(openLegs(trade)).size === 1
