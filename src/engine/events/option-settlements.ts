import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Ledger } from '../book/ledger'
import { Opening } from '../book/opening'
import { activitySource } from '../book/posting'
import type { Trade } from '../book/trade-state'
import { firstIn } from '../closing/closing-search'
import type { Enterings } from '../entries/enterings'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { DeliveryEvent } from '../model/facts'
import type { Sign } from '../model/instrument'
import type { CloseCause } from '../model/trade'
import { type Delivered, deliverShares, deliveryOf } from './deliveries'
import type { PairedOption, Settlement } from './pair-events'

/** A quantity that an event closed of one option's opening. */
interface ClosedOption {
  opening: Opening
  quantity: Decimal
}

/** Books the option events of one moment and the shares that they deliver (design 5.6). */
export function settleOptions(ledger: Ledger, entering: Enterings, settlement: Settlement): void {
  const { options, at } = settlement
  const delivered = options.flatMap((pair) => closeOption(ledger, pair, at))
  if (delivered.length > 0) deliverShares(ledger, entering, delivered)
}

/** Books shares that came without a known option event. */
export function deliverAlone(ledger: Ledger, entering: Enterings, event: DeliveryEvent): void {
  const { quantity, at } = event
  deliverShares(ledger, entering, [deliveryOf(ledger.book, event, null, 'exercise', quantity, at)])
}

/** Closes an option at 0, first in first out, and says which shares each of its openings delivered. */
function closeOption(ledger: Ledger, { option, deliveries }: PairedOption, at: Micros) {
  const { id, instrument, type } = option
  const sign: Sign = option.quantity.gt(0) ? -1 : 1
  const held = ledger.book.held(instrument, sign)
  const source = activitySource(id, type, at, ZERO)
  const closed: ClosedOption[] = []
  let rest = option.quantity.abs()
  while (rest.gt(0)) {
    const leg = firstIn(held.holders)
    if (!leg) break
    const quantity = least(rest, leg.open)
    for (const part of ledger.closeLots(leg, quantity, source, type))
      if (part.holder instanceof Opening)
        closed.push({ opening: part.holder, quantity: part.quantity })
    rest = rest.minus(quantity)
  }
  const unknown = rest.gt(0) ? ledger.closeUnknown(held, rest, source, type) : null
  return deliveries.flatMap((event) => shareOut(ledger.book, event, option, closed, unknown, at))
}

/** Shares out a delivery over the openings that the option closed, by their quantities; what is unexplained stands alone. */
function shareOut(
  book: Book,
  event: DeliveryEvent,
  option: PairedOption['option'],
  closed: readonly ClosedOption[],
  unknown: Trade | null,
  at: Micros,
): Delivered[] {
  const whole = option.quantity.abs()
  const cause: CloseCause = option.type
  let rest = event.quantity
  const shares = closed.map(({ opening, quantity }) => {
    const part = quantity.eq(whole)
      ? event.quantity
      : event.quantity.times(quantity).div(whole).round(9)
    rest = rest.minus(part)
    return deliveryOf(book, event, opening, cause, part, at)
  })
  return rest.eq(0) ? shares : [...shares, deliveryOf(book, event, null, cause, rest, at, unknown)]
}
