import { takeCoinFee } from './adjustments'
import { legKey, Opening } from './book'
import { firstIn } from './closing-search'
import { least, ZERO } from './decimal'
import type { CoinFeeEvent, TransferEvent } from './facts'
import { activitySource } from './fills'
import type { Ledger } from './ledger'

/** Books a position that moved in or out without a trade: against what is held the other way first; the rest opens. */
export function bookTransfer(ledger: Ledger, event: TransferEvent): void {
  const { id, instrument, quantity, at } = event
  const source = activitySource(id, 'transfer', at, event.price ?? ZERO)
  let rest = quantity.abs()
  const opposite = legKey(instrument.symbol, quantity.gt(0) ? -1 : 1)
  for (let trade = firstIn(ledger.book.holders(opposite), opposite); trade && rest.gt(0); ) {
    const part = least(rest, trade.legs.get(opposite)?.open ?? rest)
    ledger.closeLots(trade, opposite, part, source, null)
    rest = rest.minus(part)
    trade = firstIn(ledger.book.holders(opposite), opposite)
  }
  if (rest.eq(0)) return
  const sign = quantity.gt(0) ? 1 : -1
  const opening = new Opening(id, 'transfer', at, instrument, sign, rest, null)
  ledger.openAlone(opening, null)
  if (opening.trade && event.price === null) opening.trade.incomplete = true
  ledger.openLot(opening, rest, source)
}

/** Books a fee that was taken in coins: from the newest lots, and where none holds more than the fee, the lot goes. */
export function bookCoinFee(ledger: Ledger, fee: CoinFeeEvent): void {
  const key = legKey(fee.instrument.symbol, 1)
  const rest = takeCoinFee(ledger.book, fee)
  const trade = firstIn(ledger.book.holders(key), key)
  if (rest.lte(0) || !trade) return
  const source = activitySource(fee.id, 'transfer', fee.at, ZERO)
  const quantity = least(rest, trade.legs.get(key)?.open ?? rest)
  ledger.closeLots(trade, key, quantity, source, null)
}
