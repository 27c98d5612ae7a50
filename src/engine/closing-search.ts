import { type Decimal, least, ZERO } from './decimal'
import { append } from './few'
import type { Held } from './held'
import type { Trade } from './trade-state'

/** A quantity of one leg of a trade that a set of closing orders takes. */
export interface Taken {
  held: Held
  trade: Trade
  quantity: Decimal
}

/** How much of one leg a set of closing orders is to close. */
export interface Wanted {
  readonly held: Held
  rest: Decimal
}

/** What is wanted of each leg by those who close it. */
export function wantedOf(closing: readonly { held: Held; rest: Decimal }[]): Wanted[] {
  let all: Wanted[] = []
  for (const { held, rest } of closing) {
    const known = all.find((one) => one.held === held)
    if (known) known.rest = known.rest.plus(rest)
    else all = append(all, { held, rest })
  }
  return all
}

/** Orders trades by when they opened, then by id. */
export const older = (a: Trade, b: Trade): number =>
  a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1)

/** The older of a trade and what is the oldest so far. */
export const olderOf = (trade: Trade, oldest: Trade | undefined): Trade =>
  oldest && older(oldest, trade) <= 0 ? oldest : trade

/** Of trades that hold something, the one with the oldest lot of it. */
export function firstIn(held: Held, trades: readonly Trade[] = held.holders): Trade | undefined {
  let first: Trade | undefined
  let firstAt = Number.POSITIVE_INFINITY
  for (const trade of trades) {
    const at = trade.leg(held)?.lots[0]?.at ?? 0
    if (first && (at > firstAt || (at === firstAt && older(first, trade) < 0))) continue
    first = trade
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
        const from = trade ?? firstIn(wanted.held, this.holders(wanted.held))
        if (from) this.take(from, wanted)
      }
    }
  }

  private stillHeld(): Wanted[] {
    let set: Wanted[] = []
    for (const wanted of this.wanted)
      if (wanted.rest.gt(0) && this.isHeld(wanted.held)) set = append(set, wanted)
    return set
  }

  /** What of a leg of a trade is not spoken for. */
  private free(trade: Trade, held: Held): Decimal {
    let free = trade.leg(held)?.open ?? ZERO
    for (const one of this.taken)
      if (one.trade === trade && one.held === held) free = free.minus(one.quantity)
    return free
  }

  private holds(trade: Trade, held: Held): boolean {
    return this.free(trade, held).gt(0)
  }

  private isHeld(held: Held): boolean {
    for (const trade of held.holders) if (this.holds(trade, held)) return true
    return false
  }

  private holders(held: Held): readonly Trade[] {
    const { holders } = held
    return this.taken.length === 0 ? holders : holders.filter((trade) => this.holds(trade, held))
  }

  /** How many legs of a trade are open and not spoken for. */
  private openLegs(trade: Trade): number {
    let open = 0
    for (const { held, delivered } of trade.legs) if (!delivered && this.holds(trade, held)) open++
    return open
  }

  /** The trade that is exactly the set, else one that has all of it, else the largest that lies within it. */
  private wholeTrade(set: readonly Wanted[]): Trade | undefined {
    let exact: Trade | undefined
    let superset: Trade | undefined
    for (const trade of set[0] ? this.holders(set[0].held) : []) {
      if (!set.every(({ held }) => this.holds(trade, held))) continue
      superset = olderOf(trade, superset)
      if (this.openLegs(trade) === set.length) exact = olderOf(trade, exact)
    }
    return exact ?? superset ?? (set.length > 1 ? this.tradeWithin(set) : undefined)
  }

  private tradeWithin(set: readonly Wanted[]): Trade | undefined {
    let within: Trade | undefined
    let most = 0
    for (const { held } of set) {
      for (const trade of this.holders(held)) {
        const legs = set.filter((wanted) => this.holds(trade, wanted.held)).length
        if (legs < most || legs !== this.openLegs(trade)) continue
        within = legs > most ? trade : olderOf(trade, within)
        most = legs
      }
    }
    return within
  }

  private take(trade: Trade, wanted: Wanted): void {
    const quantity = least(wanted.rest, this.free(trade, wanted.held))
    wanted.rest = wanted.rest.minus(quantity)
    this.taken = append(this.taken, { held: wanted.held, trade, quantity })
  }
}
