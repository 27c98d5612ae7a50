import { describe, expect, it } from 'vitest'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { API_TOKEN, bearer } from '../api/api'
import { expectError } from '../api/errors'
import { openSynced, type SyncedApi } from '../api/world'
import { fingerprint, rowsOf, theValue } from '../sync/support'
import { type Ending, Gate } from './gate'
import { at, buy, freeLease, statusOf } from './scene'

function account(symbols: readonly string[], seed = 'killed'): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', deposit: '1000000' })
  buy(broker, symbols, at(1, 0))
  return broker
}

/** Accounts behind a gate that were never synced; with `synced`, they were synced once. */
async function open(accounts: Record<string, Broker>, { synced = true } = {}) {
  const gate = new Gate()
  const api = await openSynced(accounts, {}, async ({ clock, sync }) => {
    clock.now = new Date(at(1, 300))
    if (synced) await sync()
  })
  return { gate, api }
}

const run = (gate: Gate, work: () => Promise<unknown>): Promise<Ending> => gate.run(work)

/** Moves to the next tick, so many minutes later, when the lease of a run that died has expired. */
async function tick({ gate, api }: { gate: Gate; api: SyncedApi }, minutes = 5): Promise<Ending> {
  api.clock.now = new Date(api.clock.now.getTime() + minutes * 60_000)
  await rowsOf(
    api.db,
    "update sync_state set lease_expires_at = now() - interval '1 second' where lease_holder is not null",
  )
  return await run(gate, () => api.sync())
}

/** An account of these symbols whose second run was killed by one of them, after new facts. */
async function killedBy(killer: string, symbols: readonly string[]) {
  const broker = account(symbols)
  const world = await open({ paper: broker })
  const { gate, api } = world
  buy(broker, [killer], at(2, 0))
  gate.kills = [killer]
  api.clock.now = new Date(at(2, 60))
  expect(await tick(world)).toBe('killed')
  return { broker, world, gate, api }
}

const heldOf = async ({ db }: SyncedApi) =>
  (await rowsOf(db, 'select distinct underlying from alpaca_trades order by 1')).map((row) =>
    String(row.underlying),
  )

const patch = async (api: SyncedApi, underlying: string) => {
  const id = await theValue(
    api.db,
    `select trade_id from alpaca_trades where underlying = '${underlying}' limit 1`,
  )
  return await api.request(`/trades/${id}`, {
    method: 'PATCH',
    headers: { ...bearer(API_TOKEN), 'Content-Type': 'application/json' },
    body: JSON.stringify({ note: 'said' }),
  })
}

