import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { NOW, openWorld, rowsOf, theValue } from './support'

const OPENED = { openedAt: '2026-09-01T14:30:00Z' }

describe('the lease of an account', () => {
  it('is taken by one of eight callers, and the others get an error', async () => {
    const world = await openWorld(generateAccount({ seed: 'lease', now: NOW }))
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => world.sync()))
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
    for (const result of refused) {
      expect(result).toMatchObject({ reason: { code: 'sync_in_progress' } })
    }
    const running = "select count(*)::int from sync_runs where status = 'running'"
    expect(await theValue(world.db, running)).toBe(0)
    // Runs that were let in came one after the other: each took a token of its own.
    const runs = await theValue(world.db, 'select count(*)::int from sync_runs')
    expect(runs).toBe(results.length - refused.length)
    expect(await theValue(world.db, 'select lease_token::int from sync_state')).toBe(runs)
  })

  it('prevents every write of a run that has lost it', async () => {
    const broker = new Broker(OPENED)
    broker.submit({
      at: '2026-09-30T15:00:00Z',
      symbol: 'AAPL',
      side: 'buy',
      qty: '1',
      timeInForce: 'gtc',
      limitPrice: '1',
    })
    const world = await openWorld(broker)
    const answer = world.ctx.fetch
    let second: Promise<unknown> | null = null
    world.ctx.fetch = async (input, init) => {
      if (second === null && new URL(String(input)).pathname === '/v2/orders') {
        // The first run is asleep for longer than its lease; meanwhile another one does the work.
        await rowsOf(
          world.db,
          "update sync_state set lease_expires_at = now() - interval '1 second'",
        )
        second = world.sync({ scope: 'orders' })
        await second
        broker.submit({
          at: '2026-09-30T15:30:00Z',
          symbol: 'MSFT',
          side: 'buy',
          qty: '1',
          timeInForce: 'gtc',
          limitPrice: '1',
        })
      }
      return await answer(input, init)
    }
    await expect(world.sync()).rejects.toMatchObject({ code: 'sync_in_progress' })
    expect(await rowsOf(world.db, 'select symbol from alpaca_orders')).toEqual([{ symbol: 'AAPL' }])
    expect(
      await rowsOf(
        world.db,
        'select status, error_code from sync_runs order by started_at, status',
      ),
    ).toEqual(
      expect.arrayContaining([
        { status: 'failed', error_code: 'sync_in_progress' },
        { status: 'success', error_code: null },
      ]),
    )
    expect(await theValue(world.db, 'select lease_holder from sync_state')).toBe(null)
    expect((await world.sync()).accounts[0]?.orders.inserted).toBe(1)
  })

  it('is taken over from a dead run, which is recorded as abandoned', async () => {
    const world = await openWorld(new Broker(OPENED))
    await world.sync()
    await rowsOf(
      world.db,
      `with run as (insert into sync_runs (account_id, label, trigger, scope, status, started_at)
        select account_id, 'paper', 'cron', 'all', 'running', now() from sync_state returning id)
      update sync_state set lease_token = 7, lease_holder = (select id from run), lease_expires_at = now() + interval '1 minute'`,
    )
    await expect(world.sync()).rejects.toMatchObject({ code: 'sync_in_progress' })
    await rowsOf(world.db, "update sync_state set lease_expires_at = now() - interval '1 second'")
    await world.sync()
    expect(await theValue(world.db, 'select lease_token::int from sync_state')).toBe(8)
    expect(
      await rowsOf(world.db, "select error_code from sync_runs where status = 'failed'"),
    ).toEqual([{ error_code: 'abandoned' }])
  })

  it('is released by a run that fails', async () => {
    const world = await openWorld(new Broker(OPENED))
    world.standIn.faults.next(100, { kind: 'status', status: 500 }, '/v2/orders')
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    world.standIn.faults.clear()
    expect((await world.sync()).report.has_more).toBe(false)
  })
})
