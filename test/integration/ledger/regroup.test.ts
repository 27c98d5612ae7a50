import { describe, expect, it } from 'vitest'
import { mergedSchema } from '../../../src/api/overrides/schemas'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { ENGINE_VERSION } from '../../../src/engine/book/checkpoint'
import { Broker } from '../../../src/local/alpaca/broker'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { runSync } from '../../../src/sync/run/run'
import { API_TOKEN, bearer } from '../api/api'
import { ledgerOf, openSynced, type SyncedApi } from '../api/world'
import { countCalls } from '../sync/counted'
import { fingerprint, openWorldOf, rowsOf, theValue, type World } from '../sync/support'

const UNDERLYINGS = ['AAA', 'BBB', 'CCC']

const at = (day: number, seconds: number) =>
  new Date(
    Date.parse(`2026-09-${String(day).padStart(2, '0')}T15:00:00Z`) + seconds * 1000,
  ).toISOString()

/**
 * Each underlying has a spread a day of two simple orders, 100 seconds apart: within the usual
 * window, but more than a minute.
 */
function account(seed = 'regroup', spreads = 6): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', deposit: '1000000' })
  for (let i = 0; i < spreads; i++) {
    for (const [strike, side, seconds] of [
      [100 + i, 'buy', 0],
      [150 + i, 'sell', 100],
    ] as const) {
      for (const underlying of UNDERLYINGS) {
        const when = at(1 + i, seconds)
        const { id } = broker.submit({
          at: when,
          symbol: `${underlying}261211C00${strike}000`,
          side,
          qty: '1',
        })
        broker.fill(id, { at: when, price: '3' })
      }
    }
  }
  broker.postDailyFees('2026-09-01')
  return broker
}

/** Small chunks, so that checkpoints exist and budgets end. */
const SIZES = { orders: 500, activities: 100, fold: 16 }

async function open(
  accounts: Record<string, Broker>,
  windowSeconds = 300,
): Promise<SyncedApi & Pick<World, 'log'>> {
  const worlds: World[] = []
  const api = await openSynced(accounts, {}, async (world) => {
    worlds.push(world)
    world.ctx.sizes = SIZES
    world.ctx.groupingWindowSeconds = windowSeconds
    await world.sync()
  })
  return { ...api, log: worlds[0]?.log ?? [] }
}

/** The ledger of an account that was always grouped by the same rules. */
async function groupedBy(windowSeconds: number): Promise<unknown[]> {
  return await ledgerOf(await open({ paper: account() }, windowSeconds))
}

const strategies = async ({ db }: Pick<World, 'db'>) =>
  await rowsOf(
    db,
    `select underlying, strategy_type as type, count(*)::int as n from alpaca_trades group by 1, 2 order by 1, 2`,
  )

const SINGLES = UNDERLYINGS.map((underlying) => ({ underlying, type: 'single_leg', n: 12 }))
const SPREADS = UNDERLYINGS.map((underlying) => ({ underlying, type: 'vertical_spread', n: 6 }))

const rules = (seconds: number | null, engine: number | null = ENGINE_VERSION) => ({
  engine_version: engine,
  grouping_window_seconds: seconds,
})

