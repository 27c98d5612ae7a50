import type { SQL } from 'drizzle-orm'
import type { Database } from '../../db/connection/client'
import { againAfterDeadlock, runBatch, type StatementRows } from '../../db/statements/batch'
import type { Budget } from '../budget/budget'

/** What a round trip is made with, and counted by. */
interface Caller {
  db: Database
  budget: Budget
}

/**
 * Runs statements as one transaction in one round trip, and answers the rows of each. Counted by the budget, and counted again where
 * Postgres undid it to end a deadlock.
 *
 * @throws BudgetSpent where it, or doing it again, does not fit: then nothing of it was done.
 */
export async function roundTrip(
  { db, budget }: Caller,
  first: SQL,
  ...rest: SQL[]
): Promise<StatementRows[]> {
  budget.count()
  return await againAfterDeadlock(
    () => runBatch(db, first, ...rest),
    () => {
      budget.count()
      return true
    },
  )
}

/** The round trip that ends a run: the rows of each statement; none when it did not fit the budget and was not done. */
export async function lastTrip(
  { db, budget }: Caller,
  first: SQL,
  ...rest: SQL[]
): Promise<StatementRows[]> {
  if (!budget.countEnd()) return []
  return await againAfterDeadlock(() => runBatch(db, first, ...rest), budget.countEnd)
}
