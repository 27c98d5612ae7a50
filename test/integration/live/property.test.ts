import fc from 'fast-check'
import { describe, expect, inject, it } from 'vitest'
import { readChangedOrders } from '../../../src/db/events/changed-orders'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { SyncError } from '../../../src/sync/run/errors'
import { runSync } from '../../../src/sync/run/run'
import { syncTargeted } from '../../../src/sync/run/sync-targeted'
import { momentText } from '../../../src/time/micros'
import { runsOf } from '../../support/effort'
import { Simulation } from '../../support/simulated-upstream'
import { type StoredEvent, watchOutbox } from '../events/outbox'
import { openTables } from '../sync/crash/tables'
import { credentials, openSync, rowsOf } from '../sync/support'

const START = '2026-09-14T14:30:00Z'
const END = Date.parse(START) + 3 * 3_600_000
const SYMBOLS = ['AAPL', 'MSFT', 'SPY261016C00700000', 'SPY261016C00710000'] as const

/** How a frame arrives. */
type Delivery = 'sent' | 'lost' | 'twice'

type Step =
  | { do: 'place'; symbol: number; side: 'buy' | 'sell'; delivery: Delivery }
  | { do: 'spread'; delivery: Delivery }
  | { do: 'fill'; which: number; isWhole: boolean; delivery: Delivery }
  | { do: 'cancel' | 'replace'; which: number; delivery: Delivery }
  | { do: 'repeat' | 'unknown' }
  | { do: 'mute' | 'drop' | 'vanish' | 'evict' | 'garbage' | 'cron' }
  | { do: 'wait'; seconds: number }

type Trading = Extract<Step, { delivery: Delivery }>

const LEGS = [
  { symbol: 'SPY261016P00600000', side: 'sell' },
  { symbol: 'SPY261016P00590000', side: 'buy' },
] as const

const delivery = fc.constantFrom<Delivery>('sent', 'sent', 'lost', 'twice')
const which = fc.nat(20)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      symbol: fc.nat(SYMBOLS.length - 1),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      delivery,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('spread' as const), delivery }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fill' as const),
      which,
      isWhole: fc.boolean(),
      delivery,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'replace' as const),
      which,
      delivery,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('repeat' as const, 'unknown') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('mute' as const, 'drop', 'vanish', 'evict', 'garbage', 'cron', 'cron'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(0.05, 0.2, 2, 40, 130),
    }),
  },
)

/** One account, its broker and its stream, from the first step to the last tick. */
class Play {
  readonly broker = new Broker({
    seed: 'live',
    openedAt: '2026-01-05T14:30:00Z',
    deposit: '1000000',
  })
  readonly simulation: Simulation
  private readonly working: string[] = []
  private lastFrame: (() => void) | null = null
  /** The socket that gets no more frames. */
  private muted: unknown = null

  constructor(
    private readonly world: Awaited<ReturnType<typeof open>>,
    private readonly isLive: boolean,
  ) {
    const { ctx, db, clock } = world
    const account = { accountId: this.broker.accountId, credentials: credentials('paper') }
    this.simulation = new Simulation({
      start: START,
      mode: isLive ? 'always' : 'off',
      runs: {
        syncOrders: (orders) => syncTargeted(ctx, account, orders),
        sync: async (scope) => (await runSync(ctx, { scope, trigger: 'live' })).report,
        changedOrders: (after) => readChangedOrders(db, account.accountId, after),
      },
    })
    const before = '2026-09-10T14:30:00Z'
    const { id } = this.broker.submit({ at: before, symbol: 'IWM', side: 'buy', qty: '1' })
    this.broker.fill(id, { at: '2026-09-10T14:30:01Z', price: '220' })
    const now = () => new Date(this.simulation.now)
    ctx.now = now
    clock.now = now()
    const keys = { keyId: 'key-paper', secretKey: 'secret-paper', account: this.broker }
    const standIn = createStandIn({ now, requestsPerMinute: 1_000_000, accounts: [keys] })
    ctx.fetch = (input, init) => standIn.fetch(new Request(input, init))
  }

  async carryOut(steps: readonly Step[]): Promise<void> {
    await this.simulation.upstream.ensure()
    for (const one of steps) {
      await this.simulation.advance(1)
      await this.take(one)
    }
    // Everything that waits is done before the last tick.
    await this.simulation.advance(END - this.simulation.now)
    await this.tick()
    await this.tick()
  }

  private async take(step: Step): Promise<void> {
    const { simulation } = this
    switch (step.do) {
      case 'wait':
        return await simulation.advance(step.seconds * 1000)
      case 'cron':
        return await this.tick()
      case 'repeat':
        return this.lastFrame?.()
      case 'unknown':
        return this.send('7f0f6e10-0000-4000-8000-000000000000', simulation.frameTime(), 'new')
      case 'mute':
        this.muted = simulation.sockets.at(-1) ?? null
        return
      case 'garbage':
        return this.ifOpen(() => simulation.socket.say('{"stream":"trade_updates","data":'))
      case 'drop':
        return this.ifOpen(() => simulation.socket.drop())
      case 'vanish':
        return this.ifOpen(() => simulation.socket.vanish())
      case 'evict':
        if (!this.isLive) return
        simulation.evict()
        return await simulation.upstream.ensure()
      default:
        return this.trade(step)
    }
  }

  private ifOpen(work: () => void): void {
    if (!this.isLive || this.simulation.sockets.length === 0) return
    if (this.simulation.socket.readyState === 1) work()
  }

