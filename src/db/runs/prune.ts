import { type SQL, sql } from 'drizzle-orm'
import { pruneEvents } from '../events/prune'
import { alpacaAccounts, idempotencyKeys, syncQuarantine, syncRuns } from '../schema'
import { pruneDeliveries } from '../webhooks/deliveries'

/** The number of rows of each kind that one run prunes: many more than it adds, and cheap. */
const PRUNED_AT_ONCE = 200

/** The number of kinds of runs, each of whose last run is kept: 8 scopes, 3 triggers, 3 ends. */
const KINDS = 72

/** The newest runs of each account that are kept at any age: some hours of a quiet account. */
export const RUNS_KEPT = 100

/**
 * The most runs that are kept of each account (1.3 MB): some days of the crons, or eight hours of a
 * page that syncs every 30 s.
 */
export const MOST_RUNS = 1_000

/** Days for which runs between these two numbers are kept. */
export const RUN_DAYS = 30

/** Days for which a healed payload is kept, to compare it with what was stored instead. */
export const HEALED_DAYS = 30

/**
 * The runs to prune: of an account by its id or label, or of a label whose account is not known.
 */
export type RunsOf = { accountId: string } | { accountOf: string } | { nobodyUnder: string }

/**
 * Deletes some runs that are older than 30 days and not among the newest 100, and runs beyond the
 * newest 1,000, by the database's clock. The last run of each scope, trigger and status is kept,
 * and so is a run without an end.
 */
export function pruneRuns(whose: RunsOf): SQL {
  const theirs = (alias: string) => {
    const run = sql.raw(alias)
    if ('nobodyUnder' in whose)
      return sql`${run}.account_id is null and ${run}.label = ${whose.nobodyUnder}`
    if ('accountId' in whose) return sql`${run}.account_id = ${whose.accountId}`
    return sql`${run}.account_id = (select a.account_id from ${alpacaAccounts} a
      where a.label = ${whose.accountOf})`
  }
  const placed = (
    place: number,
  ) => sql`coalesce((select k.created_at from ${syncRuns} k where ${theirs('k')}
    order by k.created_at desc offset ${place}::int limit 1), '-infinity')`
  // EXISTS is avoided: Postgres would hash the table for it.
  const lastOfItsKind = sql`select n.created_at from ${syncRuns} n
    where ${theirs('n')} and n.scope = r.scope
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
 * Deletes some payloads that healed more than 30 days ago, of all accounts, because an account that
 * no longer syncs prunes none.
 *
 * @param now on the clock that payloads are marked as healed with
 */
export const pruneHealed = (now: Date): SQL =>
  sql`delete from ${syncQuarantine} where ctid = any(array(
    select ctid from ${syncQuarantine}
    where healed_at < ${now.toISOString()}::timestamptz - make_interval(days => ${HEALED_DAYS}::int)
    order by healed_at limit ${PRUNED_AT_ONCE}::int for update skip locked))`

/**
 * Deletes some expired idempotency keys, of all clients, because a client that stops writing prunes
 * none.
 */
export const pruneKeys = (): SQL =>
  sql`delete from ${idempotencyKeys} where ctid = any(array(
    select ctid from ${idempotencyKeys} where expires_at < now()
    order by expires_at limit ${PRUNED_AT_ONCE}::int for update skip locked))`

/** The last statements of a run, which keep the tables bounded. The user's data is never pruned. */
export const prune = (whose: readonly RunsOf[], now: Date): SQL[] => [
  ...whose.map(pruneRuns),
  pruneHealed(now),
  pruneKeys(),
  pruneDeliveries(),
  pruneEvents(),
]
