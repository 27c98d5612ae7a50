import { sql } from 'drizzle-orm'
import { runSync } from '../../../src/sync/run/run'
import { consume } from '../../../src/worker/queue/consume'
import type { AccountQueue, QueueMessage } from '../../../src/worker/queue/message'
import { sendAccounts } from '../../../src/worker/queue/send'
import { withServer } from '../sync/server'
import { table } from '../table'
import { type ManyAccounts, openManyAccounts } from './world'

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS || 1000)
/** Milliseconds of each call of Alpaca and of the database. */
const LATENCY = Number(process.env.BENCH_LATENCY || 20)
const CONSUMERS = [1, 10, 50]

/** Runs of one pass over all accounts. */
interface Pass {
  seconds: number
  /** Milliseconds of each run. */
  runs: number[]
  roundTrips: number
  /** Seconds until all accounts without trouble were done. */
  othersDone: number
}

/** Measures runs of many accounts through the queue, against the loop. */
export const benchQueue = (): Promise<void> =>
  withServer('queue', async (server) => {
    const world = await openManyAccounts(server, ACCOUNTS)
    try {
      const first = await through(world, 50)
      await world.ctx.db.execute(sql`analyze`)
      world.meter.latency = LATENCY
      const loop = await looped(world)
      const passes: [string, Pass][] = []
      // A pass of one consumer is measured on a part: its pace does not depend on the number.
      for (const consumers of CONSUMERS) {
        const limit = consumers === 1 ? Math.ceil(ACCOUNTS / 10) : ACCOUNTS
        passes.push([`${consumers} consumers`, await through(world, consumers, limit)])
      }
      console.log(pacesOf(loop, passes))
      console.log(await troubled(world))
      console.log(
        `First readings with 50 consumers, without delays: ${pace(first).toFixed(1)} a second\n`,
      )
    } finally {
      await world.close()
    }
  })

const pace = ({ runs, seconds }: Pass): number => runs.length / seconds

function pacesOf(loop: Pass, passes: [string, Pass][]): string {
  const row = ([name, pass]: [string, Pass]) => [
    name,
    pace(pass),
    (pace(pass) / pace(loop)).toFixed(2),
    pass.roundTrips / pass.runs.length,
    Math.max(0, ...pass.runs),
  ]
  return table(`Quiet runs of ${ACCOUNTS.toLocaleString('en-US')} accounts, ${LATENCY} ms a call`, [
    ['', 'runs a second', 'times the loop', 'SQL round trips a run', 'slowest run, ms'],
    row(['the loop (6 at once)', loop]),
    ...passes.map(row),
  ])
}

async function looped(world: ManyAccounts): Promise<Pass> {
  const { ctx, meter } = world
  meter.reset()
  const times = new Map<string, number>()
  const log: typeof ctx.log = ({ event, label, duration_ms }) => {
    if (event === 'sync_finished') times.set(String(label), Number(duration_ms))
  }
  const begun = performance.now()
  await runSync({ ...ctx, log }, { scope: 'all', trigger: 'cron' })
  const seconds = (performance.now() - begun) / 1000
  return { seconds, runs: [...times.values()], roundTrips: meter.roundTrips, othersDone: seconds }
}

/** Sends a message for each account, and consumes them by so many consumers. */
async function through(
  { ctx, meter, trouble }: ManyAccounts,
  consumers: number,
  limit = Number.POSITIVE_INFINITY,
): Promise<Pass> {
  const waiting: QueueMessage[] = []
  const queue: AccountQueue = {
    send: async (message) => waiting.push(message),
    sendBatch: async (messages) => waiting.push(...messages.map(({ body }) => body)),
  }
  await ctx.db.execute(sql`delete from sync_queue`)
  meter.reset()
  const begun = performance.now()
  await sendAccounts(ctx, queue, 'tick')
  waiting.splice(limit)
  const runs: number[] = []
  let othersDone = 0
  const work = async () => {
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      const from = performance.now()
      await consume({ ctx, queue, rereadDays: null }, message, 1)
      runs.push(performance.now() - from)
      if (!trouble.has(message.account_id)) othersDone = performance.now() - begun
    }
  }
  await Promise.all(Array.from({ length: consumers }, work))
  const seconds = (performance.now() - begun) / 1000
  return { seconds, runs, roundTrips: meter.roundTrips, othersDone: othersDone / 1000 }
}

/** The same with accounts that hang or fail: the others must be done as early. */
async function troubled(world: ManyAccounts): Promise<string> {
  const { ids, trouble } = world
  const [first = '', second = ''] = ids
  const rows: (string | number)[][] = []
  const cases: [string, [string, 'hangs' | 'fails'][]][] = [
    ['no account', []],
    ['one account fails', [[first, 'fails']]],
    [
      'one account hangs, one fails',
      [
        [first, 'hangs'],
        [second, 'fails'],
      ],
    ],
  ]
  for (const [name, troubles] of cases) {
    trouble.clear()
    for (const [id, kind] of troubles) trouble.set(id, kind)
    const { othersDone, seconds, runs } = await through(world, 50)
    rows.push([name, othersDone, seconds, Math.max(...runs) / 1000])
  }
  trouble.clear()
  return table('Trouble with 50 consumers: seconds until all accounts without trouble are done', [
    ['trouble', 'others done, s', 'all done, s', 'slowest run, s'],
    ...rows,
  ])
}
