import type { Held } from '../book/position'
import type { Trade, TradeLeg } from '../book/trade-state'
import { append } from '../model/arrays'
import { type Decimal, least } from '../model/decimal'

/** A quantity of a leg that a set of closing orders takes. */
export interface Taken {
  leg: TradeLeg
  quantity: Decimal
}

/** How much of what is held a set of closing orders is to close. */
export interface Wanted {
  readonly held: Held
  rest: Decimal
}

/** What is wanted in all by those who close it. */
export function wantedOf(closing: readonly { held: Held; rest: Decimal }[]): Wanted[] {
  let all: Wanted[] = []
  for (const { held, rest } of closing) {
    const known = wantedAmong(all, held)
    if (known) known.rest = known.rest.plus(rest)
    else all = append(all, { held, rest })
  }
  return all
}

function wantedAmong(all: readonly Wanted[], held: Held): Wanted | undefined {
  for (const one of all) if (one.held === held) return one
  return undefined
}

/** Orders trades by when they opened, then by id. */
export const older = (a: Trade, b: Trade): number =>
  a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1)

/** Orders legs as their trades. */
export const ofOlder = (a: TradeLeg, b: TradeLeg): number => older(a.trade, b.trade)

/** The older of a trade and what is the oldest so far. */
export const olderOf = (trade: Trade, oldest: Trade | undefined): Trade =>
  oldest && older(oldest, trade) <= 0 ? oldest : trade

/** Of legs that are open, the one with the oldest lot. */
export function firstIn(legs: readonly TradeLeg[]): TradeLeg | undefined {
  let first: TradeLeg | undefined
  let firstAt = Number.POSITIVE_INFINITY
  for (const leg of legs) {
    const at = leg.lots[0]?.at ?? 0
    if (first && (at > firstAt || (at === firstAt && ofOlder(first, leg) < 0))) continue
    first = leg
    firstAt = at
  }
  return first
}

/** One search for what a set of closing orders closes (design 5.5). Changes nothing: it only says who would give what. */
export class ClosingSearch {
  private taken: Taken[] = []

  constructor(private readonly wanted: readonly Wanted[]) {}

  /** Finds trades for all that can be had: the whole set first, then what is left as a smaller set, at last leg by leg. */
  run(): readonly Taken[] {
    for (;;) {
      const set = this.stillHeld()
      if (set.length === 0) return this.taken
      const trade = this.wholeTrade(set)
      for (const wanted of set) {
        const from = trade ? trade.leg(wanted.held) : firstIn(this.legs(wanted.held))
        if (from && this.isFree(from)) this.take(from, wanted)
      }
    }
  }

  private stillHeld(): Wanted[] {
    let set: Wanted[] = []
    for (const wanted of this.wanted)
      if (wanted.rest.gt(0) && this.legs(wanted.held).length > 0) set = append(set, wanted)
    return set
  }

  /** What of a leg is open and not spoken for. */
  private free(leg: TradeLeg): Decimal {
    let free = leg.open
    for (const one of this.taken) if (one.leg === leg) free = free.minus(one.quantity)
    return free
  }

  private isFree(leg: TradeLeg): boolean {
    return this.taken.length === 0 ? leg.open.gt(0) : this.free(leg).gt(0)
  }

  /** The legs that hold something of which not all is spoken for. */
  private legs({ holders }: Held): readonly TradeLeg[] {
    return this.taken.length === 0 ? holders : holders.filter((leg) => this.isFree(leg))
  }

  private holds(trade: Trade, held: Held): boolean {
    const leg = trade.leg(held)
    return leg !== undefined && this.isFree(leg)
  }

  /** How many legs of a trade are free. */
  private freeLegs(trade: Trade): number {
    let free = 0
    for (const leg of trade.legs) if (!leg.delivered && this.isFree(leg)) free++
    return free
  }

  /** The trade that is exactly the set, else one that has all of it, else the largest that lies within it. */
  private wholeTrade(set: readonly Wanted[]): Trade | undefined {
    let exact: Trade | undefined
    let superset: Trade | undefined
    for (const { trade } of set[0] ? this.legs(set[0].held) : []) {
      if (!this.holdsAll(trade, set)) continue
      superset = olderOf(trade, superset)
      if (this.freeLegs(trade) === set.length) exact = olderOf(trade, exact)
    }
    return exact ?? superset ?? (set.length > 1 ? this.tradeWithin(set) : undefined)
  }

  private holdsAll(trade: Trade, set: readonly Wanted[]): boolean {
    for (const { held } of set) if (!this.holds(trade, held)) return false
    return true
  }

  private tradeWithin(set: readonly Wanted[]): Trade | undefined {
    let within: Trade | undefined
    let most = 0
    for (const { held } of set) {
      for (const { trade } of this.legs(held)) {
        const legs = set.filter((wanted) => this.holds(trade, wanted.held)).length
        if (legs < most || legs !== this.freeLegs(trade)) continue
        within = legs > most ? trade : olderOf(trade, within)
        most = legs
      }
    }
    return within
  }

  private take(leg: TradeLeg, wanted: Wanted): void {
    const quantity = least(wanted.rest, this.free(leg))
    wanted.rest = wanted.rest.minus(quantity)
    this.taken = append(this.taken, { leg, quantity })
  }
}
