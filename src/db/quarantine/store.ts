import { type SQL, sql } from 'drizzle-orm'
import { PARSER_VERSION } from '../../alpaca/parser-version'
import type { Reject } from '../../alpaca/reject'
import { syncQuarantine } from '../schema'
import { jsonText } from '../statements/recordset'

/** A payload to quarantine. */
export interface Refused extends Reject {
  /**
   * True when Alpaca does not know the id, so that there is no payload. An earlier payload under
   * the id is kept.
   */
  absent?: boolean
}

// A payload without an id, or with an id that is taken, has a digest of its content in its key.
export const PAYLOAD_KEY = sql`case when r.id is not null and not r.again then r.id
  else coalesce(r.id, '') || '#' || md5(r.payload::text) end`

/**
 * Quarantines complete payloads. A payload that is stored with the same reason is not written
 * again. Exception: for an id that Alpaca does not know, the time of the attempt is written,
 * because it decides when to ask again.
 */
export function quarantine(accountId: string, rejects: readonly Refused[], now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  const isKnown = sql`q.healed_at is null and (excluded.tried_at is not null
    or (q.reason = excluded.reason and q.payload = excluded.payload))`
  const kept = (column: string) =>
    sql`${sql.identifier(column)} = case when ${isKnown} then q.${sql.identifier(column)}
      else excluded.${sql.identifier(column)} end`
  return sql`insert into ${syncQuarantine} as q
      (account_id, source, payload_key, reason, payload, seen_at, tried_at, parser_version)
    select distinct on (n.source, n.key) ${accountId}, n.source, n.key, n.reason, n.payload, ${at},
      case when n.absent then ${at} end, ${PARSER_VERSION}::int
    from (select r.*, ${PAYLOAD_KEY} as key from ${refusedRows(rejects)} r) n
    where n.absent or not exists (select from ${syncQuarantine} q
      where q.account_id = ${accountId} and q.source = n.source
      and q.payload_key = n.key and q.reason = n.reason and q.payload = n.payload
      and q.healed_at is null)
    on conflict (account_id, source, payload_key) do update
    set ${sql.join(['reason', 'payload', 'seen_at', 'parser_version'].map(kept), sql`, `)},
      tried_at = excluded.tried_at, healed_at = null`
}

/**
 * A suffix of the key of an order whose id another account has. With it, no run requests the order
 * again.
 */
export const TAKEN = '#taken'

/**
 * The CTE `aside`: quarantines the rows of the CTE `taken`, which are orders (`id`, `payload`)
 * whose id another account has. Rows that are stored already are not written again.
 */
export function quarantineTaken(accountId: string, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  return sql`aside as (
    insert into ${syncQuarantine} as q (account_id, source, payload_key, reason, payload, seen_at,
      parser_version)
    select ${accountId}, 'order', t.id || ${TAKEN}, 'id: another account has an order with this id',
      t.payload, ${at},
      ${PARSER_VERSION}::int
    from taken t where not exists (select from ${syncQuarantine} k
      where k.account_id = ${accountId} and k.source = 'order'
      and k.payload_key = t.id || ${TAKEN} and k.payload = t.payload and k.healed_at is null)
    on conflict (account_id, source, payload_key) do update
    set payload = excluded.payload, seen_at = excluded.seen_at, healed_at = null
  )`
}

/** Records that this version's parser has refused stored payloads too, unless they have healed. */
export function markRefused(ids: readonly string[], now: Date): SQL {
  return sql`update ${syncQuarantine} set parser_version = ${PARSER_VERSION}::int,
    tried_at = ${now.toISOString()}::timestamptz
    where id in (select value::uuid from ${textArray(ids)}) and healed_at is null
      and parser_version <> ${PARSER_VERSION}::int`
}

/** Rejects as rows. A null payload is stored as JSON's null, because the column is not null. */
export function refusedRows(rejects: readonly Refused[]): SQL {
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

/** A from-item with one row, `value`, per item. */
export const textArray = (items: readonly string[]) =>
  sql`jsonb_array_elements_text(${jsonText(items)}::jsonb)`
