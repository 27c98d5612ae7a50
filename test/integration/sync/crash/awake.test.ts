import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { rebuildLedger } from '../../../../src/sync/ledger/rebuild'
import { isExhaustive } from '../../../support/effort'
import { rowsOf } from '../support'
import { LATER } from './account'
import { type Crashing, openCrashing, tickOn } from './world'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/**
 * One in so many calls is where the run sleeps, and the last call; EVERY_CRASH=1 takes all calls.
 */
const STEP = isExhaustive ? 3 : 20

/**
 * Puts a run to sleep at its calls, one at a time, until its lease has run out and another run has
 * done all there is to do: it may write nothing more, and tell no success. One that sleeps before
 * it has the lease takes it when it wakes up.
 */
async function wakeEverywhere(
  world: Crashing,
  callsBefore: number,
  work: () => Promise<{ has_more: boolean }>,
) {
  const { wire, tables, db } = world
  await tables.save()
  expect(await wire.run(work)).toBe('done')
  const calls = [...wire.calls]
  const digest = await tables.digest()
  const expected = await runsOf(db)
  for (const [index, call] of calls.entries()) {
    if (!inject('everyCrash') && index % STEP !== 0 && index !== calls.length - 1) continue
    const title = `call ${index + 1} of ${calls.length} (${call})`
    await tables.restore()
    const meanwhile = () => tickOn(world, work)
    const ending = await wire.run(work, { at: index + 1, mode: 'asleep', meanwhile })
    const has = index < callsBefore
    const own = has ? { status: 'success', error_code: null } : LOST
    expect
      .soft({ title, ending, runs: await runsOf(db), same: (await tables.digest()) === digest })
      .toEqual({ title, ending: has ? 'done' : 'failed', runs: [...expected, own], same: true })
  }
}

const LOST = { status: 'failed', error_code: 'sync_in_progress' }

async function runsOf(db: Crashing['db']) {
  return await rowsOf(
    db,
    'select status, error_code from sync_runs order by error_code nulls first',
  )
}

describe('a run that wakes up after its lease was taken over', { timeout: 600_000 }, () => {
  it('writes nothing more and is no success, at any call of a sync', async () => {
    const world = await openCrashing()
    await world.sync()
    world.at(LATER)
    await wakeEverywhere(world, 2, async () => (await world.sync()).report)
  })

  it('writes nothing more and is no success, at any call of a rebuild', async () => {
    const world = await openCrashing()
    await world.sync()
    await rowsOf(world.db, 'update alpaca_trades set quantity = 77')
    await wakeEverywhere(world, 2, () => rebuildLedger(world.ctx, { trigger: 'api' }))
  })
})
