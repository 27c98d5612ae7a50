import type { Ledger } from '../book/ledger'
import { Opening } from '../book/opening'
import type { Held } from '../book/position'
import { activitySource, type FillSource } from '../book/posting'
import { firstIn } from '../closing/closing-search'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { CoinFeeEvent, TransferEvent } from '../model/facts'
import { takeCoinFee } from './adjustments'

/** Books a position that moved in or out without a trade: against what is held the other way first; the rest opens. */
export function bookTransfer(ledger: Ledger, event: TransferEvent): void {
  const { id, instrument, quantity, at } = event
  const source = activitySource(id, 'transfer', at, event.price ?? ZERO)
  const opposite = ledger.book.held(instrument, quantity.gt(0) ? -1 : 1)
  const rest = closeHeld(ledger, opposite, quantity.abs(), source)
  if (rest.eq(0)) return
  const held = ledger.book.held(instrument, quantity.gt(0) ? 1 : -1)
  const opening = new Opening({ id, createdAt: at }, held, rest, null)
  ledger.openAlone(opening, null)
  if (opening.trade && event.price === null) opening.trade.incomplete = true
  ledger.openLot(opening, rest, source)
}

/** Books a fee that was taken in coins: from the newest lots, and where none holds more than the fee, the lot goes. */
export function bookCoinFee(ledger: Ledger, fee: CoinFeeEvent): void {
  const held = ledger.book.held(fee.instrument, 1)
  const source = activitySource(fee.id, 'transfer', fee.at, ZERO)
  closeHeld(ledger, held, takeCoinFee(ledger.book, fee), source)
}

/** Closes lots of whichever trades hold a leg, first in first out; returns what none holds. */
function closeHeld(ledger: Ledger, held: Held, quantity: Decimal, source: FillSource): Decimal {
  let rest = quantity
  while (rest.gt(0)) {
    const leg = firstIn(held.holders)
    if (!leg) break
    const part = least(rest, leg.open)
    ledger.closeLots(leg, part, source, null)
    rest = rest.minus(part)
  }
  return rest
}
