import { Decimal, decimal, plain, ZERO } from '../model/decimal'
import type { LegKind } from '../model/instrument'

/** A fee as the broker charged it: positive costs, negative is given back. */
export interface FeeFact {
  activityId: string
  amount: Decimal
  /** The execution that it was charged on; null for an aggregate over a day. */
  executionId: string | null
  /** The pair of the coin that it was charged on, if it names no execution; else null. */
  coin: string | null
  /** The exchange's day, YYYY-MM-DD. */
  day: string
}

/** A part of a fill that belongs to one trade. */
export interface FeeFill {
  tradeId: string
  executionId: string
  underlying: string
  legKind: LegKind
  quantity: Decimal
  day: string
}

/** A trade's share of one fee. */
export interface FeeShare {
  activityId: string
  tradeId: string
  amount: string
  tradingDay: string
}

const SHARES_A_CONTRACT = 100
const DAY_IN_MS = 86_400_000

/** Contracts, and shares by the hundred. Aggregates over a day are not charged on coins. */
function weightOf({ legKind, quantity }: FeeFill): Decimal {
  if (legKind === 'crypto') return ZERO
  return legKind === 'stock' ? quantity.div(SHARES_A_CONTRACT) : quantity
}

function weightsByTrade(
  fills: readonly FeeFill[],
  weigh: (fill: FeeFill) => Decimal,
): Map<string, Decimal> {
  const weights = new Map<string, Decimal>()
  for (const fill of fills) {
    const weight = weigh(fill)
    if (weight.gt(0)) weights.set(fill.tradeId, (weights.get(fill.tradeId) ?? ZERO).plus(weight))
  }
  return weights
}

const byQuantity = ({ quantity }: FeeFill): Decimal => quantity

const ofCoin = (fills: readonly FeeFill[] = [], coin: string) =>
  fills.filter(({ underlying, legKind }) => legKind === 'crypto' && underlying === coin)

const dayBefore = (day: string): string =>
  new Date(Date.parse(day) - DAY_IN_MS).toISOString().slice(0, 10)

/**
 * The fills that a coin's fee was charged on. The broker dates fees by UTC, so that a fill of a New
 * York evening has a fee of the next date.
 */
function coinFills(
  byDay: ReadonlyMap<string, FeeFill[]>,
  coin: string,
  day: string,
): readonly FeeFill[] {
  const own = ofCoin(byDay.get(day), coin)
  return own.length > 0 ? own : ofCoin(byDay.get(dayBefore(day)), coin)
}

/** The unit that a fee is shared out in: a cent, or its last digit where that is finer. */
function unitOf(amount: Decimal): Decimal {
  const digits = plain(amount).split('.')[1]?.length ?? 0
  return decimal(1, Math.max(2, digits))
}

interface Part {
  tradeId: string
  units: Decimal
  remainder: Decimal
}

/** Shares an amount out by weight. The rest goes to the largest remainders, then by trade id. */
function shareOut(
  amount: Decimal,
  weights: Map<string, Decimal>,
): { tradeId: string; amount: Decimal }[] {
  const unit = unitOf(amount)
  const whole = amount.abs().div(unit)
  const total = [...weights.values()].reduce((sum, weight) => sum.plus(weight), ZERO)
  const parts = [...weights].map(([tradeId, weight]): Part => {
    const product = whole.times(weight)
    const units = product.div(total).round(0, Decimal.roundDown)
    return { tradeId, units, remainder: product.minus(units.times(total)) }
  })
  parts.sort((a, b) => b.remainder.cmp(a.remainder) || (a.tradeId < b.tradeId ? -1 : 1))
  let left = whole.minus(parts.reduce((sum, part) => sum.plus(part.units), ZERO)).toNumber()
  return parts.map(({ tradeId, units }) => {
    const extra = left-- > 0 ? 1 : 0
    return {
      tradeId,
      amount: units
        .plus(extra)
        .times(unit)
        .times(amount.lt(0) ? -1 : 1),
    }
  })
}

/**
 * Shares fees out over trades (README, Profit and fees). A fee that no fill explains stays with the
 * account.
 *
 * @param fills every fill of the fees' days, of coins also of the day before, and of the executions
 * that fees name.
 */
export function shareFees(fees: readonly FeeFact[], fills: readonly FeeFill[]): FeeShare[] {
  const byExecution = Map.groupBy(fills, (fill) => fill.executionId)
  const byDay = Map.groupBy(fills, (fill) => fill.day)
  const dayWeights = new Map<string, Map<string, Decimal>>()
  const weightsOfDay = (day: string) => {
    const known = dayWeights.get(day) ?? weightsByTrade(byDay.get(day) ?? [], weightOf)
    dayWeights.set(day, known)
    return known
  }
  return fees.flatMap((fee) => {
    const weights =
      fee.executionId !== null
        ? weightsByTrade(byExecution.get(fee.executionId) ?? [], byQuantity)
        : fee.coin === null
          ? weightsOfDay(fee.day)
          : weightsByTrade(coinFills(byDay, fee.coin, fee.day), byQuantity)
    return shareOut(fee.amount, weights).map(({ tradeId, amount }) => ({
      activityId: fee.activityId,
      tradeId,
      amount: plain(amount),
      tradingDay: fee.day,
    }))
  })
}
