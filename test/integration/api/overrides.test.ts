import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  annotatedSchema,
  mergedSchema,
  overrideListSchema,
  splitSchema,
  undoneSchema,
} from '../../../src/api/overrides/schemas'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { rowsOf } from '../sync/support'
import { API_TOKEN, bearer, READ_TOKEN } from './api'
import { expectError } from './errors'
import { openingOrders, verticals } from './verticals'
import { ledgerOf, openSynced, type SyncedApi } from './world'

const UNKNOWN = '00000000-0000-0000-0000-000000000000'

let api: SyncedApi

const open = async () => {
  api = await openSynced({ paper: verticals() })
}

const write = (method: string, path: string, body?: unknown, token = API_TOKEN) =>
  api.request(path, {
    method,
    headers: bearer(token),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

async function done<Schema extends z.ZodType>(
  schema: Schema,
  answer: Promise<Response>,
): Promise<z.output<Schema>> {
  const response = await answer
  const body = await response.json()
  if (response.status !== 200) throw new Error(JSON.stringify(body))
  return schema.parse(body)
}

const patch = (id: string, body: unknown) =>
  done(annotatedSchema, write('PATCH', `/trades/${id}`, body))
const merge = (ids: string[]) =>
  done(mergedSchema, write('POST', '/trades/merge', { trade_ids: ids }))
const split = (id: string, orderIds: string[]) =>
  done(splitSchema, write('POST', '/trades/split', { trade_id: id, order_ids: orderIds }))
const undo = (id: string) => done(undoneSchema, write('DELETE', `/overrides/${id}`))
const rebuild = () => done(rebuildSchema, write('POST', '/trades/rebuild'))
const overrides = async (query = '') =>
  (await api.get(overrideListSchema, `/overrides${query}`)).overrides

/** An account with two verticals on SPY of one afternoon, a condor on QQQ and 100 AAPL. */
async function tradesOf(underlying: string) {
  const { trades } = await api.get(tradeListSchema, `/trades?underlying=${underlying}`)
  return trades.toReversed()
}

async function idsOf(underlying: string): Promise<[string, ...string[]]> {
  const [first, ...others] = (await tradesOf(underlying)).map(({ trade_id }) => trade_id)
  if (first === undefined) throw new Error(`no trade of ${underlying}`)
  return [first, ...others]
}

describe('PATCH /trades/{trade_id}', () => {
  beforeEach(open)

  it('sets strategy, tags and note, keeps what is left out, and removes what is null', async () => {
    const before = await ledgerOf(api)
    const [id] = await idsOf('SPY')
    const first = await patch(id, { strategy: ' income ', tags: ['weekly', 'a b', 'weekly'] })
    expect(first.trade).toMatchObject({
      trade_id: id,
      strategy: 'income',
      strategy_type: 'vertical_spread',
      tags: ['weekly', 'a b'],
      note: null,
    })
    const second = await patch(id, { note: 'held\nover the split' })
    expect(second.trade).toMatchObject({ strategy: 'income', note: 'held\nover the split' })
    expect(second.override?.id).toBe(first.override?.id)
    expect((await patch(id, { strategy: null, tags: [] })).trade).toMatchObject({
      strategy: 'bull_put_spread',
      tags: [],
      note: 'held\nover the split',
    })
    expect((await patch(id, { note: null })).override).toBeNull()
    expect(await overrides()).toEqual([])
    expect(await ledgerOf(api)).toEqual(before)
  })

  it('finds the trade by its tag and its strategy', async () => {
    const [id] = await idsOf('QQQ')
    await patch(id, { tags: ['earnings'], strategy: 'the big one' })
    for (const query of ['tag=earnings', 'strategy=the%20big%20one']) {
      const { trades } = await api.get(tradeListSchema, `/trades?${query}`)
      expect(trades.map(({ trade_id }) => trade_id)).toEqual([id])
    }
  })

  it('is undone by deleting the override', async () => {
    const before = await ledgerOf(api)
    const [id] = await idsOf('AAPL')
    const { override } = await patch(id, { note: 'x' })
    expect(await overrides()).toMatchObject([
      { kind: 'annotate', underlying: 'AAPL', note: 'x', trade_ids: [id] },
    ])
    expect((await undo(override?.id ?? '')).trades).toMatchObject([{ trade_id: id, note: null }])
    expect(await ledgerOf(api)).toEqual(before)
  })
})

describe('a trade without a filled opening order', () => {
  /** Shares from an assignment, an open order on TSLA, and shares sold that were never bought. */
  function others(): Broker {
    const broker = new Broker({ seed: 'others', openedAt: '2026-08-03T14:30:00Z' })
    const put = broker.submit({
      at: '2026-09-01T15:00:00Z',
      symbol: 'SPY260911P00580000',
      side: 'sell',
      qty: '1',
    })
    broker.fill(put.id, { at: '2026-09-01T15:00:01Z', price: '4' })
    broker.assign('SPY260911P00580000', { at: '2026-09-11T21:00:00Z' })
    broker.submit({
      at: '2026-09-30T15:00:00Z',
      symbol: 'TSLA',
      side: 'buy',
      qty: '1',
      limitPrice: '1',
      timeInForce: 'gtc',
    })
    return broker
  }

  beforeEach(async () => {
    api = await openSynced({ paper: others() })
  })

  it('can be annotated if an assignment delivered its shares', async () => {
    const shares = (await tradesOf('SPY')).find(({ assigned_from }) => assigned_from !== null)
    const { trade, override } = await patch(shares?.trade_id ?? '', { note: 'wheel' })
    expect(trade).toMatchObject({ strategy: 'long_stock', note: 'wheel' })
    expect(override?.trade_ids).toEqual([trade.trade_id])
    expect(await rebuild()).toMatchObject({ changed: 0 })
  })

  it('can be annotated while its order is still open', async () => {
    const [id] = await idsOf('TSLA')
    const { trade } = await patch(id, { tags: ['dip'] })
    expect(trade).toMatchObject({ trade_id: id, status: 'pending', tags: ['dip'] })
    expect(await rebuild()).toMatchObject({ changed: 0 })
  })

  it('cannot be merged', async () => {
    const ids = await idsOf('SPY')
    const answer = await write('POST', '/trades/merge', { trade_ids: ids })
    const { message } = await expectError(answer, 'invalid_parameter', 'trade_ids')
    expect(message).toContain('assignment')
  })
})

describe('POST /trades/merge', () => {
  beforeEach(open)

  it('merges two trades, and deleting the override separates them', async () => {
    const before = await ledgerOf(api)
    const apart = await tradesOf('SPY')
    expect(apart.map(({ strategy }) => strategy)).toEqual(['bull_put_spread', 'bear_call_spread'])
    const { trade, override, has_more } = await merge(apart.map(({ trade_id }) => trade_id))
    expect(has_more).toBe(false)
    expect(trade).toMatchObject({
      trade_id: apart[0]?.trade_id,
      strategy: 'iron_condor',
      status: 'closed',
      // (3.10 - 2.00 + 2.50 - 1.50 - 0.60 + 0.35 - 0.40 + 0.20) x 100
      realized_pl: 165,
    })
    expect(trade.legs).toHaveLength(4)
    expect(await idsOf('SPY')).toEqual([trade.trade_id])
    expect(override).toMatchObject({
      kind: 'merge',
      underlying: 'SPY',
      trade_ids: [trade.trade_id],
    })
    expect(override.facts).toHaveLength(4)
    const again = await undo(override.id)
    expect(again.trades.map(({ trade_id }) => trade_id).toSorted()).toEqual(
      apart.map(({ trade_id }) => trade_id).toSorted(),
    )
    expect(await ledgerOf(api)).toEqual(before)
  })

  it('survives a full resync and a rebuild', async () => {
    await merge(await idsOf('SPY'))
    const [id] = await idsOf('QQQ')
    await patch(id, { note: 'kept' })
    const said = await ledgerOf(api)
    await api.sync({ full: true })
    expect(await ledgerOf(api)).toEqual(said)
    expect(await rebuild()).toMatchObject({ changed: 0, has_more: false })
    expect(await ledgerOf(api)).toEqual(said)
  })

  it('keeps the strategy, tags and note of the merged trades', async () => {
    const [first, second = ''] = await idsOf('SPY')
    await patch(first, { note: 'puts' })
    await patch(second, { note: 'calls', tags: ['c'] })
    const { trade, override } = await merge([first, second])
    expect((await patch(trade.trade_id, { note: 'condor' })).trade.note).toBe('condor')
    await undo(override.id)
    expect((await tradesOf('SPY')).map(({ note, tags }) => [note, tags])).toEqual([
      ['condor', []],
      ['condor', ['c']],
    ])
  })

  it('refuses orders that a merge or split contains, and changes nothing', async () => {
    const { trade } = await merge(await idsOf('SPY'))
    const [order] = await openingOrders(api, trade.trade_id)
    const said = await ledgerOf(api)
    const answer = await write('POST', '/trades/split', {
      trade_id: trade.trade_id,
      order_ids: [order],
    })
    await expectError(answer, 'override_conflict', 'order_ids')
    expect(await ledgerOf(api)).toEqual(said)
    expect(await overrides()).toHaveLength(1)
  })
})

describe('POST /trades/split', () => {
  beforeEach(open)

  it('splits orders off into a trade of their own, and deleting the override joins them', async () => {
    const before = await ledgerOf(api)
    const [condor] = await idsOf('QQQ')
    const puts = await openingOrders(api, condor, 'put')
    const { trades, override } = await split(condor, puts)
    expect(trades.map(({ strategy, status }) => [strategy, status]).toSorted()).toEqual([
      ['bear_call_spread', 'open'],
      ['bull_put_spread', 'open'],
    ])
    expect(override).toMatchObject({ kind: 'split', underlying: 'QQQ' })
    expect(override.facts).toHaveLength(2)
    expect(await rebuild()).toMatchObject({ changed: 0 })
    expect((await undo(override.id)).trades).toMatchObject([
      { trade_id: condor, strategy: 'iron_condor' },
    ])
    expect(await ledgerOf(api)).toEqual(before)
  })
})

describe('GET /overrides', () => {
  beforeEach(open)

  it('lists overrides newest first, with cursor and filters', async () => {
    const { override } = await merge(await idsOf('SPY'))
    const [qqq] = await idsOf('QQQ')
    const said = await patch(qqq, { note: 'x' })
    const ids = [said.override?.id, override.id]
    expect((await overrides()).map(({ id }) => id)).toEqual(ids)
    expect(
      (await overrides('?kind=merge&account=paper&underlying=spy')).map(({ id }) => id),
    ).toEqual([override.id])
    const first = await api.get(overrideListSchema, '/overrides?limit=1')
    const second = await overrides(`?limit=1&cursor=${first.next_cursor}`)
    expect(second.map(({ id }) => id)).toEqual([override.id])
  })
})

describe('overrides and syncs', () => {
  beforeEach(open)

  it('answer 409 and write nothing if a sync does not end in time', async () => {
    const [id] = await idsOf('SPY')
    const held = `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '1 minute'`
    await rowsOf(api.db, held)
    await expectError(await write('PATCH', `/trades/${id}`, { note: 'x' }), 'sync_in_progress')
    await expectError(await write('POST', '/trades/rebuild'), 'sync_in_progress')
    expect(await overrides()).toEqual([])
  })

  it('wait for a sync that ends in time', async () => {
    const [id] = await idsOf('SPY')
    await rowsOf(
      api.db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '1 minute'`,
    )
    api.ctx.sleep = async () => {
      await rowsOf(api.db, 'update sync_state set lease_holder = null')
    }
    expect((await patch(id, { note: 'x' })).trade.note).toBe('x')
  })

  it('are kept when the budget ends before the trades are computed, and the next sync computes them', async () => {
    const ids = await idsOf('SPY')
    const { budget } = api.ctx
    api.ctx.budget = { subrequests: 7, milliseconds: 60_000 }
    expect(await merge(ids)).toMatchObject({
      has_more: true,
      trade: { strategy: expect.any(String) },
    })
    expect(await idsOf('SPY')).toHaveLength(2)
    api.ctx.budget = budget
    await api.sync()
    expect(await idsOf('SPY')).toHaveLength(1)
  })

  it('are applied one at a time to the same trades', async () => {
    const ids = await idsOf('SPY')
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => write('POST', '/trades/merge', { trade_ids: ids })),
    )
    const codes = answers.map(({ status }) => status)
    expect(codes.filter((status) => status === 200)).toHaveLength(1)
    // What was asked of trades that are one by now is not found, or in conflict; what had to wait
    // too long says so.
    expect(codes.filter((status) => ![200, 404, 409].includes(status))).toEqual([])
    expect(await overrides()).toHaveLength(1)
  })

  it('are stored as runs with their counts', async () => {
    await merge(await idsOf('SPY'))
    expect(
      await rowsOf(
        api.db,
        `select label, trigger, status from sync_runs where scope = 'overrides'`,
      ),
    ).toEqual([{ label: 'paper', trigger: 'api', status: 'success' }])
  })
})

describe('a request that is refused', () => {
  // Nothing is written, so they share the account.
  beforeAll(open)

  it.each([
    [{}, 'body'],
    [[], 'body'],
    [{ strategy: '' }, 'strategy'],
    [{ strategy: 'x'.repeat(65) }, 'strategy'],
    [{ strategy: 'a\u0000b' }, 'strategy'],
    [{ strategy: 7 }, 'strategy'],
    ['{"strategy":"\\ud800"}', 'strategy'],
    [{ tags: 'income' }, 'tags'],
    [{ tags: [''] }, 'tags'],
    [{ tags: Array.from({ length: 21 }, (_, i) => `tag ${i}`) }, 'tags'],
    [{ note: 'x'.repeat(2001) }, 'note'],
    [{ note: 'a\u0007' }, 'note'],
    [{ color: 'red' }, 'color'],
  ])('refuses %j', async (body, param) => {
    const [id] = await idsOf('SPY')
    await expectError(await write('PATCH', `/trades/${id}`, body), 'invalid_parameter', param)
    expect(await overrides()).toEqual([])
  })

  it('answers 404 for an unknown trade', async () => {
    await expectError(
      await write('PATCH', `/trades/${UNKNOWN}`, { note: 'x' }),
      'trade_not_found',
      'trade_id',
    )
    await expectError(
      await write('PATCH', '/trades/x', { note: 'x' }),
      'invalid_parameter',
      'trade_id',
    )
  })

  it('refuses trades of two underlyings, a single trade and unknown trades', async () => {
    const [spy] = await idsOf('SPY')
    const [qqq] = await idsOf('QQQ')
    const refused = async (body: unknown) =>
      await expectError(
        await write('POST', '/trades/merge', body),
        'invalid_parameter',
        'trade_ids',
      )
    await refused({ trade_ids: [spy, qqq] })
    await refused({ trade_ids: [spy] })
    await refused({ trade_ids: [spy, spy] })
    await refused({ trade_ids: spy })
    await refused({ trade_ids: [spy, 'x'] })
    await refused({})
    const missing = await write('POST', '/trades/merge', { trade_ids: [spy, UNKNOWN] })
    await expectError(missing, 'trade_not_found', 'trade_ids')
    await expectError(await write('POST', '/trades/merge', '{"trade_ids":'), 'invalid_json')
    expect(await overrides()).toEqual([])
  })

  it('refuses all orders of a trade, orders of another trade, and an empty list', async () => {
    const [condor] = await idsOf('QQQ')
    const [spy] = await idsOf('SPY')
    const all = await openingOrders(api, condor)
    const others = await openingOrders(api, spy)
    for (const order_ids of [all, [all[0], others[0]], [], ['x'], 'x', [7]]) {
      const answer = await write('POST', '/trades/split', { trade_id: condor, order_ids })
      await expectError(answer, 'invalid_parameter', 'order_ids')
    }
    const missing = await write('POST', '/trades/split', { trade_id: UNKNOWN, order_ids: all })
    await expectError(missing, 'trade_not_found', 'trade_id')
    expect(await overrides()).toEqual([])
  })

  it('refuses unknown parameters', async () => {
    await expectError(await api.request('/overrides?kind=rename'), 'invalid_parameter', 'kind')
    await expectError(await api.request('/overrides?account=x'), 'invalid_parameter', 'account')
    await expectError(await write('DELETE', `/overrides/${UNKNOWN}`), 'override_not_found', 'id')
    await expectError(await write('DELETE', '/overrides/x'), 'invalid_parameter', 'id')
  })

  it.each([
    ['PATCH', `/trades/${UNKNOWN}`],
    ['POST', '/trades/merge'],
    ['POST', '/trades/split'],
    ['POST', '/trades/rebuild'],
    ['DELETE', `/overrides/${UNKNOWN}`],
  ])('%s %s needs the scope edit', async (method, path) => {
    await expectError(await write(method, path, {}, READ_TOKEN), 'forbidden')
    await expectError(await api.request(path, { method, headers: {} }), 'unauthorized')
  })

  it('READ_TOKEN can list overrides', async () => {
    expect((await api.request('/overrides', { headers: bearer(READ_TOKEN) })).status).toBe(200)
    await expectError(await api.request('/overrides', { headers: {} }), 'unauthorized')
  })
})
