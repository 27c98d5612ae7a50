import { type SQL, sql } from 'drizzle-orm'
import { alpacaAccounts, idempotencyKeys, syncQuarantine, syncRuns } from '../schema'

/** Rows of each kind that one run prunes: many more than it adds, and few enough to cost next to nothing. */
const PRUNED_AT_ONCE = 200

/** At most so many runs are the last of their kind: by 7 scopes, 2 triggers and 3 ends. */
const KINDS = 42

/** Runs that are kept of each account whatever their age: some hours of a quiet account's history, to look into a failure. */
export const RUNS_KEPT = 100

/** Runs that are kept of each account at most: 1.3 MB; some days of the crons, eight hours of a page that syncs every 30 s. */
export const MOST_RUNS = 1_000

/** Days for which runs between these two numbers are kept: a statement's month. */
export const RUN_DAYS = 30

/** Days for which a healed payload can still be looked at, and compared with what landed instead. */
export const HEALED_DAYS = 30

/** Whose runs are pruned: an account's by its id or its label, or those of a label whose account Alpaca never named. */
export type RunsOf = { accountId: string } | { accountOf: string } | { nobodyUnder: string }

/**
 * Deletes some runs that are older than 30 days and not among the newest 100, and runs beyond the newest 1,000. The last run
 * of each scope, trigger and status stays, and so does one without an end. By the database's clock.
 */
export function pruneRuns(whose: RunsOf): SQL {
  const theirs = (alias: string) => {
    const run = sql.raw(alias)
    if ('nobodyUnder' in whose)
      return sql`${run}.account_id is null and ${run}.label = ${whose.nobodyUnder}`
    if ('accountId' in whose) return sql`${run}.account_id = ${whose.accountId}`
    return sql`${run}.account_id = (select a.account_id from ${alpacaAccounts} a where a.label = ${whose.accountOf})`
  }
  const placed = (
    place: number,
  ) => sql`coalesce((select k.created_at from ${syncRuns} k where ${theirs('k')}
    order by k.created_at desc offset ${place}::int limit 1), '-infinity')`
  // No EXISTS: Postgres would hash the table for it.
  const lastOfItsKind = sql`select n.created_at from ${syncRuns} n where ${theirs('n')} and n.scope = r.scope
    and n.trigger = r.trigger and n.status = r.status order by n.created_at desc limit 1`
  return sql`delete from ${syncRuns} where ctid = any(array(
    select r.ctid from (
      select r.ctid, r.scope, r.trigger, r.status, r.created_at from ${syncRuns} r
      where ${theirs('r')} and r.status <> 'running'
        and r.created_at < greatest(${placed(MOST_RUNS - 1)},
          least(${placed(RUNS_KEPT - 1)}, now() - make_interval(days => ${RUN_DAYS}::int)))
      order by r.created_at limit ${PRUNED_AT_ONCE + KINDS}::int for update skip locked
    ) r where r.created_at < (${lastOfItsKind})))`
}

/**
 * Deletes some payloads that healed more than 30 days ago, of all accounts: those that no longer sync prune none.
 *
 * @param now on the clock by which payloads are marked as healed
 */
export const pruneHealed = (now: Date): SQL =>
  sql`delete from ${syncQuarantine} where ctid = any(array(
    select ctid from ${syncQuarantine}
    where healed_at < ${now.toISOString()}::timestamptz - make_interval(days => ${HEALED_DAYS}::int)
    order by healed_at limit ${PRUNED_AT_ONCE}::int for update skip locked))`

/** Deletes some idempotency keys that have expired, of all clients: one that never writes again prunes none. */
export const pruneKeys = (): SQL =>
  sql`delete from ${idempotencyKeys} where ctid = any(array(
    select ctid from ${idempotencyKeys} where expires_at < now()
    order by expires_at limit ${PRUNED_AT_ONCE}::int for update skip locked))`

/** The statements that a run ends with, so that nothing grows without bound. What belongs to the user is never pruned. */
export const prune = (whose: readonly RunsOf[], now: Date): SQL[] => [
  ...whose.map(pruneRuns),
  pruneHealed(now),
  pruneKeys(),
]
