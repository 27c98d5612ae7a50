import { afterEach, describe, expect, it, vi } from 'vitest'
import { SyncError } from '../../../src/sync/run/errors'
import { syncTargeted, type TargetedAccount } from '../../../src/sync/run/sync-targeted'
import { sampleOf } from '../../support/effort'
import { watchOutbox } from '../events/outbox'
import { crashAccount, FIRST, LATER } from '../sync/crash/account'
import { DATABASE, MODES } from '../sync/crash/wire'
import { type Crashing, openCrashing, tickOn } from '../sync/crash/world'
import { credentials } from '../sync/support'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** The account as of later, and the ids that its stream named since the first sync. */
function named(): { account: TargetedAccount; ids: string[] } {
  const broker = crashAccount(LATER)
  const isNamed = ({ updatedAt }: { updatedAt: number }) => updatedAt > Date.parse(FIRST) * 1000
  const changed = [...broker.orders.all()].filter(isNamed)
  const account = { accountId: broker.accountId, credentials: credentials('paper') }
  return { account, ids: changed.slice(0, 8).map(({ id }) => id) }
}

const target = ({ ctx }: Crashing) => {
  const { account, ids } = named()
  return syncTargeted(
    ctx,
    account,
    ids.map((id) => ({ id, updatedAt: null })),
  )
}

/** A synced account whose orders have changed since, and what the next tick makes of it alone. */
async function openChanged() {
  const world = await openCrashing()
  await world.sync()
  world.at(LATER)
  await world.tables.save()
  const tick = async () => (await world.sync()).report
  await tickOn(world, tick)
  const undisturbed = await world.tables.dump()
  return { world, tick, undisturbed }
}

const differences = (rows: readonly string[], expected: readonly string[]) => ({
  more: rows.filter((row) => !expected.includes(row)),
  missing: expected.filter((row) => !rows.includes(row)),
})

const SAME = { more: [], missing: [] }

/** Lets the lease of the run under way run out, so that another run takes over. */
const expireLease = `update sync_state set lease_expires_at = now() - interval '1 second'
  where lease_holder is not null`

const isBusy = (error: unknown) => {
  if (!(error instanceof SyncError) || error.code !== 'sync_in_progress') throw error
  return 'busy'
}

describe('a targeted sync and the ticks of the cron', { timeout: 600_000 }, () => {
  it('store the same as the cron alone, wherever and however the targeted sync is killed', async () => {
    const { world, tick, undisturbed } = await openChanged()
    const { wire, tables, db } = world
    await tables.restore()
    expect(await wire.run(() => target(world))).toBe('done')
    const calls = [...wire.calls]
    expect(calls.filter((call) => call === DATABASE).length).toBeGreaterThan(10)
    const strikes = calls.flatMap((call, index) =>
      MODES.map((mode) => ({ call, index, mode, at: index + 1 })),
    )
    // Every mode in turn, at calls from the first to the last.
    for (const { call, mode, at } of sampleOf(strikes, 4 * MODES.length + 1)) {
      const title = `call ${at} of ${calls.length} (${call}), ${mode}`
      await tables.restore()
      const outbox = await watchOutbox(db)
      await wire.run(() => target(world), { at, mode })
      await tickOn(world, tick)
      if (await wire.deliverLate()) await tickOn(world, tick)
      const { missing, untrue, broken } = await outbox()
      expect.soft({ title, missing, untrue, broken }).toEqual({
        title,
        missing: [],
        untrue: [],
        broken: [],
      })
      const rows = await tables.dump()
      expect.soft({ title, ...differences(rows, undisturbed) }).toEqual({ title, ...SAME })
    }
  })

  it('store the same as the cron alone when either begins in the middle of the other', async () => {
    const { world, tick, undisturbed } = await openChanged()
    const { wire, tables, db } = world
    const live = () => target(world)
    const cron = () => tick().catch(isBusy)
    await tables.restore()
    await wire.run(live)
    const ofLive = wire.calls.length
    await tables.restore()
    await wire.run(cron)
    const ofCron = wire.calls.length
    const inLive = Array.from({ length: ofLive }, (_, index) => ({ inner: cron, at: index + 1 }))
    const inCron = Array.from({ length: ofCron }, (_, index) => ({ inner: live, at: index + 1 }))
    const cases = [...sampleOf(inLive, 11), ...sampleOf(inCron, 19)].flatMap((one) => [
      { ...one, takesOver: false },
      { ...one, takesOver: true },
    ])
    for (const { inner, at, takesOver } of cases) {
      const outer = inner === cron ? live : cron
      const title = `${outer === live ? 'cron in live' : 'live in cron'}, call ${at}, ${takesOver}`
      await tables.restore()
      const outbox = await watchOutbox(db)
      const meanwhile = async () => {
        if (takesOver) await db.execute(expireLease)
        await inner()
      }
      await wire.run(outer, { at, mode: 'asleep', meanwhile })
      await live()
      await tickOn(world, tick)
      const { missing, untrue, broken } = await outbox()
      expect.soft({ title, missing, untrue, broken }).toEqual({
        title,
        missing: [],
        untrue: [],
        broken: [],
      })
      const rows = await tables.dump()
      expect.soft({ title, ...differences(rows, undisturbed) }).toEqual({ title, ...SAME })
    }
  })
})
