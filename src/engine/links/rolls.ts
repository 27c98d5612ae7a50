import type { Micros } from '../../time/micros'
import { endOfNewYorkDay, startOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { Opening, Trade } from '../book/view'
import {
  type ClosedList,
  type ClosedOption,
  type ClosedOptions,
  isClosedOption,
} from '../closing/closed-options'
import { type ClosingOrders, isOfRollingParent } from '../closing/closing-orders'
import type { EnteredTrade } from '../entries/entry'
import type { Window } from '../entries/window'
import { append, firstFrom, NONE, sortFew, sortNearly } from '../model/arrays'
import { FewMap } from '../model/few-map'
import { isOption, type Option } from '../model/instrument'

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

const NEVER = Number.POSITIVE_INFINITY

/** How far shares are from a strike. Finite, so that the difference of two such is zero. */
const NO_STRIKE = Number.MAX_VALUE

/** A total order: only pairs of the same two trades compare as equal. */
const byDistance = (a: Pair, b: Pair): number =>
  a.rank - b.rank ||
  a.time - b.time ||
  a.strike - b.strike ||
  older(a.from, b.from) ||
  older(a.to, b.to)

/** Whether a closed part is of an option, and of a trade that was not rolled on an earlier day. */
const isToRoll = (part: Booked): part is ClosedOption =>
  isClosedOption(part) && !part.trade.isRolled

/** Whether both legs are of one type and sign and one underlying, under different symbols. */
function areAlike({ position: closed }: ClosedOption, { position: opened }: Opening): boolean {
  const from = closed.instrument
  const to = opened.instrument
  return (
    closed.sign === opened.sign &&
    from.kind === to.kind &&
    from.underlying === to.underlying &&
    from.symbol !== to.symbol
  )
}

function pairOf(closing: ClosedOption, opening: Opening, to: Trade, rank: number): Pair {
  const { source, trade, instrument } = closing
  const time = Math.abs(source.order.at - opening.createdAt)
  const { strike } = opening.instrument
  const apart = strike === null ? NO_STRIKE : instrument.strike.minus(strike).toNumber()
  return { from: trade, to, rank, time, strike: Math.abs(apart) }
}

/**
 * Adds what was entered, unless its trade is rolled into no more because its chain is fixed
 * already.
 */
function addEntered(all: Entered[], entered: readonly EnteredTrade[], window: Window): void {
  for (const { trade, entry } of entered)
    if (trade.rollCount === 0 && !trade.isRolled) addOpenings(all, trade, entry.openings, window)
}

/** Adds openings of one entry; those first executed on a later day once more, on that day. */
function addOpenings(
  all: Entered[],
  trade: Trade,
  openings: readonly Opening[],
  window: Window,
): void {
  let at = NEVER
  let last = 0
  for (const { openedAt } of openings) {
    if (openedAt < at) at = openedAt
    if (openedAt > last && openedAt < NEVER) last = openedAt
  }
  all.push({ trade, openings, window, at })
  if (last <= at) return
  const end = endOfNewYorkDay(at)
  if (last <= end) return
  const late = openings.filter(({ openedAt }) => openedAt > end && openedAt < NEVER)
  addOpenings(all, trade, late, window)
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
  private near: readonly ClosedOption[] = NONE
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
    if (found.length === 0) return NONE
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
          if (!isToRoll(part) || part.trade === trade) continue
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
  private nearOf(window: Window): readonly ClosedOption[] {
    if (window === this.window) return this.near
    const { startedAt, lastAt } = window
    const { all, moments } = this.closing
    const until = lastAt + this.reach
    let near: ClosedOption[] = NONE
    // Windows come mostly in order.
    this.first = firstFrom(moments, startedAt - this.reach, this.first)
    for (let i = this.first; (moments[i] ?? NEVER) <= until; i++) {
      const order = all[i]
      if (!order || isOfRollingParent(order)) continue
      for (const part of order.closed)
        if (isToRoll(part) && part.trade.openedAt < startedAt) near = append(near, part)
    }
    this.window = window
    this.near = near
    return near
  }
}

/** The rolls that are decided so far: each trade is in one at most on either side. */
class Rolls {
  private readonly into: Trade[] = []
  private readonly fromByInto = new FewMap<Trade, Trade>()
  /** The number of the day on which each trade was rolled. */
  private readonly dayByFrom = new FewMap<Trade, number>()
  private day = 0

  /** Whether a trade was rolled. */
  isRolled(from: Trade): boolean {
    return this.into.length > 0 && this.dayByFrom.get(from) !== undefined
  }

  /** Whether a trade can be rolled into. The chain of one rolled on an earlier day is fixed. */
  isOpen(to: Trade): boolean {
    if (this.into.length === 0) return true
    const day = this.dayByFrom.get(to) ?? this.day
    return day === this.day && this.fromByInto.get(to) === undefined
  }

  endDay(): void {
    this.day++
  }

  add({ from, to }: Pick<Pair, 'from' | 'to'>): void {
    if (this.isRolled(from) || !this.isOpen(to) || this.isBehind(from, to)) return
    this.dayByFrom.set(from, this.day)
    this.fromByInto.set(to, from)
    this.into.push(to)
  }

  /** Applies the rolls, those of older trades of a chain first. */
  apply(book: Book): void {
    for (const to of this.into) this.link(book, to)
  }

  private link(book: Book, to: Trade): void {
    const from = this.fromByInto.get(to)
    if (!from || to.rollCount > 0) return
    this.link(book, from)
    book.linkRoll(to, from)
  }

  /** Whether a trade was rolled, perhaps in several steps, from another. */
  private isBehind(trade: Trade, other: Trade): boolean {
    let first = trade
    for (let before = this.fromByInto.get(first); before; before = this.fromByInto.get(first))
      first = before
    // Ids cost a hash: they are made where a trade was rolled before alone.
    return first === other || (other.isRolled && first.chain === other.id)
  }
}

/** A trade that may have been rolled into another. */
type Candidate = Pick<Pair, 'from' | 'to'>

/** Candidates up to which comparing every two is faster than looking trades up. */
const FEW = 16

/** The candidates of one day, as far as they tell which trades have only each other. */
class Candidates {
  private few: Candidate[] = []
  /** The only trade that each trade could have been rolled into; null if there are several. */
  private into: Map<Trade, Trade | null> | null = null
  /** The only trade that each trade could have been rolled from; null if there are several. */
  private from: Map<Trade, Trade | null> | null = null

  add(candidate: Candidate): void {
    if (this.into && this.from) noteBoth(this.into, this.from, candidate)
    else if (this.few.push(candidate) > FEW) {
      this.into = new Map()
      this.from = new Map()
      for (const one of this.few) noteBoth(this.into, this.from, one)
    }
  }

  /** Takes out those whose trades have only each other. */
  take(): readonly Candidate[] {
    const { few, into, from } = this
    if (few.length === 0) return NONE
    this.few = []
    this.into = null
    this.from = null
    if (!into || !from) return few.filter((one) => few.every((other) => isLike(one, other)))
    const only: Candidate[] = []
    for (const [to, one] of from) if (one && into.get(one) === to) only.push({ from: one, to })
    return only
  }
}

/** Whether two candidates are the same, or have no trade in common on either side. */
const isLike = (a: Candidate, b: Candidate): boolean => (a.from === b.from) === (a.to === b.to)

function noteBoth(
  into: Map<Trade, Trade | null>,
  of: Map<Trade, Trade | null>,
  { from, to }: Candidate,
): void {
  noteOnly(into, from, to)
  noteOnly(of, to, from)
}

function noteOnly(only: Map<Trade, Trade | null>, trade: Trade, other: Trade): void {
  const known = only.get(trade)
  if (known === undefined) only.set(trade, other)
  else if (known !== other) only.set(trade, null)
}

/** What may have been rolled into later on the day on which it was closed. */
class LaterRolls {
  private readonly candidates = new Candidates()

  constructor(
    private readonly rolls: Rolls,
    private readonly closed: ClosedOptions,
  ) {}

  /**
   * Looks for what was closed earlier on a day than an opening, and expires before it.
   *
   * @param end of the New York day.
   */
  look(entered: Entered, end: Micros): void {
    for (const opening of entered.openings) {
      const { instrument, position, openedAt } = opening
      if (!isOption(instrument) || isOfRollingParent(opening) || openedAt > end) continue
      const closed = this.closed.like(position)
      if (closed && closed.soonest < instrument.expiry)
        this.lookAt(openedAt, instrument, entered, closed)
    }
  }

  private lookAt(
    openedAt: Micros,
    opened: Option,
    { trade: to, window }: Entered,
    closed: ClosedList,
  ): void {
    const { parts, moments } = closed
    const day = startOfNewYorkDay(openedAt)
    let last: Trade | null = null
    for (let i = closed.countBefore(openedAt) - 1; i >= 0 && (moments[i] ?? 0) >= day; i--) {
      const part = parts[i]
      // Legs of one trade are mostly closed one after the other: one of them is enough.
      if (!part || part.trade === last || part.trade === to) continue
      const { trade: from } = part
      if (!isRolledLater(part, opened) || from.openedAt >= window.startedAt) continue
      if (this.rolls.isRolled(from)) continue
      if (last === null && !this.rolls.isOpen(to)) return
      last = from
      this.candidates.add({ from, to })
    }
  }

  /** Adds the rolls of trades that have only each other, and forgets what was found. */
  apply(): void {
    for (const one of this.candidates.take()) this.rolls.add(one)
  }
}

/**
 * Whether a closed leg of a trade that was not rolled on an earlier day expires before an option
 * that was opened later on its day.
 */
const isRolledLater = (
  { instrument, trade }: ClosedOption,
  { expiry, underlying }: Option,
): boolean => instrument.expiry < expiry && instrument.underlying === underlying && !trade.isRolled

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
  if (closing.all.length === 0) return
  const entered = enteredIn(windows)
  const rolls = new Rolls()
  const pairs = new Pairs(closing, reach)
  const later = new LaterRolls(rolls, closing.closedOptions)
  for (let from = 0, to = 0; from < entered.length; from = to) {
    const end = endOfNewYorkDay(entered[from]?.at ?? 0)
    to = nextAfter(entered, from, end)
    const ofDay = entered.slice(from, to)
    for (const one of ofDay) pairs.look(one)
    for (const pair of pairs.take()) rolls.add(pair)
    for (const one of ofDay) later.look(one, end)
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
