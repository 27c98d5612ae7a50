import { describe, expect, it } from 'vitest'
import { orderListSchema } from '../../../src/api/orders/schemas'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { LARGEST, type Sizes } from '../../../src/sync/budget/sizes'
import { rowsOf, type World } from '../sync/support'
import { API_TOKEN, bearer } from './api'
import { ledgerOf, openSynced, type SyncedApi } from './world'

const on = (day: number, time = '15:00') => `2026-09-${String(day).padStart(2, '0')}T${time}:00Z`

/** A market order that fills at this price. */
function trade(broker: Broker, at: string, side: 'buy' | 'sell', [qty, symbol, price]: string[]) {
  const { id } = broker.submit({ at, symbol: symbol ?? '', side, qty: qty ?? '' })
  broker.fill(id, { at, price: price ?? '' })
}

/** An event at the broker. */
type Step = (broker: Broker) => void

const does =
  (at: string, side: 'buy' | 'sell', ...what: string[]): Step =>
  (broker) =>
    trade(broker, at, side, what)

/** 100 FB bought at 200 and 2 calls at 5; both become META's; sold at 210 and 6. */
const renamed = (createdAt?: string): Step[] => [
  does(on(2), 'buy', '100', 'FB', '200'),
  does(on(2, '16:00'), 'buy', '2', 'FB270115C00100000', '5'),
  (broker) =>
    broker.renameShares('FB', { at: on(3, '12:00'), to: 'META', ...(createdAt && { createdAt }) }),
  (broker) => {
    const calls = { at: on(3, '12:01'), to: 'META270115C00100000', subType: 'NC.SNC' }
    broker.adjustOption('FB270115C00100000', calls)
  },
  does(on(8), 'sell', '100', 'META', '210'),
  does(on(8, '16:00'), 'sell', '2', 'META270115C00100000', '6'),
]

/** Shares that are renamed twice, and a call sold against them in between. */
const CHAIN: Step[] = [
  does(on(2), 'buy', '100', 'AAA', '20'),
  (broker) => broker.renameShares('AAA', { at: on(3, '12:00'), to: 'BBB' }),
  does(on(4), 'sell', '1', 'BBB270115C00030000', '2'),
  (broker) => broker.renameShares('BBB', { at: on(8, '12:00'), to: 'CCC' }),
  (broker) => {
    const calls = { at: on(8, '12:01'), to: 'CCC270115C00030000', subType: 'NC.SNC' }
    broker.adjustOption('BBB270115C00030000', calls)
  },
  does(on(9), 'buy', '1', 'CCC270115C00030000', '1'),
  does(on(10), 'sell', '100', 'CCC', '21'),
]

/** Twenty day trades. */
const many =
  (day: number, symbol: string): Step =>
  (broker) => {
    for (let i = 10; i < 30; i++) trade(broker, on(day, `15:${i}`), 'buy', ['1', symbol, '5'])
    for (let i = 10; i < 30; i++) trade(broker, on(day, `16:${i}`), 'sell', ['1', symbol, '6'])
  }

const MANY: Step[] = [
  does(on(2), 'buy', '100', 'FB', '200'),
  many(3, 'FB270115C00100000'),
  many(4, 'META270115C00300000'),
  (broker) => broker.renameShares('FB', { at: on(8, '12:00'), to: 'META' }),
  many(9, 'META270115C00300000'),
  does(on(10), 'sell', '100', 'META', '210'),
]

const WON = [
  { strategy: 'long_call', underlying: 'META', status: 'closed', realized_pl: '200' },
  { strategy: 'long_stock', underlying: 'META', status: 'closed', realized_pl: '1000' },
]

const trades = (api: Pick<World, 'db'>) =>
  rowsOf(
    api.db,
    'select strategy, underlying, status, realized_pl from alpaca_trades order by strategy, opened_at',
  )

/** Asserts that the ledger agrees with the broker and with a rebuild. */
async function expectProved(api: SyncedApi): Promise<void> {
  const before = await ledgerOf(api)
  const { balanced } = await api.get(reconciliationSchema, '/reconciliation')
  expect(balanced).toBe(true)
  const response = await api.request('/trades/rebuild', {
    method: 'POST',
    headers: bearer(API_TOKEN),
  })
  expect(await response.json()).toMatchObject({ changed: 0, has_more: false })
  expect(await ledgerOf(api)).toEqual(before)
}

