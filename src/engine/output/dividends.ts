import type { Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { type Decimal, plain, ZERO } from '../model/decimal'
import { roundingUnit, shareOut } from './fee-amounts'
import { tradeDateOf } from './fees'

/** A cash dividend, or what was withheld from one. Paid by a short position, it is below zero. */
export interface DividendFact {
  activityId: string
  symbol: string
  amount: Decimal
  /** The first day on which a buyer gets no dividend, YYYY-MM-DD; null if unknown. */
  exDate: string | null
  /** The date of the row, YYYY-MM-DD. */
  day: string
}

/** Shares that a trade opened or closed. */
export interface ShareFill {
  tradeId: string
  symbol: string
  side: 'buy' | 'sell'
  quantity: Decimal
  at: Micros
  /** Whether it is the execution of an order: from 20:00 New York its trade date is the next. */
  isOrder: boolean
  activityId: string | null
}

/** A corporate action that turns `before` shares of one symbol into `after` of another. */
export interface ShareChange {
  activityIds: readonly string[]
  from: string
  to: string
  before: Decimal
  after: Decimal
  at: Micros
}

/** A trade's share of one dividend. */
export interface DividendShare {
  activityId: string
  tradeId: string
  amount: string
  tradingDay: string
}

type Quantities = Map<string, Decimal>

/** Signed quantities of the trades by symbol, and what the last reduction of each symbol took. */
class Holdings {
  private readonly held = new Map<string, Quantities>()
  private readonly last = new Map<string, { at: Micros; taken: Quantities }>()

  constructor(private readonly opensByAction: ReadonlySet<string>) {}

  add({ tradeId, symbol, side, quantity, at }: ShareFill): void {
    const held = this.held.get(symbol) ?? new Map<string, Decimal>()
    this.held.set(symbol, held)
    const before = held.get(tradeId) ?? ZERO
    const after = side === 'buy' ? before.plus(quantity) : before.minus(quantity)
    if (after.eq(0)) held.delete(tradeId)
    else held.set(tradeId, after)
    if (after.abs().lt(before.abs())) this.take(symbol, tradeId, before.minus(after), at)
  }

  private take(symbol: string, tradeId: string, quantity: Decimal, at: Micros): void {
    const known = this.last.get(symbol)
    const last = known?.at === at ? known : { at, taken: new Map<string, Decimal>() }
    last.taken.set(tradeId, (last.taken.get(tradeId) ?? ZERO).plus(quantity))
    this.last.set(symbol, last)
  }

  /**
   * Carries what each trade holds. Where a fill of the trade is of the action, the fill says it.
   */
  change({ from, to, before, after, activityIds, at }: ShareChange): void {
    const source = this.held.get(from) ?? new Map<string, Decimal>()
    const target = from === to ? source : (this.held.get(to) ?? new Map<string, Decimal>())
    const last = this.last.get(from)
    // Shares that go on under another symbol were the last that were held under this one.
    if (from !== to && source.size > 0) this.last.set(from, { at, taken: new Map(source) })
    for (const [tradeId, quantity] of [...source]) {
      if (activityIds.some((id) => this.opensByAction.has(`${tradeId} ${id}`))) continue
      source.delete(tradeId)
      const carried = quantity.times(after).div(before)
      target.set(tradeId, (target.get(tradeId) ?? ZERO).plus(carried))
    }
    this.held.set(to, target)
    if (last !== undefined && from !== to) this.last.set(to, last)
  }

  /** A share added to all that hold the symbol, such as a stock dividend of one row. */
  grow(symbol: string, quantity: Decimal, activityIds: readonly string[], at: Micros): void {
    const held = this.held.get(symbol)
    const before = held && [...held.values()].reduce((sum, one) => sum.plus(one), ZERO)
    if (before === undefined || before.eq(0)) return
    this.change({ activityIds, from: symbol, to: symbol, before, after: before.plus(quantity), at })
  }

  holders(symbol: string, amount: Decimal): Quantities {
    return ofOneSide(this.held.get(symbol), amount)
  }

  lastHolders(symbol: string, amount: Decimal): Quantities {
    return ofOneSide(this.last.get(symbol)?.taken, amount)
  }
}

/** Longs are paid and shorts pay; the other side where only it is there, as of a reversal. */
function ofOneSide(quantities: Quantities | undefined, amount: Decimal): Quantities {
  const all = [...(quantities ?? [])]
  const longs = all.filter(([, quantity]) => quantity.gt(0))
  const shorts = all.filter(([, quantity]) => quantity.lt(0))
  const paid = amount.gt(0) ? longs : shorts
  const chosen = paid.length > 0 ? paid : amount.gt(0) ? shorts : longs
  return new Map(chosen.map(([tradeId, quantity]) => [tradeId, quantity.abs()]))
}

/** A row of a corporate action that has no counterpart: so many shares more. */
export interface ShareGrowth {
  activityId: string
  symbol: string
  quantity: Decimal
  at: Micros
}

interface Step {
  /** YYYY-MM-DD; a step with an empty `at` comes before all others of its day. */
  day: string
  at: Micros
  take: (holdings: Holdings) => void
}

/**
 * Shares dividends out over the trades that held the shares before the ex-date, by shares. Without
 * holders then, the last that held it get it. A row without an ex-date goes by its own date, at
 * last by the end of it. A dividend that no trade explains has no share.
 *
 * @param fills all share fills of every trade that can be a holder.
 */
export function shareDividends(
  dividends: readonly DividendFact[],
  fills: readonly ShareFill[],
  changes: readonly ShareChange[],
  growths: readonly ShareGrowth[],
): DividendShare[] {
  const weights = new Map<string, Quantities>()
  const claim = ({ activityId, symbol, amount }: DividendFact, held: Holdings) => {
    for (const holders of [held.holders(symbol, amount), held.lastHolders(symbol, amount)])
      if (!weights.has(activityId) && holders.size > 0) weights.set(activityId, holders)
  }
  const steps: Step[] = [
    ...fills.map((fill) => ({
      day: fill.isOrder ? tradeDateOf(fill.at) : newYorkDate(fill.at),
      at: fill.at,
      take: (holdings: Holdings) => holdings.add(fill),
    })),
    ...changes.map((change) => ({
      day: newYorkDate(change.at),
      at: change.at,
      take: (holdings: Holdings) => holdings.change(change),
    })),
    ...growths.map(({ activityId, symbol, quantity, at }) => ({
      day: newYorkDate(at),
      at,
      take: (holdings: Holdings) => holdings.grow(symbol, quantity, [activityId], at),
    })),
    ...dividends.flatMap((fact) => [
      {
        day: fact.exDate !== null && fact.exDate < fact.day ? fact.exDate : fact.day,
        at: Number.NEGATIVE_INFINITY,
        take: (holdings: Holdings) => claim(fact, holdings),
      },
      {
        day: fact.day,
        at: Number.POSITIVE_INFINITY,
        take: (holdings: Holdings) => {
          if (fact.exDate === null) claim(fact, holdings)
        },
      },
    ]),
  ]
  steps.sort((a, b) =>
    a.day === b.day ? Number(a.at > b.at) - Number(a.at < b.at) : a.day < b.day ? -1 : 1,
  )
  const byAction = fills.flatMap(({ tradeId, activityId }) =>
    activityId === null ? [] : [`${tradeId} ${activityId}`],
  )
  const holdings = new Holdings(new Set(byAction))
  for (const step of steps) step.take(holdings)
  return dividends.flatMap(({ activityId, amount, day }) =>
    shareOut(amount, weights.get(activityId) ?? new Map<string, Decimal>(), roundingUnit(amount))
      .filter((share) => !share.amount.eq(0))
      .map((share) => ({
        activityId,
        tradeId: share.tradeId,
        amount: plain(share.amount),
        tradingDay: day,
      })),
  )
}
