import type { Book } from '../book/book'
import { costOf } from '../book/cost'
import type { CarriedLot, Postings } from '../book/posting'
import { ofOlder } from '../book/trades'
import type { TradeLeg } from '../book/view'
import { type Decimal, ZERO } from '../model/decimal'
import type { AdjustmentEvent } from '../model/facts'
import type { Instrument } from '../model/instrument'
import { known } from '../model/invariant'
import type { Holdings } from '../timeline/holdings'
import type { CorporateAction } from './position-events'

/** A corporate action's effect: each `before` of one instrument becomes `after` of another. */
interface Change {
  readonly from: Instrument
  readonly to: Instrument
  readonly before: Decimal
  readonly after: Decimal
}

/** Shares and coins have at most so many decimal places. */
const PLACES = 9
const SIGNS = [1, -1] as const

/**
 * The row against the position removes it, the other row brings what it becomes; a single row
 * changes the quantity. Null when nothing was held, or nothing would be left: what became of the
 * position is then unknown.
 */
function changeOf(action: CorporateAction): Change | null {
  const [first, second] = action.rows
  if (!second) return changeAlone(first, heldOf(action, first))
  const removed = removedOf(action)
  if (!removed) return null
  const added = removed === first ? second : first
  const [before, after] = [removed.quantity.abs(), added.quantity.abs()]
  return { from: removed.instrument, to: added.instrument, before, after }
}

function changeAlone({ instrument, quantity }: AdjustmentEvent, held: Decimal): Change | null {
  const after = held.plus(quantity)
  return !held.isZero && after.s === held.s && !after.isZero
    ? { from: instrument, to: instrument, before: held, after }
    : null
}

/** The row against what is held of its symbol; if both are, the one that takes all of it. */
function removedOf(action: CorporateAction): AdjustmentEvent | undefined {
  const against = action.rows.filter((row) => {
    const held = heldOf(action, row)
    return !held.isZero && held.s !== row.quantity.s
  })
  return against.find((row) => heldOf(action, row).plus(row.quantity).isZero) ?? against[0]
}

/** The running position of a row's symbol before the action. */
const heldOf = ({ rows, held }: CorporateAction, row: AdjustmentEvent): Decimal =>
  known(held[rows.indexOf(row)], 'the position before a corporate action', row.id)

const changed = (quantity: Decimal, { before, after }: Change): Decimal =>
  quantity.times(after).div(before).round(PLACES)

/**
 * Changes lots one after the other so that their sum changes exactly: a rounding error of one lot
 * is made good by the next.
 */
class LotChange {
  private sum = ZERO
  private result = ZERO

  constructor(private readonly change: Change) {}

  /** The lots of a leg under their new symbol, at the same total cost. */
  carried(leg: TradeLeg): CarriedLot[] {
    const { from, to } = this.change
    return leg.lots.map((lot): CarriedLot => {
      this.sum = this.sum.plus(lot.quantity)
      const result = changed(this.sum, this.change)
      const quantity = result.minus(this.result)
      this.result = result
      const cost = costOf(lot)
      const value = from.multiplier.eq(to.multiplier)
        ? cost
        : cost.times(from.multiplier).div(to.multiplier)
      return { lot, taken: lot.quantity, quantity, value }
    })
  }
}

/**
 * Carries lots and their cost over a split, a new symbol or a contract adjustment. No profit is
 * booked, and lots keep their trade and opening time.
 *
 * @param beforeCarry called with each leg that is about to change.
 */
export function* carryPositions(
  book: Book,
  action: CorporateAction,
  beforeCarry: (leg: TradeLeg) => void,
): Postings {
  const change = changeOf(action)
  if (!change) return
  for (const sign of SIGNS) {
    const from = book.position(change.from, sign)
    const to = book.position(change.to, sign)
    const lots = new LotChange(change)
    for (const leg of from.holders.toSorted(ofOlder)) {
      beforeCarry(leg)
      yield { type: 'carry', leg, to, lots: lots.carried(leg) }
    }
  }
}

/** Applies a corporate action to the running position of each side. */
export function changeHoldings(holdings: Holdings, action: CorporateAction): void {
  const change = changeOf(action)
  if (!change) return
  const { from, to } = change
  for (const sign of SIGNS) {
    const quantity = changed(holdings.on(from.symbol, sign), change)
    holdings.set(from.symbol, sign, ZERO)
    holdings.set(to.symbol, sign, holdings.on(to.symbol, sign).plus(quantity))
  }
}
