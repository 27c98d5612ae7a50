import { type SQL, sql } from 'drizzle-orm'
import { eventCounters, events } from '../schema'
import { EVENT_DAYS } from './read'

/** The number of events that one run prunes: more than a day's runs add on average. */
const PRUNED_AT_ONCE = 2_000

/**
 * Deletes some events that are older than 14 days by the database's clock, of all accounts, because
 * an account that no longer syncs prunes none. Records how far each account was pruned, so that a
 * reader from before that gets a `reset`. Skips accounts that another transaction is writing events
 * of.
 */
export const pruneEvents = (): SQL => sql`with old as (
    select account_id, seq from ${events}
    where at < now() - make_interval(days => ${EVENT_DAYS}::int)
    order by at limit ${PRUNED_AT_ONCE}::int
  ),
  counters as (
    select account_id from ${eventCounters}
    where account_id in (select account_id from old) for update skip locked
  ),
  gone as (
    delete from ${events} e using old join counters using (account_id)
    where e.account_id = old.account_id and e.seq = old.seq
    returning e.account_id, e.seq
  )
  update ${eventCounters} c set pruned_seq = greatest(c.pruned_seq, g.seq)
  from (select account_id, max(seq) as seq from gone group by 1) g
  where c.account_id = g.account_id`
