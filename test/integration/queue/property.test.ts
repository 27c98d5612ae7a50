import fc from 'fast-check'
import { beforeAll, expect, it, vi } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { runSync } from '../../../src/sync/run/run'
import { rereadRequest } from '../../../src/sync/run/schedule'
import { sendAccounts } from '../../../src/worker/queue/send'
import { runsOf } from '../../support/effort'
import { openTables } from '../sync/crash/tables'
import { type Mode, Wire } from '../sync/crash/wire'
import { credentials, openSync, rowsOf } from '../sync/support'
import { MemoryQueue, type Waiting } from './memory-queue'

const LABELS = ['one', 'two', 'three']
const FIRST = '2026-09-10T21:00:00Z'
const LATER = '2026-09-17T21:00:00Z'

/** A small account up to a moment: some trades, spreads and fees, made anew the same each time. */
function brokerAt(label: string, until: string): Broker {
  const broker = new Broker({
    seed: `queue ${label}`,
    openedAt: '2026-08-24T13:00:00Z',
    fees: true,
  })
  const days = until === FIRST ? [8, 9, 10] : [8, 9, 10, 14, 15]
  for (const day of days) {
    const at = (minute: number) => `2026-09-${String(day).padStart(2, '0')}T14:${minute + 10}:00Z`
    for (const [i, symbol] of ['AAPL', 'QQQ261016C00500000', 'F'].entries()) {
      const side = day % 2 === 0 ? 'buy' : 'sell'
      const order = broker.submit({ at: at(i), symbol, side, qty: String(i + 1) })
      broker.fill(order.id, { at: at(i), price: `${day}.${label.length}` })
    }
    broker.postDailyFees(`2026-09-${String(day).padStart(2, '0')}`)
  }
  return broker
}

const alpacaAt = (time: string): typeof fetch => {
  const standIn = createStandIn({
    now: () => new Date(time),
    requestsPerMinute: 1_000_000,
    accounts: LABELS.map((label) => ({
      keyId: `key-${label}`,
      secretKey: `secret-${label}`,
      account: brokerAt(label, time),
    })),
  })
  return (input, init) => standIn.fetch(new Request(input, init))
}

/** What happens to the queue. `pick` chooses one of the waiting messages. */
type Step =
  | { kind: 'cron' }
  | { kind: 'night' }
  | { kind: 'minutes' }
  | { kind: 'deliver'; pick: number }
  | { kind: 'lose'; pick: number }
  | { kind: 'duplicate'; pick: number }
  | { kind: 'together'; pick: number; other: number }
  | { kind: 'strike'; pick: number; at: number; mode: Mode }

const pick = fc.nat({ max: 1000 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: 'cron' }, { kind: 'minutes' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'night' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('deliver' as const, 'lose' as const, 'duplicate' as const),
      pick,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('together' as const), pick, other: pick }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('strike' as const),
      pick,
      at: fc.integer({ min: 1, max: 25 }),
      mode: fc.constantFrom<Mode>('killed', 'killed-after', 'network', 'timeout', 'outage'),
    }),
  },
)

/** Room for all: a small budget also leaves marks of where its last run ended. */
const ROOMY = { subrequests: 10_000, milliseconds: 600_000 }

async function openStormy() {
  const wire = new Wire()
  const clock = { now: new Date(FIRST) }
  const world = await openSync(fetch, LABELS, clock)
  const { ctx, db } = world
  ctx.accounts = LABELS.map((label) => ({ ...credentials(label), baseUrl: 'https://alpaca.test' }))
  const at = (time: string) => {
    clock.now = new Date(time)
    ctx.fetch = wire.alpaca(alpacaAt(time))
    // The first readings take several parts.
    ctx.sizes = { orders: 10, activities: 10, fold: 100 }
    ctx.budget = { subrequests: 40, milliseconds: 600_000, rows: 20 }
  }
  return { ctx, db, wire, at, tables: await openTables(db) }
}

