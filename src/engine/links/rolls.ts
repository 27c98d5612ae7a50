import { DAY, type Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { Opening, Position, Trade } from '../book/view'
import type { ClosingOrder, ClosingOrders } from '../closing/closing-orders'
import type { EnteredTrade } from '../entries/entry'
import type { Window } from '../entries/window'
import { append, NONE, sortNearly } from '../model/arrays'
import { isOption, type Option } from '../model/instrument'
import type { OrderState } from '../timeline/orders'

/** A part of an option leg that an order closed. */
interface Closing {
  readonly part: Booked
  readonly order: OrderState
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

/** How far shares are from a strike. Finite, so that the difference of two such is zero. */
const NO_STRIKE = Number.MAX_VALUE

/** A total order: only pairs of the same two trades compare as equal. */
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
  const time = Math.abs(order.at - opening.createdAt)
  const { strike } = opening.instrument
  const apart = strike === null ? NO_STRIKE : option.strike.minus(strike).toNumber()
  return { from: trade, to, rank, time, strike: Math.abs(apart) }
}

/** Whether a leg is of a parent that both closes and opens: that parent alone decides its roll. */
const isOfRollingParent = ({ parent }: OrderState | ClosingOrder | Opening): boolean =>
  parent?.closes === true && parent.opens

/** What a booked part closes; null of other parts, and of a trade rolled on an earlier day. */
function closingOf(part: Booked): Closing | null {
  const { trade, source, instrument } = part
  const { order } = source
  if (!order || !trade || part.opening === null || part.effect !== 'close') return null
  return isOption(instrument) && !trade.isRolled ? { part, order, trade, option: instrument } : null
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

/** The pairs of legs that one parent closed and opened, and of alike legs within a window. */
class Pairs {
  private found: Pair[] = []
  /** What was closed near the window that was last looked at. */
  private near: readonly Closing[] = NONE
  private window: Window | null = null
  /** The first closing order that may be near it. */
  private first = 0

  /** @param reach how far from a window's orders a closing order still belongs to it. */
  constructor(
    private readonly closing: ClosingOrders,
    private readonly reach: Micros,
  ) {}

  /** Takes out the pairs found since the last call, the nearest first. */
  take(): readonly Pair[] {
    const { found } = this
    this.found = []
    return found.length > 1 ? found.sort(byDistance) : found
  }

  look(entered: Entered): void {
    if (entered.window.rolls) this.lookAtParents(entered)
    if (this.nearOf(entered.window).length > 0) this.lookAround(entered)
  }

  private lookAtParents({ trade, openings }: Entered): void {
    for (const opening of openings) {
      if (!opening.parent?.closes) continue
      for (const { closed } of this.closing.ofParent(opening.parent)) {
        for (const part of closed) {
          const closing = closingOf(part)
          if (!closing || closing.trade === trade) continue
          const rank = areAlike(closing.option, part.position, opening) ? 0 : 1
          this.found.push(pairOf(closing, opening, trade, rank))
        }
      }
    }
  }

  private lookAround({ trade, openings }: Entered): void {
    for (const closing of this.near) {
      if (closing.trade === trade) continue
      for (const opening of openings)
        if (areAlike(closing.option, closing.part.position, opening) && !isOfRollingParent(opening))
          this.found.push(pairOf(closing, opening, trade, 2))
    }
  }

  /** What simple orders near a window closed of trades that opened before it. */
  private nearOf(window: Window): readonly Closing[] {
    if (window === this.window) return this.near
    const { startedAt, lastAt } = window
    const { all } = this.closing
    let near: Closing[] = NONE
    for (let i = this.firstFrom(startedAt - this.reach); i < all.length; i++) {
      const order = all[i]
      if (!order || order.fact.createdAt > lastAt + this.reach) break
      if (isOfRollingParent(order)) continue
      for (const part of order.closed) {
        const closing = closingOf(part)
        if (closing && closing.trade.openedAt < startedAt) near = append(near, closing)
      }
    }
    this.window = window
    this.near = near
    return near
  }

  /** The first closing order created at a moment or after it. Windows come mostly in order. */
  private firstFrom(at: Micros): number {
    const { all } = this.closing
    let i = this.first
    for (let before = all[i - 1]; before && before.fact.createdAt >= at; before = all[i - 1]) i--
    for (let next = all[i]; next && next.fact.createdAt < at; next = all[i]) i++
    this.first = i
    return i
  }
}

/** The rolls that are decided so far: each trade is in one at most on either side. */
class Rolls {
  private readonly intoByTrade = new Map<Trade, Trade>()
  /** The trades that were rolled, and the number of the day on which they were. */
  private readonly from = new Map<Trade, number>()
  private day = 0

  /** Whether no roll forbids another. The chain of a trade rolled on an earlier day is fixed. */
  isFree({ from, to }: Pick<Pair, 'from' | 'to'>): boolean {
    if (this.from.size === 0) return true
    const day = this.from.get(to)
    return (
      !this.from.has(from) && !this.intoByTrade.has(to) && (day === undefined || day === this.day)
    )
  }

  endDay(): void {
    this.day++
  }

  add({ from, to }: Pick<Pair, 'from' | 'to'>): void {
    if (!this.isFree({ from, to }) || this.isBehind(from, to)) return
    this.from.set(from, this.day)
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

/**
 * What simple orders closed of trades that opened before a moment, by the end of the New York day.
 *
 * @param parts in the order of time.
 */
function closingsByDay(parts: readonly Booked[], openedBefore: Micros): Map<Micros, Closing[]> {
  const byDay = new Map<Micros, Closing[]>()
  let ofDay: Closing[] = NONE
  let end = Number.NEGATIVE_INFINITY
  for (const part of parts) {
    const closing = part.effect === 'close' ? closingOf(part) : null
    if (!closing || closing.trade.openedAt >= openedBefore) continue
    if (isOfRollingParent(closing.order)) continue
    if (part.source.at > end) {
      end = endOfNewYorkDay(part.source.at)
      ofDay = []
      byDay.set(end, ofDay)
    }
    ofDay.push(closing)
  }
  return byDay
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
    for (const opening of entered.openings) {
      const closings = this.closings.get(endOfNewYorkDay(opening.openedAt))
      if (closings && !isOfRollingParent(opening)) this.lookAt(opening, entered, closings)
    }
  }

  /** @param closings those of the day, in the order of time. */
  private lookAt(opening: Opening, entered: Entered, closings: readonly Closing[]): void {
    const { trade: to, window } = entered
    const { openedAt, instrument } = opening
    if (!isOption(instrument)) return
    for (const closing of closings) {
      const { trade: from, option, part } = closing
      if (part.source.at >= openedAt) break
      if (from.openedAt >= window.startedAt || !areAlike(option, part.position, opening)) continue
      if (from === to || option.expiry >= instrument.expiry) continue
      if (this.rolls.isFree({ from, to }) && isNear(part, entered)) {
        noteOnly(this.intoByTrade, from, to)
        noteOnly(this.fromByTrade, to, from)
      }
    }
  }

  /** Adds the rolls of trades that have only each other, and forgets what was found. */
  apply(): void {
    if (this.fromByTrade.size === 0) return
    for (const [to, from] of this.fromByTrade)
      if (from && this.intoByTrade.get(from) === to) this.rolls.add({ from, to })
    this.fromByTrade.clear()
    this.intoByTrade.clear()
  }
}

function noteOnly(only: Map<Trade, Trade | null>, trade: Trade, other: Trade): void {
  const known = only.get(trade)
  if (known === undefined) only.set(trade, other)
  else if (known !== other) only.set(trade, null)
}

/** Whether it was closed within 24 hours of the first execution: a day can have 25. */
const isNear = ({ source }: Booked, { at }: Entered): boolean => Math.abs(source.at - at) <= DAY

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
  const rolls = new Rolls()
  const pairs = new Pairs(closing, reach)
  const closings = closingsByDay(book.parts, lastStart(windows))
  const later = new LaterRolls(rolls, closings)
  for (let from = 0, to = 0; from < entered.length; from = to) {
    to = endOfDay(entered, from)
    const ofDay = entered.slice(from, to)
    for (const one of ofDay) pairs.look(one)
    for (const pair of pairs.take()) rolls.add(pair)
    if (closings.size > 0) for (const one of ofDay) later.look(one)
    later.apply()
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

/** When the last of some windows started. */
function lastStart(windows: readonly Window[]): Micros {
  let last = Number.NEGATIVE_INFINITY
  for (const { startedAt } of windows) if (startedAt > last) last = startedAt
  return last
}
