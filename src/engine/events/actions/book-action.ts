import type { Micros } from '../../../time/micros'
import type { Book } from '../../book/book'
import { costOf, costOfPart, VALUE_PLACES } from '../../book/cost'
import { activitySource, type CarriedLot, type Postings, type Source } from '../../book/posting'
import { firstIn, ofOlder } from '../../book/trades'
import type { Lot, Position, Trade, TradeLeg } from '../../book/view'
import { type Decimal, least, ZERO } from '../../model/decimal'
import type { Instrument, Sign } from '../../model/instrument'
import type {
  ActionEffect,
  Addition,
  CarryEffect,
  CloseEffect,
  OpenEffect,
  PayoutEffect,
} from './effect'

/** Called with each leg that is about to be renamed. */
export type BeforeCarry = (leg: TradeLeg) => void

/** A quantity of one lot. */
interface Taken {
  readonly leg: TradeLeg
  readonly lot: Lot
  readonly quantity: Decimal
}

/** Lots of a position for a quantity: all, or the oldest first. */
function takenOf({ holders }: Position, quantity: Decimal): Taken[] {
  const lots = holders
    .toSorted(ofOlder)
    .flatMap((leg) => leg.lots.map((lot) => ({ leg, lot, quantity: lot.quantity })))
  const whole = lots.reduce((sum, one) => sum.plus(one.quantity), ZERO)
  if (!quantity.lt(whole)) return lots
  const taken: Taken[] = []
  let rest = quantity
  for (const one of lots.sort((a, b) => a.lot.at - b.lot.at)) {
    const part = least(rest, one.quantity)
    if (part.isZero) break
    taken.push({ ...one, quantity: part })
    rest = rest.minus(part)
  }
  return taken
}

/** Shares a total by weights, one after the other: the sum of the shares is exact. */
class Shares {
  private weight = ZERO
  private given = ZERO

  constructor(
    private readonly total: Decimal,
    private readonly weights: Decimal,
  ) {}

  next(weight: Decimal): Decimal {
    this.weight = this.weight.plus(weight)
    const sum = this.weight.eq(this.weights)
      ? this.total
      : this.total.times(this.weight).divTo(this.weights, VALUE_PLACES)
    const share = sum.minus(this.given)
    this.given = sum
    return share
  }
}

const sumOf = (values: readonly Decimal[]): Decimal =>
  values.reduce((sum, value) => sum.plus(value), ZERO)

/** A lot with its basis after cash has reduced it, and what is left of that cash. In dollars. */
interface Reduced extends Taken {
  readonly basis: Decimal
  readonly earned: Decimal
}

/** Takes cash out of the basis of lots, by quantity. Cash that was paid adds to it. */
function reduced(taken: readonly Taken[], cash: Decimal): Reduced[] {
  const shares = new Shares(cash, sumOf(taken.map(({ quantity }) => quantity)))
  return taken.map((one) => {
    const { leg, lot, quantity } = one
    const cost = costOfPart(lot, quantity).times(leg.instrument.multiplier)
    const rest = cost.minus(shares.next(quantity))
    return rest.lt(0)
      ? { ...one, basis: ZERO, earned: rest.neg() }
      : { ...one, basis: rest, earned: ZERO }
  })
}

/** The sum of some lots that an addition brings to one trade. */
interface Portion {
  readonly one: Reduced
  readonly quantity: Decimal
  readonly value: Decimal
}

/** Shares an addition, and its part of the basis, among the lots that it comes of. */
function portionsOf(
  addition: Addition,
  lots: readonly Reduced[],
  basisOf: (one: Reduced) => Decimal,
): Portion[] {
  const shares = new Shares(addition.quantity, sumOf(lots.map(({ quantity }) => quantity)))
  return lots.map((one) => ({ one, quantity: shares.next(one.quantity), value: basisOf(one) }))
}

