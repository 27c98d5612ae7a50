import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import { activitySource, type Postings } from '../book/posting'
import { firstIn } from '../book/trades'
import { least, ZERO } from '../model/decimal'
import type { TransferEvent } from '../model/facts'
import { isOption } from '../model/instrument'

/**
 * Whether what a transfer moves beyond what it closes opens a position. Shares and coins that go
 * out beyond what is known open none; contracts do: a short position that comes in.
 */
export const opensRest = ({ instrument, quantity }: TransferEvent): boolean =>
  quantity.gt(0) || isOption(instrument)

/**
 * A position that moved in or out without an order. What moves out closes lots at their own cost:
 * no profit, no loss. Contracts against a short position are that position moving out. Shares that
 * move in first close a short position, at their price, and open a trade at their price beyond
 * that; without a price the short closes at its own cost, and the trade is incomplete. What goes
 * out beyond what is known was opened before the known history, except for contracts: a short
 * position that comes in.
 */
export function* transferPosition(book: Book, event: TransferEvent, at: Micros): Postings {
  const { id, instrument, quantity, price } = event
  const sign = quantity.gt(0) ? 1 : -1
  // Without a price the trade is incomplete, and its profit is never computed from this one.
  const source = activitySource(id, 'transfer', at, price ?? ZERO)
  const opposite = book.position(instrument, sign > 0 ? -1 : 1)
  const isCover = sign > 0 && price !== null && !isOption(instrument)
  const type = isCover ? 'close' : 'close_at_cost'
  let rest = quantity.abs()
  for (let leg = firstIn(opposite.holders); leg && rest.gt(0); leg = firstIn(opposite.holders)) {
    const part = least(rest, leg.open)
    yield { type, leg, quantity: part, source, cause: 'transfer' }
    rest = rest.minus(part)
  }
  if (rest.isZero) return
  if (!opensRest(event)) {
    const [position, cause] = [opposite, 'transfer'] as const
    yield { type: 'close_unknown', position, quantity: rest, source, cause, known: null }
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
