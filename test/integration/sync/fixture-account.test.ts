import { beforeAll, describe, expect, it } from 'vitest'
import { fixtureAlpaca } from '../../support/alpaca-fixtures'
import { openSync, rowsOf, theValue } from './support'

describe('the sync of the account in test/fixtures/alpaca', () => {
  let world: Awaited<ReturnType<typeof openSync>>

  beforeAll(async () => {
    world = await openSync(fixtureAlpaca, ['paper'], { now: new Date('2026-09-15T13:30:00Z') })
    await world.sync()
  })

  it('stores 14 filled orders, 4 multi-leg parents and 12 open positions, and quarantines nothing', async () => {
    expect(
      await theValue(world.db, "select count(*)::int from alpaca_orders where status = 'filled'"),
    ).toBe(14)
    expect(await theValue(world.db, 'select count(*)::int from alpaca_parent_orders')).toBe(4)
    expect(
      await theValue(world.db, 'select count(*)::int from alpaca_positions where is_open'),
    ).toBe(12)
    expect(await theValue(world.db, 'select count(*)::int from sync_quarantine')).toBe(0)
    expect(await theValue(world.db, 'select cash from alpaca_accounts')).toBe('99803.04')
  })

  it('stores one fill for each order, and the parent of each leg', async () => {
    const fills = `select count(*)::int from alpaca_activities a join alpaca_orders o on o.alpaca_order_id = a.order_id
      where a.activity_type = 'FILL' and a.underlying = o.underlying and a.qty = o.filled_qty`
    expect(await theValue(world.db, fills)).toBe(14)
    const legs = `select count(*)::int from alpaca_parent_orders p join alpaca_orders o on o.parent_order_id = p.alpaca_order_id`
    const counted = 'select sum(leg_count)::int from alpaca_parent_orders'
    expect(await theValue(world.db, legs)).toBe(await theValue(world.db, counted))
  })

  it('stores activities that add up to the cash of the account', async () => {
    const cash = `select (select sum(net_amount) from alpaca_activities where activity_type <> 'FILL')
      + (select sum(case side when 'buy' then -qty else qty end * price * 100) from alpaca_activities where activity_type = 'FILL') as cash`
    expect(Number(await theValue(world.db, cash))).toBe(99803.04)
  })

  it('writes nothing when it runs again', async () => {
    const { report } = await world.sync()
    expect(report).toMatchObject({ inserted: 0, updated: 0, quarantined: 0 })
    expect(await rowsOf(world.db, 'select distinct status from sync_runs')).toEqual([
      { status: 'success' },
    ])
  })
})
