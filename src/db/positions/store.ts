import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { BrokerPosition } from '../../alpaca/position'
import { alpacaPositions } from '../schema'
import { recordset } from '../statements/recordset'

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

// The asset's id decides first, because a coin's symbol differs between endpoints
// (src/alpaca/README.md 2) and a symbol can be renamed.
export const SAME = sql`(o.asset_id = i."assetId" or (o.symbol = i.symbol and
  (o.asset_id is null or not exists (select from incoming x where x."assetId" = o.asset_id))))`

/** The CTE `incoming`: the positions of a list. */
export function incomingPositions(positions: readonly BrokerPosition[]): SQL {
  const rows = positions.map(({ raw, ...position }) => ({ ...position, rawData: raw }))
  return sql`incoming as (select * from ${recordset(rows, columns)})`
}

/**
 * Closes the open positions that a complete list lacks. Alpaca gives no reason. The cause is found
 * from orders and activities, which may arrive a day later (src/alpaca/README.md 3.4). Returns how
 * many were `closed`.
 */
export function closeVanished(
  accountId: string,
  positions: readonly BrokerPosition[],
  now: Date,
): SQL {
  return sql`with ${incomingPositions(positions)}, closed as (
    update ${alpacaPositions} o
    set is_open = false, closed_at = ${now.toISOString()}::timestamptz, close_cause = 'pending'
    where o.account_id = ${accountId} and o.is_open
      and not exists (select from incoming i where ${SAME})
    returning o.id
  ) select count(*)::int as closed from closed`
}

/**
 * Updates open positions, and inserts new ones and those that are open again (as new rows). The
 * ledger links them to their trades. Returns `inserted` and `updated`.
 */
export function mergePositions(accountId: string, positions: readonly BrokerPosition[]): SQL {
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
    select (select count(*) from inserted)::int as inserted,
      (select count(*) from updated)::int as updated`
}
