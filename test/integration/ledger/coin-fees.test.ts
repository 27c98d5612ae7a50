import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from '../sync/support'
import { refoldAll } from './refold'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '100000' }
const BTC = 'BTC/USD'

function trade(broker: Broker, side: 'buy' | 'sell', qty: string, price: string, at: string): void {
  const { id } = broker.submit({ at, symbol: BTC, side, qty })
  broker.fill(id, { at, price })
}

/** Makes the activities of coin fees spell their pair without a slash, as positions do. */
function spellWithoutSlash(world: World): void {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) => {
    const response = await answer(input, init)
    if (!new URL(String(input)).pathname.includes('/activities')) return response
    const text = await response.text()
    const bare = text.replaceAll(/\{[^{}]*"CFEE"[^{}]*\}/g, (row) => row.replace(BTC, 'BTCUSD'))
    return new Response(bare, response)
  }
}

async function balanceOf(world: World): Promise<boolean | undefined> {
  const id = String(await theValue(world.db, 'select account_id from alpaca_accounts'))
  return (await readReconciliation(world.db, id, '2026-03-19'))?.balanced
}

const TRADES = `select status, incomplete, round(realized_pl, 6)::float8 as pl, fees::float8 as fees from alpaca_trades
  order by opened_at`

const PROFITS = 'select trade_id, quantity, realized_pl from alpaca_trades order by opened_at'

describe('a fee in coins whose purchase the broker takes back', () => {
  it('is taken from what was held at the start of its day, before the last checkpoint', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', '1', '1000', '2026-03-16T14:00:00Z')
    // Enough executions for a checkpoint, which lies at the order of noon.
    const early = Date.parse('2026-03-17T04:10:00Z')
    for (let i = 0; i < 150; i++)
      trade(broker, 'buy', '0.02', '1500', new Date(early + i * 1000).toISOString())
    trade(broker, 'buy', '0.02', '1500', '2026-03-17T12:00:00Z')
    const bought = broker.submit({ at: '2026-03-17T15:00:00Z', symbol: BTC, side: 'buy', qty: '4' })
    const execution = broker.fill(bought.id, { at: '2026-03-17T15:00:00Z', price: '2000' })
    broker.coinFee(BTC, { at: '2026-03-17T15:00:01Z', qty: '0.01' })
    trade(broker, 'sell', '0.25', '1100', '2026-03-17T16:00:00Z')
    const world = await openWorld(broker)
    world.clock.now = new Date('2026-03-17T17:00:00Z')
    await world.sync()
    expect(await rowsOf(world.db, PROFITS)).toMatchObject([{ realized_pl: '25' }])
    const saved = `select max(at) > '2026-03-17T04:10:00Z' and max(at) < '2026-03-17T14:50:00Z' as between
      from ledger_checkpoints`
    expect(await theValue(world.db, saved)).toBe(true)
    broker.bust(execution.id, '2026-03-17T17:30:00Z')
    world.clock.now = new Date('2026-03-17T18:00:00Z')
    await world.sync()
    // The first coin lost a hundredth and kept its cost: 0.25 of 0.99 cost 252.53 of 1000.
    const found = await rowsOf(world.db, PROFITS)
    expect(Number(found[0]?.realized_pl)).toBeCloseTo(275 - 1000 * (0.25 / 0.99), 6)
    await refoldAll(world)
    expect(await rowsOf(world.db, PROFITS)).toEqual(found)
  })
})

describe('fees of coins', () => {
  it.each([false, true])(
    'that are taken in coins leave the trade closed and the account balanced (BTCUSD: %s)',
    async (bare) => {
      const broker = new Broker(OPENED)
      trade(broker, 'buy', '0.5', '1000', '2026-03-17T14:00:00Z')
      broker.coinFee(BTC, { at: '2026-03-17T14:00:01Z', qty: '0.00125' })
      trade(broker, 'sell', '0.49875', '1100', '2026-03-17T17:00:00Z')
      const world = await openWorld(broker)
      if (bare) spellWithoutSlash(world)
      world.clock.now = new Date('2026-03-19T15:00:00Z')
      await world.sync()
      expect(await rowsOf(world.db, TRADES)).toEqual([
        { status: 'closed', incomplete: false, pl: 48.625, fees: 0 },
      ])
      expect(await balanceOf(world)).toBe(true)
    },
  )

  it.each([false, true])(
    'in dollars that are posted the next day in UTC are charged to the evening’s sale (BTCUSD: %s)',
    async (bare) => {
      const broker = new Broker(OPENED)
      trade(broker, 'buy', '0.2', '1000', '2026-03-17T14:00:00Z')
      trade(broker, 'sell', '0.2', '1100', '2026-03-18T01:00:00Z')
      const world = await openWorld(broker)
      if (bare) spellWithoutSlash(world)
      world.clock.now = new Date('2026-03-18T02:00:00Z')
      await world.sync()
      trade(broker, 'buy', '0.3', '1000', '2026-03-18T02:00:01Z')
      broker.coinFee(BTC, { at: '2026-03-18T06:00:00Z', amount: '0.55' })
      world.clock.now = new Date('2026-03-18T15:00:00Z')
      await world.sync()
      const shared = [
        { status: 'closed', incomplete: false, pl: 20, fees: 0.55 },
        { status: 'open', incomplete: false, pl: 0, fees: 0 },
      ]
      expect(await rowsOf(world.db, TRADES)).toEqual(shared)
      await refoldAll(world)
      expect(await rowsOf(world.db, TRADES)).toEqual(shared)
      // A later sale has a fee of its own, and leaves the first where it is.
      trade(broker, 'sell', '0.3', '1000', '2026-03-18T16:00:00Z')
      broker.coinFee(BTC, { at: '2026-03-18T16:00:02Z', amount: '0.75' })
      world.clock.now = new Date('2026-03-19T15:00:00Z')
      await world.sync()
      expect(await rowsOf(world.db, TRADES)).toMatchObject([{ fees: 0.55 }, { fees: 0.75 }])
      expect(await balanceOf(world)).toBe(true)
    },
  )
})
