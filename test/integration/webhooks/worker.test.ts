import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createdSchema } from '../../../src/api/webhooks/schemas'
import { openDatabase } from '../../../src/db/connection/client'
import { createStandIn, STAND_IN_KEYS } from '../../../src/local/alpaca/stand-in'
import { MARKET_HOURS_CRON } from '../../../src/sync/run/schedule'
import worker from '../../../src/worker/index'
import { freshDatabase } from '../../support/database'
import { recentAccount } from '../../support/recent-account'
import { API_TOKEN, bearer } from '../api/api'
import { rowsOf, theValue } from '../sync/support'
import { deliveriesOf, Receiver, SECRET, URL_OF_RECEIVER } from './hooks'

const ALPACA = 'https://alpaca.test'

let receiver: Receiver
let lines: string[]

beforeEach(() => {
  receiver = new Receiver()
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
  const standIn = createStandIn({ accounts: [recentAccount(), recentAccount('SECOND')] })
  const outside = globalThis.fetch
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    if (String(input).startsWith('https://hooks.example.com/'))
      return await receiver.fetch(input, init)
    const request = new Request(input, init)
    return request.url.startsWith(ALPACA) ? await standIn.fetch(request) : await outside(request)
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function environment(more: object = {}) {
  const { url, endpoint } = await freshDatabase()
  const env = {
    DATABASE_URL: url,
    NEON_HTTP_ENDPOINT: endpoint,
    API_TOKEN,
    KEYS_SECRET: SECRET,
    ALPACA_API_KEY_ID: STAND_IN_KEYS.keyId,
    ALPACA_API_SECRET_KEY: STAND_IN_KEYS.secretKey,
    ALPACA_BASE_URL: ALPACA,
    ...more,
  }
  return { env, db: openDatabase({ url, endpoint }) }
}

/** Sends a request to the Worker, and waits for what it does after the response. */
async function ask(env: object, method: string, path: string, body?: object): Promise<Response> {
  const execution = createExecutionContext()
  const request = new Request<unknown, IncomingRequestCfProperties>(
    `https://legbook.test/api/alpaca${path}`,
    { method, headers: bearer(API_TOKEN), ...(body && { body: JSON.stringify(body) }) },
  )
  const response = await worker.fetch(request, env, execution)
  await waitOnExecutionContext(execution)
  return response
}

const TYPES = ['reset', 'sync.finished', 'trade.changed']

async function hookOf(env: object) {
  const body = { url: URL_OF_RECEIVER, types: TYPES }
  return createdSchema.parse(await (await ask(env, 'POST', '/webhooks', body)).json())
}

const wanted = (db: Parameters<typeof rowsOf>[0]) =>
  rowsOf(
    db,
    `select 'evt_' || account_id || '_' || seq as id from events
      where type in ('${TYPES.join("','")}') order by seq`,
  )

const tick = (env: object) =>
  worker.scheduled(createScheduledController({ cron: MARKET_HOURS_CRON }), env)

describe('the Worker', () => {
  it('sends the events of a sync and of an edit after their responses', async () => {
    const { env, db } = await environment()
    const { secret } = await hookOf(env)
    expect((await ask(env, 'POST', '/sync', {})).status).toBe(200)
    const ids = (await wanted(db)).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(0)
    expect(receiver.ids.toSorted()).toEqual(ids.toSorted())
    const [first] = receiver.received
    new Webhook(secret).verify(first?.body ?? '', first?.headers ?? {})

    const trade = await theValue(db, 'select trade_id from alpaca_trades limit 1')
    expect((await ask(env, 'PATCH', `/trades/${trade}`, { note: 'mine' })).status).toBe(200)
    expect(receiver.received.map(({ body }) => JSON.parse(body)).at(-1)).toMatchObject({
      type: 'trade.changed',
      data: { id: trade },
    })
  })

  it('sends the events of every account that a sync has read', async () => {
    const accounts = [STAND_IN_KEYS.keyId, 'SECOND'].map((key_id) => ({
      label: key_id.toLowerCase(),
      key_id,
      secret_key: STAND_IN_KEYS.secretKey,
      base_url: ALPACA,
    }))
    const { env, db } = await environment({
      ALPACA_API_KEY_ID: undefined,
      ALPACA_API_SECRET_KEY: undefined,
      ALPACA_BASE_URL: undefined,
      ALPACA_ACCOUNTS: JSON.stringify(accounts),
    })
    await hookOf(env)
    expect((await ask(env, 'POST', '/sync', {})).status).toBe(200)
    expect(
      await rowsOf(
        db,
        `select count(distinct account_id)::int as accounts, array_agg(distinct status) as statuses
          from webhook_deliveries`,
      ),
    ).toEqual([{ accounts: 2, statuses: ['delivered'] }])
  })

  it('answers a sync as without webhooks when the receiver fails in every way', async () => {
    const { env, db } = await environment()
    await hookOf(env)
    receiver.answer = () => Promise.reject(new TypeError('connection lost'))
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(
      Object.assign((work: () => void, milliseconds: number) => {
        if (milliseconds === 5_000) queueMicrotask(work)
        return 0
      }),
    )
    const answer = await ask(env, 'POST', '/sync', {})
    expect(answer.status).toBe(200)
    expect(await theValue(db, `select status from sync_runs where scope = 'all'`)).toBe('success')
    expect((await deliveriesOf(db)).map(({ status }) => status)).toContain('pending')
  })

  it('sends what is due on a cron, and seals secrets again during a rotation of KEYS_SECRET', async () => {
    const { env, db } = await environment()
    await hookOf(env)
    await tick(env)
    expect(receiver.ids.length).toBeGreaterThan(0)
    const sealed = await theValue(db, 'select secret from webhooks')
    const next = { ...env, KEYS_SECRET: `another ${SECRET}`, KEYS_SECRET_PREVIOUS: SECRET }
    await tick(next)
    expect(await theValue(db, 'select secret from webhooks')).not.toBe(sealed)
    const { KEYS_SECRET_PREVIOUS: _, ...after } = next
    await db.execute(sql`update webhook_deliveries set status = 'pending', next_at = now()`)
    receiver.received.length = 0
    await tick(after)
    expect(receiver.received.length).toBeGreaterThan(0)
    expect(lines.join()).not.toMatch(/hooks\.example|whsec_/)
  })

  it('does not accept its own host as the address of a webhook', async () => {
    const { env, db } = await environment()
    for (const url of ['https://legbook.test/api/alpaca/health', 'https://LEGBOOK.test:443/']) {
      const answer = await ask(env, 'POST', '/webhooks', { url, types: TYPES })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        error: { code: 'invalid_parameter', param: 'url' },
      })
    }
    expect(await theValue(db, 'select count(*)::int from webhooks')).toBe(0)
  })

  it('accepts plain http to other ports of this machine under npm start alone', async () => {
    const { env } = await environment()
    const statusOf = async (url: string, more: object) =>
      (await ask({ ...env, ...more }, 'POST', '/webhooks', { url, types: TYPES })).status
    const local = { NPM_START_PORT: '8787' }
    expect(await statusOf('http://127.0.0.1:9000/in', local)).toBe(201)
    expect(await statusOf('http://127.0.0.1:8787/in', local)).toBe(400)
    expect(await statusOf('http://127.0.0.1:9000/in', {})).toBe(400)
  })

  it('has no webhooks and sends nothing without KEYS_SECRET', async () => {
    const { env } = await environment({ KEYS_SECRET: '' })
    const answer = await ask(env, 'GET', '/webhooks')
    expect(await answer.json()).toMatchObject({ error: { code: 'misconfigured' } })
    await tick(env)
    expect(receiver.received).toEqual([])
  })
})

