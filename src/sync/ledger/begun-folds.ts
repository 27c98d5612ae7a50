import type { SQL } from 'drizzle-orm'
import { isUnanswered, sqlState } from '../../db/connection/failure'
import { type EndedFold, endFolds } from '../../db/ledger/marks'
import type { Lease } from '../../db/runs/lease'
import { BudgetSpent } from '../budget/budget'
import { refusedState } from '../store/tolerant'

/**
 * The marks, by underlying, whose fold this run has begun and that are not cleared: with the error
 * that stopped the fold, or null while it is running or was postponed. The end of the run stores
 * them.
 */
export type BegunFolds = Map<string, string | null>

/**
 * The statement of the end of a run that stores that the run survived its folds; none without begun
 * folds.
 */
export function endOfFolds(lease: Lease, begun: BegunFolds, now: Date): SQL[] {
  if (begun.size === 0) return []
  const ended = [...begun].map(([underlying, failure]): EndedFold => ({ underlying, failure }))
  return [endFolds(lease, ended, now)]
}

/** The reason of a failed fold, in words that hold no data. */
export function failureOf(error: unknown): string {
  const state = sqlState(error)
  if (state !== null) return `SQLSTATE ${state}`
  return error instanceof Error ? error.name : typeof error
}

/**
 * Whether an error is the fault of what was being worked out, so that the rest can go on: the
 * database refused the rows, or code threw. Not so when the database fell silent, was too busy, or
 * gave the lease to another run.
 */
export function isContained(error: unknown): boolean {
  if (error instanceof BudgetSpent) return false
  if (sqlState(error) !== null) return refusedState(error) !== null
  return !isUnanswered(error)
}

/**
 * Runs work whose marks are stored as begun. An error that ends the run leaves them out of what its
 * end stores: they stay suspected, so that the next run folds them last.
 */
export async function underSuspicion<T>(
  begun: BegunFolds,
  underlyings: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  for (const underlying of underlyings) begun.set(underlying, null)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BudgetSpent)) {
      for (const underlying of underlyings) begun.delete(underlying)
    }
    throw error
  }
}
