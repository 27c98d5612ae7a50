import type { Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import { type Decimal, decimal, ZERO } from '../model/decimal'
import { signOf } from './open-lots'
import type { SplitRows, TaxFill, TaxTrade } from './tax-facts'

/** A split, or a dividend in shares of the same symbol. */
interface Split {
  readonly symbol: string
  readonly at: Micros
  /** Shares before it, and what they became. */
  readonly before: Decimal
  readonly after: Decimal
}

/** What a position of one symbol and account changed by, in shares. */
interface Change {
  readonly at: Micros
  readonly quantity: Decimal
}

const keyOf = (of: { accountId: string; symbol: string }): string => `${of.accountId} ${of.symbol}`

const ONE = decimal(1)

/** Decimal places of quantities: those of the broker. */
const PLACES = 9

/** Two numbers whose quotient converts a quantity. */
interface Ratio {
  readonly times: Decimal
  readonly by: Decimal
}

const SAME: Ratio = { times: ONE, by: ONE }

/** Converts a quantity by a ratio. */
export const convert = (quantity: Decimal, { times, by }: Ratio): Decimal =>
  times.eq(by) ? quantity : quantity.times(times).div(by).round(PLACES)

/** The ratio that converts back. */
export const inverse = ({ times, by }: Ratio): Ratio => ({ times: by, by: times })

/**
 * The splits of the shares of one tax group, so that quantities of different days can be compared.
 * Their rows name a day: a split takes effect when the fills of the day leave what it removes.
 */
export class Splits {
  private readonly changes = new Map<string, Change[]>()
  private found: Split[] | null = null

  constructor(private readonly rows: readonly SplitRows[]) {
    for (const row of rows) this.changes.set(keyOf(row), [])
  }

  /** Notes the fills of a trade: a row alone says nothing about the position that it changes. */
  add({ accountId, fills }: TaxTrade): void {
    if (this.rows.length === 0) return
    for (const fill of fills) {
      const { symbol } = fill
      this.changes.get(keyOf({ accountId, symbol }))?.push(changeOf(fill))
    }
  }

  /** How a quantity of some symbols at one moment converts to another moment. */
  ratio(symbols: readonly string[], from: Micros, to: Micros): Ratio {
    this.found ??= this.find()
    if (this.found.length === 0) return SAME
    if (from > to) return inverse(this.ratio(symbols, to, from))
    let { times, by } = SAME
    for (const { symbol, at, before, after } of this.found) {
      if (at <= from || at > to || !symbols.includes(symbol)) continue
      times = times.times(after)
      by = by.times(before)
    }
    return { times, by }
  }

  /** Each split once: the account that holds most has the ratio with the smallest rounding. */
  private find(): Split[] {
    const splits = new Map<string, Split>()
    for (const rows of Map.groupBy(this.rows, keyOf).values()) {
      for (const split of this.splitsOf(rows)) {
        const key = `${split.symbol} ${endOfNewYorkDay(split.at)}`
        const known = splits.get(key)
        if (known === undefined || known.before.lt(split.before)) splits.set(key, split)
      }
    }
    return [...splits.values()]
  }

  /** The splits of one symbol in one account. */
  private splitsOf(rows: readonly SplitRows[]): Split[] {
    const [first] = rows
    if (!first) return []
    const changes = (this.changes.get(keyOf(first)) ?? []).sort((a, b) => a.at - b.at)
    const splits: Split[] = []
    let [held, next] = [ZERO, 0]
    for (const row of rows.toSorted((a, b) => a.at - b.at)) {
      const holdUntil = (until: Micros, isReached: () => boolean) => {
        for (; !isReached(); next++) {
          const change = changes[next]
          if (!change || change.at >= until) return
          held = held.plus(change.quantity)
        }
      }
      holdUntil(row.at, () => false)
      const [added, removed] = [decimal(row.added), decimal(row.removed)]
      const fits = () => held.plus(removed).isZero || held.plus(added).isZero
      const isPair = !added.isZero && !removed.isZero
      const kept = { held, next }
      if (isPair) holdUntil(endOfNewYorkDay(row.at), fits)
      if (isPair && !fits()) [held, next] = [kept.held, kept.next]
      const moved = next > kept.next ? (changes[next - 1]?.at ?? row.at) + 1 : row.at
      // Without the position, a pair of rows is read as that of a long one.
      const before = isPair && !fits() ? removed.neg() : held
      const after = before.plus(added).plus(removed)
      held = held.plus(added).plus(removed)
      if (before.isZero || after.s !== before.s) continue
      splits.push({ symbol: row.symbol, at: moved, before: before.abs(), after: after.abs() })
    }
    return splits
  }
}

const changeOf = (fill: TaxFill): Change => {
  const sign = signOf(fill) * (fill.effect === 'open' ? 1 : -1)
  return { at: fill.at, quantity: decimal(fill.qty).times(sign) }
}
