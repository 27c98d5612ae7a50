import { type SQL, sql } from 'drizzle-orm'
import { PARSER_VERSION } from '../../alpaca/parser-version'
import type { Reject } from '../../alpaca/reject'
import { syncQuarantine } from '../schema'
import { jsonText } from '../statements/recordset'

/** A payload to put aside. */
export interface Refused extends Reject {
  /** There is no payload: Alpaca does not know the id. What it once sent under it is kept. */
  absent?: boolean
}

// Without an id of its own, or with one that is taken, a payload is known by its content.
export const KEY = sql`case when r.id is not null and not r.again then r.id
  else coalesce(r.id, '') || '#' || md5(r.payload::text) end`

/**
 * Puts payloads aside whole; one that is there already with the same reason is not written again, but for what Alpaca does
 * not know: when that was asked for last says when to ask again.
 */
export function quarantine(accountId: string, rejects: readonly Refused[], now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  const isKnown = sql`q.healed_at is null and (excluded.tried_at is not null or (q.reason = excluded.reason and q.payload = excluded.payload))`
  const kept = (column: string) =>
    sql`${sql.identifier(column)} = case when ${isKnown} then q.${sql.identifier(column)} else excluded.${sql.identifier(column)} end`
  return sql`insert into ${syncQuarantine} as q
      (account_id, source, payload_key, reason, payload, seen_at, tried_at, parser_version)
    select distinct on (n.source, n.key) ${accountId}, n.source, n.key, n.reason, n.payload, ${at},
      case when n.absent then ${at} end, ${PARSER_VERSION}::int
    from (select r.*, ${KEY} as key from ${refused(rejects)} r) n
    where n.absent or not exists (select from ${syncQuarantine} q where q.account_id = ${accountId} and q.source = n.source
      and q.payload_key = n.key and q.reason = n.reason and q.payload = n.payload and q.healed_at is null)
    on conflict (account_id, source, payload_key) do update
    set ${sql.join(['reason', 'payload', 'seen_at', 'parser_version'].map(kept), sql`, `)},
      tried_at = excluded.tried_at, healed_at = null`
}

/** Behind the id of an order that another account has: no run asks for it again by that. */
export const TAKEN = '#taken'

/**
 * The CTE `aside`: puts aside what the CTE `taken` holds, orders by `id` and `payload` that another account has under the same id;
 * what is there already as it is is not written again.
 */
export function quarantineTaken(accountId: string, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  return sql`aside as (
    insert into ${syncQuarantine} as q (account_id, source, payload_key, reason, payload, seen_at, parser_version)
    select ${accountId}, 'order', t.id || ${TAKEN}, 'id: another account has an order with this id', t.payload, ${at},
      ${PARSER_VERSION}::int
    from taken t where not exists (select from ${syncQuarantine} k where k.account_id = ${accountId} and k.source = 'order'
      and k.payload_key = t.id || ${TAKEN} and k.payload = t.payload and k.healed_at is null)
    on conflict (account_id, source, payload_key) do update
    set payload = excluded.payload, seen_at = excluded.seen_at, healed_at = null
  )`
}

/** Writes down that this version's reader has refused stored payloads too, those that are not healed by now. */
export function markRefused(ids: readonly string[], now: Date): SQL {
  return sql`update ${syncQuarantine} set parser_version = ${PARSER_VERSION}::int, tried_at = ${now.toISOString()}::timestamptz
    where id in (select value::uuid from ${textArray(ids)}) and healed_at is null and parser_version <> ${PARSER_VERSION}::int`
}

/** Rejects as rows; the payload `null` is JSON's, because SQL's cannot be stored. */
export function refused(rejects: readonly Refused[]): SQL {
  const rows = rejects.map(({ payload, again, absent, ...reject }) => ({
    ...reject,
    payload: payload ?? null,
    again: again ?? false,
    absent: absent ?? false,
  }))
  return sql`(select source, id, reason, coalesce(payload, 'null') as payload, again, absent
    from jsonb_to_recordset(${jsonText(rows)}::jsonb)
      as p(source text, id text, reason text, payload jsonb, again boolean, absent boolean))`
}

export const textArray = (items: readonly string[]) =>
  sql`jsonb_array_elements_text(${jsonText(items)}::jsonb)`