function* carry(book: Book, effect: CarryEffect, at: Micros, beforeCarry: BeforeCarry): Postings {
  const { id, sign, additions, cash } = effect
  const lots = reduced(
    takenOf(book.position(effect.instrument, sign), effect.taken),
    cash.times(sign),
  )
  const [first, ...others] = additions
  const whole = sumOf(additions.map(({ value }) => value))
  const given = new Map<Reduced, Decimal>()
  const apart = others.map((addition) => ({
    addition,
    portions: portionsOf(addition, lots, (one) => {
      if (whole.isZero) return ZERO
      const part = one.basis.times(addition.value).divTo(whole, VALUE_PLACES)
      given.set(one, (given.get(one) ?? ZERO).plus(part))
      return part
    }),
  }))
  const to = book.position(first.instrument, sign)
  const kept = portionsOf(first, lots, (one) => one.basis.minus(given.get(one) ?? ZERO))
  for (const [leg, portions] of Map.groupBy(kept, ({ one }) => one.leg)) {
    beforeCarry(leg)
    const carried = portions.map(({ one, quantity, value }): CarriedLot => {
      const each = value.div(first.instrument.multiplier)
      return { lot: one.lot, taken: one.quantity, quantity, value: each }
    })
    yield { type: 'carry', leg, to, lots: carried }
  }
  const source = activitySource(id, 'corporate_action', at, ZERO)
  for (const { leg, lot, earned } of lots) {
    const now = leg.trade.legs.find(({ position, open }) => position === to && !open.isZero)
    if (earned.isZero || !now) continue
    yield { type: 'earn', leg: now, lot, cash: earned.times(sign), source }
  }
  yield* netCarried(book, to, first.id, source)
  for (const { addition, portions } of apart) yield* openApart(book, addition, portions, effect, at)
}

/**
 * Nets lots that were carried into a position against the other side of its symbol: that side
 * closes at what the lots cost, and the lots at their own cost.
 *
 * @param id of the row that brought the lots.
 */
function* netCarried(book: Book, to: Position, id: string, source: Source): Postings {
  const against = book.position(to.instrument, to.sign > 0 ? -1 : 1)
  for (;;) {
    const [leg, other] = [firstIn(to.holders), firstIn(against.holders)]
    const lot = leg?.lots[0]
    if (!leg || !other || !lot) return
    const quantity = least(lot.quantity, other.open)
    const value = costOfPart(lot, quantity)
    const [cause, price] = ['corporate_action', value.div(quantity)] as const
    const closing = activitySource(id, 'corporate_action', source.at, price)
    yield { type: 'close', leg: other, quantity, source: closing, cause, value }
    yield { type: 'close_at_cost', leg, quantity, source, cause }
  }
}

/**
 * Opens a trade of its own for each trade that an addition comes of. What the other side of its
 * symbol holds closes first, at the cost of the addition.
 */
function* openApart(
  book: Book,
  { id, instrument }: Pick<Addition, 'id' | 'instrument'>,
  portions: readonly Portion[],
  { sign }: Pick<ActionEffect, 'sign'>,
  at: Micros,
): Postings {
  for (const [trade, own] of Map.groupBy(portions, ({ one }) => one.leg.trade)) {
    const quantity = sumOf(own.map((portion) => portion.quantity))
    const value = sumOf(own.map((portion) => portion.value)).div(instrument.multiplier)
    const since = acquiredBetween(own.map(({ one }) => one.lot))
    yield* arrive(book, { id, instrument, sign, quantity, value, from: trade, since }, at)
  }
}

/** When the first and the last of some lots were acquired. */
function acquiredBetween(lots: readonly Lot[]): readonly [Micros, Micros] {
  const firsts = lots.map(({ at, origin }) => origin?.since?.[0] ?? at)
  const lasts = lots.map(({ at, origin }) => origin?.since?.[1] ?? at)
  return [Math.min(...firsts), Math.max(...lasts)]
}

/** Quantity that an action brings beside what is carried. */
interface Arrival {
  readonly id: string
  readonly instrument: Instrument
  readonly sign: Sign
  readonly quantity: Decimal
  /** What it costs in all, without multiplier. */
  readonly value: Decimal
  readonly from: Trade | null
  /** When what it comes of was acquired; null if it comes of nothing that is held. */
  readonly since: readonly [Micros, Micros] | null
}

