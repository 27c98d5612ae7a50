import { describe, expect, it } from 'vitest'
import { readSyncStatus } from '../../../src/db/runs/status'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from './support'

const OPENED = { openedAt: '2026-09-01T14:30:00Z' }

function broker(): Broker {
  const account = new Broker(OPENED)
  const order = account.submit({
    at: '2026-09-30T15:00:00Z',
    symbol: 'AAPL',
    side: 'buy',
    qty: '2',
  })
  account.fill(order.id, { at: '2026-09-30T15:00:01Z', price: '180' })
  return account
}

/** Gives every answer these headers. */
function withHeaders(world: World, headers: Record<string, string>): void {
  const answer = world.ctx.fetch
  world.ctx.fetch = async (input, init) => {
    const { body, status } = await answer(input, init)
    return new Response(body, { status, headers })
  }
}

async function failing(world: World) {
  const { accounts, earlyFailures } = await readSyncStatus(world.db)
  const [row] = [...accounts, ...earlyFailures]
  return { runs: row?.failedRuns, since: row?.failingSince }
}

const orders = 'select count(*)::int from alpaca_orders'
const lease = 'select lease_holder from sync_state'
const lastSuccess = 'select last_success_at is not null from sync_state'

describe('a wrong response of Alpaca', () => {
  it.each([
    ['429', { kind: 'status', status: 429 }],
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: '1' }],
    [
      '429 with a Retry-After that makes no sense',
      { kind: 'status', status: 429, retryAfter: 'soon' },
    ],
    ['500', { kind: 'status', status: 500 }],
    ['503 of a gateway', { kind: 'status', status: 503, body: 'html' }],
    ['HTML with 200', { kind: 'html' }],
    ['cut JSON', { kind: 'truncated' }],
    ['a broken connection', { kind: 'network' }],
  ] as const)('%s is tried four times, told, and forgotten when it passes', async (_, fault) => {
    const world = await openWorld(broker())
    world.standIn.faults.next(1000, fault, '/v2/orders')
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    // A connection that breaks leaves no line in the log.
    const reached = fault.kind === 'network' ? 0 : 4
    expect(world.standIn.requests.count('/v2/orders')).toBe(reached)
    expect(await rowsOf(world.db, 'select status, error_code from sync_runs')).toEqual([
      { status: 'failed', error_code: 'alpaca_unavailable' },
    ])
    expect(await theValue(world.db, lastSuccess)).toBe(false)
    expect(await theValue(world.db, lease)).toBeNull()
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    await expect(world.sync()).rejects.toThrow()
    expect(await failing(world)).toEqual({ runs: 2, since: '2026-10-01 15:00:00+00' })
    world.standIn.faults.clear()
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    await world.sync()
    expect(await failing(world)).toEqual({ runs: 0, since: null })
    expect(await theValue(world.db, orders)).toBe(1)
  })

  it.each([401, 403])('ends the run at once if it is %i', async (status) => {
    const world = await openWorld(broker())
    world.standIn.faults.next(1000, { kind: 'status', status }, '/v2/orders')
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unauthorized' })
    expect(world.standIn.requests.count()).toBe(2)
    expect(await theValue(world.db, 'select last_error_code from sync_state')).toBe(
      'alpaca_unauthorized',
    )
    expect(await failing(world)).toMatchObject({ runs: 1 })
  })

  it('to unknown keys is counted before there is an account', async () => {
    const world = await openWorld(broker())
    world.standIn.faults.next(1000, { kind: 'status', status: 401 })
    for (let i = 0; i < 3; i++) await expect(world.sync()).rejects.toThrow()
    expect(world.standIn.requests.count()).toBe(3)
    expect(await failing(world)).toEqual({ runs: 3, since: '2026-10-01 15:00:00+00' })
  })

  it('with a quota beyond the range of its column does not keep a run from ending', async () => {
    const world = await openWorld(broker())
    const inMilliseconds = String(Date.parse('2026-10-01T15:01:00Z'))
    withHeaders(world, { 'X-RateLimit-Limit': '9'.repeat(12), 'X-RateLimit-Reset': inMilliseconds })
    expect((await world.sync()).report.has_more).toBe(false)
    expect(await theValue(world.db, lease)).toBeNull()
    expect(await theValue(world.db, lastSuccess)).toBe(true)
  })

  it('with a wait beyond the time of the run pauses it for a quota, and fails it otherwise', async () => {
    const world = await openWorld(broker())
    await world.sync()
    world.ctx.budget = { subrequests: 100, milliseconds: 5000 }
    const wait = (status: number, path: string) =>
      world.standIn.faults.next(1, { kind: 'status', status, retryAfter: '3600' }, path)
    wait(429, '/v2/orders')
    expect((await world.sync()).report.has_more).toBe(true)
    wait(503, '/v2/orders')
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    wait(429, '/v2/account')
    await expect(world.sync()).rejects.toMatchObject({
      code: 'alpaca_unavailable',
      message: expect.stringContaining('429'),
    })
    const ends = 'select status from sync_runs order by created_at'
    expect((await rowsOf(world.db, ends)).map(({ status }) => status)).toEqual([
      'success',
      'partial',
      'failed',
      'failed',
    ])
  })

  it('with an unreadable figure of the account does not stop the sync, and heals', async () => {
    const world = await openWorld(broker())
    const change = (item: unknown) => ({ ...Object(item), cash: 'plenty' })
    world.standIn.faults.next(1, { kind: 'broken-item', change }, '/v2/account')
    await world.sync()
    expect(await theValue(world.db, orders)).toBe(1)
    const aside = 'select source, reason, healed_at is not null as healed from sync_quarantine'
    expect(await rowsOf(world.db, aside)).toEqual([
      { source: 'account', reason: 'cash: not a decimal number', healed: false },
    ])
    expect(await theValue(world.db, 'select cash from alpaca_accounts')).toBeNull()
    await world.sync()
    expect(await rowsOf(world.db, aside)).toMatchObject([{ healed: true }])
    expect(await theValue(world.db, 'select cash is not null from alpaca_accounts')).toBe(true)
  })

  it('to the request for orders makes the run fail, although positions were read', async () => {
    const world = await openWorld(broker())
    world.standIn.faults.next(1000, { kind: 'status', status: 500 }, '/v2/orders')
    await expect(world.sync()).rejects.toThrow()
    expect((await world.sync({ scope: 'positions' })).report.has_more).toBe(false)
    expect(await theValue(world.db, lastSuccess)).toBe(false)
  })
})
