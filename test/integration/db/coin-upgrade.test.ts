import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import upgrade from '../../../drizzle/0005_coins_and_fees_data_comments.sql?raw'
import { openDatabase } from '../../../src/db/connection/client'
import { freshDatabase } from '../../support/database'
import { rowsOf } from '../sync/support'

const STATEMENTS = upgrade.split('--> statement-breakpoint')

/** An activity as a version before stored it: without rule, day and paying coin. */
function activity(id: string, type: string, columns: string, values: string, payload: object) {
  const text = JSON.stringify(payload)
  return sql`insert into alpaca_activities (account_id, activity_id, activity_type, effective_at, raw_data, ${sql.raw(columns)})
    values ('a', ${id}, ${type}, '2026-09-10T04:00:00Z', ${text}::jsonb, ${sql.raw(values)})`
}

const order = (id: string, symbol: string, underlying: string) =>
  sql`insert into alpaca_orders (alpaca_order_id, account_id, trade_id, strategy_type, symbol, underlying, asset_class,
      side, status, submitted_at, raw_data)
    values (${id}, 'a', gen_random_uuid(), 'crypto', ${symbol}, ${underlying}, 'crypto', 'buy', 'filled',
      '2026-09-10T14:00:00Z', '{}')`

describe('the upgrade of stored coins and fees', () => {
  it('moves pairs to the coin in dollars, and reads what each fee is charged on', async () => {
    const db = openDatabase(await freshDatabase())
    for (const [id, symbol, underlying] of [
      ['o1', 'BTC/USD', 'BTC/USD'],
      ['o2', 'BTCUSD', 'BTC/USD'],
      ['o3', 'ETH/BTC', 'ETH/BTC'],
      ['o4', 'ETHUSDT', 'ETH/USDT'],
    ] as const)
      await db.execute(order(id, symbol, underlying))
    const fill = 'symbol, underlying'
    await db.execute(activity('f1', 'FILL', fill, `'ETH/BTC', 'ETH/BTC'`, {}))
    await db.execute(activity('f2', 'FILL', fill, `'BRK.B', 'BRK.B'`, {}))
    const fee = 'activity_sub_type, date, alpaca_created_at'
    const at = (sub: string) => `${sub}, '2026-09-11', '2026-09-11T20:31:00Z'`
    const on = 'on 2026-09-10 by 1'
    const texts: [id: string, sub: string, description: string | null][] = [
      ['g1', `'REG'`, `OPT REG fee for proceed of $10030 ${on}`],
      ['g2', `'TAF'`, `TAF fee for proceed of 1572 shares ${on}`],
      ['g3', 'null', 'Outgoing wire'],
      ['g4', `'ORF'`, null],
      ['g5', 'null', `CAT fee for proceed of 174 trades ${on}`],
    ]
    for (const [id, sub, description] of texts)
      await db.execute(activity(id, 'FEE', fee, at(sub), { description }))
    await db.execute(
      activity(
        'c1',
        'CFEE',
        `symbol, underlying, ${fee}`,
        `'BTCUSD', 'BTC/USD', ${at('null')}`,
        {},
      ),
    )
    for (const statement of STATEMENTS) await db.execute(sql.raw(statement))
    const orders = await rowsOf(
      db,
      'select symbol, underlying, paid_with from alpaca_orders order by alpaca_order_id',
    )
    expect(orders.map(Object.values)).toEqual([
      ['BTC/USD', 'BTC/USD', null],
      ['BTCUSD', 'BTC/USD', null],
      ['ETH/BTC', 'ETH/USD', 'BTC/USD'],
      ['ETHUSDT', 'ETH/USD', 'USDT/USD'],
    ])
    const activities = await rowsOf(
      db,
      `select activity_id, underlying, paid_with, fee_rule, fee_day::text as day,
        extract(epoch from effective_at)::int as at from alpaca_activities order by activity_id`,
    )
    const midnight = Date.parse('2026-09-10T04:00:00Z') / 1000
    const posted = Date.parse('2026-09-11T20:31:00Z') / 1000
    expect(activities.map(Object.values)).toEqual([
      ['c1', 'BTC/USD', null, 'coin', '2026-09-11', posted],
      ['f1', 'ETH/USD', 'BTC/USD', null, null, midnight],
      ['f2', 'BRK.B', null, null, null, midnight],
      ['g1', null, null, 'option_proceeds', '2026-09-10', midnight],
      ['g2', null, null, 'share_quantity', '2026-09-10', midnight],
      ['g3', null, null, 'account', '2026-09-11', midnight],
      ['g4', null, null, 'option_contracts', '2026-09-11', midnight],
      ['g5', null, null, 'all_fills', '2026-09-10', midnight],
    ])
  })
})
