import type { Book } from '../book/book'
import { activitySource, type Postings } from '../book/posting'
import { ZERO } from '../model/decimal'
import type { TransferEvent } from '../model/facts'
import { closeFirstInFirstOut } from './first-in-first-out'

/**
 * A position that moved in or out without an order: it closes what is held on the other side first,
 * and the rest opens a trade. Without a price that trade is incomplete. Of coins that move out, the
 * rest makes an incomplete trade.
 */
export function* transferPosition(book: Book, event: TransferEvent): Postings {
  const { id, instrument, quantity, at, price } = event
  const sign = quantity.gt(0) ? 1 : -1
  // Without a price the trade is incomplete, and its profit is never computed from this one.
  const source = activitySource(id, 'transfer', at, price ?? ZERO)
  const opposite = book.position(instrument, sign > 0 ? -1 : 1)
  const rest = yield* closeFirstInFirstOut(opposite, quantity.abs(), source, null)
  if (rest.isZero) return
  // A coin cannot be short: what went out beyond what is known came in before the known history.
  if (sign < 0 && instrument.kind === 'crypto') {
    yield { type: 'close_unknown', position: opposite, quantity: rest, source, cause: 'order' }
    return
  }
  yield {
    type: 'open_alone',
    fact: { id, createdAt: at },
    position: book.position(instrument, sign),
    quantity: rest,
    source,
    deliveredBy: null,
    from: null,
    incomplete: price === null,
  }
}
