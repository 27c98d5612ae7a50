import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import {
  activitySource,
  type Booked,
  type Posting,
  type Postings,
  type Source,
} from '../book/posting'
import type { Opening, Trade } from '../book/view'
import { type Decimal, ZERO } from '../model/decimal'
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
  readonly acquiredAt: Micros | null
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
  const alone = {
    event: delivery,
    option: null,
    acquiredAt: null,
    unknown: null,
    closing: null,
    contracts: ZERO,
    at,
  }
  yield* deliverShares([deliveryOf(book, alone, quantity)])
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
    for (const { opening, quantity, acquiredAt } of parts)
      if (opening) closed.push({ opening, quantity, acquiredAt })
  }
  let known: Trade | null = null
  for (const tranche of closingPrices(pair.option)) {
    const priced = activitySource(id, type, at, tranche.price)
    const source: Source = pair.deliveries.length > 0 ? { ...priced, delivers: true } : priced
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
  { option: closing, deliveries }: PairedOption,
  closed: readonly ClosedOption[],
  unknown: Trade | null,
  at: Micros,
): Delivered[] {
  const whole = closing.quantity.abs()
  const contracts = contractsAShare(event, deliveries, whole)
  let rest = event.quantity
  const shares = closed.map(({ opening, quantity, acquiredAt }) => {
    const part = quantity.eq(whole)
      ? event.quantity
      : event.quantity.times(quantity).divTo(whole, PLACES)
    rest = rest.minus(part)
    const of = { event, option: opening, acquiredAt, unknown: null, closing, contracts, at }
    return deliveryOf(book, of, part)
  })
  if (rest.isZero) return shares
  const of = { event, option: null, acquiredAt: null, unknown, closing, contracts, at }
  return [...shares, deliveryOf(book, of, rest)]
}

/**
 * Contracts that stand for one share of a delivery. Of several deliveries of one option, each
 * stands for a part by its value.
 */
function contractsAShare(
  event: DeliveryEvent,
  deliveries: readonly DeliveryEvent[],
  whole: Decimal,
): Decimal {
  const each = whole.div(event.quantity.abs())
  if (deliveries.length === 1) return each
  const worthOf = ({ quantity, price }: DeliveryEvent) => quantity.abs().times(price)
  const all = deliveries.reduce((sum, one) => sum.plus(worthOf(one)), ZERO)
  return all.isZero ? each.div(deliveries.length) : each.times(worthOf(event)).div(all)
}
