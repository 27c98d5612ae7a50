import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue } from './support'

const ADJUSTED = 'GME1261016C00030000'

describe('contracts whose root ends in a digit', () => {
  it('are looked up once, and again if Alpaca does not know them', async () => {
    const broker = new Broker({ openedAt: '2026-08-03T14:30:00Z' })
    broker.defineContract(ADJUSTED, { underlying: 'GME', multiplier: '10' })
    for (const [i, symbol] of [ADJUSTED, 'SPY261218C00700000', 'AAPL'].entries()) {
      const order = broker.submit({ at: `2026-09-01T15:0${i}:00Z`, symbol, side: 'buy', qty: '1' })
      broker.fill(order.id, { at: `2026-09-01T15:0${i}:01Z`, price: '2' })
    }
    const world = await openWorld(broker)
    world.standIn.faults.next(1, { kind: 'status', status: 404 }, '/v2/options/contracts')
    await world.sync()
    expect(
      await rowsOf(world.db, 'select source, payload_key, healed_at from sync_quarantine'),
    ).toEqual([{ source: 'contract', payload_key: ADJUSTED, healed_at: null }])
    await world.sync()
    expect(
      await rowsOf(world.db, 'select symbol, underlying, multiplier from alpaca_contracts'),
    ).toEqual([{ symbol: ADJUSTED, underlying: 'GME', multiplier: '10' }])
    expect(
      await theValue(world.db, 'select count(*)::int from sync_quarantine where healed_at is null'),
    ).toBe(0)
    // Told late, it changes what the trade cost.
    const cost = "select sum(entry_cash) from alpaca_trades where legs::text like '%GME1%'"
    expect(Number(await theValue(world.db, cost))).toBe(-20)
    world.standIn.requests.clear()
    await world.sync({ full: true })
    expect(world.standIn.requests.count('/v2/options/contracts/{id}')).toBe(0)
  })

  it('are quarantined if the database refuses them, and the run stores all others and succeeds', async () => {
    const broker = new Broker({ openedAt: '2026-08-03T14:30:00Z' })
    const other = 'AMC1261016C00030000'
    broker.defineContract(ADJUSTED, { underlying: 'GME', multiplier: '10' })
    broker.defineContract(other, { underlying: 'AMC', multiplier: '20' })
    for (const [i, symbol] of [ADJUSTED, other, 'AAPL'].entries()) {
      const order = broker.submit({ at: `2026-09-01T15:0${i}:00Z`, symbol, side: 'buy', qty: '1' })
      broker.fill(order.id, { at: `2026-09-01T15:0${i}:01Z`, price: '2' })
    }
    const world = await openWorld(broker)
    await rowsOf(
      world.db,
      'alter table alpaca_contracts add constraint small check (multiplier > 10)',
    )
    expect((await world.sync()).accounts).toMatchObject([{ error: null, has_more: false }])
    const known = 'select symbol from alpaca_contracts order by 1'
    expect(await rowsOf(world.db, known)).toEqual([{ symbol: other }])
    expect(
      await rowsOf(world.db, 'select source, payload_key, reason from sync_quarantine'),
    ).toEqual([
      {
        source: 'contract',
        payload_key: ADJUSTED,
        reason: 'the database refused it: SQLSTATE 23514',
      },
    ])
    expect(await theValue(world.db, 'select count(*)::int from alpaca_trades')).toBe(3)
    await rowsOf(world.db, 'alter table alpaca_contracts drop constraint small')
    await world.sync()
    expect(await rowsOf(world.db, known)).toEqual([{ symbol: other }, { symbol: ADJUSTED }])
  })
})
