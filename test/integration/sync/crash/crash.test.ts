import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { rebuildLedger } from '../../../../src/sync/ledger/rebuild'
import { annotateTrade } from '../../../../src/sync/overrides/annotate'
import { OverrideError } from '../../../../src/sync/overrides/errors'
import { mergeTrades } from '../../../../src/sync/overrides/merge'
import { isExhaustive } from '../../../support/effort'
import { watchOutbox } from '../../events/outbox'
import { rowsOf, theValue } from '../support'
import { LATER } from './account'
import { DATABASE, MODES, type Mode } from './wire'
import { type Crashing, openCrashing, tickOn } from './world'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/**
 * Which calls are struck in the project `long`: every `each`th, in rotating modes, and every eighth
 * in `more` modes too.
 */
interface Choice {
  each?: number
  more?: readonly Mode[]
}

/** `npm test` strikes a tenth of the calls of the project `long`. */
const SAMPLE = 10

/** With EVERY_CRASH=1 every call is struck in all modes, which takes several minutes. */
function modesAt(index: number, call: string, { each = 1, more = [] }: Choice): readonly Mode[] {
  if (inject('everyCrash')) return MODES
  const step = isExhaustive ? each : SAMPLE * each
  if (index % step !== 0) return []
  const rotated = MODES.slice((index / step) % MODES.length).slice(0, 1)
  if (!isExhaustive) return rotated
  return [...new Set([...rotated, ...(call === DATABASE && index % 8 === 0 ? more : [])])]
}

/**
 * Strikes some work at each of its calls, lets the next ticks go on, and compares every table with
 * the undisturbed one. After the strike and at the end, the events are those of the rows that were
 * written.
 */
async function crashEverywhere(
  world: Crashing,
  work: () => Promise<{ has_more: boolean }>,
  choice: Choice = {},
) {
  const { wire, tables, db } = world
  await tables.save()
  expect(await wire.run(work)).toBe('done')
  const calls = [...wire.calls]
  const expected = await tables.dump()
  const digest = await tables.digest()
  const successes = "select count(*)::int from sync_runs where status = 'success'"
  for (const [index, call] of calls.entries()) {
    for (const mode of modesAt(index, call, choice)) {
      const title = `call ${index + 1} of ${calls.length} (${call}), ${mode}`
      await tables.restore()
      const before = await theValue(db, successes)
      const outbox = await watchOutbox(db)
      const expectEvents = async () => {
        const { missing, untrue, broken } = await outbox()
        const found = { title, missing, untrue, broken }
        expect.soft(found).toEqual({ title, missing: [], untrue: [], broken: [] })
      }
      const ending = await wire.run(work, { at: index + 1, mode })
      const after = await theValue(db, successes)
      // The last call of a run writes down how it ended: who dies right after it has ended well.
      const endedWell = ending === 'done' || (mode === 'killed-after' && index === calls.length - 1)
      if (!endedWell)
        expect({ title, ending, successes: after }).toMatchObject({ successes: before })
      await expectEvents()
      await tickOn(world, work)
      if (await wire.deliverLate()) await tickOn(world, work)
      await expectEvents()
      if ((await tables.digest()) === digest) continue
      const rows = await tables.dump()
      expect
        .soft({ title, ...differences(rows, expected) })
        .toEqual({ title, more: [], missing: [] })
    }
  }
  return calls
}

function differences(rows: readonly string[], expected: readonly string[]) {
  return {
    more: rows.filter((row) => !expected.includes(row)),
    missing: expected.filter((row) => !rows.includes(row)),
  }
}

async function tradeIds({ db }: Crashing, underlying: string): Promise<[string, string]> {
  const rows = await rowsOf(
    db,
    `select trade_id from alpaca_trades where underlying = '${underlying}' order by opened_at limit 2`,
  )
  const [first, second] = rows.map(({ trade_id }) => String(trade_id))
  if (first === undefined || second === undefined) throw new Error(`no two trades of ${underlying}`)
  return [first, second]
}

const actor = { name: 'tester', tokenFingerprint: '0123456789ab', requestId: 'request' }
const asUser = ({ ctx }: Crashing) => ({ ...ctx, actor })

