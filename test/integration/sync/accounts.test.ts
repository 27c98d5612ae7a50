import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { credentials, openWorldOf, rowsOf, theValue } from './support'

function brokerOf(seed: string, symbol: string): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z' })
  const order = broker.submit({ at: '2026-09-01T15:00:00Z', symbol, side: 'buy', qty: '1' })
  broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '10' })
  return broker
}

describe('accounts', () => {
  it('are synced one after the other, each with its own report', async () => {
    const one = brokerOf('one', 'AAPL')
    const two = brokerOf('two', 'MSFT')
    const world = await openWorldOf({ one, two })
    const { report, accounts } = await world.sync()
    expect(accounts.map(({ label, account_id }) => [label, account_id]).sort()).toEqual([
      ['one', one.accountId],
      ['two', two.accountId],
    ])
    expect(report.count).toBe(accounts.reduce((sum, { count }) => sum + count, 0))
    expect(
      await rowsOf(world.db, 'select account_id, symbol from alpaca_orders order by symbol'),
    ).toEqual([
      { account_id: one.accountId, symbol: 'AAPL' },
      { account_id: two.accountId, symbol: 'MSFT' },
    ])
  })

  it('can be named by label or by id', async () => {
    const one = brokerOf('one', 'AAPL')
    const two = brokerOf('two', 'MSFT')
    const world = await openWorldOf({ one, two })
    await world.sync({ account: 'two' })
    expect(await theValue(world.db, 'select label from alpaca_accounts')).toBe('two')
    const { accounts } = await world.sync({ account: two.accountId })
    expect(accounts.map(({ label }) => label)).toEqual(['two'])
  })

  it('do not wait for one that fails', async () => {
    const one = brokerOf('one', 'AAPL')
    const two = brokerOf('two', 'MSFT')
    const world = await openWorldOf({ one, two })
    world.ctx.accounts = [{ ...credentials('one'), secretKey: 'wrong' }, credentials('two')]
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unauthorized' })
    expect(await rowsOf(world.db, 'select symbol from alpaca_orders')).toEqual([{ symbol: 'MSFT' }])
    const runs = await rowsOf(world.db, 'select label, status from sync_runs order by label')
    expect(runs).toEqual([
      { label: 'one', status: 'failed' },
      { label: 'two', status: 'success' },
    ])
  })

  it('take turns when the budget does not reach for all', async () => {
    const world = await openWorldOf({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
    world.ctx.budget = { subrequests: 20, milliseconds: 600_000 }
    for (let i = 0; i < 2; i++) expect((await world.sync()).report.has_more).toBe(i < 2)
    expect(
      await theValue(world.db, 'select count(distinct account_id)::int from alpaca_orders'),
    ).toBe(2)
  })

  it('that are reset are new accounts: the label moves, the history stays', async () => {
    const before = brokerOf('before', 'AAPL')
    const after = brokerOf('after', 'MSFT')
    const world = await openWorldOf({ paper: before, fresh: after })
    world.ctx.accounts = [credentials('paper')]
    await world.sync()
    // The same label with the keys of the account that the reset made.
    world.ctx.accounts = [{ ...credentials('fresh'), label: 'paper' }]
    await world.sync()
    expect(
      await rowsOf(world.db, 'select account_id, label from alpaca_accounts order by label'),
    ).toEqual([
      { account_id: after.accountId, label: 'paper' },
      { account_id: before.accountId, label: `paper-${before.accountId.slice(0, 8)}` },
    ])
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(2)
  })

  it('with two pairs of keys are synced once', async () => {
    const one = brokerOf('one', 'AAPL')
    const world = await openWorldOf({ one, again: one })
    const { accounts } = await world.sync()
    expect(accounts.length).toBe(1)
    expect(world.log).toContainEqual(expect.objectContaining({ event: 'account_configured_twice' }))
  })
})
