import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type PositionEffect, typesWhere } from '../../alpaca/activity-types'
import type { Position } from '../../alpaca/position'
import { isOneOf } from '../ledger/units'
import { alpacaActivities, alpacaOrders, alpacaPositions, syncQuarantine } from '../schema'
import { jsonText, recordset } from '../statements/recordset'

const COLUMNS = [
  'assetId',
  'assetClass',
  'symbol',
  'underlying',
  'qty',
  'side',
  'avgEntryPrice',
  'currentPrice',
  'marketValue',
  'costBasis',
  'unrealizedPl',
  'unrealizedPlpc',
  'unrealizedIntradayPl',
  'unrealizedIntradayPlpc',
  'expiryDate',
  'strikePrice',
  'optionType',
  'rawData',
] as const

const table = getTableColumns(alpacaPositions)
const columns = Object.fromEntries(COLUMNS.map((key) => [key, table[key]]))
const names = COLUMNS.map((key) => sql.identifier(table[key].name))
const incoming = COLUMNS.map((key) => sql`i.${sql.identifier(key)}`)
const list = (items: SQL[]) => sql.join(items, sql`, `)
const each = (prefix: string) => list(names.map((name) => sql`${sql.raw(prefix)}${name}`))

// A coin's symbol differs between endpoints (src/alpaca/README.md 2) and a symbol can be renamed, so the asset's id comes first.
const SAME = sql`(o.asset_id = i."assetId" or (o.symbol = i.symbol and
  (o.asset_id is null or not exists (select from incoming x where x."assetId" = o.asset_id))))`

function incomingPositions(positions: readonly Position[]): SQL {
  const rows = positions.map(({ raw, ...position }) => ({ ...position, rawData: raw }))
  return sql`incoming as (select * from ${recordset(rows, columns)})`
}

/**
 * Closes the open positions that a complete list does not have. Alpaca does not say why: that is found out
 * from orders and activities, which may come a day later (src/alpaca/README.md 3.4). Answers how many were `closed`.
 */
export function closeVanished(accountId: string, positions: readonly Position[], now: Date): SQL {
  return sql`with ${incomingPositions(positions)}, closed as (
    update ${alpacaPositions} o
    set is_open = false, closed_at = ${now.toISOString()}::timestamptz, close_cause = 'pending'
    where o.account_id = ${accountId} and o.is_open
      and not exists (select from incoming i where ${SAME})
    returning o.id
  ) select count(*)::int as closed from closed`
}

/**
 * Updates the open positions and inserts those that are new or came back (as new rows); the ledger links them to their
 * trades. Answers `inserted` and `updated`.
 */
export function mergePositions(accountId: string, positions: readonly Position[]): SQL {
  return sql`with ${incomingPositions(positions)},
    matched as (
      select i.*, o.id as open_id, (${list(incoming)}) is distinct from (${each('o.')}) as differs
      from incoming i left join ${alpacaPositions} o
        on o.account_id = ${accountId} and o.is_open and ${SAME}
    ),
    updated as (
      update ${alpacaPositions} o set (${each('')}) = row(${list(incoming)})
      from matched i where o.id = i.open_id and i.differs returning o.id
    ),
    inserted as (
      insert into ${alpacaPositions} (account_id, ${each('')})
      select ${accountId}, ${list(incoming)} from matched i where i.open_id is null
      returning id
    )
    select (select count(*) from inserted)::int as inserted, (select count(*) from updated)::int as updated`
}

/**
 * Closes, of the open positions that a list does not have, those whose known executions add up to nothing held, with their
 * cause: that much of a doubted list is certain. Answers the `id` of each.
 */
export function closeExplained(accountId: string, positions: readonly Position[], now: Date): SQL {
  const candidates = sql`select o.*, ${now.toISOString()}::timestamptz as missed_at from ${alpacaPositions} o
    where o.account_id = ${accountId} and o.is_open and not exists (select from incoming i where ${SAME})`
  return sql`with ${incomingPositions(positions)}, ${causesOf(accountId, candidates)}
    update ${alpacaPositions} p
    set is_open = false, closed_at = ${now.toISOString()}::timestamptz, close_cause = c.cause
    from causes c where p.id = c.id returning p.id`
}

/** An open position as it was seen last: what a list is compared with. */
export const heldPosition = z.object({
  id: z.string(),
  symbol: z.string(),
  assetId: z.string().nullable(),
  marketValue: z.string().nullable(),
  costBasis: z.string().nullable(),
})

export type HeldPosition = z.infer<typeof heldPosition>

/** The open positions of an account, each as a `heldPosition`. */
export const selectHeld = (accountId: string): SQL =>
  sql`select id, symbol, asset_id as "assetId", market_value::text as "marketValue", cost_basis::text as "costBasis"
    from ${alpacaPositions} where account_id = ${accountId} and is_open order by symbol`

