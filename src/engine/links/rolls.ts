import { DAY, type Micros } from '../../time/micros'
import { endOfNewYorkDay, startOfNewYorkDay } from '../../time/new-york'
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

/** Whether what an order closed is an option of a trade that was not rolled on an earlier day. */
function isClosing(part: Booked): part is Closing {
  const { trade, instrument } = part
  return trade !== null && isOption(instrument) && !trade.isRolled
}

/** What orders closed that no parent rolls, by the creation of the order. */
function simpleClosings({ all }: ClosingOrders): readonly Closing[] {
  const simple: Closing[] = []
  for (const order of all) {
    if (isOfRollingParent(order)) continue
    for (const part of order.closed) if (isClosing(part)) simple.push(part)
  }
  return simple
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
    for (const { openedAt } of openings) if (openedAt < at) at = openedAt
    all.push({ trade, openings, window, at })
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
  /** The first of the simple closings that may be near it. */
  private first = 0

  /**
   * @param simple by the creation of the order.
   * @param reach how far from a window's orders a closing order still belongs to it.
   */
  constructor(
    private readonly closing: ClosingOrders,
    private readonly simple: readonly Closing[],
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
    const { simple, reach } = this
    let near: Closing[] = NONE
    for (let i = this.firstFrom(startedAt - reach); i < simple.length; i++) {
      const part = simple[i]
      if (!part || createdAt(part) > lastAt + reach) break
      if (part.trade.openedAt < startedAt) near = append(near, part)
    }
    this.window = window
    this.near = near
    return near
  }

  /** The first closing of an order created at a moment or later. Windows come mostly in order. */
  private firstFrom(at: Micros): number {
    const { simple } = this
    let i = this.first
    for (let before = simple[i - 1]; before && createdAt(before) >= at; before = simple[i - 1]) i--
    for (let next = simple[i]; next && createdAt(next) < at; next = simple[i]) i++
    this.first = i
    return i
  }
}

const createdAt = ({ source }: Closing): Micros => source.order.at

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

/** How many lists there are of option types and sides. */
const LISTS = 4

/** A number for the option type and the sign of a position. */
const listOf = ({ instrument, sign }: Position): number =>
  (instrument.kind === 'call' ? 2 : 0) + (sign > 0 ? 1 : 0)

/** What simple orders closed of one option type and side. */
class Closings {
  /** By execution. */
  readonly all: Closing[] = []
  /** The first expiry of them. */
  soonest = ''
  private next = 0

  add(closing: Closing): void {
    const { expiry } = closing.instrument
    if (this.soonest === '' || expiry < this.soonest) this.soonest = expiry
    this.all.push(closing)
  }

  /** How many were executed before a moment. Moments come mostly in order. */
  countBefore(at: Micros): number {
    const { all } = this
    let i = this.next
    for (let last = all[i - 1]; last && last.source.at >= at; last = all[i - 1]) i--
    for (let next = all[i]; next && next.source.at < at; next = all[i]) i++
    this.next = i
    return i
  }
}

const byExecution = (a: Closing, b: Closing): number => a.source.at - b.source.at

/** Closings by type and side. */
function closingsByList(simple: readonly Closing[]): readonly (Closings | undefined)[] {
  const lists = new Array<Closings | undefined>(LISTS)
  for (const closing of simple) {
    const i = listOf(closing.position)
    const list = lists[i] ?? new Closings()
    lists[i] = list
    list.add(closing)
  }
  for (const list of lists) if (list) sortNearly(list.all, byExecution)
  return lists
}

/** What may have been rolled into later on the day on which it was closed. */
class LaterRolls {
  /** The only trade that each trade could have been rolled into; null if there are several. */
  private readonly intoByTrade = new Map<Trade, Trade | null>()
  /** The only trade that each trade could have been rolled from; null if there are several. */
  private readonly fromByTrade = new Map<Trade, Trade | null>()
  private readonly lists: readonly (Closings | undefined)[]

  constructor(
    private readonly rolls: Rolls,
    simple: readonly Closing[],
  ) {
    this.lists = closingsByList(simple)
  }

  /** Looks for what was closed earlier on the day of each opening and expires before it. */
  look(entered: Entered): void {
    for (const opening of entered.openings) {
      const { instrument } = opening
      if (!isOption(instrument) || isOfRollingParent(opening)) continue
      const closings = this.lists[listOf(opening.position)]
      if (closings && closings.soonest < instrument.expiry) this.lookAt(opening, entered, closings)
    }
  }

  private lookAt(opening: Opening, entered: Entered, closings: Closings): void {
    const { openedAt } = opening
    const { trade: to } = entered
    const day = startOfNewYorkDay(openedAt)
    let last: Trade | null = null
    for (let i = closings.countBefore(openedAt) - 1; i >= 0; i--) {
      const closing = closings.all[i]
      if (!closing || closing.source.at < day) break
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

  /** Adds the rolls of trades that have only each other, and forgets what was found. */
  apply(): void {
    if (this.fromByTrade.size === 0) return
    for (const [to, from] of this.fromByTrade)
      if (from && this.intoByTrade.get(from) === to) this.rolls.add({ from, to })
    this.fromByTrade.clear()
    this.intoByTrade.clear()
  }
}

/**
 * Whether a closed leg may have been rolled into an opening of the same type and side that was
 * executed after it.
 */
function mayRollInto(closing: Closing, { instrument }: Opening, entered: Entered): boolean {
  const { instrument: closed, trade, source } = closing
  return (
    trade.openedAt < entered.window.startedAt &&
    instrument.expiry !== null &&
    closed.expiry < instrument.expiry &&
    closed.underlying === instrument.underlying &&
    isNear(source.at, entered.at)
  )
}

function noteOnly(only: Map<Trade, Trade | null>, trade: Trade, other: Trade): void {
  const known = only.get(trade)
  if (known === undefined) only.set(trade, other)
  else if (known !== other) only.set(trade, null)
}

/** Whether two moments are within 24 hours: a day can have 25. */
const isNear = (one: Micros, other: Micros): boolean => Math.abs(one - other) <= DAY

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
  const simple = simpleClosings(closing)
  const entered = enteredIn(simple.length > 0 ? windows : windows.filter(({ rolls }) => rolls))
  if (entered.length === 0) return
  const rolls = new Rolls()
  const pairs = new Pairs(closing, simple, reach)
  const later = new LaterRolls(rolls, simple)
  for (let from = 0, to = 0; from < entered.length; from = to) {
    to = nextAfter(entered, from, endOfNewYorkDay(entered[from]?.at ?? 0))
    const ofDay = entered.slice(from, to)
    for (const one of ofDay) pairs.look(one)
    for (const pair of pairs.take()) rolls.add(pair)
    for (const one of ofDay) later.look(one)
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
