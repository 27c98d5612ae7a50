import { DAY, type Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import type { Booked, Source } from '../book/posting'
import { older } from '../book/trades'
import type { Opening, Position, Trade } from '../book/view'
import type { ClosingOrder, ClosingOrders } from '../closing/closing-orders'
import type { EnteredTrade } from '../entries/entry'
import type { Window } from '../entries/window'
import { append, NONE, sortFew, sortNearly } from '../model/arrays'
import { isOption, type Option } from '../model/instrument'
import type { OrderState } from '../timeline/orders'

/** A part of an option leg that an order closed. */
interface Closing extends Booked {
  readonly source: Source & { readonly order: OrderState }
  readonly trade: Trade
  readonly instrument: Option
}

/** An entry that may have been rolled into: one that opened a trade, or scaled into one. */
interface Entered {
  readonly trade: Trade
  readonly openings: readonly Opening[]
  readonly window: Window
  /** When the first of it was executed. */
  readonly at: Micros
  /** When the last of its openings was first executed. */
  readonly lastAt: Micros
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
function areAlike({ position: closed }: Closing, { position: opened }: Opening): boolean {
  const from = closed.instrument
  const to = opened.instrument
  return (
    closed.sign === opened.sign &&
    from.kind === to.kind &&
    from.underlying === to.underlying &&
    from.symbol !== to.symbol
  )
}

function pairOf(closing: Closing, opening: Opening, to: Trade, rank: number): Pair {
  const { source, trade, instrument } = closing
  const time = Math.abs(source.order.at - opening.createdAt)
  const { strike } = opening.instrument
  const apart = strike === null ? NO_STRIKE : instrument.strike.minus(strike).toNumber()
  return { from: trade, to, rank, time, strike: Math.abs(apart) }
}

/** Whether a leg is of a parent that both closes and opens: that parent alone decides its roll. */
const isOfRollingParent = ({ parent }: OrderState | ClosingOrder | Opening): boolean =>
  parent?.closes === true && parent.opens

/** Whether a booked part closes an option of a trade that was not rolled on an earlier day. */
function isClosing(part: Booked): part is Closing {
  if (part.effect !== 'close' || part.source.order === null || part.opening === null) return false
  const { trade, instrument } = part
  return trade !== null && isOption(instrument) && !trade.isRolled
}

/**
 * Adds what was entered, unless its trade is rolled into no more because its chain is fixed
 * already.
 */
function addEntered(all: Entered[], entered: readonly EnteredTrade[], window: Window): void {
  for (const { trade, entry } of entered) {
    if (trade.rollCount > 0 || trade.isRolled) continue
    const { openings } = entry
    let at = Number.POSITIVE_INFINITY
    let lastAt = Number.NEGATIVE_INFINITY
    for (const { openedAt } of openings) {
      if (openedAt < at) at = openedAt
      if (openedAt > lastAt && openedAt !== Number.POSITIVE_INFINITY) lastAt = openedAt
    }
    all.push({ trade, openings, window, at, lastAt })
  }
}

/** What the windows entered, by first execution. */
function enteredIn(windows: readonly Window[]): Entered[] {
  const entered: Entered[] = []
  for (const window of windows) {
    addEntered(entered, window.sealed, window)
    addEntered(entered, window.scaleIns, window)
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
    return sortFew(found, byDistance)
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
          if (!isClosing(part) || part.trade === trade) continue
          this.found.push(pairOf(part, opening, trade, areAlike(part, opening) ? 0 : 1))
        }
      }
    }
  }

  private lookAround({ trade, openings }: Entered): void {
    for (const closing of this.near) {
      if (closing.trade === trade) continue
      for (const opening of openings)
        if (areAlike(closing, opening) && !isOfRollingParent(opening))
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
      for (const part of order.closed)
        if (isClosing(part) && part.trade.openedAt < startedAt) near = append(near, part)
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

  /** Whether a trade was rolled. */
  isRolled(from: Trade): boolean {
    return this.from.size > 0 && this.from.has(from)
  }

  /** Whether a trade can be rolled into. The chain of one rolled on an earlier day is fixed. */
  isOpen(to: Trade): boolean {
    if (this.from.size === 0) return true
    return !this.intoByTrade.has(to) && (this.from.get(to) ?? this.day) === this.day
  }

  endDay(): void {
    this.day++
  }

  add({ from, to }: Pick<Pair, 'from' | 'to'>): void {
    if (this.isRolled(from) || !this.isOpen(to) || this.isBehind(from, to)) return
    this.from.set(from, this.day)
    this.intoByTrade.set(to, from)
  }

  /** Applies the rolls, those of older trades of a chain first. */
  apply(book: Book): void {
    for (const to of this.intoByTrade.keys()) this.link(book, to)
  }

  private link(book: Book, to: Trade): void {
    const from = this.intoByTrade.get(to)
    if (!from || to.rollCount > 0) return
    this.link(book, from)
    book.linkRoll(to, from)
  }

  /** Whether a trade was rolled, perhaps in several steps, from another. */
  private isBehind(trade: Trade, other: Trade): boolean {
    let first = trade
    for (let before = this.intoByTrade.get(first); before; before = this.intoByTrade.get(first))
      first = before
    // Ids cost a hash: they are made where a trade was rolled before alone.
    return first === other || (other.isRolled && first.chain === other.id)
  }
}

/** A number for the option type and the sign of a position. */
const listOf = ({ instrument, sign }: Position): number =>
  (instrument.kind === 'call' ? 2 : 0) + (sign > 0 ? 1 : 0)

/** Whether a booked part closes what a later order of its day may open anew. */
type IsCandidate = (part: Booked) => part is Closing

/** What simple orders closed on one New York day, found as far as it is asked for. */
class ClosedDay {
  /** By type and sign; each list in the order of time. */
  private readonly lists: Closing[][] = [NONE, NONE, NONE, NONE]

  /**
   * @param parts what was booked, in the order of time.
   * @param next the first part of the day; later the first that was not looked at.
   */
  constructor(
    private readonly parts: readonly Booked[],
    public next: number,
    private readonly isCandidate: IsCandidate,
  ) {}

  /** What was closed of the type and sign of an opening before it; perhaps more behind that. */
  before({ openedAt, position }: Opening): readonly Closing[] {
    const { parts, isCandidate, lists } = this
    for (let part = parts[this.next]; part; part = parts[++this.next]) {
      if (part.source.at >= openedAt) break
      if (!isCandidate(part)) continue
      const i = listOf(part.position)
      lists[i] = append(lists[i] ?? NONE, part)
    }
    return lists[listOf(position)] ?? NONE
  }
}

/** What may have been rolled into later on the day on which it was closed. */
class LaterRolls {
  /** The only trade that each trade could have been rolled into; null if there are several. */
  private readonly intoByTrade = new Map<Trade, Trade | null>()
  /** The only trade that each trade could have been rolled from; null if there are several. */
  private readonly fromByTrade = new Map<Trade, Trade | null>()
  /** Days after that of the entries looked at, by their ends. */
  private readonly laterDays = new Map<Micros, ClosedDay>()
  /** The first candidate on the day of the entries last looked at, or on a later one. */
  private first = 0
  private readonly isCandidate: IsCandidate

  /**
   * @param parts what was booked, in the order of time.
   * @param openedBefore what was opened later is rolled into nothing.
   */
  constructor(
    private readonly rolls: Rolls,
    private readonly parts: readonly Booked[],
    openedBefore: Micros,
  ) {
    this.isCandidate = (part): part is Closing =>
      isClosing(part) && !isOfRollingParent(part.source.order) && part.trade.openedAt < openedBefore
  }

  /**
   * Looks for what was closed earlier on the day of each opening and expires before it.
   *
   * @param entered first executed on the day that ends at a moment; later days follow.
   */
  look(entered: readonly Entered[], end: Micros): void {
    this.first = this.firstOn(end)
    const first = this.parts[this.first]
    if (!first) return
    const today = new ClosedDay(this.parts, this.first, this.isCandidate)
    for (const one of entered) if (one.lastAt > first.source.at) this.lookAt(one, today, end)
    this.first = today.next
  }

  /** The first candidate on the day that ends at a moment, or on a later one. */
  private firstOn(end: Micros): number {
    const { parts } = this
    let i = this.first
    for (let part = parts[i]; part; part = parts[++i])
      if (endOfNewYorkDay(part.source.at) >= end && this.isCandidate(part)) break
    return i
  }

  /** What was closed on the day of an opening that was executed on a later one than its entry. */
  private laterDay({ openedAt }: Opening): ClosedDay {
    const end = endOfNewYorkDay(openedAt)
    const known = this.laterDays.get(end)
    if (known) return known
    const day = new ClosedDay(this.parts, this.firstOn(end), this.isCandidate)
    this.laterDays.set(end, day)
    return day
  }

  /** @param today what was closed on the day that ends at a moment. */
  private lookAt(entered: Entered, today: ClosedDay, end: Micros): void {
    const { trade: to, openings } = entered
    let last: Trade | null = null
    for (const opening of openings) {
      const { openedAt, position } = opening
      if (!isOption(position.instrument) || isOfRollingParent(opening)) continue
      const day = openedAt <= end ? today : this.laterDay(opening)
      for (const closing of day.before(opening)) {
        if (closing.source.at >= openedAt) break
        const { trade: from } = closing
        // Legs of one trade are mostly closed one after the other: one of them is enough.
        if (from === last || !mayRollInto(closing, opening, entered)) continue
        if (from === to || this.rolls.isRolled(from)) continue
        if (last === null && !this.rolls.isOpen(to)) return
        last = from
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

/** Whether a closed leg may have been rolled into an opening that was executed after it. */
function mayRollInto(closing: Closing, opening: Opening, entered: Entered): boolean {
  if (!areAlike(closing, opening) || closing.trade.openedAt >= entered.window.startedAt)
    return false
  const { expiry } = opening.instrument
  return expiry !== null && closing.instrument.expiry < expiry && isNear(closing, entered)
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
  const later = new LaterRolls(rolls, book.parts, lastStart(windows))
  for (let from = 0, to = 0; from < entered.length; from = to) {
    const end = endOfNewYorkDay(entered[from]?.at ?? 0)
    to = nextAfter(entered, from, end)
    const ofDay = entered.slice(from, to)
    for (const one of ofDay) pairs.look(one)
    for (const pair of pairs.take()) rolls.add(pair)
    later.look(ofDay, end)
    later.apply()
    rolls.endDay()
  }
  rolls.apply(book)
}

/** The index of the first entry behind one that was first executed after a moment. */
function nextAfter(entered: readonly Entered[], from: number, end: Micros): number {
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