describe('an underlying whose grouping kills the run', () => {
  it('is grouped last and alone in the next run, after all others', async () => {
    const { broker, world, gate, api } = await killedBy('BBB', ['AAA', 'BBB', 'CCC'])
    expect(gate.writes).toEqual([['BBB']])

    buy(broker, ['AAA', 'CCC', 'DDD'], at(2, 70))
    api.clock.now = new Date(at(2, 75))
    expect(await tick(world)).toBe('killed')
    expect(gate.writes).toEqual([['AAA', 'CCC', 'DDD'], ['BBB']])
    expect(await heldOf(api)).toEqual(['AAA', 'BBB', 'CCC', 'DDD'])
    // Everything that depends on the trades is done before it too.
    const linked = `select count(trade_id)::int from alpaca_positions where is_open`
    expect(await theValue(api.db, linked)).toBe(4)
    expect(await theValue(api.db, 'select reconciled_at is not null from sync_state')).toBe(true)
  })

  it('is retried later after each death, is reported meanwhile, and heals without an edit', async () => {
    const broker = account(['AAA', 'BBB'])
    const world = await open({ paper: broker })
    const { gate, api } = world
    buy(broker, ['AAA', 'BBB'], at(2, 0))
    api.clock.now = new Date(at(2, 60))
    gate.kills = ['BBB']
    // First together with AAA; then, twice, AAA first and BBB alone.
    expect([await tick(world), await tick(world), await tick(world)]).toEqual(
      Array(3).fill('killed'),
    )
    for (let run = 0; run < 2; run++) {
      buy(broker, ['AAA'], api.clock.now.toISOString())
      expect(await tick(world, 2)).toBe('failed')
      expect(gate.writes).toEqual([['AAA']])
      expect(await statusOf(api)).toMatchObject({
        last_error: {
          code: 'ledger_failed',
          message: 'the trades of BBB could not be worked out',
        },
        ledger_failed: [{ underlying: 'BBB', deaths: 2, next_try_at: expect.any(String) }],
      })
    }
    expect(await tick(world, 10)).toBe('killed')
    expect(await tick(world, 15)).toBe('failed')
    expect(await tick(world, 10)).toBe('killed')
    gate.kills = []
    expect(await tick(world, 24 * 60)).toBe('done')
    expect(gate.writes).toEqual([['BBB']])
    expect(await statusOf(api)).toMatchObject({ failing: null, ledger_failed: [] })
    expect(await theValue(api.db, 'select count(*)::int from ledger_dirty')).toBe(0)
  })

  it('is retried at once after new facts, after a rebuild request, and under other rules', async () => {
    const broker = account(['AAA', 'BBB'])
    const world = await open({ paper: broker })
    const { gate, api } = world
    const killTwice = async () => {
      buy(broker, ['BBB'], api.clock.now.toISOString())
      gate.kills = ['BBB']
      expect([await tick(world), await tick(world)]).toEqual(['killed', 'killed'])
      expect(await tick(world, 1)).toBe('failed')
      gate.kills = []
    }
    await killTwice()
    buy(broker, ['BBB'], api.clock.now.toISOString())
    expect(await tick(world, 1)).toBe('done')

    await killTwice()
    expect(await run(gate, () => rebuildLedger(api.ctx, { trigger: 'api' }))).toBe('done')
    expect(gate.writes.at(-1)).toEqual(['BBB'])

    await killTwice()
    api.ctx.groupingWindowSeconds = 60
    expect(await tick(world, 1)).toBe('done')
    expect(await theValue(api.db, 'select count(*)::int from ledger_dirty')).toBe(0)
  })

  it('is not grouped by edits of others, and its own edit is stored', async () => {
    const broker = account(['AAA', 'BBB'])
    const world = await open({ paper: broker })
    const { gate, api } = world
    buy(broker, ['BBB'], at(2, 0))
    api.clock.now = new Date(at(2, 60))
    gate.kills = ['BBB']
    expect([await tick(world), await tick(world)]).toEqual(['killed', 'killed'])
    await freeLease(api)
    expect(await run(gate, async () => expect((await patch(api, 'AAA')).status).toBe(200))).toBe(
      'done',
    )
    expect(await tick(world, 1)).toBe('failed')
    // An edit does not retry it after new facts while it has killed repeatedly.
    await rowsOf(api.db, 'update ledger_dirty set deaths = 5')
    await run(gate, async () => {
      await expectError(await patch(api, 'BBB'), 'ledger_failed')
    })
    expect(gate.writes).toEqual([])
    expect(await rowsOf(api.db, 'select underlying, note from trade_overrides order by 1')).toEqual(
      [
        { underlying: 'AAA', note: 'said' },
        { underlying: 'BBB', note: 'said' },
      ],
    )
    gate.kills = []
    expect(await tick(world, 24 * 60)).toBe('done')
    expect(
      await theValue(api.db, "select note from alpaca_trades where underlying = 'BBB' limit 1"),
    ).toBe('said')
  })

  it('is found among many of the same first run, and all others are grouped', async () => {
    const symbols = Array.from(
      { length: 40 },
      (_, i) => `S${String.fromCharCode(65 + (i % 26))}${i < 26 ? 'A' : 'B'}`,
    )
    const killer = 'SMA'
    const broker = account(symbols)
    const world = await open({ paper: broker }, { synced: false })
    const { gate, api } = world
    gate.kills = [killer]
    expect(await tick(world)).toBe('killed')
    expect(await heldOf(api)).toEqual([])
    // Forty suspects are folded in twenty groups of two, then alone: each run leaves fewer.
    const endings = [await tick(world), await tick(world), await tick(world), await tick(world)]
    expect(endings).toEqual(['killed', 'killed', 'killed', 'failed'])
    expect(await heldOf(api)).toEqual(symbols.filter((symbol) => symbol !== killer).sort())
    gate.kills = []
    expect(await tick(world, 24 * 60)).toBe('done')
    expect(await heldOf(api)).toEqual([...symbols].sort())
  })

  it('is grouped after the runs of all other accounts have ended', async () => {
    const first = account(['AAA'], 'first')
    const second = account(['CCC'], 'second')
    const world = await open({ first, second })
    const { gate, api } = world
    buy(first, ['BBB'], at(2, 0))
    gate.kills = ['BBB']
    api.clock.now = new Date(at(2, 60))
    expect(await tick(world)).toBe('killed')
    buy(first, ['AAA'], at(2, 70))
    // With many small pages, the other account works for a long time.
    for (let i = 0; i < 20; i++) buy(second, ['CCC'], at(2, 70 + i / 10))
    api.ctx.sizes = { orders: 2, activities: 2, fold: 5_000 }
    api.clock.now = new Date(at(2, 75))
    expect(await tick(world)).toBe('killed')
    expect(gate.writes.at(-1)).toEqual(['BBB'])
    const ended = `select label, status from sync_runs where scope = 'all'
      and started_at = '${api.clock.now.toISOString()}' order by label`
    expect(await rowsOf(api.db, ended)).toEqual([
      { label: 'first', status: 'running' },
      { label: 'second', status: 'success' },
    ])
    await tick(world, 1)
    expect((await api.get(syncStatusSchema, '/sync')).accounts).toMatchObject([
      { label: 'first', ledger_failed: [{ underlying: 'BBB' }] },
      { label: 'second', ledger_failed: [], failing: null },
    ])
    gate.kills = []
    expect(await tick(world, 24 * 60)).toBe('done')
    expect(await heldOf(api)).toEqual(['AAA', 'BBB', 'CCC'])
  })

  it('is grouped in the end by runs with the smallest budget', async () => {
    const { gate, api } = await killedBy('BBB', ['AAA', 'BBB'])
    gate.kills = []
    api.ctx.budget = { subrequests: 20, milliseconds: 60_000 }
    await freeLease(api)
    for (let runs = 1; (await api.sync()).report.has_more; runs++) expect(runs).toBeLessThan(5)
    expect(await theValue(api.db, 'select count(*)::int from ledger_dirty')).toBe(0)
  })

  it('does not keep a rebuild from checking all others', async () => {
    const { world, gate, api } = await killedBy('BBB', ['AAA', 'BBB', 'CCC'])
    await rowsOf(api.db, "delete from alpaca_trades where underlying in ('AAA', 'CCC')")
    await freeLease(api)
    const rebuild = () => rebuildLedger(api.ctx, { trigger: 'cron' })
    expect(await run(gate, rebuild)).toBe('killed')
    expect(await heldOf(api)).toEqual(['AAA', 'BBB', 'CCC'])
    await freeLease(api)
    await expect(rebuild()).rejects.toMatchObject({
      name: 'AccountsFailed',
      outcome: { accounts: [{ error: { code: 'ledger_failed', underlyings: ['BBB'] } }] },
    })
    gate.kills = []
    await tick(world, 24 * 60)
    expect(await rebuild()).toMatchObject({ changed: 0 })
    expect(await heldOf(api)).toEqual(['AAA', 'BBB', 'CCC'])
  })

  it('adds no write to a quiet run and no call to any run', async () => {
    const broker = account(['AAA', 'BBB'])
    const world = await open({ paper: broker })
    const { gate, api } = world
    await tick(world)
    const before = await fingerprint(api.db)
    gate.calls = []
    await tick(world)
    expect(await fingerprint(api.db)).toEqual(before)
    const ofFolds = () => gate.calls.filter((body) => body.includes('set folding_since'))
    expect(ofFolds()).toEqual([])
    buy(broker, ['AAA'], api.clock.now.toISOString())
    await tick(world)
    // The mark is set in the calls that read facts and fees, and is deleted with the dirty mark.
    expect(ofFolds().map((body) => /position_intent|leg_kind/.exec(body)?.[0])).toEqual([
      'position_intent',
      'leg_kind',
    ])
  })
})
