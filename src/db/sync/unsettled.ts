import { type SQL, sql } from 'drizzle-orm'
import { TERMINAL_STATUSES } from '../../alpaca/order-status'
import {
  alpacaActivities,
  alpacaContracts,
  alpacaOrders,
  alpacaParentOrders,
  syncQuarantine,
} from '../schema'
import { isAdjusted, oneOf } from '../schema/one-of'

const ordersCanChange = sql`not ${oneOf(alpacaOrders.status, TERMINAL_STATUSES)}`
const parentsCanChange = sql`not ${oneOf(alpacaParentOrders.status, TERMINAL_STATUSES)}`

/**
 * The orders that must be read again by id, one `id` a row in order: those that can still change (by their parent, which
 * brings the legs), those that a known order replaces or is replaced by, and those that were put aside. Links are looked
 * for among orders submitted after `since`.
 */
export function unsettledOrders(accountId: string, since: string): SQL {
  return sql`select id from (
      select coalesce(parent_order_id, alpaca_order_id) as id from ${alpacaOrders}
      where account_id = ${accountId} and ${ordersCanChange}
      union
      select alpaca_order_id from ${alpacaParentOrders}
      where account_id = ${accountId} and ${parentsCanChange}
      union
      (${missingLinks(accountId, since)})
      union
      select payload_key from ${syncQuarantine}
      where account_id = ${accountId} and source = 'order' and healed_at is null and payload_key not like '%#%'
    ) unsettled order by id`
}

/** Orders that known ones, submitted after `since`, replace or are replaced by (reference 1.7), and that are not known. */
export function missingLinks(accountId: string, since: string): SQL {
  return sql`select linked.id from (
      select unnest(array[replaces, replaced_by]) as id from ${alpacaOrders}
      where account_id = ${accountId} and (replaces is not null or replaced_by is not null) and submitted_at > ${since}::timestamptz
      union
      select unnest(array[replaces, replaced_by]) from ${alpacaParentOrders}
      where account_id = ${accountId} and (replaces is not null or replaced_by is not null) and submitted_at > ${since}::timestamptz
    ) linked where linked.id is not null and ${unknown(sql`linked.id`)}`
}

/** The orders of activities effective after `since` that are not known, one `id` a row in order. */
export function ordersOfFillsUnknown(accountId: string, since: string): SQL {
  return sql`select distinct a.order_id as id from ${alpacaActivities} a
    where a.account_id = ${accountId} and a.order_id is not null and a.effective_at > ${since}::timestamptz
      and ${unknown(sql`a.order_id`)} order by 1`
}

const unknown = (
  id: SQL,
) => sql`not exists (select from ${alpacaOrders} k where k.alpaca_order_id = ${id})
  and not exists (select from ${alpacaParentOrders} k where k.alpaca_order_id = ${id})`

/** Symbols of adjusted contracts that were never asked about, one `symbol` a row in order. */
export function contractsUnknown(accountId: string): SQL {
  return sql`select symbol from (
      select symbol from ${alpacaOrders} where account_id = ${accountId} and ${isAdjusted(alpacaOrders.symbol)}
      union
      select symbol from ${alpacaActivities} where account_id = ${accountId} and ${isAdjusted(alpacaActivities.symbol)}
    ) s where not exists (select from ${alpacaContracts} c where c.symbol = s.symbol) order by symbol`
}

/** Activities that were put aside and have an id, one `id` a row in order. */
export function activitiesPutAside(accountId: string): SQL {
  return sql`select payload_key as id from ${syncQuarantine}
    where account_id = ${accountId} and source = 'activity' and healed_at is null and payload_key not like '%#%'
    order by 1`
}
