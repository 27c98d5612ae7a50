import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from '../sync/support'
import { refoldAll } from './refold'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '100000' }

type Deal = [side: 'buy' | 'sell', pair: string, qty: string, price: string, at: string]

function trade(broker: Broker, ...[side, symbol, qty, price, at]: Deal): void {
  const { id } = broker.submit({ at, symbol, side, qty })
  broker.fill(id, { at, price })
}

/** Changes the text of every response whose path contains a word. */
function rewrite(world: World, word: string, change: (text: string) => string): void {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) => {
    const response = await answer(input, init)
    if (!new URL(String(input)).pathname.includes(word)) return response
    return new Response(change(await response.text()), response)
  }
}

const TRADES = `select underlying, status, incomplete, realized_pl::float8 as pl, fees::float8 as fees,
    (select array_agg(distinct l->>'symbol') from jsonb_array_elements(legs) l) as legs
  from alpaca_trades order by opened_at, underlying`

const ORDERS = `select o.symbol, o.underlying, o.paid_with, t.underlying as trade
  from alpaca_orders o join alpaca_trades t on t.trade_id = o.trade_id order by o.submitted_at`

/** A coin bought with another, and sold for dollars. */
const PAIR_DEALS: Deal[] = [
  ['buy', 'BTC/USD', '1', '50000', '2026-03-10T14:00:00Z'],
  ['buy', 'ETH/BTC', '10', '0.05', '2026-03-11T14:00:00Z'],
  ['sell', 'ETH/USD', '8', '3000', '2026-03-12T14:00:00Z'],
  ['sell', 'ETH/BTC', '2', '0.05', '2026-03-13T14:00:00Z'],
  ['sell', 'BTC/USD', '0.6', '60000', '2026-03-14T14:00:00Z'],
]

const PAIR_TRADES = [
  // 0.5 BTC paid for ETH at their cost of 25,000; 0.5 were sold for 30,000.
  { underlying: 'BTC/USD', status: 'closed', pl: 5000, legs: ['BTC/USD'] },
  // 8 of 10 ETH, which had cost 25,000, were sold for 24,000; 2 paid for 0.1 BTC.
  { underlying: 'ETH/USD', status: 'closed', pl: 4000, legs: ['ETH/USD'] },
]

describe('a pair of coins through the sync', () => {
  it('is lots of its coins, in one batch, day by day and after a rebuild; its price is no cash', async () => {
    const broker = new Broker(OPENED)
    const world = await openWorld(broker)
    for (const deal of PAIR_DEALS) {
      trade(broker, ...deal)
      world.clock.now = new Date(Date.parse(deal[4]) + 3_600_000)
      await world.sync()
    }
    const daily = await rowsOf(world.db, TRADES)
    const total = daily.reduce((sum, { pl }) => sum + Number(pl), 0)
    // Received 24,000 and 36,000 for what had cost 50,000, of which 0 is left.
    expect(total).toBe(10_000)
    expect(daily).toMatchObject(PAIR_TRADES.map(({ underlying }) => ({ underlying })))
    expect(await rowsOf(world.db, ORDERS)).toMatchObject([
      { symbol: 'BTC/USD', underlying: 'BTC/USD', paid_with: null, trade: 'BTC/USD' },
      { symbol: 'ETH/BTC', underlying: 'ETH/USD', paid_with: 'BTC/USD', trade: 'ETH/USD' },
      { symbol: 'ETH/USD', underlying: 'ETH/USD', paid_with: null, trade: 'ETH/USD' },
      { symbol: 'ETH/BTC', underlying: 'ETH/USD', paid_with: 'BTC/USD', trade: 'BTC/USD' },
      { symbol: 'BTC/USD', underlying: 'BTC/USD', paid_with: null, trade: 'BTC/USD' },
    ])
    await refoldAll(world)
    expect(await rowsOf(world.db, TRADES)).toEqual(daily)
    const cash = await theValue(world.db, 'select sum(executions)::float8 from alpaca_cash_days')
    expect(cash).toBe(10_000)
    const batch = new Broker(OPENED)
    for (const deal of PAIR_DEALS) trade(batch, ...deal)
    const other = await openWorld(batch)
    await other.sync()
    expect(await rowsOf(other.db, TRADES)).toEqual(daily)
  })

  it('in the old spelling is the same lots, and no underlying of its own', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', 'BTC/USD', '1', '50000', '2026-03-10T14:00:00Z')
    const world = await openWorld(broker)
    rewrite(world, '/orders', (text) => text.replaceAll('BTC/USD', 'BTCUSD'))
    world.clock.now = new Date('2026-03-10T15:00:00Z')
    await world.sync()
    world.ctx.fetch = (input, init) => world.standIn.fetch(new Request(input, init))
    trade(broker, 'sell', 'BTC/USD', '1', '60000', '2026-03-20T14:00:00Z')
    world.clock.now = new Date('2026-03-20T15:00:00Z')
    await world.sync()
    expect(await rowsOf(world.db, TRADES)).toMatchObject([
      { status: 'closed', incomplete: false, pl: 10_000, legs: ['BTC/USD'] },
    ])
  })

  it('has its fee on the coin that it brought, and a fee in dollars without a symbol on a sale', async () => {
    const broker = new Broker(OPENED)
    trade(broker, 'buy', 'BTC/USD', '1', '50000', '2026-03-10T14:00:00Z')
    trade(broker, 'buy', 'ETH/BTC', '10', '0.05', '2026-03-11T23:30:00Z')
    broker.coinFee('ETH/USD', { at: '2026-03-12T04:21:00Z', qty: '0.025' })
    trade(broker, 'sell', 'ETH/USD', '9.975', '3000', '2026-03-12T23:30:00Z')
    // A quarter of a percent of 29,925, rounded up to the cent, under the next date of UTC.
    broker.coinFee('ETH/USD', { at: '2026-03-13T04:21:00Z', amount: '74.82' })
    const world = await openWorld(broker)
    rewrite(world, '/activities', (text) =>
      text.replaceAll(/\{[^{}]*"CFEE"[^{}]*\}/g, (row) =>
        row.includes('"qty"')
          ? row.replace('ETH/USD', 'ETHUSD')
          : row.replace(/"symbol":\s*"ETH\/USD",?/, ''),
      ),
    )
    world.clock.now = new Date('2026-03-13T15:00:00Z')
    await world.sync()
    const expected = [
      { underlying: 'BTC/USD', status: 'partial', pl: 0, fees: 0 },
      { underlying: 'ETH/USD', status: 'closed', incomplete: false, fees: 74.82 },
    ]
    const rows = await rowsOf(world.db, TRADES)
    expect(rows).toMatchObject(expected)
    expect(Number(rows[1]?.pl)).toBeCloseTo(4925, 9)
    await refoldAll(world)
    expect(await rowsOf(world.db, TRADES)).toEqual(rows)
  })
})
