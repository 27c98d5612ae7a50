import { type SQL, sql } from 'drizzle-orm'
import type { RejectSource } from '../../alpaca/reject'
import { alpacaActivities, alpacaOrders, alpacaParentOrders, syncQuarantine } from '../schema'
import { PAYLOAD_KEY, type Refused, refusedRows, TAKEN, textArray } from './store'

/**
 * The ids that were stored, and so heal quarantined payloads; for orders without an id, the
 * client's own ids.
 */
export interface HealedBy {
  ids: readonly string[]
  clientOrderIds?: readonly string[]
}

/** Marks quarantined payloads as healed by what was stored under their ids. */
export function heal(accountId: string, source: RejectSource, landed: HealedBy, now: Date): SQL {
  const ids = textArray(landed.ids)
  const clientOrderIds = textArray(landed.clientOrderIds ?? [])
  const nameless =
    source === 'activity'
      ? sql`${namelessActivity(accountId, ids)}`
      : sql`payload ->> 'client_order_id' in (select * from ${clientOrderIds})`
  return sql`update ${syncQuarantine} set healed_at = ${now.toISOString()}::timestamptz
    where account_id = ${accountId} and source = ${source} and healed_at is null
      and (payload_key in (select * from ${ids}) or (payload_key like '#%' and ${nameless})
        ${source === 'order' ? sql`or ${isOursByNow(accountId, ids)}` : sql``})`
}

/** A condition that this account has now stored an order whose id another account had. */
function isOursByNow(accountId: string, ids: SQL): SQL {
  const stands = (table: typeof alpacaOrders | typeof alpacaParentOrders) =>
    sql`exists (select from ${table} o where o.account_id = ${accountId}
      and o.alpaca_order_id || ${TAKEN} = payload_key)`
  return sql`(payload_key in (select i.value || ${TAKEN} from ${ids} i)
    and (${stands(alpacaOrders)} or ${stands(alpacaParentOrders)}))`
}

// A nameless activity is healed by a stored one that holds all of its valid fields.
function namelessActivity(accountId: string, ids: SQL): SQL {
  const broken = sql`(select array_agg(split_part(part, ':', 1))
    from unnest(string_to_array(reason, '; ')) part)`
  return sql`jsonb_typeof(payload) = 'object' and payload - ${broken} <> '{}'::jsonb and exists (
    select from ${alpacaActivities} a where a.account_id = ${accountId}
      and a.activity_id in (select * from ${ids})
      and a.raw_data @> (payload - ${broken}))`
}

/**
 * Marks as healed all earlier payloads of a source that are not among the rejects, after everything
 * that could hold them was read.
 */
export function healRest(
  accountId: string,
  source: RejectSource,
  rejects: readonly Refused[],
  now: Date,
): SQL {
  return sql`update ${syncQuarantine} q set healed_at = ${now.toISOString()}::timestamptz
    where q.account_id = ${accountId} and q.source = ${source} and q.healed_at is null
      and not exists (
        select from (select ${PAYLOAD_KEY} as key from ${refusedRows(rejects)} r) n
        where n.key = q.payload_key)`
}
