import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
} from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { MARKET_HOURS_CRON, NIGHTLY_CRON } from '../../../src/sync/run/schedule'
import worker from '../../../src/worker'
import { consume } from '../../../src/worker/queue/consume'
import { recordDeadLetter } from '../../../src/worker/queue/dead-letter'
import { firstMessage } from '../../../src/worker/queue/message'
import { sendAccounts } from '../../../src/worker/queue/send'
import { freshDatabase } from '../../support/database'
import { credentials, NOW, openWorldOf, rowsOf, theValue, type World } from '../sync/support'
import { MemoryQueue } from './memory-queue'

function brokerOf(seed: string, symbol: string, orders = 1): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z' })
  for (let i = 0; i < orders; i++) {
    const at = new Date(Date.parse('2026-09-01T15:00:00Z') + i * 3_600_000).toISOString()
    const order = broker.submit({ at, symbol, side: 'buy', qty: '1' })
    broker.fill(order.id, { at, price: '10' })
  }
  return broker
}

const brokers = () => ({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
const ONE = brokers().one.accountId
const TWO = brokers().two.accountId

const TICK = firstMessage(ONE, 'tick')

const open = async () => ({ ...(await openWorldOf(brokers())), queue: new MemoryQueue() })

const jobs = ({ waiting }: MemoryQueue) =>
  waiting.map(({ body: { account_id, job, part } }) => [account_id, job, part]).toSorted()

const runs = (world: Pick<World, 'db'>) =>
  rowsOf(
    world.db,
    'select label, trigger, scope, status, error_code from sync_runs order by created_at, label',
  )

const marks = (world: Pick<World, 'db'>) =>
  rowsOf(world.db, 'select account_id, job from sync_queue order by 1, 2')

const later = (world: Pick<World, 'db'>) =>
  rowsOf(world.db, `update sync_queue set queued_at = queued_at - interval '15 minutes'`)

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a cron with the queue', () => {
  it('sends one message for each account: its id, or its label before the first sync', async () => {
    const { ctx, queue, sync, log } = await open()
    await sync({ account: 'one' })
    await sendAccounts(ctx, queue, 'tick')
    expect(queue.waiting.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        { v: 1, account_id: ONE, job: 'tick', part: 0 },
        { v: 1, account_id: 'two', job: 'tick', part: 0 },
      ]),
    )
    expect(queue.waiting).toHaveLength(2)
    expect(JSON.stringify(queue.waiting)).not.toMatch(/key-|secret-/)
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'accounts_queued', job: 'tick', sent: 2 }),
    )
  })

  it('sends batches of 100', async () => {
    const { ctx, queue } = await open()
    ctx.accounts = Array.from({ length: 250 }, (_, i) => credentials(`account ${i}`))
    await sendAccounts(ctx, queue, 'tick')
    expect(queue.batches).toEqual([100, 100, 50])
  })

  it('sends no second message while the first waits, until 15 minutes have passed', async () => {
    const { ctx, db, queue } = await open()
    for (let crons = 0; crons < 3; crons++) await sendAccounts(ctx, queue, 'tick')
    expect(queue.waiting).toHaveLength(2)
    await queue.deliver(
      ctx,
      queue.waiting.find(({ body }) => body.account_id === 'one'),
    )
    expect(await marks({ db })).toEqual([{ account_id: 'two', job: 'tick' }])
    await sendAccounts(ctx, queue, 'tick')
    expect(jobs(queue)).toEqual([
      [ONE, 'tick', 0],
      ['two', 'tick', 0],
    ])
    await later({ db })
    await sendAccounts(ctx, queue, 'tick')
    expect(queue.waiting).toHaveLength(4)
  })

  it('sends the nightly job although a tick waits', async () => {
    const { ctx, queue } = await open()
    await sendAccounts(ctx, queue, 'tick')
    await sendAccounts(ctx, queue, 'reread')
    expect(
      jobs(queue)
        .map(([, job]) => job)
        .toSorted(),
    ).toEqual(['reread', 'reread', 'tick', 'tick'])
  })

  it('leaves out accounts that are stopped or have no keys; at night it rebuilds their ledger', async () => {
    const { ctx, db, queue, sync } = await open()
    await sync()
    ctx.accounts = [credentials('one')]
    await rowsOf(
      db,
      `insert into account_stops (label, alpaca_account_id, skips_label) values ('one', '${ONE}', true)`,
    )
    await sendAccounts(ctx, queue, 'tick')
    expect(queue.waiting).toEqual([])
    await sendAccounts(ctx, queue, 'reread')
    expect(jobs(queue)).toEqual(
      [
        [ONE, 'rebuild', 0],
        [TWO, 'rebuild', 0],
      ].toSorted(),
    )
    await queue.drain(ctx)
    expect((await runs({ db })).slice(2)).toMatchObject(
      Array(2).fill({ scope: 'rebuild', trigger: 'cron', status: 'success' }),
    )
  })

  it('sends the other batches when one fails, and the failed ones with the next cron', async () => {
    const { ctx, queue } = await open()
    ctx.accounts = Array.from({ length: 250 }, (_, i) => credentials(`account ${i}`))
    queue.failing.add(1)
    await expect(sendAccounts(ctx, queue, 'tick')).rejects.toThrow('sendBatch failed')
    expect(queue.batches).toEqual([100, 50])
    await sendAccounts(ctx, queue, 'tick')
    expect(queue.batches).toEqual([100, 50, 100])
    expect(new Set(queue.waiting.map(({ body }) => body.account_id)).size).toBe(250)
  })
})

