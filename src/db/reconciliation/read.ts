import * as z from 'zod'
import type { Database } from '../connection/client'
import { runBatch } from '../statements/batch'
import { prove, type Reconciliation } from './proof'
import { otherRow, selectOther, selectSums, sumsRow } from './sums'
import { selectSymbols, symbolRow } from './symbols'
import { readUnbooked, selectUnbooked } from './unbooked'

/**
 * Compares an account's open lots with Alpaca's positions symbol by symbol, its cash with the sum
 * of its movements, and its equity with what it was made of. One round trip.
 *
 * @param today the exchange's day, YYYY-MM-DD.
 * @returns null for an account that is not stored.
 */
export async function readReconciliation(
  db: Database,
  accountId: string,
  today: string,
): Promise<Reconciliation | null> {
  const [symbols, sums, other, unbooked = []] = await runBatch(
    db,
    selectSymbols(accountId, today),
    selectSums(accountId, today),
    selectOther(accountId),
    selectUnbooked(accountId),
  )
  const [found] = z.array(sumsRow).parse(sums)
  if (!found) return null
  const figures = {
    sums: found,
    symbols: z.array(symbolRow).parse(symbols),
    other: z.array(otherRow).parse(other),
    unbooked: readUnbooked(unbooked),
  }
  return prove(figures, today)
}
