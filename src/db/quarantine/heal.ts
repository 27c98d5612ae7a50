import { type SQL, sql } from 'drizzle-orm'
import type { RejectSource } from '../../alpaca/reject'
import { alpacaActivities, alpacaOrders, alpacaParentOrders, syncQuarantine } from '../schema'
import { KEY, type Refused, refused, TAKEN, textArray } from './store'

/** What shows that a payload that was put aside is good now: its id landed, or its order's own id from the client. */
export interface HealedBy {
  ids: readonly string[]
  clientOrderIds?: readonly string[]
}

/** Marks payloads that were put aside as healed by what has landed. */
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

/** Of an order whose id another account had: that it has landed. */
function isOursByNow(accountId: string, ids: SQL): SQL {
  const stands = (table: typeof alpacaOrders | typeof alpacaParentOrders) =>
    sql`exists (select from ${table} o where o.account_id = ${accountId} and o.alpaca_order_id || ${TAKEN} = payload_key)`
  return sql`(payload_key in (select i.value || ${TAKEN} from ${ids} i)
    and (${stands(alpacaOrders)} or ${stands(alpacaParentOrders)}))`
}

// An activity has no other name than its id: the one that landed says all that was good in the one put aside.
function namelessActivity(accountId: string, ids: SQL): SQL {
  const broken = sql`(select array_agg(split_part(part, ':', 1)) from unnest(string_to_array(reason, '; ')) part)`
  return sql`jsonb_typeof(payload) = 'object' and payload - ${broken} <> '{}'::jsonb and exists (
    select from ${alpacaActivities} a where a.account_id = ${accountId} and a.activity_id in (select * from ${ids})
      and a.raw_data @> (payload - ${broken}))`
}

/** Marks as healed what was put aside before and is not among the rejects, after all that it could be in was read. */
export function healRest(
  accountId: string,
  source: RejectSource,
  rejects: readonly Refused[],
  now: Date,
): SQL {
  return sql`update ${syncQuarantine} q set healed_at = ${now.toISOString()}::timestamptz
    where q.account_id = ${accountId} and q.source = ${source} and q.healed_at is null and not exists (
      select from (select ${KEY} as key from ${refused(rejects)} r) n where n.key = q.payload_key)`
}
