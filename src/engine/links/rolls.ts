import { DAY, type Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { Opening, Position, Trade } from '../book/view'
import type { ClosingOrder, ClosingOrders } from '../closing/closing-orders'
import type { EnteredTrade } from '../entries/entry'
import type { Window } from '../entries/window'
import { NONE, sortNearly } from '../model/arrays'
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
  /** When the first of it was executed. */
  readonly at: Micros
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

/** Whether a leg is of a parent that both closes and opens: that parent alone decides its roll. */
const isOfRollingParent = ({ parent }: ClosingOrder | Opening): boolean =>
  parent?.closes === true && parent.opens

/** Adds the option legs that an order closed of trades that were not rolled on an earlier day. */
function addClosings(order: ClosingOrder, to: Closing[]): void {
  const { instrument } = order.fact
  if (!isOption(instrument)) return
  for (const part of order.closed) {
    const { trade } = part
    if (trade && !trade.isRolled) to.push({ order, part, trade, option: instrument })
  }
}

/**
 * The option legs that orders closed, by the creation of the order: those that no parent rolled, of
 * trades that opened before the last of some windows.
 */
function closingsBefore(windows: readonly Entered[], orders: readonly ClosingOrder[]): Closing[] {
  let startedAt = Number.NEGATIVE_INFINITY
  for (const { window } of windows) startedAt = Math.max(startedAt, window.startedAt)
  const closings: Closing[] = []
  for (const order of orders) if (!isOfRollingParent(order)) addClosings(order, closings)
  return closings.filter(({ trade }) => trade.openedAt < startedAt)
}

function firstFill(openings: readonly Opening[]): Micros {
  let first = Number.POSITIVE_INFINITY
  for (const { openedAt } of openings) if (openedAt < first) first = openedAt
  return first
}

/**
 * What the windows entered, by first execution. A trade whose chain is fixed already is rolled into
 * no more.
 */
function enteredIn(windows: readonly Window[]): Entered[] {
  const entered: Entered[] = []
  for (const window of windows) {
    const add = ({ trade, entry: { openings } }: EnteredTrade) => {
      if (trade.rolledFrom !== null || trade.isRolled) return
      entered.push({ trade, openings, window, at: firstFill(openings) })
    }
    for (const one of window.sealed) add(one)
    for (const one of window.scaleIns) add(one)
  }
  return sortNearly(entered, (a, b) => a.at - b.at)
}

/** Adds the pairs of legs that one parent closed and opened. */
function addPairsOfParents(pairs: Pair[], entered: readonly Entered[], all: ClosingOrders): void {
  for (const { trade, openings, window } of entered) {
    if (!window.rolls) continue
    for (const opening of openings) {
      if (!opening.parent?.closes) continue
      const closings: Closing[] = []
      for (const order of all.ofParent(opening.parent)) addClosings(order, closings)
      for (const closing of closings) {
        if (closing.trade === trade) continue
        const rank = areAlike(closing.option, closing.part.position, opening) ? 0 : 1
        pairs.push(pairOf(closing, opening, trade, rank))
      }
    }
  }
}

/** The first index whose closing order was created at a moment or after it. */
function firstCreated(closings: readonly Closing[], from: Micros): number {
  let [low, high] = [0, closings.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const closing = closings[middle]
    if (closing && createdAt(closing) < from) low = middle + 1
    else high = middle
  }
  return low
}

const createdAt = ({ order }: Closing): Micros => order.fact.createdAt
const executedAt = ({ part }: Closing): Micros => part.source.at

/** Adds the pairs of alike legs that orders closed and opened within a window. */
function addPairsOfWindows(
  pairs: Pair[],
  entered: readonly Entered[],
  closings: readonly Closing[],
  reach: Micros,
): void {
  for (const { trade, openings, window } of entered) {
    const { startedAt, lastAt } = window
    for (let i = firstCreated(closings, startedAt - reach); ; i++) {
      const closing = closings[i]
      if (!closing || createdAt(closing) > lastAt + reach) break
      if (closing.trade === trade || closing.trade.openedAt >= startedAt) continue
      for (const opening of openings)
        if (areAlike(closing.option, closing.part.position, opening) && !isOfRollingParent(opening))
          pairs.push(pairOf(closing, opening, trade, 2))
    }
  }
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
    // Ids cost a hash: they are made for a trade of an earlier chain alone.
    return first === other || (first.chain !== null && first.chain === other.id)
  }
}

