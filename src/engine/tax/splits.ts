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
  times.eq(by) ? quantity : quantity.times(times).divTo(by, PLACES)

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
    const position = new Position(this.changes.get(keyOf(first)) ?? [])
    return rows.toSorted((a, b) => a.at - b.at).flatMap((row) => splitOf(row, position) ?? [])
  }
}

/** The split of some rows; null if the position is not known and they do not tell it. */
function splitOf(row: SplitRows, position: Position): Split | null {
  const [added, removed] = [decimal(row.added), decimal(row.removed)]
  const isPair = !added.isZero && !removed.isZero
  position.advance(row.at)
  // The rows of a short position are mirrored.
  const fits = ({ held }: Position) => held.plus(removed).isZero || held.plus(added).isZero
  const fittedAt = isPair ? position.advanceTo(fits, endOfNewYorkDay(row.at)) : null
  // Without the position, a pair of rows is read as that of a long one.
  const before = isPair && fittedAt === null ? removed.neg() : position.held
  const after = before.plus(added).plus(removed)
  position.held = position.held.plus(added).plus(removed)
  if (before.isZero || after.isZero || after.s !== before.s) return null
  const at = Math.max(row.at, fittedAt ?? row.at)
  return { symbol: row.symbol, at, before: before.abs(), after: after.abs() }
}

/** What is held of one symbol in one account, from fill to fill. */
class Position {
  held = ZERO
  private next = 0
  private readonly changes: readonly Change[]

  constructor(changes: readonly Change[]) {
    this.changes = changes.toSorted((a, b) => a.at - b.at)
  }

  /** Goes on to a moment. */
  advance(until: Micros): void {
    while (this.step(until));
  }

  /**
   * Goes on until a condition holds, at the latest to a moment. Returns when it begins to hold: the
   * moment after the last fill. If it never does, returns null and stays.
   */
  advanceTo(isReached: (position: Position) => boolean, until: Micros): Micros | null {
    const { held, next } = this
    while (!isReached(this)) {
      if (this.step(until)) continue
      this.held = held
      this.next = next
      return null
    }
    return (this.changes[this.next - 1]?.at ?? -1) + 1
  }

  /** Goes on by one fill; false if there is none before a moment. */
  private step(until: Micros): boolean {
    const change = this.changes[this.next]
    if (!change || change.at >= until) return false
    this.held = this.held.plus(change.quantity)
    this.next++
    return true
  }
}

const changeOf = (fill: TaxFill): Change => {
  const sign = signOf(fill) * (fill.effect === 'open' ? 1 : -1)
  return { at: fill.at, quantity: decimal(fill.qty).times(sign) }
}