/**
 * Merges two trades; that they are one already shows when it is asked again, and a sync finishes
 * what was begun.
 */
async function mergeOnce(world: Crashing, trades: readonly string[]) {
  try {
    return await mergeTrades(asUser(world), trades)
  } catch (error) {
    if (!(error instanceof OverrideError)) throw error
    return (await world.sync()).report
  }
}

const MARKED = `select coalesce((select (report ->> 'marked')::boolean from sync_runs
  where scope = 'rebuild' and status = 'running'), false)`

const CAUSES = ['assignment', 'expiration', 'order', 'pending']

describe('a run that is killed at any of its calls, in any way', { timeout: 600_000 }, () => {
  it('stores in its next ticks the same as an undisturbed first sync', async () => {
    const world = await openCrashing()
    world.ctx.sizes = { orders: 8, activities: 25, fold: 5_000 }
    // Where a call never arrives, the run lives on to write down how far it came.
    const calls = await crashEverywhere(world, async () => (await world.sync()).report, {
      more: ['network'],
    })
    expect(calls.filter((call) => call !== DATABASE).length).toBeGreaterThan(6)
    expect(calls.filter((call) => call === DATABASE).length).toBeGreaterThan(15)
  })

  it('stores in its next ticks the same as an undisturbed later sync, overrides included', async () => {
    const world = await openCrashing({ traded: true })
    await world.sync()
    const [first, second] = await tradeIds(world, 'QQQ')
    await mergeTrades(asUser(world), [first, second])
    await annotateTrade(asUser(world), (await tradeIds(world, 'SPY'))[0], { note: 'kept' })
    expect(await theValue(world.db, 'select count(*)::int from ledger_checkpoints')).toBe(1)
    world.at(LATER)
    const calls = await crashEverywhere(world, async () => (await world.sync()).report)
    expect(calls.filter((call) => call !== DATABASE).length).toBeGreaterThan(8)
    expect(
      await rowsOf(world.db, 'select distinct close_cause from alpaca_positions order by 1'),
    ).toEqual([...CAUSES, null].map((close_cause) => ({ close_cause })))
  })

  it('stores in the next rebuild the same as an undisturbed rebuild', async () => {
    const world = await openCrashing({ traded: true })
    await world.sync()
    await rowsOf(
      world.db,
      "update alpaca_trades set quantity = 77 where underlying in ('SPY', 'QQQ')",
    )
    await rowsOf(world.db, "delete from alpaca_trade_fills where underlying = 'GME'")
    await crashEverywhere(world, () => rebuildLedger(world.ctx, { trigger: 'api' }), { each: 2 })
    expect(await theValue(world.db, 'select count(*)::int from ledger_checkpoints')).toBe(1)
  })

  it('leaves the differences to the next rebuild if it dies after it has marked everything', async () => {
    const world = await openCrashing()
    const { wire, tables, db } = world
    await world.sync()
    await rowsOf(db, "update alpaca_trades set quantity = 77 where underlying in ('SPY', 'GME')")
    await tables.save()
    const rebuild = () => rebuildLedger(world.ctx, { trigger: 'api' })
    const { changed } = await rebuild()
    expect(changed).toBeGreaterThan(2)
    for (const marked of [false, true]) {
      await tables.restore()
      const isMarked = async () => (await theValue(db, MARKED)) === true
      for (let at = 1; (await isMarked()) !== marked || at === 1; at++) {
        await tables.restore()
        expect(await wire.run(rebuild, { at, mode: 'killed-after' })).toBe('killed')
      }
      await rowsOf(db, "update sync_state set lease_expires_at = now() - interval '1 second'")
      expect((await rebuild()).changed).toBe(changed)
      expect((await rebuild()).changed).toBe(0)
    }
  })

  it('stores an override once when the request is repeated, and groups the trades by it', async () => {
    const world = await openCrashing()
    await world.sync()
    const trades = await tradeIds(world, 'SPY')
    await crashEverywhere(world, () => mergeOnce(world, trades), { each: 2 })
    expect(await rowsOf(world.db, 'select kind from trade_overrides')).toEqual([{ kind: 'merge' }])
  })
})