describe('the queue WEBHOOKS', () => {
  const queue = () => {
    const sent: { body: unknown; delaySeconds: number | undefined }[] = []
    return {
      sent,
      send: async (body: unknown, options: { delaySeconds?: number } = {}) => {
        sent.push({ body, delaySeconds: options.delaySeconds })
      },
      sendBatch: async (messages: { body: unknown }[]) => {
        for (const { body } of messages) sent.push({ body, delaySeconds: undefined })
      },
    }
  }

  const consume = async (env: object, body: unknown) => {
    const id = crypto.randomUUID()
    const batch = createMessageBatch('legbook-webhooks', [
      { id, timestamp: new Date(), attempts: 1, body },
    ])
    const execution = createExecutionContext()
    await worker.queue(batch, env, execution)
    return await getQueueResult(batch, execution)
  }

  it('gets a message for each run that wrote events, and its consumer sends what is due', async () => {
    const WEBHOOKS = queue()
    const { env, db } = await environment({ WEBHOOKS })
    await hookOf(env)
    await ask(env, 'POST', '/sync', {})
    const account = await theValue(db, 'select account_id from alpaca_accounts')
    expect(WEBHOOKS.sent).toEqual([
      { body: { v: 1, account_id: account }, delaySeconds: undefined },
    ])
    expect(receiver.received).toEqual([])
    const result = await consume(env, WEBHOOKS.sent.shift()?.body)
    expect(result.explicitAcks).toHaveLength(1)
    expect(receiver.ids.length).toBeGreaterThan(0)
    expect(WEBHOOKS.sent).toEqual([])
    await ask(env, 'POST', '/sync', {})
    expect(WEBHOOKS.sent).toEqual([])
  })

  it('gets a message for the time of each retry', async () => {
    const WEBHOOKS = queue()
    const { env, db } = await environment({ WEBHOOKS })
    await hookOf(env)
    await ask(env, 'POST', '/sync', {})
    const { body } = WEBHOOKS.sent.shift() ?? {}
    receiver.answer = () => new Response(null, { status: 500 })
    for (const delaySeconds of [5, 300, 1_800]) {
      await consume(env, body)
      expect(WEBHOOKS.sent.splice(0)).toEqual([{ body, delaySeconds }])
      await db.execute(sql`update webhook_deliveries set next_at = now()`)
    }
    receiver.answer = () => new Response()
    await consume(env, body)
    expect(WEBHOOKS.sent).toEqual([])
    expect((await deliveriesOf(db)).every(({ status }) => status === 'delivered')).toBe(true)
  })

  it('skips a message that it does not know, and tries again when the database is down', async () => {
    const { env } = await environment({ WEBHOOKS: queue() })
    for (const body of [null, 'x', {}, { v: 2, account_id: null }])
      expect((await consume(env, body)).explicitAcks).toHaveLength(1)
    const down = { ...env, NEON_HTTP_ENDPOINT: 'https://hooks.example.com/sql' }
    receiver.answer = () => new Response('down', { status: 503 })
    const result = await consume(down, { v: 1, account_id: null })
    expect(result.retryMessages).toHaveLength(1)
  })
})