const post = (api: SyncedApi, path: string, body: unknown = {}) =>
  api.request(path, {
    method: 'POST',
    headers: { ...bearer(API_TOKEN), 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

const statusOf = async (api: SyncedApi) => (await api.get(syncStatusSchema, '/sync')).accounts[0]

describe('a changed GROUPING_WINDOW_SECONDS', () => {
  it('regroups all trades in the next run, which reports it, and so does changing it back', async () => {
    const api = await open({ paper: account() })
    expect(await strategies(api)).toEqual(SPREADS)
    expect(await theValue(api.db, 'select count(*)::int from ledger_checkpoints')).toBeGreaterThan(
      3,
    )
    api.ctx.groupingWindowSeconds = 60
    const { accounts } = await api.sync()
    expect(accounts).toMatchObject([
      {
        error: null,
        has_more: false,
        regrouped: {
          reason: 'grouping_window',
          from: rules(300),
          to: rules(60),
          underlyings: 3,
          has_more: false,
        },
      },
    ])
    expect(accounts[0]?.regrouped?.changed).toBeGreaterThan(36)
    expect(await strategies(api)).toEqual(SINGLES)
    expect(await ledgerOf(api)).toEqual(await groupedBy(60))
    expect(api.log.filter(({ event }) => event === 'ledger_regrouping')).toMatchObject([
      { level: 'info', label: 'paper', reason: 'grouping_window', from: rules(300), to: rules(60) },
    ])
    const reported = `select report->'regrouped'->>'reason' as reason from sync_runs where report->'regrouped' <> 'null'`
    expect(await rowsOf(api.db, reported)).toEqual([{ reason: 'grouping_window' }])

    api.ctx.groupingWindowSeconds = 300
    expect((await api.sync()).accounts[0]?.regrouped).toMatchObject({
      from: rules(60),
      to: rules(300),
    })
    expect(await ledgerOf(api)).toEqual(await groupedBy(300))
  })

  it('costs one call in the run that finds it, and no call or write in later runs', async () => {
    const api = await open({ paper: account() })
    await api.sync()
    const quiet = await countCalls(api.ctx, api.sync)
    api.ctx.groupingWindowSeconds = 60
    await api.sync()
    const before = await fingerprint(api.db)
    expect(await countCalls(api.ctx, api.sync)).toEqual(quiet)
    expect(await fingerprint(api.db)).toEqual(before)
    expect((await api.sync()).accounts[0]?.regrouped).toBeNull()
  })

  it('does not count as damage in a rebuild that finds it, in one part or in many', async () => {
    const api = await open({ paper: account() })
    for (const [windowSeconds, subrequests] of [
      [60, 900],
      [300, 20],
    ] as const) {
      api.ctx.groupingWindowSeconds = windowSeconds
      api.ctx.budget = { subrequests, milliseconds: 60_000 }
      api.log.length = 0
      let regrouped = 0
      for (let more = true, calls = 0; more; calls++) {
        const outcome = await rebuildLedger(api.ctx, { trigger: 'cron' })
        expect(outcome).toMatchObject({ changed: 0 })
        regrouped += outcome.accounts[0]?.regrouped?.changed ?? 0
        more = outcome.has_more
        expect(calls).toBeLessThan(40)
      }
      expect(regrouped).toBeGreaterThan(36)
      const lines = api.log.filter(({ event }) => event === 'ledger_rebuilt')
      expect(lines.every(({ level }) => level === 'info')).toBe(true)
      expect(await ledgerOf(api)).toEqual(await groupedBy(windowSeconds))
    }
  })

  it('does not count as damage in a rebuild that was cut off before it', async () => {
    const api = await open({ paper: account() })
    const cut = async () => {
      api.ctx.budget = { subrequests: 22, milliseconds: 60_000 }
      return await rebuildLedger(api.ctx, { trigger: 'cron' })
    }
    const isMarked = `select coalesce((select (report->>'marked')::boolean from sync_runs
      where scope = 'rebuild' order by created_at desc limit 1), false)`
    for (let calls = 0; (await theValue(api.db, isMarked)) === false; calls++) {
      expect((await cut()).has_more).toBe(true)
      expect(calls).toBeLessThan(10)
    }
    api.ctx.groupingWindowSeconds = 60
    for (let more = true; more; ) {
      const outcome = await cut()
      expect(outcome.changed).toBe(0)
      more = outcome.has_more
    }
    expect(await ledgerOf(api)).toEqual(await groupedBy(60))
  })

  it('is continued by each run when the budget ends, and GET /sync shows it until it is done', async () => {
    const api = await open({ paper: account() })
    api.ctx.groupingWindowSeconds = 60
    api.ctx.budget = { subrequests: 20, milliseconds: 60_000 }
    const reports = []
    for (let more = true; more; ) {
      const { report, accounts } = await api.sync()
      reports.push(accounts[0]?.regrouped)
      more = report.has_more
      const status = await statusOf(api)
      if (accounts[0]?.regrouped?.has_more)
        expect(status?.regrouping).toMatchObject({
          reason: 'grouping_window',
          from: rules(300),
          to: rules(60),
        })
      expect(reports.length).toBeLessThan(40)
    }
    expect(reports.filter((report) => report != null).length).toBeGreaterThan(1)
    expect((await statusOf(api))?.regrouping).toBeNull()
    expect(await ledgerOf(api)).toEqual(await groupedBy(60))
  })

  it('regroups every account', async () => {
    const api = await open({ one: account('one'), two: account('two') })
    api.ctx.groupingWindowSeconds = 60
    const { accounts } = await api.sync()
    expect(accounts.map(({ regrouped }) => regrouped?.reason)).toEqual(
      Array(2).fill('grouping_window'),
    )
    expect(await strategies(api)).toEqual(SINGLES.map((row) => ({ ...row, n: 24 })))
  })

  it('applies completely to an underlying that an edit touches first, and not yet to the others', async () => {
    const api = await open({ paper: account() })
    const expected = await open({ paper: account() }, 60)
    api.ctx.groupingWindowSeconds = 60
    const ids = async ({ db }: SyncedApi) =>
      (
        await rowsOf(
          db,
          `select trade_id from alpaca_trades where underlying = 'BBB' order by opened_at desc limit 2`,
        )
      ).map(({ trade_id }) => trade_id)
    const mergeLast = async (of: SyncedApi) => {
      const response = await post(of, '/trades/merge', { trade_ids: await ids(of) })
      return mergedSchema.parse(await response.json())
    }
    expect(await mergeLast(api)).toMatchObject({ has_more: false, trade: { legs: { length: 4 } } })
    expect(await strategies(api)).toMatchObject([
      SPREADS[0],
      { underlying: 'BBB', type: 'options', n: 1 },
      { underlying: 'BBB', type: 'single_leg', n: 8 },
      SPREADS[2],
    ])
    const { accounts } = await api.sync()
    expect(accounts[0]?.regrouped).toMatchObject({ reason: 'grouping_window', has_more: false })
    // Makes the same merge in an account that was always grouped by the same rules.
    const facts = await theValue(api.db, 'select to_json(facts) from trade_overrides')
    await post(expected, '/trades/merge', {
      trade_ids: (
        await rowsOf(
          expected.db,
          `select distinct trade_id from alpaca_trade_fills where order_id in
            (select json_array_elements_text('${JSON.stringify(facts)}'))`,
        )
      ).map(({ trade_id }) => trade_id),
    })
    expect(await ledgerOf(api)).toEqual(await ledgerOf(expected))
  })
})

describe('a changed ENGINE_VERSION', () => {
  it.each([
    ['of another version', ENGINE_VERSION + 1],
    ['that was not recorded', null],
  ])('regroups what was grouped by rules %s', async (_, version) => {
    const api = await open({ paper: account() })
    const before = await ledgerOf(api)
    await rowsOf(
      api.db,
      `update sync_state set ledger_engine_version = ${version}${version === null ? ', ledger_window_seconds = null' : ''}`,
    )
    await rowsOf(api.db, "update alpaca_trades set strategy = 'by former rules'")
    const { accounts } = await api.sync()
    expect(accounts[0]).toMatchObject({
      error: null,
      regrouped: {
        reason: 'engine_version',
        from: rules(version === null ? null : 300, version),
        to: rules(300),
        underlyings: 3,
        changed: 18,
      },
    })
    expect(await ledgerOf(api)).toEqual(before)
    expect(await rebuildLedger(api.ctx, { trigger: 'cron' })).toMatchObject({ changed: 0 })
  })
})

describe('an account that is new', () => {
  it('is not regrouped', async () => {
    const world = await openWorldOf({ paper: account() })
    const { accounts } = await world.sync()
    expect(accounts[0]?.regrouped).toBeNull()
    expect(
      await rowsOf(world.db, 'select ledger_engine_version, ledger_window_seconds from sync_state'),
    ).toEqual([{ ledger_engine_version: ENGINE_VERSION, ledger_window_seconds: 300 }])
  })
})

describe('two Workers with different settings on one database', () => {
  it('regroup its trades a few times, then at most once an hour, and report the conflict', async () => {
    const api = await open({ paper: account() })
    const by = async (seconds: number) => {
      api.clock.now = new Date(api.clock.now.getTime() + 60_000)
      return await runSync(
        { ...api.ctx, groupingWindowSeconds: seconds },
        { scope: 'all', trigger: 'cron' },
      ).then(
        ({ accounts }) => accounts[0]?.regrouped?.reason ?? 'kept',
        (error) => error.code,
      )
    }
    const turns = []
    for (let i = 0; i < 12; i++) turns.push(await by(i % 2 ? 300 : 60))
    expect(turns.slice(0, 5)).toEqual(Array(5).fill('grouping_window'))
    expect(turns.slice(5)).toEqual([
      'grouping_contested',
      'kept',
      'grouping_contested',
      'kept',
      'grouping_contested',
      'kept',
      'grouping_contested',
    ])
    expect(await strategies(api)).toEqual(SINGLES)
    expect(await theValue(api.db, 'select last_error from sync_state')).toContain(
      'two Workers group the trades of paper by different rules',
    )
    expect(api.log).toContainEqual(
      expect.objectContaining({ event: 'grouping_contested', level: 'error' }),
    )
    const refused = await post(api, '/sync')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({
      error: { code: 'misconfigured' },
      accounts: [{ error: { code: 'grouping_contested' } }],
    })

    // An override is stored, and the Worker that has the ledger groups by it.
    const [first, second] = await rowsOf(
      api.db,
      "select trade_id from alpaca_trades where underlying = 'AAA' order by opened_at limit 2",
    )
    const response = await post(api, '/trades/merge', {
      trade_ids: [first?.trade_id, second?.trade_id],
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ has_more: true })
    expect(await by(60)).toBe('kept')
    expect(
      await theValue(api.db, "select count(*)::int from alpaca_trades where underlying = 'AAA'"),
    ).toBe(11)

    api.clock.now = new Date(api.clock.now.getTime() + 3_600_000)
    expect(await by(300)).toBe('grouping_window')
    expect(await by(60)).toBe('grouping_contested')
  })
})