/** An account with these events, synced after all of them or after some. */
function syncedAfter(
  steps: readonly Step[],
  after: readonly number[] = [],
  sizes: Sizes = LARGEST,
): Promise<SyncedApi> {
  const broker = new Broker({ seed: 'renamed', openedAt: on(1), deposit: '50000', fees: true })
  return openSynced({ paper: broker }, {}, async ({ sync, clock, ctx }) => {
    const { now } = clock
    clock.now = new Date(on(11))
    Object.assign(ctx, { sizes })
    for (const [i, step] of steps.entries()) {
      step(broker)
      if (after.includes(i)) while ((await sync()).report.has_more);
    }
    clock.now = now
    while ((await sync({ full: true })).report.has_more);
  })
}

/** The trades and orders, without positions, of which only seen ones are known. */
const tradedOf = async (api: SyncedApi) =>
  (await ledgerOf(api)).filter((row) => !JSON.stringify(row).startsWith('{"of":"position"'))

describe('a position that a corporate action makes another underlying’s', () => {
  it('is one trade, whichever sync reads its new name', async () => {
    const whole = await syncedAfter(renamed())
    expect(await trades(whole)).toEqual(WON)
    await expectProved(whole)
    const { orders } = await whole.get(orderListSchema, '/orders?underlying=FB')
    expect(orders.map(({ symbol }) => symbol)).toEqual(['FB270115C00100000', 'FB'])
    for (const after of [[1], [2], [0, 1, 2, 3, 4]])
      expect(await tradedOf(await syncedAfter(renamed(), after))).toEqual(await tradedOf(whole))
  })

  it('is corrected when Alpaca posts the activity weeks later', async () => {
    const steps = renamed(on(28))
    const before: unknown[] = []
    const broker = new Broker({ seed: 'late', openedAt: on(1), deposit: '50000' })
    for (const step of steps) step(broker)
    const api = await openSynced({ paper: broker }, {}, async ({ db, sync, clock }) => {
      const { now } = clock
      clock.now = new Date(on(9))
      await sync()
      before.push(...(await trades({ db })))
      clock.now = now
      await sync({ full: true })
    })
    const open = { strategy: 'long_stock', underlying: 'FB', status: 'open', realized_pl: '0' }
    expect(before).toContainEqual(open)
    expect(await trades(api)).toEqual(WON)
    await expectProved(api)
  })

  it('is followed through several names, and covers calls under the last', async () => {
    const whole = await syncedAfter(CHAIN)
    expect(await trades(whole)).toEqual([
      { strategy: 'covered_call', underlying: 'CCC', status: 'closed', realized_pl: '100' },
      { strategy: 'long_stock', underlying: 'CCC', status: 'closed', realized_pl: '100' },
    ])
    await expectProved(whole)
    const stepwise = await syncedAfter(CHAIN, [...CHAIN.keys()])
    expect(await tradedOf(stepwise)).toEqual(await tradedOf(whole))
    const { symbols } = await stepwise.get(reconciliationSchema, '/reconciliation')
    expect(symbols).toEqual([])
  })

  it('is grouped the same in chunks, with checkpoints under every name', async () => {
    const whole = await syncedAfter(MANY)
    const sizes = { ...LARGEST, fold: 24 }
    const parts = await syncedAfter(MANY, [1, 2, 3, 4], sizes)
    expect(await tradedOf(parts)).toEqual(await tradedOf(whole))
    const checkpoints = 'select distinct underlying, underlyings from ledger_checkpoints'
    expect(await rowsOf(parts.db, checkpoints)).toEqual([
      { underlying: 'FB', underlyings: ['FB', 'META'] },
    ])
    await expectProved(whole)
  })
})

describe('a difference of a symbol', () => {
  it('has the cause split or adjusted only if an activity names the symbol', async () => {
    const broker = new Broker({ seed: 'adjusted', openedAt: on(1), deposit: '50000' })
    for (const symbol of ['AAPL270115C00200000', 'AAPL270115P00100000'])
      trade(broker, on(2), 'buy', ['1', symbol, '5'])
    const to = 'AAPL270115C00190000'
    broker.adjustOption('AAPL270115C00200000', { at: on(3, '12:00'), to, subType: 'DIV.CDIV' })
    broker.vanish('AAPL270115P00100000', on(4))
    const api = await openSynced({ paper: broker })
    const causes = async () => {
      const { symbols } = await api.get(reconciliationSchema, '/reconciliation')
      return symbols.map(({ symbol, cause }) => [symbol, cause])
    }
    const put = ['AAPL270115P00100000', 'unexplained']
    expect(await causes()).toEqual([[to, null], put])
    broker.vanish(to, on(5))
    await api.sync()
    expect(await causes()).toEqual([[to, 'split or adjusted'], put])
  })
})
