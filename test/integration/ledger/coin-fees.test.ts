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
