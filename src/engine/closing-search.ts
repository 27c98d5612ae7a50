import type { Book } from './book'
import { type Decimal, least, ZERO } from './decimal'
import { append } from './few'
import type { Trade } from './trade-state'

/** A quantity of one leg of a trade that a set of closing orders takes. */
export interface Taken {
  key: string
  trade: Trade
  quantity: Decimal
}

/** How much of one leg a set of closing orders is to close. */
export interface Wanted {
  readonly key: string
  rest: Decimal
}

/** What is wanted of each leg by those who close it. */
export function wantedOf(closing: readonly { key: string; rest: Decimal }[]): Wanted[] {
  let all: Wanted[] = []
  for (const { key, rest } of closing) {
    const known = all.find((one) => one.key === key)
    if (known) known.rest = known.rest.plus(rest)
    else all = append(all, { key, rest })
  }
  return all
}

/** Orders trades by when they opened, then by id. */
export const older = (a: Trade, b: Trade): number =>
  a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1)

/** The older of a trade and what is the oldest so far. */
export const olderOf = (trade: Trade, oldest: Trade | undefined): Trade =>
  oldest && older(oldest, trade) <= 0 ? oldest : trade

/** Of the trades that hold a leg, the one with the oldest lot of it. */
export function firstIn(trades: readonly Trade[], key: string): Trade | undefined {
  let first: Trade | undefined
  let firstAt = Number.POSITIVE_INFINITY
  for (const trade of trades) {
    const at = trade.leg(key)?.lots[0]?.at ?? 0
    if (first && (at > firstAt || (at === firstAt && older(first, trade) < 0))) continue
    first = trade
    firstAt = at
  }
  return first
}

/** One search for what a set of closing orders closes (design 5.5). Changes nothing: it only says who would give what. */
export class ClosingSearch {
  private taken: Taken[] = []

  constructor(
    private readonly book: Book,
    private readonly wanted: readonly Wanted[],
  ) {}

  /** Finds trades for all that can be had: the whole set first, then what is left as a smaller set, at last leg by leg. */
  run(): readonly Taken[] {
    for (;;) {
      const held = this.stillHeld()
      if (held.length === 0) return this.taken
      const trade = this.wholeTrade(held)
      for (const leg of held) {
        const from = trade ?? firstIn(this.holders(leg.key), leg.key)
        if (from) this.take(from, leg)
      }
    }
  }

  private stillHeld(): Wanted[] {
    let held: Wanted[] = []
    for (const wanted of this.wanted)
      if (wanted.rest.gt(0) && this.isHeld(wanted.key)) held = append(held, wanted)
    return held
  }

  /** What of a leg of a trade is not spoken for. */
  private free(trade: Trade, key: string): Decimal {
    let free = trade.leg(key)?.open ?? ZERO
    for (const one of this.taken)
      if (one.trade === trade && one.key === key) free = free.minus(one.quantity)
    return free
  }

  private holds = (trade: Trade, key: string): boolean => this.free(trade, key).gt(0)

  private isHeld(key: string): boolean {
    for (const trade of this.book.holders(key)) if (this.holds(trade, key)) return true
    return false
  }

  private holders(key: string): readonly Trade[] {
    const holders = this.book.holders(key)
    return this.taken.length === 0 ? holders : holders.filter((trade) => this.holds(trade, key))
  }

  /** How many legs of a trade are open and not spoken for. */
  private openLegs(trade: Trade): number {
    let open = 0
    for (const { key, delivered } of trade.legs) if (!delivered && this.holds(trade, key)) open++
    return open
  }

  /** The trade that is exactly the set, else one that has all of it, else the largest that lies within it. */
  private wholeTrade(set: readonly Wanted[]): Trade | undefined {
    let exact: Trade | undefined
    let superset: Trade | undefined
    for (const trade of this.holders(set[0]?.key ?? '')) {
      if (!set.every(({ key }) => this.holds(trade, key))) continue
      superset = olderOf(trade, superset)
      if (this.openLegs(trade) === set.length) exact = olderOf(trade, exact)
    }
    return exact ?? superset ?? (set.length > 1 ? this.tradeWithin(set) : undefined)
  }

  private tradeWithin(set: readonly Wanted[]): Trade | undefined {
    let within: Trade | undefined
    let most = 0
    for (const { key } of set) {
      for (const trade of this.holders(key)) {
        const legs = set.filter((wanted) => this.holds(trade, wanted.key)).length
        if (legs < most || legs !== this.openLegs(trade)) continue
        within = legs > most ? trade : olderOf(trade, within)
        most = legs
      }
    }
    return within
  }

  private take(trade: Trade, wanted: Wanted): void {
    const quantity = least(wanted.rest, this.free(trade, wanted.key))
    wanted.rest = wanted.rest.minus(quantity)
    this.taken = append(this.taken, { key: wanted.key, trade, quantity })
  }
}
