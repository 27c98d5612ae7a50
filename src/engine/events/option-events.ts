import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import { activitySource, type Booked, type Posting, type Postings } from '../book/posting'
import type { Opening, Trade } from '../book/view'
import type { Decimal } from '../model/decimal'
import type { DeliveryEvent } from '../model/facts'
import { closingPrices } from './cash-settlement'
import { type Delivered, deliverShares, deliveryOf } from './deliveries'
import { closeFirstInFirstOut } from './first-in-first-out'
import type { LoneDelivery, PairedOption, Settlement } from './position-events'

/** Shares have at most so many decimal places. */
const PLACES = 9

/** A quantity that an event closed of one option's opening. */
interface ClosedOption {
  readonly opening: Opening
  readonly quantity: Decimal
}

/** The option events of one moment: options close, then the shares they deliver are booked. */
export function* settleOptions(book: Book, { options, at }: Settlement): Postings {
  const delivered: Delivered[] = []
  for (const pair of options) delivered.push(...(yield* closeOption(book, pair, at)))
  if (delivered.length > 0) yield* deliverShares(delivered)
}

/** Shares that no known option event delivered. */
export function* deliverAlone(book: Book, { delivery, at }: LoneDelivery): Postings {
  const { quantity } = delivery
  yield* deliverShares([deliveryOf(book, delivery, null, 'exercise', quantity, at)])
}

/**
 * Closes an option first in first out, at 0 or at the cash that settles it; returns the shares that
 * each opening delivered.
 */
function* closeOption(
  book: Book,
  pair: PairedOption,
  at: Micros,
): Generator<Posting, Delivered[], readonly Booked[]> {
  const { id, instrument, type, quantity } = pair.option
  const position = book.position(instrument, quantity.gt(0) ? -1 : 1)
  const closed: ClosedOption[] = []
  const note = (parts: readonly Booked[]) => {
    for (const { opening, quantity } of parts) if (opening) closed.push({ opening, quantity })
  }
  let known: Trade | null = null
  for (const tranche of closingPrices(pair.option)) {
    const source = activitySource(id, type, at, tranche.price)
    const rest = yield* closeFirstInFirstOut(position, tranche.quantity, source, type, note)
    if (!rest.gt(0)) continue
    const on = { position, quantity: rest, source, cause: type }
    const parts: readonly Booked[] = yield { type: 'close_unknown', ...on, known }
    known = parts[0]?.trade ?? null
  }
  return pair.deliveries.flatMap((event) => shareOut(book, event, pair, closed, known, at))
}

/**
 * Shares out a delivery over the openings that the option closed, by their quantities. What they do
 * not explain stands alone.
 */
function shareOut(
  book: Book,
  event: DeliveryEvent,
  { option }: PairedOption,
  closed: readonly ClosedOption[],
  unknown: Trade | null,
  at: Micros,
): Delivered[] {
  const whole = option.quantity.abs()
  let rest = event.quantity
  const shares = closed.map(({ opening, quantity }) => {
    const part = quantity.eq(whole)
      ? event.quantity
      : event.quantity.times(quantity).div(whole).round(PLACES)
    rest = rest.minus(part)
    return deliveryOf(book, event, opening, option.type, part, at)
  })
  if (rest.isZero) return shares
  return [...shares, deliveryOf(book, event, null, option.type, rest, at, unknown)]
}