describe('the consumer', () => {
  it('syncs the account of the message alone, and acknowledges it', async () => {
    const { ctx, db, queue } = await open()
    await queue.send(firstMessage('two', 'tick'))
    expect(await queue.deliver(ctx)).toBe(true)
    expect(await rowsOf(db, 'select account_id, symbol from alpaca_orders')).toEqual([
      { account_id: TWO, symbol: 'MSFT' },
    ])
    expect(await runs({ db })).toMatchObject([{ label: 'two', trigger: 'cron', status: 'success' }])
  })

  it('acknowledges a run that failed: sync_runs has its error', async () => {
    const { ctx, db, queue, sync } = await open()
    await sync()
    ctx.accounts = [{ ...credentials('one'), secretKey: 'wrong' }]
    await queue.send(TICK)
    expect(await queue.deliver(ctx)).toBe(true)
    expect((await runs({ db })).at(-1)).toMatchObject({
      label: 'one',
      status: 'failed',
      error_code: 'alpaca_unauthorized',
    })
    expect(
      await theValue(
        db,
        `select string_agg(account_id, ',') from events where type = 'sync.failed'`,
      ),
    ).toBe(ONE)
  })

  it('drops a message whose account is gone', async () => {
    const { ctx, db, queue, sync } = await open()
    await sync()
    ctx.accounts = [credentials('two')]
    for (const name of [ONE, 'one', 'nobody']) {
      await queue.send(firstMessage(name, 'tick'))
      expect(await queue.deliver(ctx)).toBe(true)
    }
    expect(await runs({ db })).toHaveLength(2)
  })

  it('continues a first reading by further messages, to the same end as one run', async () => {
    const whole = await openWorldOf({ one: brokerOf('one', 'AAPL', 40) })
    await whole.sync()
    const parts = {
      ...(await openWorldOf({ one: brokerOf('one', 'AAPL', 40) })),
      queue: new MemoryQueue(),
    }
    const { ctx, db, queue } = parts
    ctx.sizes = { orders: 10, activities: 10, fold: 100 }
    ctx.budget = { subrequests: 20, milliseconds: 60_000, rows: 20 }
    await sendAccounts(ctx, queue, 'tick')
    await queue.deliver(ctx)
    expect(jobs(queue)).toEqual([[ONE, 'tick', 1]])
    // The continuation is marked: no cron sends another message beside it.
    expect(await marks({ db })).toEqual([{ account_id: ONE, job: 'tick' }])
    await sendAccounts(ctx, queue, 'tick')
    expect(queue.waiting).toHaveLength(1)
    await queue.drain(ctx)
    expect((await runs({ db })).length).toBeGreaterThan(3)
    expect(await marks({ db })).toEqual([])
    const rows = `select alpaca_order_id, trade_id::text, filled_qty::text from alpaca_orders order by 1`
    expect(await rowsOf(db, rows)).toEqual(await rowsOf(whole.db, rows))
  })

  it('delays the next part until Alpaca has reset its quota', async () => {
    const { ctx, queue, clock } = {
      ...(await openWorldOf({ one: brokerOf('one', 'AAPL', 40) })),
      queue: new MemoryQueue(),
    }
    ctx.sizes = { orders: 10, activities: 10, fold: 100 }
    ctx.budget = { subrequests: 20, milliseconds: 60_000, rows: 20 }
    const { fetch } = ctx
    const reset = Math.floor(clock.now.getTime() / 1000) + 40
    ctx.fetch = async (input, init) => {
      const answer = await fetch(input, init)
      const headers = new Headers(answer.headers)
      headers.set('X-RateLimit-Limit', '200')
      headers.set('X-RateLimit-Remaining', '0')
      headers.set('X-RateLimit-Reset', String(reset))
      return new Response(answer.body, { status: answer.status, headers })
    }
    await queue.send(firstMessage('one', 'tick'))
    await queue.deliver(ctx)
    expect(queue.waiting).toMatchObject([{ body: { part: 1 }, delaySeconds: 40 }])
  })

  it('drops a tick while another run of the account is under way, and waits with a re-read', async () => {
    const { ctx, db, queue, sync } = await open()
    await sync()
    await rowsOf(
      db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '70 seconds'
        where account_id = '${ONE}'`,
    )
    expect(await consume({ ctx, queue, rereadDays: null }, TICK, 1)).toEqual({ kind: 'ack' })
    const night = { ...TICK, job: 'reread' } as const
    const verdict = await consume({ ctx, queue, rereadDays: null }, night, 1)
    expect(verdict).toMatchObject({ kind: 'retry' })
    const { delaySeconds } = Object(verdict)
    expect(delaySeconds).toBeGreaterThan(60)
    expect(delaySeconds).toBeLessThanOrEqual(70)
  })

  it('retries ever later while the database does not answer, and loses nothing', async () => {
    const { ctx, db, queue } = await open()
    const down: typeof db = Object.assign(Object.create(db), {
      batch: () => Promise.reject(new TypeError('fetch failed')),
    })
    const consumer = { ctx: { ...ctx, db: down }, queue, rereadDays: null }
    const delays = [1, 2, 3, 4, 9].map(async (attempts) => await consume(consumer, TICK, attempts))
    expect(await Promise.all(delays)).toEqual(
      [30, 60, 120, 240, 1800].map((delaySeconds) => ({ kind: 'retry', delaySeconds })),
    )
    await queue.send(firstMessage('one', 'tick'))
    expect(await queue.deliver(ctx)).toBe(true)
    expect(await theValue(db, 'select count(*)::int from alpaca_orders')).toBe(1)
  })

  it('rebuilds the ledger after the nightly re-read, whether that succeeded or failed', async () => {
    const { ctx, db, queue, sync } = await open()
    await sync()
    for (const accounts of [
      [credentials('one')],
      [{ ...credentials('one'), secretKey: 'wrong' }],
    ]) {
      ctx.accounts = accounts
      await queue.send({ ...TICK, job: 'reread' })
      await queue.deliver(ctx)
      expect(jobs(queue)).toEqual([[ONE, 'rebuild', 0]])
      await queue.drain(ctx)
    }
    const night = (await runs({ db })).slice(2)
    expect(night.map(({ scope, status }) => [scope, status])).toEqual([
      ['all', 'success'],
      ['rebuild', 'success'],
      ['all', 'failed'],
      ['rebuild', 'success'],
    ])
  })
})

describe('a dead letter', () => {
  it.each(['tick', 'reread', 'rebuild'] as const)(
    'is recorded as a failed run with the event sync.failed: %s',
    async (job) => {
      const { ctx, db, sync } = await open()
      await sync()
      const announced: unknown[] = []
      ctx.announce = async (end) => void announced.push(end)
      await recordDeadLetter(ctx, { ...TICK, job })
      expect((await runs({ db })).at(-1)).toEqual({
        label: 'one',
        trigger: 'cron',
        scope: job === 'rebuild' ? 'rebuild' : 'all',
        status: 'failed',
        error_code: 'dead_letter',
      })
      const failed = `select account_id, data->>'code' as code from events where type = 'sync.failed'`
      expect(await rowsOf(db, failed)).toEqual([{ account_id: ONE, code: 'dead_letter' }])
      expect(announced).toEqual([{ accountId: ONE, wrote: 'events' }])
    },
  )

  it('of an account that is gone leaves nothing, and of a label that was never synced a run', async () => {
    const { ctx, db } = await open()
    await recordDeadLetter(ctx, firstMessage('nobody', 'tick'))
    expect(await runs({ db })).toEqual([])
    await recordDeadLetter(ctx, firstMessage('one', 'tick'))
    expect(await runs({ db })).toMatchObject([{ label: 'one', status: 'failed' }])
  })

  it('is what a message becomes after its last retry', async () => {
    const { ctx, db, queue, sync } = await open()
    await sync()
    const { batch } = db
    await queue.send(TICK)
    let calls = 0
    const flaky: typeof db = Object.assign(Object.create(db), {
      batch: (...given: Parameters<typeof batch>) =>
        ++calls <= 6 ? Promise.reject(new TypeError('fetch failed')) : batch.apply(db, given),
    })
    while (queue.waiting.length > 0) await queue.deliver({ ...ctx, db: flaky })
    expect((await runs({ db })).at(-1)).toMatchObject({ error_code: 'dead_letter' })
  })
})

describe('the Worker with the binding ACCOUNTS', () => {
  async function environment() {
    const lines: string[] = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
    const standIn = createStandIn({
      now: () => new Date(NOW),
      accounts: Object.entries(brokers()).map(([label, account]) => ({
        keyId: `key-${label}`,
        secretKey: `secret-${label}`,
        account,
      })),
    })
    const outside = globalThis.fetch
    vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init)
      return request.url.startsWith('https://alpaca.test')
        ? standIn.fetch(request)
        : outside(request)
    })
    const { url, endpoint } = await freshDatabase()
    const queue = new MemoryQueue()
    const env = {
      DATABASE_URL: url,
      NEON_HTTP_ENDPOINT: endpoint,
      ALPACA_ACCOUNTS: JSON.stringify(
        Object.keys(brokers()).map((label) => ({
          label,
          key_id: `key-${label}`,
          secret_key: `secret-${label}`,
          base_url: 'https://alpaca.test',
        })),
      ),
      ACCOUNTS: queue,
    }
    const events = () => lines.map((line) => Object(JSON.parse(line)).event)
    return { env, queue, events }
  }

  const deliver = async (name: string, env: object, ...bodies: unknown[]) => {
    const messages = bodies.map((body, i) => ({
      id: String(i),
      timestamp: new Date(),
      attempts: 1,
      body,
    }))
    const batch = createMessageBatch(name, messages)
    const execution = createExecutionContext()
    await worker.queue(batch, env, execution)
    return await getQueueResult(batch, execution)
  }

  it('syncs nothing in a cron: each message syncs its account', async () => {
    const { env, queue, events } = await environment()
    await worker.scheduled(createScheduledController({ cron: MARKET_HOURS_CRON }), env)
    expect(events()).toEqual(['accounts_queued'])
    const bodies = queue.waiting.map(({ body }) => body)
    const { explicitAcks, retryMessages } = await deliver('legbook-accounts', env, ...bodies)
    expect([explicitAcks.length, retryMessages]).toEqual([2, []])
    expect(events().filter((event) => event === 'sync_finished')).toHaveLength(2)
    await worker.scheduled(createScheduledController({ cron: NIGHTLY_CRON }), env)
    expect(queue.waiting.slice(2).map(({ body }) => body.job)).toEqual(['reread', 'reread'])
  })

  it('drops messages that it cannot read, and keeps all while its settings are wrong', async () => {
    const { env, events } = await environment()
    const unreadable = [
      null,
      {},
      { ...TICK, v: 2 },
      { ...TICK, job: 'erase' },
      { ...TICK, part: -1 },
    ]
    const { explicitAcks } = await deliver('legbook-accounts', env, ...unreadable)
    expect(explicitAcks).toHaveLength(5)
    const broken = { ...env, GROUPING_WINDOW_SECONDS: 'soon' }
    const { retryMessages } = await deliver('legbook-accounts', broken, TICK)
    expect(retryMessages).toHaveLength(1)
    expect(events()).toContain('queue_unusable')
  })

  it('records what comes from the dead letter queue, and keeps it while the database is down', async () => {
    const { env, events } = await environment()
    const { explicitAcks } = await deliver(
      'legbook-accounts-dead',
      env,
      firstMessage('one', 'tick'),
    )
    expect(explicitAcks).toHaveLength(1)
    expect(events()).toEqual(['queue_dead_letter'])
    const down = {
      ...env,
      NEON_HTTP_ENDPOINT: 'http://127.0.0.1:1/sql',
      DATABASE_URL: 'postgresql://a:b@nowhere.test/c',
    }
    const { retryMessages } = await deliver('legbook-accounts-dead', down, TICK)
    expect(retryMessages).toHaveLength(1)
  })
})
