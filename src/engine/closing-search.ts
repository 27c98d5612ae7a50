import type { Book } from './book'
import { type Decimal, least, ZERO } from './decimal'
import type { Trade } from './trade-state'

/** A quantity of one leg of a trade that a set of closing orders takes. */
export interface Taken {
  key: string
  trade: Trade
  quantity: Decimal
}

/** Orders trades by when they opened, then by id. */
export const older = (a: Trade, b: Trade): number =>
  a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1)

const oldest = (trades: readonly Trade[]): Trade | undefined =>
  trades.length < 2 ? trades[0] : [...trades].sort(older)[0]

/** Of the trades that hold a leg, the one with the oldest lot of it. */
export function firstIn(trades: readonly Trade[], key: string): Trade | undefined {
  const openedAt = (trade: Trade) => trade.leg(key)?.lots[0]?.at ?? 0
  if (trades.length < 2) return trades[0]
  return [...trades].sort((a, b) => openedAt(a) - openedAt(b) || older(a, b))[0]
}

/** One search for what a set of closing orders closes (design 5.5). Changes nothing: it only says who would give what. */
export class ClosingSearch {
  private readonly spoken = new Map<Trade, Map<string, Decimal>>()

  /** @param wanted quantity to close of each leg. */
  constructor(
    private readonly book: Book,
    private readonly wanted: Map<string, Decimal>,
  ) {}

  /** Finds trades for all that can be had: the whole set first, then what is left as a smaller set, at last leg by leg. */
  run(): Taken[] {
    const taken: Taken[] = []
    for (;;) {
      const held: string[] = []
      for (const [key, rest] of this.wanted) {
        if (rest.gt(0) && this.holders(key).length > 0) held.push(key)
      }
      if (held.length === 0) return taken
      const trade = this.wholeTrade(held)
      if (trade) taken.push(...held.map((key) => this.take(trade, key)))
      else taken.push(...this.legByLeg(held))
    }
  }

  private legByLeg(keys: readonly string[]): Taken[] {
    return keys.flatMap((key) => {
      const trade = firstIn(this.holders(key), key)
      return trade ? [this.take(trade, key)] : []
    })
  }

  private free(trade: Trade, key: string): Decimal {
    const open = trade.leg(key)?.open ?? ZERO
    const spoken = this.spoken.get(trade)?.get(key)
    return spoken ? open.minus(spoken) : open
  }

  private holds = (trade: Trade, key: string): boolean => this.free(trade, key).gt(0)

  private holders(key: string): Trade[] {
    return this.book.holders(key).filter((trade) => this.holds(trade, key))
  }

  private openKeys(trade: Trade): string[] {
    return trade.legs.flatMap(({ key, delivered }) =>
      !delivered && this.holds(trade, key) ? [key] : [],
    )
  }

  /** The trade that is exactly the set, else one that has all of it, else the largest that lies within it. */
  private wholeTrade(keys: readonly string[]): Trade | undefined {
    const [first = ''] = keys
    const holders = this.holders(first)
    const supersets =
      keys.length === 1
        ? holders
        : holders.filter((trade) => keys.every((key) => this.holds(trade, key)))
    const exact = supersets.filter((trade) => this.openKeys(trade).length === keys.length)
    return (
      oldest(exact) ?? oldest(supersets) ?? (keys.length > 1 ? this.tradeWithin(keys) : undefined)
    )
  }

  private tradeWithin(keys: readonly string[]): Trade | undefined {
    const candidates = [...new Set(keys.flatMap((key) => this.holders(key)))]
      .map((trade) => ({ trade, open: this.openKeys(trade) }))
      .filter(({ open }) => open.every((key) => keys.includes(key)))
    const most = Math.max(...candidates.map(({ open }) => open.length))
    return oldest(candidates.filter(({ open }) => open.length === most).map(({ trade }) => trade))
  }

  private take(trade: Trade, key: string): Taken {
    const quantity = least(this.wanted.get(key) ?? ZERO, this.free(trade, key))
    this.wanted.set(key, (this.wanted.get(key) ?? ZERO).minus(quantity))
    const spoken = this.spoken.get(trade) ?? new Map<string, Decimal>()
    spoken.set(key, (spoken.get(key) ?? ZERO).plus(quantity))
    this.spoken.set(trade, spoken)
    return { key, trade, quantity }
  }
}
