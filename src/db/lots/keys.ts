import { type SQL, sql } from 'drizzle-orm'
import { type Decimal, decimal } from '../../engine/model/decimal'
import { accountsNamed } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaAccounts, alpacaTradeFills, alpacaTrades } from '../schema'
import { fillConditions, type LotFilter, lotConditions } from './filter'

/** The key of a lot: the fill that closed it, and its place among the parts of the fill. */
export interface LotKey {
  closedAt: string
  tradeId: string
  executionId: string
  symbol: string
  part: number
}

/** The trades whose lots depend on one another: of one underlying, all paper or all live. */
export interface TaxGroup {
  underlying: string
  /** Alpaca's address for the accounts. */
  baseUrl: string
}

/** A closing fill, with how many lots it closed. */
export interface ClosingRow extends TaxGroup, Record<string, unknown> {
  closedAt: string
  tradeId: string
  executionId: string
  symbol: string
  parts: number
}

const parts = sql`case when jsonb_typeof(f.lots) = 'array' then jsonb_array_length(f.lots) else 1 end`

const from = sql`${alpacaTradeFills} f join ${alpacaTrades} t on t.trade_id = f.trade_id
  join ${alpacaAccounts} a on a.account_id = f.account_id`

const key = sql`(f.executed_at, f.trade_id, f.execution_id, f.symbol)`

const keyOf = ({ closedAt, tradeId, executionId, symbol }: LotKey): SQL =>
  sql`(${closedAt}::timestamptz, ${tradeId}::uuid, ${executionId}::text, ${symbol}::text)`

const lastFirst = sql`order by f.executed_at desc, f.trade_id desc, f.execution_id desc, f.symbol desc`

/**
 * Reads closing fills, the last first, from the one of a key on, with whether the account of the
 * filter is known. One round trip.
 */
export async function readClosings(
  db: Database,
  filter: LotFilter,
  { after, limit }: { after: LotKey | undefined; limit: number },
): Promise<{ rows: ClosingRow[]; accountKnown: boolean }> {
  const [accounts, { rows }] = await db.batch([
    accountsNamed(db, filter.account),
    db.execute<ClosingRow>(sql`select f.executed_at as "closedAt", f.trade_id as "tradeId",
        f.execution_id as "executionId", f.symbol, ${parts} as parts, t.underlying, a.base_url as "baseUrl"
      from ${from}
      where ${lotConditions(db, filter)} and ${after ? sql`${key} <= ${keyOf(after)}` : sql`true`}
      ${lastFirst} limit ${limit}::int`),
  ])
  return { rows, accountKnown: filter.account === undefined || accounts.length > 0 }
}

/** Reads the groups that lots of a filter are in. */
export async function readTaxGroups(db: Database, filter: LotFilter): Promise<TaxGroup[]> {
  const { rows } = await db.execute<TaxGroup & Record<string, unknown>>(
    sql`select distinct t.underlying, a.base_url as "baseUrl" from ${from}
      where ${lotConditions(db, filter)} order by 1, 2`,
  )
  return rows
}

/**
 * Reads how many Section 1256 contracts of a filter are open at the end of its range; now, if it
 * has none. Legs of both sides count.
 */
export async function readOpenContracts(db: Database, filter: LotFilter): Promise<Decimal> {
  if (filter.section1256 === false) return decimal(0)
  const opened = { ...filter, closedSince: undefined, section1256: true }
  const { rows } = await db.execute<{ contracts: string }>(
    sql`select coalesce(sum(case f.effect when 'open' then f.qty else -f.qty end), 0) as contracts
      from ${from} where ${fillConditions(db, opened)}`,
  )
  return decimal(rows[0]?.contracts ?? 0)
}

/** Reads the key of the `most`-th lot after a key; null when there are no more than `most`. */
export async function endOfLots(
  db: Database,
  filter: LotFilter,
  after: LotKey | undefined,
  most: number,
): Promise<LotKey | null> {
  const skipped = after === undefined ? 0 : after.part + 1
  const { rows } = await db.execute<ClosingRow & { upTo: number; isLast: boolean }>(
    sql`select * from (
        select f.executed_at as "closedAt", f.trade_id as "tradeId", f.execution_id as "executionId", f.symbol,
          ${parts} as parts, (sum(${parts}) over w)::int - ${skipped}::int as "upTo",
          lead(f.trade_id) over w is null as "isLast"
        from ${from}
        where ${lotConditions(db, filter)} and ${after ? sql`${key} <= ${keyOf(after)}` : sql`true`}
        window w as (${lastFirst})
      ) x
      where x."upTo" >= ${most}::int order by x."upTo" limit 1`,
  )
  const [end] = rows
  if (!end || (end.isLast && end.upTo === most)) return null
  const { closedAt, tradeId, executionId, symbol } = end
  const part = most - (end.upTo - end.parts) - 1
  return { closedAt, tradeId, executionId, symbol, part }
}
