import { DAY, type Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { Opening, Position, Trade } from '../book/view'
import type { ClosingOrder, ClosingOrders } from '../closing/closing-orders'
import type { EnteredTrade } from '../entries/entry'
import type { Window } from '../entries/window'
import { isOption, type Option } from '../model/instrument'

/** An order that closed part of an option leg. */
interface Closing {
  readonly order: ClosingOrder
  readonly part: Booked
  readonly trade: Trade
  readonly option: Option
}

/** An entry that may have been rolled into: one that opened a trade, or scaled into one. */
interface Entered {
  readonly trade: Trade
  readonly openings: readonly Opening[]
  readonly window: Window
}

/** A closing leg and an opening leg that a roll may connect. Distances decide between pairs. */
interface Pair {
  readonly from: Trade
  readonly to: Trade
  /** 0 for legs of one parent of the same type and sign, 1 for others of it, 2 without a parent. */
  readonly rank: number
  /** Microseconds between the creations of the orders. */
  readonly time: Micros
  /** Per share. */
  readonly strike: number
}

const byDistance = (a: Pair, b: Pair): number =>
  a.rank - b.rank ||
  a.time - b.time ||
  a.strike - b.strike ||
  older(a.from, b.from) ||
  older(a.to, b.to)

/** Whether both legs are of one type and sign and one underlying, under different symbols. */
function areAlike(option: Option, closed: Position, { instrument, sign }: Opening): boolean {
  return (
    instrument.kind === option.kind &&
    sign === closed.sign &&
    instrument.underlying === option.underlying &&
    instrument.symbol !== option.symbol
  )
}

function pairOf(
  { order, trade, option }: Closing,
  opening: Opening,
  to: Trade,
  rank: number,
): Pair {
  const time = Math.abs(order.fact.createdAt - opening.createdAt)
  const { strike } = opening.instrument
  const apart = strike === null ? Number.POSITIVE_INFINITY : option.strike.minus(strike).toNumber()
  return { from: trade, to, rank, time, strike: Math.abs(apart) }
}

/** The option legs that orders closed, by the creation of the order. */
function closingsOf(orders: readonly ClosingOrder[]): Closing[] {
  const closings: Closing[] = []
  for (const order of orders) {
    const { instrument } = order.fact
    if (!isOption(instrument)) continue
    for (const part of order.closed) {
      const { trade } = part
      if (trade && !trade.isRolled) closings.push({ order, part, trade, option: instrument })
    }
  }
  return closings
}

/** What the windows entered. A trade whose chain is fixed already is rolled into no more. */
function enteredIn(windows: readonly Window[]): Entered[] {
  const entered: Entered[] = []
  for (const window of windows) {
    const add = ({ trade, entry: { openings } }: EnteredTrade) => {
      const isFree = trade.rolledFrom === null && !trade.isRolled
      if (isFree) entered.push({ trade, openings, window })
    }
    for (const one of window.sealed) add(one)
    for (const one of window.scaleIns) add(one)
  }
  return entered
}

/** Legs that one parent closed and opened. */
function* pairsOfParents(
  entered: readonly Entered[],
  closings: readonly Closing[],
): Generator<Pair> {
  const rolling = entered.filter(({ window }) => window.rolls)
  if (rolling.length === 0) return
  const byParent = Map.groupBy(closings, ({ order }) => order.parent)
  for (const { trade, openings } of rolling) {
    for (const opening of openings) {
      if (opening.parent === null) continue
      for (const closing of byParent.get(opening.parent) ?? []) {
        if (closing.trade === trade) continue
        const rank = areAlike(closing.option, closing.part.position, opening) ? 0 : 1
        yield pairOf(closing, opening, trade, rank)
      }
    }
  }
}

/** Whether a leg is of a parent that both closes and opens: that parent alone decides its roll. */
const isOfRollingParent = ({ parent }: ClosingOrder | Opening): boolean =>
  parent?.closes === true && parent.opens

/** The first index whose item is at a moment or after it. The items are in the order of time. */
function firstFrom<T>(items: readonly T[], from: Micros, atOf: (item: T) => Micros): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item !== undefined && atOf(item) < from) low = middle + 1
    else high = middle
  }
  return low
}

const createdAt = ({ order }: Closing): Micros => order.fact.createdAt
const executedAt = ({ part }: Closing): Micros => part.source.at

/** Alike legs that orders closed and opened within a window. */
function* pairsOfWindows(
  entered: readonly Entered[],
  closings: readonly Closing[],
  reach: Micros,
): Generator<Pair> {
  for (const { trade, openings, window } of entered) {
    const { startedAt, lastAt } = window
    for (let i = firstFrom(closings, startedAt - reach, createdAt); ; i++) {
      const closing = closings[i]
      if (!closing || createdAt(closing) > lastAt + reach) break
      if (closing.trade === trade || closing.trade.openedAt >= startedAt) continue
      if (isOfRollingParent(closing.order)) continue
      for (const opening of openings)
        if (!isOfRollingParent(opening) && areAlike(closing.option, closing.part.position, opening))
          yield pairOf(closing, opening, trade, 2)
    }
  }
}

