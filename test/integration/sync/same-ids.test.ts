import { describe, expect, it } from 'vitest'
import { ordersOfTrade } from '../../../src/db/orders/of-trade'
import { Broker } from '../../../src/local/alpaca/broker'
import { countCalls } from './counted'
import { fingerprint, openWorldOf, rowsOf, theValue, type World } from './support'

const ANOTHER = 'a0000000-0000-4000-8000-000000000002'

/** An account whose ids follow from the seed: another with the same script has the same. */
function brokerOf(symbol: string): Broker {
  const broker = new Broker({ seed: 'same', openedAt: '2026-08-03T14:30:00Z' })
  const order = broker.submit({ at: '2026-09-01T15:00:00Z', symbol, side: 'buy', qty: '1' })
  broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '10' })
  const spread = broker.submitMultileg({
    at: '2026-09-01T15:10:00Z',
    qty: '1',
    legs: [
      { symbol: `${symbol}261016P00580000`, side: 'sell' },
      { symbol: `${symbol}261016P00570000`, side: 'buy' },
    ],
  })
  broker.fillSpread(spread.id, { at: '2026-09-01T15:11:00Z', prices: ['3', '2'] })
  return broker
}

/** Two accounts, `one` and `two`, whose orders and activities have the same ids. */
async function openTwins(): Promise<World> {
  const world = await openWorldOf({ one: brokerOf('AAPL'), two: brokerOf('MSFT') })
  const { fetch } = world.ctx
  world.ctx.fetch = async (input, init) => {
    const answer = await fetch(input, init)
    const isTwo = new Headers(init?.headers).get('APCA-API-KEY-ID') === 'key-two'
    if (!isTwo || !String(input).endsWith('/v2/account')) return answer
    return Response.json({ ...Object(await answer.json()), id: ANOTHER }, answer)
  }
  return world
}

const LEGS = 3
const AND_PARENT = LEGS + 1

const stored = 'select account_id, symbol, filled_qty::text, raw_data from alpaca_orders order by 2'
const asideOf = (account: string) =>
  `select reason, count(*)::int as rows from sync_quarantine q join alpaca_accounts a using (account_id)
    where a.label = '${account}' and healed_at is null group by 1`
const REASON = 'id: another account has an order with this id'

describe('an order id that another account has', () => {
  it('belongs to the first account; the payload of the other is quarantined and counted', async () => {
    const world = await openTwins()
    await world.sync({ account: 'one' })
    const first = await rowsOf(world.db, stored)
    const { accounts } = await world.sync({ account: 'two' })
    expect(await rowsOf(world.db, stored)).toEqual(first)
    expect(accounts[0]?.orders).toEqual({
      count: 0,
      seen: LEGS,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      quarantined: LEGS,
    })
    expect(await rowsOf(world.db, asideOf('two'))).toEqual([{ reason: REASON, rows: AND_PARENT }])
    expect(await rowsOf(world.db, asideOf('one'))).toEqual([])
    const payloads = `select payload ->> 'symbol' as symbol from sync_quarantine where payload ->> 'symbol' like 'MSFT%'`
    expect(await rowsOf(world.db, payloads)).toHaveLength(LEGS)
  })

  it('causes no request and no write in the next runs', async () => {
    const world = await openTwins()
    await world.sync()
    await world.sync()
    const before = await fingerprint(world.db)
    const two = await countCalls(world.ctx, () => world.sync({ account: 'two' }))
    const one = await countCalls(world.ctx, () => world.sync({ account: 'one' }))
    expect(await fingerprint(world.db)).toEqual(before)
    expect(two).toEqual(one)
  })

  it('belongs to one of two accounts that are synced at the same time, and none is lost', async () => {
    const world = await openTwins()
    const { report, accounts } = await world.sync()
    expect(report).toMatchObject({ has_more: false })
    const of = (what: 'inserted' | 'quarantined') =>
      accounts.reduce((sum, { orders }) => sum + orders[what], 0)
    expect([of('inserted'), of('quarantined')]).toEqual([LEGS, LEGS])
    const aside = `select count(*)::int from sync_quarantine where reason = '${REASON}'`
    expect(await theValue(world.db, aside)).toBe(AND_PARENT)
    // An order's row is of the account that traded its symbol, whoever came first.
    const mixed = `select o.symbol from alpaca_orders o join alpaca_accounts a using (account_id)
      where (a.label = 'one') <> (o.symbol like 'AAPL%')`
    expect(await rowsOf(world.db, mixed)).toEqual([])
  })

  it('does not change the trades, because each account has its own activities', async () => {
    const world = await openTwins()
    await world.sync({ account: 'one' })
    await world.sync({ account: 'two' })
    const each = (table: string) =>
      rowsOf(
        world.db,
        `select label, count(*)::int as rows from ${table} join alpaca_accounts using (account_id) group by 1 order by 1`,
      )
    const [one, two] = await each('alpaca_activities')
    expect(one?.rows).toBe(two?.rows)
    const trades = `select trade_id, underlying from alpaca_trades join alpaca_accounts using (account_id) where label = 'two'`
    const found = await rowsOf(world.db, trades)
    expect(found.length).toBeGreaterThan(0)
    for (const { trade_id, underlying } of found) {
      expect(underlying).toBe('MSFT')
      const asked = { account: 'two', withRaw: false }
      expect((await ordersOfTrade(world.db, String(trade_id), asked)).rows).toEqual([])
    }
  })

  it('belongs to the other account once the first is erased: a retry stores it', async () => {
    const world = await openTwins()
    await world.sync({ account: 'one' })
    await world.sync({ account: 'two' })
    const retry = () => world.sync({ account: 'two', scope: 'quarantine' })
    expect((await retry()).accounts[0]?.quarantine).toMatchObject({ healed: 0 })
    for (const table of ['alpaca_orders', 'alpaca_parent_orders'])
      await rowsOf(world.db, `delete from ${table}`)
    expect((await retry()).accounts[0]?.quarantine).toEqual({
      retried: AND_PARENT,
      healed: AND_PARENT,
      quarantined: 0,
    })
    const symbols = "select count(*)::int from alpaca_orders where symbol like 'MSFT%'"
    expect(await theValue(world.db, symbols)).toBe(LEGS)
  })
})
