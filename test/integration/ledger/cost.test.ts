import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/db/connection/client'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, type World } from '../sync/support'
import { refoldAll } from './refold'

/** The rows of all tables that Postgres has read and written. */
interface Work {
  read: number
  written: number
}

async function workSoFar(db: Database): Promise<Work> {
  await db.execute(sql`select pg_stat_force_next_flush()`)
  await db.execute(sql`select pg_stat_clear_snapshot()`)
  const { rows } =
    await db.execute(sql`select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 as read,
    sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 as written from pg_stat_user_tables`)
  return { read: Number(rows[0]?.read), written: Number(rows[0]?.written) }
}

/** Adds day trades of SPY calls, ten minutes apart over years, beside shares that stay open. */
async function fillHistory({ db }: World, orders: number): Promise<void> {
  await db.execute(sql`insert into alpaca_orders (alpaca_order_id, account_id, trade_id, strategy_type, symbol, underlying,
      asset_class, order_class, side, position_intent, qty, filled_qty, filled_avg_price, status, expiry_date,
      strike_price, option_type, submitted_at, filled_at, alpaca_created_at, alpaca_updated_at, raw_data)
    select 'order-' || lpad(n::text, 7, '0'), a.account_id, gen_random_uuid(), 'single_leg', 'SPY261218C00500000', 'SPY',
      'us_option', 'simple', case n % 2 when 0 then 'buy' else 'sell' end,
      case n % 2 when 0 then 'buy_to_open' else 'sell_to_close' end, 1, 1, 5 + (n % 7) * 0.1, 'filled', '2026-12-18', 500, 'call',
      m.at, m.at + interval '1 second', m.at, m.at + interval '1 second', '{}'
    from alpaca_accounts a cross join generate_series(0, ${orders}::int - 1) n
    cross join lateral (select timestamptz '2024-01-02 15:00Z' + n * interval '10 minutes' as at) m`)
  await db.execute(sql`analyze`)
}

/** The closed trades, orders and checkpoints of the history. */
async function closedTrades({ db }: World): Promise<unknown> {
  const { rows } = await db.execute(sql`select
    (select count(*)::int from alpaca_trades where status = 'closed' and strategy = 'long_call') as trades,
    (select count(distinct order_id)::int from alpaca_trade_fills where order_id like 'order-%') as orders,
    (select count(*)::int from ledger_checkpoints) as checkpoints`)
  return rows[0]
}

/**
 * The midnights in New York during the history, which begins at 10:00. Cover is judged at the end
 * of a day, so that checkpoints lie between days. A full day has 288 facts, enough for a
 * checkpoint; the first has too few.
 */
const midnightsOf = (orders: number): number => Math.floor((orders / 6 + 10) / 24)

/** Measures the rows that a sync of one more order reads and writes after so many orders. */
async function costOfOneMore(orders: number): Promise<Work> {
  const broker = new Broker({ openedAt: '2024-01-01T14:30:00Z' })
  const shares = broker.submit({
    at: '2024-01-01T15:00:00Z',
    symbol: 'SPY',
    side: 'buy',
    qty: '100',
  })
  broker.fill(shares.id, { at: '2024-01-01T15:00:01Z', price: '470' })
  const world = await openWorld(broker)
  await world.sync()
  await fillHistory(world, orders)
  expect(await refoldAll(world)).toMatchObject({ underlyings: 1, has_more: false })
  expect(await closedTrades(world)).toEqual({
    trades: orders / 2,
    orders,
    checkpoints: midnightsOf(orders) - 1,
  })
  await world.db.execute(sql`analyze`)
  await world.sync()
  const more = broker.submit({
    at: '2026-09-30T15:00:00Z',
    symbol: 'SPY261218P00400000',
    side: 'buy',
    qty: '1',
  })
  broker.fill(more.id, { at: '2026-09-30T15:00:01Z', price: '2.5' })
  const before = await workSoFar(world.db)
  const { report } = await world.sync()
  expect(report.inserted).toBeGreaterThan(0)
  const after = await workSoFar(world.db)
  return { read: after.read - before.read, written: after.written - before.written }
}

describe('the rows that a sync reads and writes', () => {
  it('depend on the changes, not on the number of stored rows', async () => {
    const small = await costOfOneMore(2_000)
    const large = await costOfOneMore(20_000)
    expect(large.written).toBe(small.written)
    expect(large.written).toBeLessThan(50)
    expect(large.read).toBeLessThan(1_500)
  }, 180_000)
})
