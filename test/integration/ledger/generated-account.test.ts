import { beforeAll, describe, expect, it } from 'vitest'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { NOW, openWorld, rowsOf, theValue as valueIn, type World } from '../sync/support'
import { refoldAll } from './refold'

const OPEN_LEGS = `
  select l.symbol, sum(case l.side when 'long' then l.open_qty else -l.open_qty end)::text as qty
  from alpaca_trades t cross join lateral jsonb_to_recordset(t.legs) as l(symbol text, side text, open_qty numeric)
  where l.open_qty > 0 group by 1 order by 1`

describe('the ledger of a generated account', () => {
  let world: World

  beforeAll(async () => {
    world = await openWorld(generateAccount({ seed: 'ledger', now: NOW }))
    await world.sync()
  })

  it('puts every order leg into a trade that exists', async () => {
    const lost = await rowsOf(
      world.db,
      `select o.alpaca_order_id, o.symbol, o.status, o.side, o.position_intent from alpaca_orders o
       where not exists (select from alpaca_trades t where t.trade_id = o.trade_id)`,
    )
    expect(lost).toEqual([])
  })

  it('has the open quantities that Alpaca holds', async () => {
    const held = await rowsOf(
      world.db,
      `select case asset_class when 'crypto' then underlying else symbol end as symbol, qty::text from alpaca_positions
       where is_open order by 1`,
    )
    expect(await rowsOf(world.db, OPEN_LEGS)).toEqual(held)
    expect(
      await valueIn(
        world.db,
        `select count(*)::int from alpaca_positions where is_open and trade_id is null`,
      ),
    ).toBe(0)
  })

  it('contains every filled quantity once', async () => {
    const off = await rowsOf(
      world.db,
      `select o.alpaca_order_id, o.filled_qty, sum(f.qty) from alpaca_orders o
       left join alpaca_trade_fills f on f.order_id = o.alpaca_order_id
       group by 1, 2 having coalesce(sum(f.qty), 0) <> o.filled_qty`,
    )
    expect(off).toEqual([])
  })

  it('distributes fees to the cent', async () => {
    const off = await rowsOf(
      world.db,
      `select a.activity_id, a.net_amount, sum(f.amount) from alpaca_activities a
       left join alpaca_trade_fees f on f.activity_id = a.activity_id
       where a.activity_type = 'FEE' group by 1, 2 having coalesce(sum(f.amount), 0) <> -a.net_amount`,
    )
    expect(off).toEqual([])
    const total = `select sum(fees)::text from alpaca_trades`
    expect(await valueIn(world.db, total)).toBe(
      await valueIn(world.db, `select sum(amount)::text from alpaca_trade_fees`),
    )
  })

  it('does not change when it is grouped again from the beginning', async () => {
    const report = await refoldAll(world)
    const failures = { underlyings: [], parts: [] }
    expect(report).toMatchObject({ changed: 0, has_more: false, failures })
    expect(report.underlyings).toBeGreaterThan(8)
  })
})
