import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { PARSER_VERSION } from '../../alpaca/parser-version'
import type { RejectSource } from '../../alpaca/reject'
import { alpacaOrders, alpacaParentOrders, syncQuarantine } from '../schema'
import { jsonText } from '../statements/recordset'

/** What is put aside of an account, as far as a retry needs to know it. */
export const unhealedPayload = z.object({
  id: z.string(),
  source: z.enum(['order', 'activity', 'position', 'account', 'contract']),
  /** Alpaca's id; null when the payload has none. */
  item_id: z.string().nullable(),
})

export type UnhealedPayload = z.infer<typeof unhealedPayload>

// A second payload under one id has the id, too, before the #.
const itemId = sql`nullif(split_part(payload_key, '#', 1), '')`

const only = (ids: readonly string[] | undefined): SQL =>
  ids === undefined
    ? sql`true`
    : sql`id in (select value::uuid from jsonb_array_elements_text(${jsonText(ids)}::jsonb))`

/** What is put aside of an account and not healed, oldest first; with ids, of these rows alone. */
export function selectUnhealed(accountId: string, ids: readonly string[] | undefined): SQL {
  return sql`select id, source, ${itemId} as item_id from ${syncQuarantine}
    where account_id = ${accountId} and healed_at is null and ${only(ids)} order by created_at, id`
}

/**
 * The ids of what could be read as it is stored: orders and activities that an older reader refused, with `all` those that
 * this one refused too. Positions are true for a moment only, and what came a second time under one id is no better now.
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

/** A payload that is put aside, with the order that it is a leg of, if one is known. */
export const storedPayload = z.object({
  id: z.string(),
  source: z.enum(['order', 'activity']),
  parent_id: z.string().nullable(),
  payload: z.unknown(),
})

/** These payloads, unless they are healed by now. */
export function selectPayloads(ids: readonly string[]): SQL {
  return sql`select id, source, payload, case when source = 'order' then ${parentOfRefusedLeg} end as parent_id
    from ${syncQuarantine} where healed_at is null and ${only(ids)} order by id`
}

// Alpaca tells the parent in a nested answer alone (src/alpaca/README.md 1.5): the payload of the parent has it.
const legs = (rawData: SQL) =>
  sql`${rawData} -> 'legs' @> jsonb_build_array(jsonb_build_object('id', payload_key))`

/** The id of the order that a refused leg belongs to, of a row of the quarantine; null when it is no leg, or nobody's. */
export const parentOfRefusedLeg = sql`case when payload ->> 'order_class' in ('mleg', 'bracket', 'oco', 'oto') then coalesce(
  (select p.alpaca_order_id from ${alpacaParentOrders} p
    where p.account_id = ${syncQuarantine}.account_id and ${legs(sql`p.raw_data`)} limit 1),
  (select o.alpaca_order_id from ${alpacaOrders} o
    where o.account_id = ${syncQuarantine}.account_id and o.order_class = payload ->> 'order_class'
      and ${legs(sql`o.raw_data`)} limit 1)) end`

export const quarantinedKeys = (accountId: string, source: RejectSource): SQL =>
  sql`select payload_key as id from ${syncQuarantine}
    where account_id = ${accountId} and source = ${source} and healed_at is null and payload_key not like '%#%'`

/** Orders that were put aside and have an id, one `id` a row in order. */
export function quarantinedOrders(accountId: string): SQL {
  return sql`${quarantinedKeys(accountId, 'order')} order by 1`
}

/** Activities that were put aside and have an id, one `id` a row in order. */
export function quarantinedActivities(accountId: string): SQL {
  return sql`${quarantinedKeys(accountId, 'activity')} order by 1`
}
