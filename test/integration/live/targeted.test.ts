import { afterEach, describe, expect, it, vi } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { syncTargeted, type TargetedAccount } from '../../../src/sync/run/sync-targeted'
import type { TargetedOrder, TargetedOutcome } from '../../../src/sync/run/targeted'
import { watchOutbox } from '../events/outbox'
import { countCalls } from '../sync/counted'
import {
  credentials,
  fingerprint,
  openWorld,
  openWorldOf,
  rowsOf,
  theValue,
  type World,
} from '../sync/support'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' }
const LEGS = [
  { symbol: 'SPY261016C00700000', side: 'sell' },
  { symbol: 'SPY261016C00710000', side: 'buy' },
] as const

/** A moment of the session in which the orders of these tests are placed. */
const at = (second: number) => new Date(Date.UTC(2026, 8, 14, 14, 30) + second * 1000).toISOString()

function limit(broker: Broker, symbol: string, second: number): string {
  const order = { symbol, side: 'buy', qty: '2', limitPrice: '180', timeInForce: 'gtc' } as const
  return broker.submit({ at: at(second), submittedAt: at(second), ...order }).id
}

const accountOf = ({ accountId }: Broker, label = 'paper'): TargetedAccount => ({
  accountId,
  credentials: credentials(label),
})

/** The frame that Alpaca sends of an order. */
const frame = (broker: Broker, id: string): TargetedOrder => ({
  id,
  updatedAt: broker.orders.get(id).updatedAt,
})

/** A synced account with a waiting order, and its targeted sync. */
async function openTargeted() {
  const broker = new Broker(OPENED)
  const waiting = limit(broker, 'AAPL', 0)
  const world = await openWorld(broker)
  await world.sync()
  const account = accountOf(broker)
  const target = (...ids: string[]): Promise<TargetedOutcome> =>
    syncTargeted(
      world.ctx,
      account,
      ids.map((id) => frame(broker, id)),
    )
  return { broker, waiting, world, account, target }
}

const DONE = { kind: 'done', behind: [], isRateLimitLow: false }

const trades = ({ db }: Pick<World, 'db'>) =>
  rowsOf(
    db,
    'select underlying, status, strategy from alpaca_trades order by underlying, opened_at',
  )

/** The state of the ordinary sync: where its readings stand, and what it counts. */
const progress = ({ db }: Pick<World, 'db'>) =>
  rowsOf(
    db,
    `select to_jsonb(s) - '{lease_token,updated_at,rate_limit_remaining,rate_limit_reset_at}'::text[]
      as state from sync_state s`,
  )

