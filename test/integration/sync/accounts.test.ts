import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Broker } from '../../../src/local/alpaca/broker'
import { startBudget } from '../../../src/sync/budget/budget'
import { syncAccount } from '../../../src/sync/run/run-account'
import { credentials, fingerprint, openWorldOf, rowsOf, theValue } from './support'

function brokerOf(seed: string, symbol: string): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z' })
  const order = broker.submit({ at: '2026-09-01T15:00:00Z', symbol, side: 'buy', qty: '1' })
  broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '10' })
  return broker
}

describe('several accounts', () => {
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

  it('can each be synced alone, by label or by id', async () => {
    const one = brokerOf('one', 'AAPL')
    const two = brokerOf('two', 'MSFT')
    const world = await openWorldOf({ one, two })
    await world.sync({ account: 'two' })
    expect(await theValue(world.db, 'select label from alpaca_accounts')).toBe('two')
    const { accounts } = await world.sync({ account: two.accountId })
    expect(accounts.map(({ label }) => label)).toEqual(['two'])
  })

  it('are all synced when one of them fails', async () => {
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

  it('take turns when the budget does not suffice for all', async () => {
    const world = await openWorldOf({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
    world.ctx.budget = { subrequests: 20, milliseconds: 600_000 }
    for (let i = 0; i < 2; i++) expect((await world.sync()).report.has_more).toBe(i < 2)
    expect(
      await theValue(world.db, 'select count(distinct account_id)::int from alpaca_orders'),
    ).toBe(2)
  })

  it('include a reset account as a new one: it gets the label, and the old history stays', async () => {
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
})

describe('an account that is configured twice, under two labels', () => {
  const openTwice = async () => {
    const one = brokerOf('one', 'AAPL')
    return await openWorldOf({ one, again: one, two: brokerOf('two', 'MSFT') })
  }

  const state = `select a.label, count(*)::int as orders, max(s.lease_token)::int as leases, max(s.last_error_code) as error
    from alpaca_accounts a join sync_state s using (account_id) join alpaca_orders o using (account_id) group by 1 order by 1`

  it('is synced once; the report of the second label says so, and other accounts are synced', async () => {
    const world = await openTwice()
    const failure = await world.sync().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'configured_twice' })
    const { outcome } = z
      .object({ outcome: z.object({ accounts: z.array(z.unknown()) }) })
      .parse(failure)
    const errors = outcome.accounts.map((account) =>
      z
        .object({ label: z.string(), error: z.object({ code: z.string() }).nullable() })
        .parse(account),
    )
    expect(errors.filter(({ error }) => error !== null)).toHaveLength(1)
    expect(errors.find(({ label }) => label === 'two')?.error).toBeNull()
    expect(await theValue(world.db, 'select count(*)::int from alpaca_accounts')).toBe(2)
    expect(await theValue(world.db, 'select count(*)::int from alpaca_orders')).toBe(2)
  })

  it('keeps its label and its lease in every run, whichever label the request names', async () => {
    const world = await openTwice()
    await world.sync({ account: 'one' })
    await world.sync({ account: 'two' })
    const before = await fingerprint(world.db)
    for (let runs = 0; runs < 3; runs++) {
      await expect(world.sync()).rejects.toMatchObject({
        code: 'configured_twice',
        message:
          'the keys of again are those of the account that stands under one: one of the two must go',
      })
      await expect(world.sync({ account: 'again' })).rejects.toMatchObject({
        code: 'configured_twice',
      })
    }
    expect(await fingerprint(world.db)).toEqual(before)
    expect(await rowsOf(world.db, state)).toEqual([
      { label: 'one', orders: 1, leases: 4, error: null },
      { label: 'two', orders: 1, leases: 4, error: null },
    ])
    const runs = await rowsOf(
      world.db,
      `select distinct label, error_code from sync_runs where status = 'failed'`,
    )
    expect(runs).toEqual([{ label: 'again', error_code: 'configured_twice' }])
  })

  it('is not reported when two labels swap keys, or when the keys of one are revoked', async () => {
    const world = await openTwice()
    world.ctx.accounts = [credentials('one'), credentials('two')]
    await world.sync()
    world.ctx.accounts = [
      { ...credentials('one'), label: 'two' },
      { ...credentials('two'), label: 'one' },
    ]
    await world.sync()
    const labels = `select a.label, o.symbol from alpaca_accounts a join alpaca_orders o using (account_id) order by 1`
    expect(await rowsOf(world.db, labels)).toEqual([
      { label: 'one', symbol: 'MSFT' },
      { label: 'two', symbol: 'AAPL' },
    ])
    world.ctx.accounts = [
      { ...credentials('one'), label: 'two', secretKey: 'revoked' },
      { ...credentials('again'), label: 'fresh' },
    ]
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unauthorized' })
    expect((await rowsOf(world.db, labels)).at(-1)).toEqual({ label: 'one', symbol: 'MSFT' })
  })
})

/**
 * Two accounts behind one stand-in, where what is asked with the key of `one` goes through
 * `trouble`.
 */
async function openTroubled(trouble: (good: () => Promise<Response>) => Promise<Response>) {
  const world = await openWorldOf({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
  const { fetch } = world.ctx
  world.ctx.fetch = (input, init) => {
    const isOne = new Headers(init?.headers).get('APCA-API-KEY-ID') === 'key-one'
    return isOne ? trouble(() => fetch(input, init)) : fetch(input, init)
  }
  return world
}

const answer = (status: number, headers: Record<string, string> = {}) =>
  Promise.resolve(new Response('{"message":"no"}', { status, headers }))

describe('one of two accounts', () => {
  it.each([
    ['refused keys', 401, 'alpaca_unauthorized'],
    ['a broken Alpaca', 503, 'alpaca_unavailable'],
  ])('fails alone with %s, and the error has the reports of both', async (_, status, code) => {
    const world = await openTroubled(() => answer(status))
    const failure = await world.sync().catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code,
      outcome: {
        accounts: [
          { label: 'one', error: { code }, count: 0, has_more: true },
          { label: 'two', error: null, orders: { inserted: 1 }, has_more: false },
        ],
      },
    })
    expect(await rowsOf(world.db, 'select symbol from alpaca_orders')).toEqual([{ symbol: 'MSFT' }])
  })

  it('does not delay the other while it hangs or waits for its quota', async () => {
    const steps: string[] = []
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const world = await openTroubled(async (good) => {
      await held
      return await good()
    })
    const { log } = world.ctx
    world.ctx.log = (entry) => {
      log(entry)
      if (entry.event !== 'sync_finished') return
      steps.push(String(entry.label))
      letGo()
    }
    await world.sync()
    expect(steps).toEqual(['two', 'one'])
  })

  it('waits only for its own quota', async () => {
    let refusals = 2
    const world = await openTroubled((good) =>
      refusals-- > 0 ? answer(429, { 'Retry-After': '7' }) : good(),
    )
    const waits: number[] = []
    world.ctx.sleep = async (milliseconds) => {
      waits.push(milliseconds)
    }
    expect((await world.sync()).accounts.map(({ error }) => error)).toEqual([null, null])
    expect(waits).toEqual([7000, 7000])
    const limits = await rowsOf(
      world.db,
      'select a.label, s.rate_limit_remaining as left from sync_state s join alpaca_accounts a using (account_id) order by 1',
    )
    expect(limits).toHaveLength(2)
    expect(limits[0]?.left).toBe(limits[1]?.left)
  })

  it('is synced from its keys alone with the same result as in a sync of both', async () => {
    const loop = await openWorldOf({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
    await loop.sync()
    const queue = await openWorldOf({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
    for (const message of queue.ctx.accounts.toReversed()) {
      const request = { scope: 'all', trigger: 'cron' } as const
      const budget = startBudget(queue.ctx.budget)
      const shared = { ctx: queue.ctx, request, budget, labels: new Map<string, string>() }
      expect(await syncAccount(shared, message)).toMatchObject({ report: { error: null } })
    }
    const facts = `select account_id, symbol, trade_id::text, filled_qty::text from alpaca_orders order by symbol`
    expect(await rowsOf(queue.db, facts)).toEqual(await rowsOf(loop.db, facts))
  })
})