const firstFill = ({ openings }: Entered): Micros =>
  openings.reduce((first, { openedAt }) => Math.min(first, openedAt), Number.POSITIVE_INFINITY)

/** Whether a closing and a later opening of the same day make a roll: into a later expiry. */
function isLaterRoll({ part, trade, option }: Closing, to: Entered): boolean {
  if (trade === to.trade || trade.openedAt >= to.window.startedAt) return false
  return to.openings.some(
    (opening) =>
      opening.openedAt > part.source.at &&
      !isOfRollingParent(opening) &&
      areAlike(option, part.position, opening) &&
      (opening.instrument.expiry ?? '') > option.expiry &&
      newYorkDate(opening.openedAt) === newYorkDate(part.source.at),
  )
}

/** The rolls that are decided so far: each trade is in one at most on either side. */
class Rolls {
  private readonly intoByTrade = new Map<Trade, Trade>()
  private readonly from = new Set<Trade>()
  /** Trades that were rolled on an earlier day: their chains are fixed. */
  private readonly fixed = new Set<Trade>()

  isFree({ from, to }: Pick<Pair, 'from' | 'to'>): boolean {
    return !this.from.has(from) && !this.intoByTrade.has(to) && !this.fixed.has(to)
  }

  endDay(): void {
    for (const trade of this.from) this.fixed.add(trade)
  }

  add({ from, to }: Pick<Pair, 'from' | 'to'>): void {
    if (!this.isFree({ from, to }) || this.isBehind(from, to)) return
    this.from.add(from)
    this.intoByTrade.set(to, from)
  }

  /** Applies the rolls, those of older trades of a chain first. */
  apply(book: Book): void {
    for (const to of this.intoByTrade.keys()) this.link(book, to)
  }

  private link(book: Book, to: Trade): void {
    const from = this.intoByTrade.get(to)
    if (!from || to.rolledFrom !== null) return
    this.link(book, from)
    book.linkRoll(to, from)
  }

  /** Whether a trade was rolled, perhaps in several steps, from another. */
  private isBehind(trade: Trade, other: Trade): boolean {
    let first = trade
    for (let before = this.intoByTrade.get(first); before; before = this.intoByTrade.get(first))
      first = before
    return first === other || first.chainId === other.id
  }
}

/**
 * Adds rolls of one day where one closed trade and one opened trade have only each other.
 *
 * @param entered those of the day.
 * @param closings in the order of execution.
 */
function addLaterRolls(
  rolls: Rolls,
  entered: readonly Entered[],
  closings: readonly Closing[],
): void {
  const into = new Map<Trade, Set<Trade>>()
  const outOf = new Map<Trade, Set<Trade>>()
  for (const one of entered) {
    const at = firstFill(one)
    for (let i = firstFrom(closings, at - DAY, executedAt); i < closings.length; i++) {
      const closing = closings[i]
      if (!closing || executedAt(closing) > at + DAY) break
      const pair = { from: closing.trade, to: one.trade }
      if (isOfRollingParent(closing.order) || !rolls.isFree(pair)) continue
      if (!isLaterRoll(closing, one)) continue
      into.set(pair.to, (into.get(pair.to) ?? new Set()).add(pair.from))
      outOf.set(pair.from, (outOf.get(pair.from) ?? new Set()).add(pair.to))
    }
  }
  for (const [to, [from, ...others]] of into)
    if (from && others.length === 0 && outOf.get(from)?.size === 1) rolls.add({ from, to })
}

/**
 * Links each new trade to the one that it was rolled from (README, Rolls and cover): by legs of one
 * parent, by alike legs of one window, by alike legs of one New York day. Trades are paired one to
 * one, the nearest legs first. Days are taken one after the other, because a checkpoint may lie
 * between any two.
 *
 * @param windows their trades not linked yet.
 * @param closing the closing orders of the same segment.
 * @param reach how far from a window's orders a closing order still belongs to it.
 */
export function linkRolls(
  book: Book,
  windows: readonly Window[],
  closing: ClosingOrders,
  reach: Micros,
): void {
  const closings = closingsOf(closing.all)
  if (closings.length === 0) return
  const entered = enteredIn(windows).sort((a, b) => firstFill(a) - firstFill(b))
  if (entered.length === 0) return
  const byExecution = closings.toSorted((a, b) => executedAt(a) - executedAt(b))
  const rolls = new Rolls()
  for (const ofDay of Map.groupBy(entered, (one) => newYorkDate(firstFill(one))).values()) {
    const pairs = [...pairsOfParents(ofDay, closings), ...pairsOfWindows(ofDay, closings, reach)]
    for (const pair of pairs.sort(byDistance)) rolls.add(pair)
    addLaterRolls(rolls, ofDay, byExecution)
    rolls.endDay()
  }
  rolls.apply(book)
}
