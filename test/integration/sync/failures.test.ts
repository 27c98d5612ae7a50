import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { fingerprint, NOW, openWorld, rowsOf, theValue } from './support'

const OPENED = { openedAt: '2026-09-01T14:30:00Z' }

describe('a sync during failures of Alpaca', () => {
  it('keeps the stored pages, and the next run continues after them', async () => {
    const account = generateAccount({ seed: 'midway', now: NOW })
    const whole = await openWorld(account)
    await whole.sync()
    const world = await openWorld(account)
    const answer = world.ctx.fetch
    let pages = 0
    world.ctx.fetch = async (input, init) => {
      const isOrders = new URL(String(input)).pathname === '/v2/orders'
      if (isOrders) pages += 1
      if (isOrders && pages > 1) return new Response('<html>502</html>', { status: 502 })
      return await answer(input, init)
    }
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    const orders = 'select count(*)::int from alpaca_orders'
    expect(await theValue(world.db, orders)).toBeGreaterThan(400)
    const [run] = await rowsOf(
      world.db,
      'select status, error_code, error_message, report from sync_runs',
    )
    expect(run).toMatchObject({ status: 'failed', error_code: 'alpaca_unavailable' })
    const [state] = await rowsOf(
      world.db,
      'select last_error_code, last_error, last_success_at from sync_state',
    )
    expect(state).toMatchObject({ last_error_code: 'alpaca_unavailable', last_success_at: null })

    world.ctx.fetch = answer
    world.standIn.requests.clear()
    await world.sync()
    expect(world.standIn.requests.count('/v2/orders')).toBe(1)
    expect(await theValue(world.db, orders)).toBe(await theValue(whole.db, orders))
  })

  it('ends at once when Alpaca refuses the keys, and the error says so', async () => {
    const world = await openWorld(new Broker(OPENED))
    await world.sync()
    world.ctx.accounts = [
      { label: 'paper', keyId: 'wrong', secretKey: 'worse', baseUrl: 'http://alpaca.test' },
    ]
    world.standIn.requests.clear()
    await expect(world.sync({ trigger: 'cron' })).rejects.toMatchObject({
      code: 'alpaca_unauthorized',
    })
    expect(world.standIn.requests.count()).toBe(1)
    const [run] = await rowsOf(world.db, "select * from sync_runs where status = 'failed'")
    expect(run).toMatchObject({
      label: 'paper',
      trigger: 'cron',
      error_code: 'alpaca_unauthorized',
    })
    expect(run?.account_id).not.toBe(null)
    expect(await theValue(world.db, 'select last_error_code from sync_state')).toBe(
      'alpaca_unauthorized',
    )
    const told = JSON.stringify([world.log, run])
    for (const secret of ['wrong', 'worse']) expect(told).not.toContain(secret)
  })

  it('records a run whose account is unknown', async () => {
    const world = await openWorld(new Broker(OPENED))
    world.standIn.faults.next(10, { kind: 'status', status: 401 })
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unauthorized' })
    expect(
      await rowsOf(world.db, 'select account_id, label, status, error_code from sync_runs'),
    ).toEqual([
      { account_id: null, label: 'paper', status: 'failed', error_code: 'alpaca_unauthorized' },
    ])
  })

  for (const fault of [{ kind: 'html' }, { kind: 'truncated' }, { kind: 'network' }] as const) {
    it(`costs nothing that was stored when the answer is ${fault.kind}`, async () => {
      const broker = new Broker(OPENED)
      const order = broker.submit({
        at: '2026-09-30T15:00:00Z',
        symbol: 'AAPL',
        side: 'buy',
        qty: '2',
      })
      broker.fill(order.id, { at: '2026-09-30T15:00:01Z', price: '180' })
      const world = await openWorld(broker)
      await world.sync()
      const before = await fingerprint(world.db)
      for (const path of ['/v2/account', '/v2/orders', '/v2/account/activities', '/v2/positions']) {
        world.standIn.faults.clear()
        world.standIn.faults.next(100, fault, path)
        await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
        expect(await fingerprint(world.db)).toEqual(before)
      }
    })
  }

  it('succeeds after a short failure by repeating the request', async () => {
    const world = await openWorld(new Broker(OPENED))
    world.standIn.faults.next(2, { kind: 'status', status: 503, body: 'html' }, '/v2/orders')
    expect((await world.sync()).report.has_more).toBe(false)
  })

  it('logs and stores no account number, name or key', async () => {
    const broker = new Broker({ ...OPENED, fees: true })
    const order = broker.submit({
      at: '2026-09-30T15:00:00Z',
      symbol: 'SPY261218C00700000',
      side: 'buy',
      qty: '2',
    })
    broker.fill(order.id, { at: '2026-09-30T15:00:01Z', price: '18' })
    broker.postDailyFees('2026-09-30')
    const world = await openWorld(broker)
    world.standIn.faults.next(
      1,
      { kind: 'broken-item', change: (item) => ({ ...Object(item), qty: 'many' }) },
      '/v2/account/activities',
    )
    await world.sync()
    world.standIn.faults.next(100, { kind: 'html' }, '/v2/positions')
    await expect(world.sync()).rejects.toThrow()
    const runs = await rowsOf(world.db, 'select * from sync_runs')
    const state = await rowsOf(world.db, 'select * from sync_state')
    const told = JSON.stringify([world.log, runs, state])
    expect(told).not.toContain(broker.accountNumber)
    expect(told).not.toContain('secret-paper')
    expect(told).not.toContain('key-paper')
  })

  it('refuses a run for an unknown account', async () => {
    const world = await openWorld(new Broker(OPENED))
    await expect(world.sync({ account: 'nobody' })).rejects.toMatchObject({
      code: 'account_not_found',
    })
    world.ctx.accounts = []
    await expect(world.sync()).rejects.toMatchObject({ code: 'not_configured' })
  })
})