describe('a targeted sync', () => {
  it('stores a fill and folds its trade', async () => {
    const { broker, waiting, world, target } = await openTargeted()
    broker.fill(waiting, { at: at(10), price: '179.5' })
    const outbox = await watchOutbox(world.db)
    expect(await target(waiting)).toEqual(DONE)
    expect(await trades(world)).toEqual([
      { underlying: 'AAPL', status: 'open', strategy: 'long_stock' },
    ])
    const { events, ...faults } = await outbox()
    expect(faults).toEqual({ missing: [], untrue: [], broken: [] })
    expect(events.map(({ type }) => type)).toEqual([
      'order.changed',
      'trade.opened',
      'sync.finished',
    ])
  })

  it('stores an order that is not known', async () => {
    const { broker, world, target } = await openTargeted()
    const id = limit(broker, 'MSFT', 20)
    expect(await target(id)).toEqual(DONE)
    expect(await trades(world)).toContainEqual({
      underlying: 'MSFT',
      status: 'pending',
      strategy: 'long_stock',
    })
  })

  it('is a run of scope targeted, and leaves the readings of the ordinary sync alone', async () => {
    const { broker, waiting, world, target } = await openTargeted()
    broker.fill(waiting, { at: at(10), price: '179.5' })
    const before = await progress(world)
    await target(waiting)
    expect(await progress(world)).toEqual(before)
    const [run] = await rowsOf(
      world.db,
      `select trigger, scope, status, report->'orders'->'updated' as updated from sync_runs
        order by created_at desc limit 1`,
    )
    expect(run).toEqual({ trigger: 'live', scope: 'targeted', status: 'success', updated: 1 })
  })

  it('leaves a series of runs and a streak of failures alone, also when it fails itself', async () => {
    const { broker, waiting, world, target } = await openTargeted()
    await rowsOf(
      world.db,
      `update sync_state set resume_at = 'activities', resume_since = now(), resume_done = '{orders}',
        failing_runs = 2, failing_since = now(), orders_stage = 'walk', orders_cursor = 'x'`,
    )
    const before = await progress(world)
    broker.fill(waiting, { at: at(10), price: '179.5' })
    await target(waiting)
    expect(await progress(world)).toEqual(before)
    const failing = { ...world.ctx, fetch: async () => new Response('{}', { status: 401 }) }
    const orders = [frame(broker, waiting)]
    expect(await syncTargeted(failing, accountOf(broker), orders)).toEqual({ kind: 'failed' })
    expect(await theValue(world.db, 'select failing_runs from sync_state')).toBe(2)
    expect(await theValue(world.db, 'select resume_at from sync_state')).toBe('activities')
    expect(
      await rowsOf(
        world.db,
        "select error_code from sync_runs where scope = 'targeted' and status = 'failed'",
      ),
    ).toEqual([{ error_code: 'alpaca_unauthorized' }])
  })

  it('finds the parent and the other legs when a frame names a leg', async () => {
    const { broker, world, target } = await openTargeted()
    const parent = broker.submitMultileg({ at: at(20), qty: '1', limitPrice: '-1', legs: LEGS })
    const [first, second] = parent.legs.map(({ id }) => id)
    if (!first || !second) throw new Error('a spread has two legs')
    // The leg is not stored, and Alpaca returns it without its parent.
    expect(await target(first)).toEqual(DONE)
    const stored = `select alpaca_order_id as id, parent_order_id as parent, status
      from alpaca_orders where parent_order_id is not null order by symbol`
    expect(await rowsOf(world.db, stored)).toEqual([
      { id: first, parent: parent.id, status: 'new' },
      { id: second, parent: parent.id, status: 'new' },
    ])
    broker.fillSpread(parent.id, { at: at(30), prices: ['3.1', '2.05'] })
    // Now it is stored: its parent is read by id.
    expect(await target(second)).toEqual(DONE)
    expect(await rowsOf(world.db, stored)).toEqual([
      { id: first, parent: parent.id, status: 'filled' },
      { id: second, parent: parent.id, status: 'filled' },
    ])
    expect(await theValue(world.db, 'select status from alpaca_parent_orders')).toBe('filled')
    expect(await trades(world)).toContainEqual({
      underlying: 'SPY',
      status: 'open',
      strategy: 'bear_call_spread',
    })
  })

  it('reads both ends of a replace chain', async () => {
    const { broker, waiting, world, target } = await openTargeted()
    const replacing = broker.replace(waiting, { at: at(40), limitPrice: '181' })
    // The stream names the old order alone.
    expect(await target(waiting)).toEqual(DONE)
    expect(
      await rowsOf(world.db, 'select alpaca_order_id as id, status from alpaca_orders order by 2'),
    ).toEqual([
      { id: replacing.id, status: 'new' },
      { id: waiting, status: 'replaced' },
    ])
  })

  it('touches no other underlying and no other account', async () => {
    const [broker, other] = [new Broker(OPENED), new Broker({ ...OPENED, seed: 'other' })]
    const waiting = limit(broker, 'AAPL', 0)
    const [ofOther, msft] = [limit(other, 'AAPL', 1), limit(broker, 'MSFT', 2)]
    const world = await openWorldOf({ paper: broker, second: other })
    await world.sync()
    for (const [owner, id] of [
      [broker, waiting],
      [broker, msft],
      [other, ofOther],
    ] as const)
      owner.fill(id, { at: at(10), price: '179.5' })
    await rowsOf(
      world.db,
      `insert into ledger_dirty (account_id, underlying, since)
        values ('${broker.accountId}', 'MSFT', now()), ('${other.accountId}', 'AAPL', now())`,
    )
    const orders = [frame(broker, waiting)]
    expect(await syncTargeted(world.ctx, accountOf(broker), orders)).toEqual(DONE)
    expect(
      await rowsOf(
        world.db,
        `select label, underlying, t.status from alpaca_trades t join alpaca_accounts using (account_id)
          order by 1, 2`,
      ),
    ).toEqual([
      { label: 'paper', underlying: 'AAPL', status: 'open' },
      { label: 'paper', underlying: 'MSFT', status: 'pending' },
      { label: 'second', underlying: 'AAPL', status: 'pending' },
    ])
    expect(
      await rowsOf(world.db, 'select underlying from ledger_dirty order by underlying'),
    ).toEqual([{ underlying: 'AAPL' }, { underlying: 'MSFT' }])
  })

  it('reports orders that Alpaca does not know, or returns in an older state', async () => {
    const { broker, waiting, world, account } = await openTargeted()
    const unknown = '61e69015-8549-4bfd-b9c3-01e75843f47d'
    const { updatedAt } = frame(broker, waiting)
    const before = await fingerprint(world.db)
    const outcome = await syncTargeted(world.ctx, account, [
      { id: unknown, updatedAt: null },
      { id: waiting, updatedAt: (updatedAt ?? 0) + 1 },
    ])
    expect(outcome).toEqual({ ...DONE, behind: [unknown, waiting] })
    expect(await fingerprint(world.db)).toEqual(before)
  })

  it('is busy while another run holds the lease, and asks Alpaca no more until it has it', async () => {
    const { broker, waiting, world, target } = await openTargeted()
    broker.fill(waiting, { at: at(10), price: '179.5' })
    const hold = `update sync_state set lease_holder = gen_random_uuid(),
      lease_expires_at = now() + interval '1 minute'`
    await rowsOf(world.db, hold)
    expect(await target(waiting)).toEqual({ kind: 'busy' })
    const again = await countCalls(world.ctx, async () => {
      expect(await target(waiting)).toEqual({ kind: 'busy' })
    })
    expect(again).toEqual({ alpaca: 0, database: 1 })
    await rowsOf(world.db, 'update sync_state set lease_holder = null, lease_expires_at = null')
    expect(await target(waiting)).toEqual(DONE)
  })

  it('is stopped for an account that is stopped or erased, and for keys of another account', async () => {
    const { broker, waiting, world, target } = await openTargeted()
    const other = { ...accountOf(broker), accountId: 'another' }
    const orders = [frame(broker, waiting)]
    expect(await syncTargeted(world.ctx, other, orders)).toEqual({ kind: 'stopped' })
    expect(await theValue(world.db, 'select count(*)::int from sync_state')).toBe(1)
    await rowsOf(
      world.db,
      `insert into alpaca_accounts (account_id, label, base_url, as_of, raw_data)
        select 'another', 'other', base_url, as_of, '{}' from alpaca_accounts`,
    )
    expect(await syncTargeted(world.ctx, other, orders)).toEqual({ kind: 'stopped' })
    expect(
      await theValue(
        world.db,
        "select count(*)::int from alpaca_orders where account_id = 'another'",
      ),
    ).toBe(0)
    await rowsOf(world.db, "insert into account_stops (label, skips_label) values ('paper', true)")
    expect(await target(waiting)).toEqual({ kind: 'stopped' })
  })

  it('stores the trade with the fifth round trip, and asks Alpaca once for a known account', async () => {
    const { broker, waiting, world, account, target } = await openTargeted()
    await target(waiting)
    broker.fill(waiting, { at: at(10), price: '179.5' })
    let folded: number | null = null
    let database = 0
    const { neonConfig } = await import('@neondatabase/serverless')
    const calls = await countCalls(world.ctx, async () => {
      const { fetchFunction } = neonConfig
      neonConfig.fetchFunction = (input: string, init: RequestInit) => {
        database += 1
        return fetchFunction(input, init)
      }
      const onFolded = () => {
        folded ??= database
      }
      expect(
        await syncTargeted(world.ctx, account, [frame(broker, waiting)], { onFolded }),
      ).toEqual(DONE)
      neonConfig.fetchFunction = fetchFunction
    })
    expect(calls.alpaca).toBe(1)
    expect({ folded, database: calls.database }).toEqual({ folded: 5, database: 12 })
  })
})