  private trade(step: Trading): void {
    const { id, event } = this.change(step) ?? {}
    if (id === undefined || event === undefined) return
    const { updatedAt } = this.broker.orders.get(id)
    const frame = () => this.send(id, momentText(updatedAt), event)
    this.lastFrame = frame
    if (step.delivery !== 'lost') frame()
    if (step.delivery === 'twice') frame()
  }

  /** Does something at the broker, and returns what its stream says. */
  private change(step: Trading): { id: string; event: string } | null {
    const { broker, working } = this
    const at = this.simulation.frameTime()
    const terms = { at, submittedAt: at, qty: '2' }
    if (step.do === 'place') {
      const symbol = SYMBOLS[step.symbol] ?? SYMBOLS[0]
      const { side } = step
      const limit = { limitPrice: '180', timeInForce: 'gtc' }
      working.push(broker.submit({ ...terms, ...limit, symbol, side }).id)
      return { id: working.at(-1) ?? '', event: 'new' }
    }
    if (step.do === 'spread') {
      working.push(broker.submitMultileg({ ...terms, limitPrice: '-1', legs: LEGS }).id)
      return { id: working.at(-1) ?? '', event: 'new' }
    }
    const place = step.which % Math.max(1, working.length)
    const id = working[place]
    if (id === undefined) return null
    if (step.do === 'fill') return { id, event: this.fill(id, step.isWhole) }
    working.splice(place, 1)
    if (step.do === 'cancel' || broker.orders.get(id).symbol === null) {
      broker.cancel(id, at)
      return { id, event: 'canceled' }
    }
    working.push(broker.replace(id, { at, limitPrice: '181' }).id)
    // Of the two orders, the stream names the old one here.
    return { id, event: 'replaced' }
  }

  private fill(id: string, isWhole: boolean): string {
    const { broker, working } = this
    const order = broker.orders.get(id)
    const isPartial = !isWhole && order.filledQty.eq(0)
    const at = this.simulation.frameTime()
    const terms = isPartial ? { at, qty: '1' } : { at }
    if (!isPartial) working.splice(working.indexOf(id), 1)
    if (order.symbol === null) broker.fillSpread(id, { ...terms, prices: ['3.1', '2.05'] })
    else broker.fill(id, { ...terms, price: '179.5' })
    return isPartial ? 'partial_fill' : 'fill'
  }

  private send(id: string, at: string, event: string): void {
    const { simulation } = this
    if (simulation.sockets.at(-1) === this.muted) return
    this.ifOpen(() => simulation.socket.order(id, { event, at }))
  }

  private async tick(): Promise<void> {
    const { ctx } = this.world
    for (let more = true, runs = 0; more; runs++) {
      if (runs > 20) throw new Error('it never ends')
      more = (await runSync(ctx, { scope: 'all', trigger: 'cron' }).catch(refuseBusy)).report
        .has_more
    }
    await this.simulation.upstream.ensure()
    await this.simulation.upstream.afterRun()
  }
}

/** Runs never overlap here: a lease that is held is a fault. */
function refuseBusy(error: unknown): never {
  throw error instanceof SyncError ? new Error(error.message) : error
}

async function open() {
  const clock = { now: new Date(START) }
  const world = await openSync(fetch, ['paper'], clock)
  return { ...world, tables: await openTables(world.db) }
}

/** The rows that hold what an account has come to, without the times at which it was looked at. */
function comparable(rows: readonly string[]): string[] {
  return rows
    .filter((row) => !row.startsWith('alpaca_positions'))
    .map((row) => row.replace(/"(as_of|unbalanced_since)": "[^"]*"/g, ''))
}

/** Trades that were born and removed since: no row is left of them. */
function passing(events: readonly StoredEvent[]): Set<string> {
  const ofTrades = events.filter(({ type }) => type.startsWith('trade.'))
  const bySubject = Map.groupBy(ofTrades, ({ subject_id: id }) => `trade ${id}`)
  const isPassing = (own: readonly StoredEvent[]) =>
    own.at(0)?.data.was === null && own.at(-1)?.type === 'trade.removed'
  return new Set([...bySubject].flatMap(([subject, own]) => (isPassing(own) ? [subject] : [])))
}

const POSITIONS = `select symbol, side, qty::text, trade_id from alpaca_positions where is_open
  order by symbol, side`
/** The status that the events lead to, of every order and of every trade that is not removed. */
const STATUSES = `select * from (
    select distinct on (subject_id) subject_id as id, data->>'status' as status
    from events where type like 'order.%' or type like 'trade.%' order by subject_id, seq desc
  ) last where status is not null`

describe('frames, losses, duplicates, mutes, evictions and ticks in any order', () => {
  it('end in the database of the ticks alone, with every change in the events once', async () => {
    const world = await open()
    await new Play(world, false).carryOut([])
    await world.tables.save()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const play = async (isLive: boolean) => {
          await world.tables.restore()
          const outbox = await watchOutbox(world.db)
          await new Play(world, isLive).carryOut(steps)
          const { missing, untrue, broken, events } = await outbox()
          const passed = passing(events)
          const invented = untrue.filter((subject) => !passed.has(subject))
          expect({ missing, invented, broken }).toEqual({ missing: [], invented: [], broken: [] })
          return {
            rows: comparable(await world.tables.dump()),
            positions: await rowsOf(world.db, POSITIONS),
            statuses: await rowsOf(world.db, STATUSES),
          }
        }
        const without = await play(false)
        expect(await play(true)).toEqual(without)
      }),
      { seed: inject('fuzzSeed'), numRuns: runsOf(60, { few: 3 }), endOnFailure: true },
    )
  }, 3_600_000)
})