/** The option legs that orders closed, by the end of the New York day, in the order of execution. */
function byDay(closings: readonly Closing[]): Map<Micros, Closing[]> {
  const sorted = sortNearly([...closings], (a, b) => executedAt(a) - executedAt(b))
  return Map.groupBy(sorted, (closing) => endOfNewYorkDay(executedAt(closing)))
}

/** What may have been rolled into later on the day on which it was closed. */
class LaterRolls {
  /** The only trade that each trade could have been rolled into; null if there are several. */
  private readonly intoByTrade = new Map<Trade, Trade | null>()
  /** The only trade that each trade could have been rolled from; null if there are several. */
  private readonly fromByTrade = new Map<Trade, Trade | null>()

  constructor(
    private readonly rolls: Rolls,
    private readonly closings: ReadonlyMap<Micros, readonly Closing[]>,
  ) {}

  /** Looks for what was closed earlier on the day of each opening and expires before it. */
  look(entered: Entered): void {
    const { trade: to, window } = entered
    for (const opening of entered.openings) {
      const { openedAt, instrument } = opening
      if (!isOption(instrument) || isOfRollingParent(opening)) continue
      for (const closing of this.closings.get(endOfNewYorkDay(openedAt)) ?? NONE) {
        const { trade: from, option, part } = closing
        if (executedAt(closing) >= openedAt) break
        if (option.expiry >= instrument.expiry || from.openedAt >= window.startedAt) continue
        if (from === to || !areAlike(option, part.position, opening)) continue
        if (this.rolls.isFree({ from, to }) && isNear(closing, entered)) this.note(from, to)
      }
    }
  }

  /** Adds the rolls of trades that have only each other. */
  apply(): void {
    for (const [to, from] of this.fromByTrade)
      if (from && this.intoByTrade.get(from) === to) this.rolls.add({ from, to })
  }

  private note(from: Trade, to: Trade): void {
    noteOnly(this.intoByTrade, from, to)
    noteOnly(this.fromByTrade, to, from)
  }
}

function noteOnly(only: Map<Trade, Trade | null>, trade: Trade, other: Trade): void {
  const known = only.get(trade)
  if (known === undefined) only.set(trade, other)
  else if (known !== other) only.set(trade, null)
}

/** Whether it was closed within 24 hours of the first execution: a day can have 25. */
const isNear = (closing: Closing, { at }: Entered): boolean =>
  Math.abs(executedAt(closing) - at) <= DAY

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
  const entered = closing.all.length === 0 ? NONE : enteredIn(windows)
  if (entered.length === 0) return
  const closings = closingsBefore(entered, closing.all)
  const closingsByDay = byDay(closings)
  const rolls = new Rolls()
  for (let from = 0, to = 0; from < entered.length; from = to) {
    to = endOfDay(entered, from)
    const ofDay = entered.slice(from, to)
    const pairs: Pair[] = []
    addPairsOfParents(pairs, ofDay, closing)
    if (closings.length > 0) addPairsOfWindows(pairs, ofDay, closings, reach)
    for (const pair of pairs.sort(byDistance)) rolls.add(pair)
    if (closings.length > 0) {
      const later = new LaterRolls(rolls, closingsByDay)
      for (const one of ofDay) later.look(one)
      later.apply()
    }
    rolls.endDay()
  }
  rolls.apply(book)
}

/** Where the entries end whose first executions are of the same New York day as that of one. */
function endOfDay(entered: readonly Entered[], from: number): number {
  const end = endOfNewYorkDay(entered[from]?.at ?? 0)
  let to = from + 1
  for (let next = entered[to]; next && next.at <= end; next = entered[to]) to++
  return to
}