function* arrive(book: Book, arrival: Arrival, at: Micros): Postings {
  const { id, instrument, sign, from, since } = arrival
  const shares = new Shares(arrival.value, arrival.quantity)
  const against = book.position(instrument, sign > 0 ? -1 : 1)
  let rest = arrival.quantity
  while (rest.gt(0)) {
    const leg = firstIn(against.holders)
    const quantity = leg ? least(rest, leg.open) : rest
    const value = shares.next(quantity)
    const row = activitySource(id, 'corporate_action', at, value.div(quantity))
    const source = since === null ? row : { ...row, since }
    rest = rest.minus(quantity)
    if (leg) yield { type: 'close', leg, quantity, source, cause: 'corporate_action', value }
    else
      yield {
        type: 'open_alone',
        fact: { id, createdAt: at },
        position: book.position(instrument, sign),
        quantity,
        source,
        deliveredBy: null,
        from,
        incomplete: from?.incomplete ?? false,
        value,
      }
  }
}

/** Closes lots at a sum of cash, the oldest first. */
function* close(book: Book, effect: CloseEffect, at: Micros): Postings {
  const { id, instrument, sign, taken, cash } = effect
  const position = book.position(instrument, sign)
  const value = cash.times(sign).div(instrument.multiplier)
  const source = activitySource(id, 'corporate_action', at, value.div(taken))
  const shares = new Shares(value, taken)
  for (let rest = taken; rest.gt(0); ) {
    const leg = firstIn(position.holders)
    if (!leg) return
    const quantity = least(rest, leg.open)
    const cause = 'corporate_action'
    yield { type: 'close', leg, quantity, source, cause, value: shares.next(quantity) }
    rest = rest.minus(quantity)
  }
}

/** Opens what came of a parent, at the basis that the row names, which the parent loses. */
function* open(book: Book, effect: OpenEffect, at: Micros): Postings {
  const { id, instrument, sign, quantity, value, parent } = effect
  const holders = parent === null ? undefined : book.find(parent, sign)
  const lots = holders ? takenOf(holders, book.quantity(holders.instrument.symbol, sign)) : []
  if (lots.length === 0) {
    const value = ZERO
    yield* arrive(book, { id, instrument, sign, quantity, value, from: null, since: null }, at)
    return
  }
  const left = reduced(lots, value)
  const addition = { id, instrument, quantity, value }
  const portions = portionsOf(addition, left, ({ leg, lot, basis }) =>
    costOf(lot).times(leg.instrument.multiplier).minus(basis),
  )
  for (const { leg, lot, basis } of left)
    if (!value.isZero)
      yield { type: 'recost', leg, lot, value: basis.div(leg.instrument.multiplier) }
  yield* openApart(book, addition, portions, effect, at)
}

/** Books cash on the trades that hold the symbol, by quantity. */
function* payOut(book: Book, effect: PayoutEffect, at: Micros): Postings {
  const { id, instrument, sign, cash, reducesBasis } = effect
  const position = book.position(instrument, sign)
  const lots = takenOf(position, book.quantity(instrument.symbol, sign))
  const source = activitySource(id, 'corporate_action', at, ZERO)
  if (!reducesBasis) {
    const shares = new Shares(cash, sumOf(lots.map(({ quantity }) => quantity)))
    for (const { leg, lot, quantity } of lots)
      yield { type: 'earn', leg, lot, cash: shares.next(quantity), source }
    return
  }
  for (const { leg, lot, basis, earned } of reduced(lots, cash.times(sign))) {
    yield { type: 'recost', leg, lot, value: basis.div(leg.instrument.multiplier) }
    if (!earned.isZero) yield { type: 'earn', leg, lot, cash: earned.times(sign), source }
  }
}

/** Books what a corporate action does. Lots that are carried keep their trade and opening time. */
export function* bookAction(
  book: Book,
  effect: ActionEffect,
  at: Micros,
  beforeCarry: BeforeCarry,
): Postings {
  switch (effect.type) {
    case 'carry':
      return yield* carry(book, effect, at, beforeCarry)
    case 'close':
      return yield* close(book, effect, at)
    case 'open':
      return yield* open(book, effect, at)
    case 'cash':
      return yield* payOut(book, effect, at)
    case 'pass':
      return
  }
}
