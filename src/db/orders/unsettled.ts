import { type SQL, sql } from 'drizzle-orm'
import type { AccountId } from '../../alpaca/account'
import { TERMINAL_STATUSES } from '../../alpaca/order-status'
import { parentOfRefusedLeg } from '../quarantine/retry'
import { alpacaActivities, alpacaOrders, alpacaParentOrders, syncQuarantine } from '../schema'
import { isOneOfWords } from '../schema/columns'

const ordersCanChange = sql`not ${isOneOfWords(alpacaOrders.status, TERMINAL_STATUSES)}`

const parentsCanChange = sql`not ${isOneOfWords(alpacaParentOrders.status, TERMINAL_STATUSES)}`

/**
 * Selects the orders to read again by id, one `id` a row, in order: those that can still change (by
 * their parent, whose answer holds the legs), those with fills that the broker changed, those that
 * a stored order replaces or is replaced by, and quarantined ones. Links are followed from orders
 * submitted after `since`. An order that Alpaca does not know is left out until it is due.
 */
export function unsettledOrders(accountId: AccountId, since: string, now: Date): SQL {
  return sql`select id from (
      select coalesce(parent_order_id, alpaca_order_id) as id from ${alpacaOrders}
      where account_id = ${accountId} and ${ordersCanChange}
      union
      select alpaca_order_id from ${alpacaParentOrders}
      where account_id = ${accountId} and ${parentsCanChange}
      union
      (${changedOrders(accountId)})
      union
      (${missingLinks(accountId, since, now)})
      union
      select coalesce(${parentOfRefusedLeg}, payload_key) from ${syncQuarantine}
      where account_id = ${accountId} and source = 'order' and healed_at is null
        and payload_key not like '%#%'
    ) unsettled where ${isDue(accountId, sql`unsettled.id`, now)} order by id`
}

// An order that Alpaca does not know is rarely found later. It is requested again after as long as
// it has been missing, at least once a day, so that a thousand of them do not use up every run. An
// attempt dated in the future, by a wrong clock, delays nothing.
const isDue = (accountId: AccountId, id: SQL, now: Date): SQL =>
  sql`not exists (select from ${syncQuarantine} w
    where w.account_id = ${accountId} and w.source = 'order'
    and w.payload_key = ${id} and w.healed_at is null
      and w.payload = jsonb_build_object('id', w.payload_key)
    and w.tried_at <= ${now.toISOString()}::timestamptz
    and w.tried_at + least(w.tried_at - w.seen_at,
      interval '1 day') > ${now.toISOString()}::timestamptz)`

/**
 * Selects the orders that are not stored, but that stored ones, submitted after `since`, replace or
 * are replaced by (src/alpaca/README.md 1.7).
 */
export function missingLinks(accountId: AccountId, since: string, now: Date): SQL {
  return sql`select linked.id from (
      select unnest(array[replaces, replaced_by]) as id from ${alpacaOrders}
      where account_id = ${accountId} and (replaces is not null or replaced_by is not null)
        and submitted_at > ${since}::timestamptz
      union
      select unnest(array[replaces, replaced_by]) from ${alpacaParentOrders}
      where account_id = ${accountId} and (replaces is not null or replaced_by is not null)
        and submitted_at > ${since}::timestamptz
    ) linked where linked.id is not null and ${unknown(sql`linked.id`)}
      and ${isDue(accountId, sql`linked.id`, now)}`
}

/**
 * Selects the orders, by their parent, of fills that the broker took back, corrected or changed.
 */
const changedOrders = (accountId: AccountId): SQL =>
  sql`select coalesce(o.parent_order_id, a.order_id) as id from ${alpacaActivities} a
    left join ${alpacaOrders} o on o.alpaca_order_id = a.order_id and o.account_id = a.account_id
    where a.account_id = ${accountId} and a.recheck_run_id is not null and a.order_id is not null`

/**
 * Selects the orders that activities effective after `since` name and that are not stored, and
 * those with fills that the broker changed, one `id` a row, in order.
 */
export function ordersOfFills(accountId: AccountId, since: string, now: Date): SQL {
  return sql`select f.id from (
      select a.order_id as id from ${alpacaActivities} a
      where a.account_id = ${accountId} and a.order_id is not null
        and a.effective_at > ${since}::timestamptz and ${unknown(sql`a.order_id`)}
      union ${changedOrders(accountId)}
    ) f where ${isDue(accountId, sql`f.id`, now)} order by 1`
}

const unknown = (
  id: SQL,
) => sql`not exists (select from ${alpacaOrders} k where k.alpaca_order_id = ${id})
  and not exists (select from ${alpacaParentOrders} k where k.alpaca_order_id = ${id})`