type Stormy = Awaited<ReturnType<typeof openStormy>>

/** A run that was killed holds its lease until it expires. */
const expireLeases = ({ db }: Stormy) =>
  rowsOf(
    db,
    "update sync_state set lease_expires_at = now() - interval '1 second' where lease_holder is not null",
  )

const passMinutes = ({ db }: Stormy) =>
  rowsOf(db, "update sync_queue set queued_at = queued_at - interval '16 minutes'")

const chosen = ({ waiting }: MemoryQueue, pick: number): Waiting | undefined =>
  waiting.length === 0 ? undefined : waiting[pick % waiting.length]

async function take(world: Stormy, queue: MemoryQueue, step: Step): Promise<void> {
  const { ctx, wire } = world
  if (!('pick' in step)) {
    if (step.kind === 'minutes') return void (await passMinutes(world))
    return await sendAccounts(ctx, queue, step.kind === 'cron' ? 'tick' : 'reread')
  }
  const message = chosen(queue, step.pick)
  if (message === undefined) return
  switch (step.kind) {
    case 'lose':
      return queue.drop(message)
    case 'duplicate':
      queue.waiting.push({ ...message })
      return
    case 'deliver':
      return void (await queue.deliver(ctx, message))
    case 'together': {
      const other = chosen(queue, step.other)
      const both = other === undefined || other === message ? [message] : [message, other]
      await Promise.all(both.map((one) => queue.deliver(ctx, one)))
      return
    }
    case 'strike': {
      const ending = await wire.run(() => queue.deliver(ctx, message), step)
      if (ending === 'killed') {
        await expireLeases(world)
        await queue.retry(ctx, message, 150)
      }
    }
  }
}

/** A cron and a night of which nothing is lost. */
async function calm(world: Stormy, queue: MemoryQueue): Promise<void> {
  await expireLeases(world)
  const ctx = { ...world.ctx, budget: ROOMY }
  for (const job of ['tick', 'reread', 'tick'] as const) {
    await passMinutes(world)
    await sendAccounts(ctx, queue, job)
    await queue.drain(ctx)
  }
}

/** The same moments with the loop over all accounts, and no queue. */
async function loopOver(world: Stormy): Promise<void> {
  const ctx = { ...world.ctx, budget: ROOMY }
  const untilDone = async (work: () => Promise<{ has_more: boolean }>) => {
    for (let runs = 0; (await work()).has_more; runs++) if (runs > 100) throw new Error('endless')
  }
  const tick = async () => (await runSync(ctx, { scope: 'all', trigger: 'cron' })).report
  await untilDone(tick)
  await runSync(ctx, rereadRequest(null))
  await untilDone(tick)
  await untilDone(() => rebuildLedger(ctx, { trigger: 'cron' }))
  await untilDone(tick)
}

let world: Stormy
let expected: string[]

beforeAll(async () => {
  world = await openStormy()
  await world.tables.save()
  for (const time of [FIRST, LATER]) {
    world.at(time)
    await loopOver(world)
  }
  expected = await world.tables.dump()
  return () => vi.restoreAllMocks()
}, 120_000)

it('random orders of delivery, duplicates, losses, failures and kills end in the database of the plain loop', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.array(step, { maxLength: 15 }),
      async (before, after) => {
        await world.tables.restore()
        const queue = new MemoryQueue()
        world.at(FIRST)
        await take(world, queue, { kind: 'cron' })
        for (const one of before) await take(world, queue, one)
        // A position that comes and goes between two syncs leaves no row.
        await calm(world, queue)
        world.at(LATER)
        for (const one of after) await take(world, queue, one)
        await calm(world, queue)
        expect(await world.tables.dump()).toEqual(expected)
      },
    ),
    { numRuns: runsOf(30, { few: 4 }), endOnFailure: true },
  )
}, 600_000)
