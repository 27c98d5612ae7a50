import { describe, expect, it } from 'vitest'
import { eventListSchema } from '../../../src/api/events/schemas'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { API_TOKEN, bearer, READ_TOKEN } from '../api/api'
import { expectError } from '../api/errors'
import { openSynced } from '../api/world'
import { fingerprint, openWorld, rowsOf, theValue, type World } from '../sync/support'
import { briefly, eventsAfter, watchOutbox } from './outbox'

const OPENED = { openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' }

/** A share order that is filled, or waits when it has no price. */
function place(broker: Broker, minute: number, side: 'buy' | 'sell', price?: string): string {
  const at = (second: number) =>
    new Date(Date.UTC(2026, 8, 1, 14, 30) + minute * 60_000 + second * 1000).toISOString()
  const order = { symbol: 'AAPL', side, qty: '1', limitPrice: '100', timeInForce: 'gtc' } as const
  const { id } = broker.submit({ at: at(0), submittedAt: at(0), ...order })
  if (price !== undefined) broker.fill(id, { at: at(1), price })
  return id
}

async function synced(broker: Broker): Promise<World> {
  const world = await openWorld(broker)
  await world.sync()
  return world
}

const lastSeq = async ({ db }: Pick<World, 'db'>) =>
  Number(await theValue(db, 'select last_seq::int from event_counters'))

describe('events', () => {
  it('of a first reading are one reset, however many pages it takes', async () => {
    const broker = new Broker(OPENED)
    for (let minute = 0; minute < 30; minute++) place(broker, minute, 'buy', '100')
    const world = await openWorld(broker)
    world.ctx.sizes = { orders: 8, activities: 8, fold: 10 }
    await world.sync()
    const events = await eventsAfter(world.db, 0)
    expect(events.map(({ type }) => type)).toEqual([
      'reset',
      'reconciliation.balanced',
      'sync.finished',
    ])
    expect(events[0]?.data).toEqual({ reason: 'first_reading' })
  })

  it('report an order that waits, its fill and the close of its trade, each once', async () => {
    const broker = new Broker(OPENED)
    const world = await synced(broker)
    const waiting = place(broker, 0, 'buy')
    let seq = await lastSeq(world)
    await world.sync()
    expect(briefly(await eventsAfter(world.db, seq))).toEqual([
      ['order.changed', null, 'new'],
      ['trade.changed', null, 'pending'],
      ['sync.finished', undefined, 'success'],
    ])
    seq = await lastSeq(world)
    broker.fill(waiting, { at: '2026-09-02T15:00:00Z', price: '100' })
    await world.sync()
    const opened = await eventsAfter(world.db, seq)
    expect(briefly(opened)).toContainEqual(['trade.opened', 'pending', 'open'])
    expect(opened.filter(({ type }) => type.startsWith('trade.'))).toHaveLength(1)
    seq = await lastSeq(world)
    place(broker, 3_000, 'sell', '110')
    await world.sync()
    const closed = await eventsAfter(world.db, seq)
    expect(briefly(closed)).toContainEqual(['trade.closed', 'open', 'closed'])
    expect(closed.find(({ type }) => type === 'trade.closed')?.data).toMatchObject({ net_pl: 10 })
    expect(closed.filter(({ type }) => type === 'positions.changed')).toHaveLength(1)
  })

  it('are not written by a sync that changes nothing', async () => {
    const broker = new Broker(OPENED)
    place(broker, 0, 'buy', '100')
    const world = await synced(broker)
    await world.sync()
    const all = 'select e.*, xmin::text, (select xmin::text from event_counters) as c from events e'
    const before = [await rowsOf(world.db, all), await fingerprint(world.db)]
    await world.sync()
    expect([await rowsOf(world.db, all), await fingerprint(world.db)]).toEqual(before)
  })

  it('of a rebuild are one reset', async () => {
    const broker = new Broker(OPENED)
    for (let minute = 0; minute < 9; minute++) place(broker, minute, 'buy', '100')
    const world = await synced(broker)
    await rowsOf(world.db, 'update alpaca_trades set quantity = 77')
    const seq = await lastSeq(world)
    for (let run = 0; run < 2; run++) {
      await rebuildLedger(world.ctx, { trigger: 'api' })
      const events = await eventsAfter(world.db, seq)
      const resets = events.filter(({ type }) => type === 'reset')
      expect(resets.map(({ data }) => data)).toEqual([{ reason: 'rebuild' }])
      expect(events.filter(({ type }) => /^(order|trade)/.test(type))).toEqual([])
    }
  })

  it('of more than 200 trades in one transaction are one reset, and of 200 one each', async () => {
    const broker = new Broker(OPENED)
    const world = await synced(broker)
    const insert = (count: number) =>
      rowsOf(
        world.db,
        `insert into alpaca_trades (trade_id, account_id, underlying, strategy, strategy_type,
          status, quantity, opened_at, chain_id, legs)
        select gen_random_uuid(), account_id, 'SPY', 'long_stock', 'stock', 'open', 1, now(),
          gen_random_uuid(), '[]' from generate_series(1, ${count}), sync_state`,
      )
    const seq = await lastSeq(world)
    await insert(200)
    expect(await eventsAfter(world.db, seq)).toHaveLength(200)
    await insert(201)
    const more = await eventsAfter(world.db, seq + 200)
    expect(more.map(({ type, data }) => [type, data])).toEqual([
      ['reset', { reason: 'many_changes' }],
    ])
  })

  it('report the first failure of a streak, and its end', async () => {
    const world = await synced(new Broker(OPENED))
    const seq = await lastSeq(world)
    const answer = world.ctx.fetch
    world.ctx.fetch = async (input, init) =>
      String(input).includes('/v2/orders')
        ? new Response('{}', { status: 500 })
        : await answer(input, init)
    for (let run = 0; run < 2; run++) await world.sync().catch(() => null)
    world.ctx.fetch = answer
    await world.sync()
    const events = await eventsAfter(world.db, seq)
    expect(events.map(({ type }) => type)).toEqual([
      'sync.failed',
      'sync.recovered',
      'sync.finished',
    ])
    const failed = await rowsOf(
      world.db,
      "select id::text from sync_runs where status = 'failed' order by created_at limit 1",
    )
    expect(events[0]?.subject_id).toBe(failed[0]?.id)
  })

  it('of random changes are exactly the rows that were written, in every state between', async () => {
    const broker = new Broker(OPENED)
    const world = await synced(broker)
    const waiting: string[] = []
    let state = 7
    const below = (most: number) => {
      state = (state * 1103515245 + 12345) % 2147483648
      return Math.floor((state / 2147483648) * most)
    }
    for (let step = 0; step < 12; step++) {
      const outbox = await watchOutbox(world.db)
      for (let change = 0, last = below(4); change <= last; change++) {
        const minute = step * 100 + change * 10
        const kind = below(3)
        const oldest = waiting.shift()
        const at = new Date(Date.UTC(2026, 8, 1, 14, 35) + minute * 60_000).toISOString()
        if (oldest !== undefined && kind === 2) broker.cancel(oldest, at)
        else if (oldest !== undefined && kind === 1) broker.fill(oldest, { at, price: '99' })
        else {
          if (oldest !== undefined) waiting.unshift(oldest)
          const side = below(2) === 0 ? 'buy' : 'sell'
          if (below(2) === 0) waiting.push(place(broker, minute, 'buy'))
          else place(broker, minute, side, '100')
        }
      }
      await world.sync()
      expect(await outbox()).toMatchObject({ missing: [], untrue: [], broken: [] })
    }
  })
})

describe('GET /events', () => {
  async function open() {
    const broker = new Broker(OPENED)
    const api = await openSynced({ paper: broker })
    for (let minute = 0; minute < 5; minute++) place(broker, minute, 'buy', '100')
    await api.sync()
    return api
  }

  it('lists events in ascending order, and goes on after the last one', async () => {
    const api = await open()
    const all = await api.get(eventListSchema, '/events?limit=500')
    expect(all.events.length).toBeGreaterThan(8)
    const paged = []
    for (let after = 0; ; ) {
      const page = await api.get(eventListSchema, `/events?account=paper&limit=3&after=${after}`)
      expect(page.last_seq).toBe(all.last_seq)
      paged.push(...page.events)
      after = page.events.at(-1)?.seq ?? after
      if (page.events.length < 3) break
    }
    expect(paged).toEqual(all.events)
    expect(paged.at(-1)?.seq).toBe(all.last_seq)
    const seqs = paged.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  })

  it('begin after the last_seq of GET /sync without a gap', async () => {
    const api = await open()
    const { last_seq } = await api.get(eventListSchema, '/events?limit=1')
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts).toMatchObject([{ label: 'paper', last_seq }])
  })

  it('lists the asked types alone', async () => {
    const api = await open()
    const { events } = await api.get(eventListSchema, '/events?types=trade.opened,sync.finished')
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set(['trade.opened', 'sync.finished']),
    )
  })

  it('answers one reset when events were pruned, or when after is beyond the last', async () => {
    const api = await open()
    const { last_seq } = await api.get(eventListSchema, '/events')
    await rowsOf(api.db, `update events set at = now() - interval '15 days' where seq <= 4`)
    await api.sync()
    expect(await theValue(api.db, 'select min(seq)::int from events')).toBe(5)
    for (const [after, reason] of [
      [3, 'pruned'],
      [last_seq + 1, 'unknown_seq'],
    ]) {
      const page = await api.get(eventListSchema, `/events?types=order.changed&after=${after}`)
      expect(page).toMatchObject({ last_seq, events: [{ seq: last_seq, data: { reason } }] })
      expect(page.events.map(({ type }) => type)).toEqual(['reset'])
    }
    const kept = await api.get(eventListSchema, '/events?after=4')
    expect(kept.events[0]?.seq).toBe(5)
  })

  it('needs the account when there are several, because numbers are per account', async () => {
    const api = await openSynced({
      paper: new Broker(OPENED),
      other: new Broker({ ...OPENED, seed: 'o' }),
    })
    const answer = await api.request('/events', { headers: bearer(READ_TOKEN) })
    await expectError(answer, 'invalid_parameter', 'account')
    const { events } = await api.get(eventListSchema, '/events?account=other')
    expect(events.length).toBeGreaterThan(0)
    const id = await theValue(
      api.db,
      "select account_id from alpaca_accounts where label = 'other'",
    )
    expect(new Set(events.map(({ account_id }) => account_id))).toEqual(new Set([id]))
  })

  it('has no event of an erased account', async () => {
    const api = await open()
    const answer = await api.request('/accounts/paper?data=erase', {
      method: 'DELETE',
      headers: bearer(API_TOKEN),
    })
    expect(answer.status).toBe(200)
    expect(await rowsOf(api.db, 'select 1 from events')).toEqual([])
    expect(await rowsOf(api.db, 'select 1 from event_counters')).toEqual([])
  })

  it('numbers the events of an account that was erased and read again above the old ones', async () => {
    const api = await open()
    const { last_seq: before } = await api.get(eventListSchema, '/events?account=paper')
    for (const [method, path] of [
      ['DELETE', '/accounts/paper?data=erase'],
      ['POST', '/accounts/paper/resume'],
    ] as const) {
      const answer = await api.request(path, { method, headers: bearer(API_TOKEN) })
      expect(answer.status).toBe(200)
    }
    await api.sync()
    const { events } = await api.get(eventListSchema, `/events?account=paper&after=${before}`)
    expect(events[0]).toMatchObject({ type: 'reset', data: { reason: 'first_reading' } })
    expect(events[0]?.seq).toBeGreaterThan(before)
  })
})
