import type { Book } from '../book/book'
import { costOfPart } from '../book/cost'
import type { Booked, Posting, Source } from '../book/posting'
import { firstIn } from '../book/trades'
import type { Lot } from '../book/view'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { Instrument } from '../model/instrument'
import type { Execution } from '../timeline/orders'

/** What coins that paid for others had cost. */
export interface Payment {
  /** Dollars. */
  cost: Decimal
  /** False where some of the coins were bought before the known history. */
  isKnown: boolean
}

/** The cost of a quantity of lots, the oldest first. As much of them must be open. */
function costOf(lots: readonly Lot[], quantity: Decimal): Decimal {
  let cost = ZERO
  let rest = quantity
  for (const lot of lots) {
    const taken = least(rest, lot.quantity)
    cost = cost.plus(costOfPart(lot, taken))
    rest = rest.minus(taken)
    if (rest.isZero) break
  }
  return cost
}

/**
 * Pays for other coins: takes lots of a coin, the oldest first, at their own cost. That is no
 * profit and no loss, and moves no dollars.
 *
 * @returns the cost, which is the basis of the coins that were bought.
 */
export function* payWithCoins(
  book: Book,
  coin: Instrument,
  quantity: Decimal,
  execution: Execution,
): Generator<Posting, Payment, readonly Booked[]> {
  const { executionId, activityId, at, order } = execution
  const sourceAt = (price: Decimal): Source => {
    const paidFor = order.fact.id
    return { executionId, activityId, order: null, paidFor, kind: 'conversion', at, price }
  }
  const position = book.position(coin, 1)
  let cost = ZERO
  let rest = quantity
  let isKnown = true
  while (rest.gt(0)) {
    const leg = firstIn(position.holders)
    if (!leg) break
    const part = least(rest, leg.open)
    const paid = costOf(leg.lots, part)
    if (leg.trade.incomplete) isKnown = false
    yield {
      type: 'close_at_cost',
      leg,
      quantity: part,
      source: sourceAt(paid.div(part)),
      cause: 'order',
    }
    cost = cost.plus(paid)
    rest = rest.minus(part)
  }
  if (rest.isZero) return { cost, isKnown }
  const source = sourceAt(ZERO)
  yield { type: 'close_unknown', position, quantity: rest, source, cause: 'order', known: null }
  return { cost, isKnown: false }
}
