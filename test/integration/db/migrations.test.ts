import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { freshDatabase } from '../../support/database'

let db: Database

beforeAll(async () => {
  db = openDatabase(await freshDatabase())
})

async function names(query: string): Promise<unknown[]> {
  const { rows } = await db.execute(sql.raw(query))
  return rows.map((row) => Object.values(row)[0])
}

const OURS = `c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`

describe('the migrated database', () => {
  it('has the tables of the design', async () => {
    const tables = await names(`select c.relname from pg_class c where ${OURS}`)
    for (const table of [
      'alpaca_orders',
      'alpaca_positions',
      'alpaca_accounts',
      'alpaca_parent_orders',
      'alpaca_activities',
      'alpaca_trades',
      'alpaca_trade_fills',
      'trade_overrides',
      'sync_state',
      'sync_runs',
      'sync_quarantine',
    ]) {
      expect(tables).toContain(table)
    }
  })

  it('keeps updated_at on each table', async () => {
    const without = await names(`select c.relname from pg_class c where ${OURS} and not exists (
      select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
        and t.tgfoid = 'update_updated_at_column'::regproc and t.tgtype & 18 = 18)`)
    expect(without).toEqual([])
    await db.execute(sql`insert into alpaca_contracts (symbol, underlying, multiplier, raw_data, updated_at)
      values ('GME1261016C00003000', 'GME', 100, '{}', '2020-01-01T00:00:00Z')`)
    await db.execute(sql`update alpaca_contracts set multiplier = 10`)
    const fresh = await names(
      `select updated_at > now() - interval '1 minute' from alpaca_contracts`,
    )
    expect(fresh).toEqual([true])
  })

  it('has a comment on each table, view and column', async () => {
    const OURS = `c.relkind in ('r', 'v') and c.relnamespace = 'public'::regnamespace`
    const tables = await names(
      `select c.relname from pg_class c where ${OURS} and obj_description(c.oid, 'pg_class') is null`,
    )
    const columns = await names(`select c.relname || '.' || a.attname from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where ${OURS} and col_description(c.oid, a.attnum) is null`)
    expect([tables, columns]).toEqual([[], []])
  })

  it('stores any number of closed positions of a symbol, and one open position', async () => {
    const insert = (isOpen: boolean) =>
      db.execute(sql`insert into alpaca_positions (account_id, symbol, underlying, qty, side, is_open, raw_data)
        values ('a', 'SPY', 'SPY', 1, 'long', ${isOpen}, '{}')`)
    for (const isOpen of [false, false, true, false]) await insert(isOpen)
    await expect(insert(true)).rejects.toThrow()
  })

  it('stores decimals and moments exactly', async () => {
    await db.execute(sql`insert into alpaca_positions (account_id, symbol, underlying, qty, side, avg_entry_price, closed_at, raw_data)
      values ('b', 'BTCUSD', 'BTC/USD', '0.123456789012345678', 'long', '22577.2578201313066474', '2026-09-10T17:11:25.217586Z', '{}')`)
    const { rows } = await db.execute(
      sql`select qty, avg_entry_price, extract(microseconds from closed_at)::int as micros from alpaca_positions where account_id = 'b'`,
    )
    expect(rows).toEqual([
      { qty: '0.123456789012345678', avg_entry_price: '22577.2578201313066474', micros: 25217586 },
    ])
  })
})