/** The reason under which a doubted list is quarantined, with the symbols that it misses: `{"missing": [...]}`. */
export const DOUBTED = 'the list misses positions that the account is still worth'

/** Since when (`seen_at`) lists are doubted for the same payload, without one in between that was believed. */
export const selectDoubtedSince = (accountId: string, payload: unknown): SQL =>
  sql`select seen_at from ${syncQuarantine} where account_id = ${accountId} and source = 'position'
    and healed_at is null and reason = ${DOUBTED} and payload = ${jsonText(payload)}::jsonb`

/** Says why the positions closed that a list has just been found to miss. */
export const closeCausesSince = (accountId: string, now: Date): SQL =>
  closeCauses(accountId, sql`p.closed_at = ${now.toISOString()}::timestamptz`)

/** Says why positions of some underlyings closed, however long ago: something of these underlyings has come. */
export const closeCausesOf = (accountId: string, underlyings: readonly string[]): SQL =>
  closeCauses(
    accountId,
    sql`p.underlying in (select jsonb_array_elements_text(${JSON.stringify(underlyings)}::jsonb))`,
  )

/** Says why closed positions closed, for those whose cause is not known and whose known executions now explain it. */
function closeCauses(accountId: string, which: SQL): SQL {
  const candidates = sql`select p.*, p.closed_at as missed_at from ${alpacaPositions} p
    where p.account_id = ${accountId} and not p.is_open and p.close_cause in ('pending', 'unexplained') and ${which}`
  return sql`with ${causesOf(accountId, candidates)}
    update ${alpacaPositions} p set close_cause = c.cause from causes c where p.id = c.id`
}

// Events of options are dated, and come, days later (src/alpaca/README.md 3.3, 3.4).
const DAYS_TO_POST = sql`interval '5 days'`

/** Gives up waiting for what would explain a position's end; should it still come, it is told. */
export function giveUpCauses(accountId: string, now: Date): SQL {
  return sql`update ${alpacaPositions} set close_cause = 'unexplained'
    where account_id = ${accountId} and close_cause = 'pending'
      and closed_at < ${now.toISOString()}::timestamptz - ${DAYS_TO_POST}`
}

/** Types other than fills that change a position. */
const MOVING = typesWhere(({ position }) => position !== null && position !== 'fill')

/** Whether an activity changes a position in one way. */
const is = (alias: 'a' | 'g', effect: PositionEffect): SQL =>
  isOneOf(
    sql.raw(`${alias}.activity_type`),
    typesWhere(({ position }) => position === effect),
  )

/**
 * The CTE `causes`: of the candidates (positions with `missed_at`) those whose known executions add up to nothing held, and
 * the cause of the last of these. Where the symbol was held again later, orders count until the position was missed and
 * events of options some days beyond it. Otherwise all count: `missed_at` is on the Worker's clock, which may be days off.
 */
function causesOf(accountId: string, candidates: SQL): SQL {
  return sql`candidates as (
      select c.*, exists (select from ${alpacaPositions} n where n.account_id = c.account_id and n.symbol = c.symbol
        and (n.created_at, n.id) > (c.created_at, c.id)) as held_again
      from (${candidates}) c
    ),
    moves as (
      select p.id, coalesce(o.filled_at, o.alpaca_updated_at, o.submitted_at) as at, 'order' as cause,
        case o.side when 'buy' then o.filled_qty else -o.filled_qty end as qty
      from candidates p join ${alpacaOrders} o on o.account_id = ${accountId} and o.underlying = p.underlying
        and o.filled_qty > 0 and (o.symbol = p.symbol or o.asset_id = p.asset_id)
      where not p.held_again or coalesce(o.filled_at, o.alpaca_updated_at, o.submitted_at) <= p.missed_at
      union all
      select p.id, a.effective_at, case when ${is('a', 'expiration')} then 'expiration' when ${is('a', 'assignment')} then 'assignment'
          when ${is('a', 'exercise')} then 'exercise'
          when ${is('a', 'delivery')} then coalesce((select case when ${is('g', 'assignment')} then 'assignment' else 'exercise' end
            from ${alpacaActivities} g where g.account_id = a.account_id and g.group_id = a.group_id
              and (${is('g', 'assignment')} or ${is('g', 'exercise')}) limit 1), 'assignment')
          else 'adjustment' end, a.qty
      from candidates p join ${alpacaActivities} a on a.account_id = ${accountId} and a.underlying = p.underlying
        and (a.symbol = p.symbol or p.asset_class like 'crypto%')
      where ${isOneOf(sql`a.activity_type`, MOVING)}
        and a.qty is not null and a.status is distinct from 'canceled'
        and (not p.held_again or a.effective_at <= p.missed_at + ${DAYS_TO_POST})
    ),
    causes as (
      select id, (array_agg(cause order by at desc, cause))[1] as cause from moves group by id having sum(qty) = 0
    )`
}
