import { beforeAll, describe, expect, it } from 'vitest'
import { bodyOf, haveSamples, listOf } from '../../unit/alpaca/samples'
import { openSync, rowsOf, theValue } from './support'

if (!haveSamples) console.warn('skipped: ../shared/alpaca/samples is not there')

/** Alpaca as it was recorded: everything on the first page, nothing beyond it. */
const recorded: typeof fetch = async (input, init) => {
  const url = new URL(new Request(input, init).url)
  const next = url.searchParams.has('after_order_id') || url.searchParams.has('page_token')
  if (url.pathname === '/v2/account') return Response.json(bodyOf('real_account'))
  if (url.pathname === '/v2/orders') return Response.json(next ? [] : listOf('real_orders_nested'))
  if (url.pathname === '/v2/account/activities') {
    return Response.json(next ? [] : listOf('real_activities_mixed'))
  }
  if (url.pathname === '/v2/positions') return Response.json(listOf('real_positions_options'))
  return Response.json({ code: 40410000, message: 'not found' }, { status: 404 })
}

describe.skipIf(!haveSamples)('the recorded paper account', () => {
  let world: Awaited<ReturnType<typeof openSync>>

  beforeAll(async () => {
    world = await openSync(recorded, ['paper'], { now: new Date('2026-09-10T20:00:00Z') })
    await world.sync()
  })

  it('has 15 filled legs of 4 multi-leg orders and others, and 13 open positions', async () => {
    expect(
      await theValue(world.db, "select count(*)::int from alpaca_orders where status = 'filled'"),
    ).toBe(15)
    expect(await theValue(world.db, 'select count(*)::int from alpaca_parent_orders')).toBe(4)
    expect(
      await theValue(world.db, 'select count(*)::int from alpaca_positions where is_open'),
    ).toBe(13)
    expect(await theValue(world.db, 'select count(*)::int from sync_quarantine')).toBe(0)
    expect(await theValue(world.db, 'select cash from alpaca_accounts')).toBe('96886.08')
  })

  it('has a leg and a fill for each other, and each leg its parent', async () => {
    const fills = `select count(*)::int from alpaca_activities a join alpaca_orders o on o.alpaca_order_id = a.order_id
      where a.activity_type = 'FILL' and a.underlying = o.underlying and a.qty = o.filled_qty`
    expect(await theValue(world.db, fills)).toBe(15)
    const legs = `select count(*)::int from alpaca_parent_orders p join alpaca_orders o on o.parent_order_id = p.alpaca_order_id`
    const counted = 'select sum(leg_count)::int from alpaca_parent_orders'
    expect(await theValue(world.db, legs)).toBe(await theValue(world.db, counted))
  })

  it('adds up to the cash that Alpaca says', async () => {
    const cash = `select (select sum(net_amount) from alpaca_activities where activity_type <> 'FILL')
      + (select sum(case side when 'buy' then -qty else qty end * price * 100) from alpaca_activities where activity_type = 'FILL') as cash`
    expect(Number(await theValue(world.db, cash))).toBe(96886.08)
  })

  it('is not written again', async () => {
    const { report } = await world.sync()
    expect(report).toMatchObject({ inserted: 0, updated: 0, quarantined: 0 })
    expect(await rowsOf(world.db, 'select distinct status from sync_runs')).toEqual([
      { status: 'success' },
    ])
  })
})
