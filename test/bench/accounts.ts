import type { LedgerFacts } from '../../src/engine/model/facts'
import { Random } from '../../src/local/alpaca/random'
import { Trader } from './trader'

export const ACCOUNT = 'd66d53bc-6347-5c64-89bc-bf340553b3fa'

/**
 * A random account of so many order legs, one underlying after the other: a few have many orders,
 * most have few.
 */
export function* accountOf(legs: number, underlyings: number): Generator<LedgerFacts> {
  const random = new Random(legs + underlyings)
  const weights = Array.from({ length: underlyings }, () => random.unit() ** 2 + 0.05)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  for (const [i, weight] of weights.entries()) {
    const trader = new Trader(ACCOUNT, `U${i}X`, legs + i)
    yield trader.trade(Math.round((legs * weight) / all))
  }
}
