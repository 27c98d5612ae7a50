import { type SQL, sql } from 'drizzle-orm'
import type { Reject, RejectSource } from '../../alpaca/reject'
import { syncQuarantine } from '../schema'
import { jsonText } from './recordset'

/** A payload to put aside; `again` marks one whose id another, different payload has taken. */
export interface Refused extends Reject {
  again?: boolean
}

// Without an id of its own, or with one that is taken, a payload is known by its content.
const KEY = sql`case when r.id is not null and not r.again then r.id
  else coalesce(r.id, '') || '#' || md5(r.payload::text) end`

/** Puts payloads aside whole; one that is there already with the same reason is not written again. */
export function quarantine(accountId: string, rejects: readonly Refused[], now: Date): SQL {
  return sql`insert into ${syncQuarantine} (account_id, source, payload_key, reason, payload, seen_at)
    select distinct on (n.source, n.key) ${accountId}, n.source, n.key, n.reason, n.payload, ${now.toISOString()}::timestamptz
    from (select r.*, ${KEY} as key from ${refused(rejects)} r) n
    where not exists (select from ${syncQuarantine} q where q.account_id = ${accountId} and q.source = n.source
      and q.payload_key = n.key and q.reason = n.reason and q.payload = n.payload and q.healed_at is null)
    on conflict (account_id, source, payload_key) do update
    set reason = excluded.reason, payload = excluded.payload, seen_at = excluded.seen_at, healed_at = null`
}

/** What shows that a payload that was put aside is good now: its id landed, or its order's own id from the client. */
export interface Landed {
  ids: readonly string[]
  clientOrderIds?: readonly string[]
}

/** Marks payloads that were put aside as healed by what has landed. */
export function heal(accountId: string, source: RejectSource, landed: Landed, now: Date): SQL {
  const ids = textArray(landed.ids)
  const clientOrderIds = textArray(landed.clientOrderIds ?? [])
  return sql`update ${syncQuarantine} set healed_at = ${now.toISOString()}::timestamptz
    where account_id = ${accountId} and source = ${source} and healed_at is null
      and (payload_key in (select * from ${ids})
        or (payload_key like '#%' and payload ->> 'client_order_id' in (select * from ${clientOrderIds})))`
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

/** Rejects as rows; the payload `null` is JSON's, because SQL's cannot be stored. */
function refused(rejects: readonly Refused[]): SQL {
  const rows = rejects.map(({ payload, again, ...reject }) => ({
    ...reject,
    payload: payload ?? null,
    again: again ?? false,
  }))
  return sql`(select source, id, reason, coalesce(payload, 'null') as payload, again
    from jsonb_to_recordset(${jsonText(rows)}::jsonb)
      as p(source text, id text, reason text, payload jsonb, again boolean))`
}

const textArray = (items: readonly string[]) =>
  sql`jsonb_array_elements_text(${jsonText(items)}::jsonb)`
