import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { PARSER_VERSION } from '../../alpaca/parser-version'
import type { RejectSource } from '../../alpaca/reject'
import { alpacaOrders, alpacaParentOrders, syncQuarantine } from '../schema'
import { jsonText } from '../statements/recordset'

/** The fields of an unhealed payload that a retry needs. */
export const unhealedPayload = z.object({
  id: z.string(),
  source: z.enum(['order', 'activity', 'position', 'account', 'contract']),
  /** Alpaca's id; null when the payload has none. */
  item_id: z.string().nullable(),
})

export type UnhealedPayload = z.infer<typeof unhealedPayload>

// The key of a second payload under one id is that id, #, and a digest.
const itemId = sql`nullif(split_part(payload_key, '#', 1), '')`

const only = (ids: readonly string[] | undefined): SQL =>
  ids === undefined
    ? sql`true`
    : sql`id in (select value::uuid from jsonb_array_elements_text(${jsonText(ids)}::jsonb))`

/** Selects the unhealed payloads of an account, oldest first; with ids, only these rows. */
export function selectUnhealed(accountId: string, ids: readonly string[] | undefined): SQL {
  return sql`select id, source, ${itemId} as item_id from ${syncQuarantine}
    where account_id = ${accountId} and healed_at is null and ${only(ids)} order by created_at, id`
}

/**
 * Selects the ids of stored payloads to parse again: orders and activities that an older parser
 * refused, with `all` also those that this version refused. Positions are left out, because they
 * were true for a moment only. So are second payloads under one id.
 */
export function selectReadable(
  accountId: string,
  which: { all: boolean; ids?: readonly string[] | undefined },
): SQL {
  return sql`select id::text as id from ${syncQuarantine}
    where account_id = ${accountId} and healed_at is null and source in ('order', 'activity')
      and payload_key not like '_%#%' and ${only(which.ids)}
      and (${which.all} or parser_version <> ${PARSER_VERSION}::int) order by id`
}

/** A quarantined payload. `parent_id` is the order that it is a leg of, if known. */
export const storedPayload = z.object({
  id: z.string(),
  source: z.enum(['order', 'activity']),
  parent_id: z.string().nullable(),
  payload: z.unknown(),
})

/** Selects these payloads, unless they have healed. */
export function selectPayloads(ids: readonly string[]): SQL {
  return sql`select id, source, payload, case when source = 'order' then ${parentOfRefusedLeg} end
    as parent_id
    from ${syncQuarantine} where healed_at is null and ${only(ids)} order by id`
}

// Only a nested answer names the parent (src/alpaca/README.md 1.5), so the parent's payload is
// searched.
const legs = (rawData: SQL) =>
  sql`${rawData} -> 'legs' @> jsonb_build_array(jsonb_build_object('id', payload_key))`

/**
 * For a row of the quarantine: the id of the order that a refused leg belongs to; null when it is
 * no leg or the order is not stored.
 */
export const parentOfRefusedLeg = sql`case when payload ->> 'order_class' in
  ('mleg', 'bracket', 'oco', 'oto') then coalesce(
  (select p.alpaca_order_id from ${alpacaParentOrders} p
    where p.account_id = ${syncQuarantine}.account_id and ${legs(sql`p.raw_data`)} limit 1),
  (select o.alpaca_order_id from ${alpacaOrders} o
    where o.account_id = ${syncQuarantine}.account_id and o.order_class = payload ->> 'order_class'
      and ${legs(sql`o.raw_data`)} limit 1)) end`

/** Selects the ids of the unhealed payloads of a source that have an id, as `id`. */
export const quarantinedKeys = (accountId: string, source: RejectSource): SQL =>
  sql`select payload_key as id from ${syncQuarantine}
    where account_id = ${accountId} and source = ${source} and healed_at is null
      and payload_key not like '%#%'`

/** Selects the quarantined orders that have an id, one `id` a row, in order. */
export function quarantinedOrders(accountId: string): SQL {
  return sql`${quarantinedKeys(accountId, 'order')} order by 1`
}

/** Selects the quarantined activities that have an id, one `id` a row, in order. */
export function quarantinedActivities(accountId: string): SQL {
  return sql`${quarantinedKeys(accountId, 'activity')} order by 1`
}
