import type { SQL } from 'drizzle-orm'
import { fence } from '../../db/runs/lease'
import { againAfterDeadlock, runBatch, type StatementRows } from '../../db/statements/batch'
import type { Session } from './session'

/** The part of a session that makes a round trip and counts it. */
export type Caller = Pick<Session, 'db' | 'budget'>

/**
 * Runs statements as one transaction in one round trip and returns the rows of each. The budget
 * counts it, and counts it again when Postgres undid it to end a deadlock.
 *
 * @throws BudgetSpent when it, or its repetition, does not fit: then nothing of it was done.
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

/**
 * Runs statements as one transaction behind the fence, which also renews the lease. Returns the
 * rows of each statement.
 *
 * @throws SQLSTATE `LEASE_LOST` when another run took the lease over; then nothing was written.
 * BudgetSpent as `roundTrip`.
 */
export async function fencedTrip(
  session: Caller & Pick<Session, 'lease'>,
  ...statements: SQL[]
): Promise<StatementRows[]> {
  const [, ...results] = await roundTrip(session, fence(session.lease), ...statements)
  return results
}

/**
 * The round trip that ends a run. Returns the rows of each statement; none when the budget had no
 * room for it.
 */
export async function lastTrip(
  { db, budget }: Caller,
  first: SQL,
  ...rest: SQL[]
): Promise<StatementRows[]> {
  if (!budget.countEnd()) return []
  return await againAfterDeadlock(() => runBatch(db, first, ...rest), budget.countEnd)
}
