import { enteredLeg, firstIn, olderOf } from '../book/trades'
import type { Position, Trade, TradeLeg } from '../book/view'
import { append } from '../model/arrays'
import { type Decimal, least } from '../model/decimal'

/** A quantity of a leg that a set of closing orders takes. */
export interface Taken {
  leg: TradeLeg
  quantity: Decimal
}

/** How much of what is position a set of closing orders is to close. */
export interface Wanted {
  readonly position: Position
  rest: Decimal
}

/** What is wanted in all by those who close it. */
export function wantedOf(closing: readonly { position: Position; rest: Decimal }[]): Wanted[] {
  let all: Wanted[] = []
  for (const { position, rest } of closing) {
    const known = wantedAmong(all, position)
    if (known) known.rest = known.rest.plus(rest)
    else all = append(all, { position, rest })
  }
  return all
}

function wantedAmong(all: readonly Wanted[], position: Position): Wanted | undefined {
  for (const one of all) if (one.position === position) return one
  return undefined
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
        const from = trade
          ? enteredLeg(trade, wanted.position)
          : firstIn(this.legs(wanted.position))
        if (from && this.isFree(from)) this.take(from, wanted)
      }
    }
  }

  private stillHeld(): Wanted[] {
    let set: Wanted[] = []
    for (const wanted of this.wanted)
      if (wanted.rest.gt(0) && this.legs(wanted.position).length > 0) set = append(set, wanted)
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
  private legs({ holders }: Position): readonly TradeLeg[] {
    return this.taken.length === 0 ? holders : holders.filter((leg) => this.isFree(leg))
  }

  private holds(trade: Trade, position: Position): boolean {
    const leg = enteredLeg(trade, position)
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
    for (const { trade } of set[0] ? this.legs(set[0].position) : []) {
      if (!this.holdsAll(trade, set)) continue
      superset = olderOf(trade, superset)
      if (this.freeLegs(trade) === set.length) exact = olderOf(trade, exact)
    }
    return exact ?? superset ?? (set.length > 1 ? this.tradeWithin(set) : undefined)
  }

  private holdsAll(trade: Trade, set: readonly Wanted[]): boolean {
    for (const { position } of set) if (!this.holds(trade, position)) return false
    return true
  }

  private tradeWithin(set: readonly Wanted[]): Trade | undefined {
    let within: Trade | undefined
    let most = 0
    for (const { position } of set) {
      for (const { trade } of this.legs(position)) {
        const legs = set.filter((wanted) => this.holds(trade, wanted.position)).length
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
