import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { rotatedSchema, webhookDetailSchema } from '../../../src/api/webhooks/schemas'
import { sendDue, sendWithFirstRetry } from '../../../src/webhooks/send'
import { ACCOUNT_ID, insertAccount } from '../api/api'
import { rowsOf } from '../sync/support'
import {
  createHook,
  deliveriesOf,
  type Hooks,
  happen,
  hookState,
  openHooks,
  pass,
  write,
} from './hooks'

let hooks: Hooks

beforeEach(async () => {
  hooks = await openHooks()
})

afterEach(() => {
  vi.useRealTimers()
})

const status = (code: number) => () => new Response('no', { status: code })

const send = (milliseconds = 60_000) => sendDue(hooks.context, { milliseconds })

/** The signature by the rules of Standard Webhooks, computed step by step. */
async function signedByHand(secret: string, { headers, body }: Hooks['receiver']['received'][0]) {
  const bytes = Uint8Array.from(atob(secret.replace('whsec_', '')), (c) => c.charCodeAt(0))
  const usage = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, usage, false, ['sign'])
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`
}

describe('a message', () => {
  it('is a POST of the event, signed as the library of Standard Webhooks and a reckoning by hand verify', async () => {
    const { secret } = await createHook(hooks)
    const id = await happen(hooks.db, 'trade-1', { data: { underlying: 'SPY' } })
    expect(await send()).toMatchObject({ delivered: 1, failed: 0 })
    const [received] = hooks.receiver.received
    if (received === undefined) throw new Error('nothing was received')
    expect(received.url).toBe('https://hooks.example.com/in')
    expect(received.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': id })
    expect(new Webhook(secret).verify(received.body, received.headers)).toMatchObject({
      type: 'trade.opened',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: { account_id: ACCOUNT_ID, id: 'trade-1', status: 'open', underlying: 'SPY' },
    })
    expect(received.headers['webhook-signature']).toBe(await signedByHand(secret, received))
    expect(
      Math.abs(Number(received.headers['webhook-timestamp']) - Date.now() / 1000),
    ).toBeLessThan(60)
  })

  it('is sent for the wanted types of the wanted account alone', async () => {
    const other = '00000000-0000-4000-8000-000000000002'
    await insertAccount(hooks.db, other, 'other')
    await createHook(hooks, { account: 'main', types: ['trade.closed'] })
    await happen(hooks.db, 'a', { type: 'trade.closed', accountId: other })
    await happen(hooks.db, 'b', { type: 'trade.opened' })
    const wanted = await happen(hooks.db, 'c', { type: 'trade.closed' })
    await send()
    expect(hooks.receiver.ids).toEqual([wanted])
  })

  it('of one account is sent without those of others', async () => {
    const other = '00000000-0000-4000-8000-000000000002'
    await insertAccount(hooks.db, other, 'other')
    await createHook(hooks)
    await happen(hooks.db, 'a', { accountId: other })
    const wanted = await happen(hooks.db, 'b')
    await sendDue(hooks.context, { accountId: ACCOUNT_ID, milliseconds: 60_000 })
    expect(hooks.receiver.ids).toEqual([wanted])
  })

  it('is not made for an event whose transaction did not commit', async () => {
    await createHook(hooks)
    const failing = hooks.db.batch([
      hooks.db.execute(sql`select append_event(${ACCOUNT_ID}, 'trade.opened', 'x', '{}'::jsonb)`),
      hooks.db.execute(sql`select 1 / 0`),
    ])
    await expect(failing).rejects.toThrow()
    expect(await deliveriesOf(hooks.db)).toEqual([])
  })

  it('has the data that the event has when its transaction ends', async () => {
    await createHook(hooks, { types: ['trade.changed', 'trade.opened'] })
    const event = (type: string, net: number) =>
      hooks.db.execute(sql`select append_event(${ACCOUNT_ID}, ${type}, 't',
        jsonb_build_object('id', 't', 'net_pl', ${net}::int))`)
    await hooks.db.batch([event('trade.opened', 1), event('trade.changed', 2)])
    await send()
    expect(hooks.receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'trade.opened', data: { net_pl: 2 } },
    ])
  })

  it('of an event that a reset replaces is replaced by the message of the reset', async () => {
    await createHook(hooks)
    const reset = () => hooks.db.execute(sql`select append_reset(${ACCOUNT_ID}, 'rebuild')`)
    await hooks.db.batch([
      hooks.db.execute(sql`select append_event(${ACCOUNT_ID}, 'trade.opened', 'x', '{}'::jsonb)`),
      reset(),
    ])
    hooks.receiver.answer = status(500)
    await send()
    await reset()
    hooks.receiver.answer = status(200)
    hooks.receiver.received.length = 0
    await send()
    expect(hooks.receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['reset'])
    expect(await deliveriesOf(hooks.db)).toMatchObject([{ type: 'reset', status: 'delivered' }])
  })
})

describe('a receiver that fails', () => {
  it('is asked again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, with the same id, and then no more', async () => {
    await createHook(hooks)
    const id = await happen(hooks.db, 'trade-1')
    hooks.receiver.answer = status(503)
    const waits: (number | null)[] = []
    for (let attempt = 1; attempt <= 8; attempt++) {
      const { retries } = await send()
      const [delivery] = await deliveriesOf(hooks.db)
      expect(delivery).toMatchObject({ attempt, code: 503, error: 'status', claimed: false })
      waits.push(delivery?.wait ?? null)
      expect([...retries]).toEqual(delivery?.wait ? [delivery.wait] : [])
      await send()
      expect(hooks.receiver.received).toHaveLength(attempt)
      await pass(hooks.db, `${delivery?.wait ?? 1_000_000} seconds`)
    }
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, null])
    expect(await deliveriesOf(hooks.db)).toMatchObject([{ status: 'failed', attempt: 8 }])
    await send()
    expect(hooks.receiver.ids).toEqual(Array(8).fill(id))
    expect(await hookState(hooks.db)).toEqual({ active: true, reason: null, failing: true })
  })

  it('and recovers gets every message, and its failure is forgotten', async () => {
    await createHook(hooks)
    const ids = [await happen(hooks.db, 'a'), await happen(hooks.db, 'b')]
    hooks.receiver.answer = status(500)
    await send()
    hooks.receiver.answer = status(200)
    ids.push(await happen(hooks.db, 'c'))
    await pass(hooks.db, '5 seconds')
    await send()
    expect((await deliveriesOf(hooks.db)).map((one) => one.status)).toEqual(
      Array(3).fill('delivered'),
    )
    expect(new Set(hooks.receiver.ids)).toEqual(new Set(ids))
    expect(await hookState(hooks.db)).toEqual({ active: true, reason: null, failing: false })
  })

  it('is asked again by the run itself after its first failure', async () => {
    await createHook(hooks)
    const id = await happen(hooks.db, 'a')
    hooks.receiver.answer = status(500)
    const slept: number[] = []
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds)
      hooks.receiver.answer = status(200)
      await pass(hooks.db, '5 seconds')
    }
    await sendWithFirstRetry({ ...hooks.context, sleep }, { milliseconds: 60_000 })
    expect([slept, hooks.receiver.ids]).toEqual([[5_000], [id, id]])
    expect(await deliveriesOf(hooks.db)).toMatchObject([{ status: 'delivered', attempt: 2 }])
  })

  it('is not waited for when nothing failed, or when its next attempt is minutes away', async () => {
    await createHook(hooks)
    const slept: number[] = []
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds)
    }
    const sendAndWait = () =>
      sendWithFirstRetry({ ...hooks.context, sleep }, { milliseconds: 60_000 })
    await happen(hooks.db, 'a')
    await sendAndWait()
    expect([slept, hooks.receiver.ids.length]).toEqual([[], 1])

    hooks.receiver.answer = status(500)
    await happen(hooks.db, 'b')
    await send()
    await pass(hooks.db, '5 seconds')
    await sendAndWait()
    expect([slept, hooks.receiver.ids.length]).toEqual([[], 3])
  })

  it('is asked again on its own time for each message', async () => {
    await createHook(hooks)
    for (const subject of 'abcdefg') await happen(hooks.db, subject)
    hooks.receiver.answer = status(500)
    await send()
    expect((await deliveriesOf(hooks.db)).map(({ attempt, wait }) => [attempt, wait])).toEqual(
      Array(7).fill([1, 5]),
    )
  })

  it.each([300, 301, 302, 303, 307, 308])('is one that redirects (%i)', async (code) => {
    await createHook(hooks)
    await happen(hooks.db, 'a')
    let redirect: unknown
    hooks.receiver.answer = (_, init) => {
      redirect = init.redirect
      const headers = { Location: 'https://127.0.0.1/' }
      return new Response(null, { status: code, headers })
    }
    await send()
    expect(redirect).toBe('manual')
    expect(await deliveriesOf(hooks.db)).toMatchObject([
      { status: 'pending', code, error: 'redirect', wait: 5 },
    ])
    expect(hooks.receiver.received).toHaveLength(1)
  })

  it('is one that cannot be reached', async () => {
    await createHook(hooks)
    await happen(hooks.db, 'a')
    hooks.receiver.answer = () => Promise.reject(new TypeError('connection lost'))
    await send()
    expect(await deliveriesOf(hooks.db)).toMatchObject([
      { status: 'pending', code: null, error: 'unreachable' },
    ])
  })

  it('is one that has not answered after 10 s; it gets no further request then, and others do not wait', async () => {
    await createHook(hooks, { url: 'https://hooks.example.com/hanging' })
    await createHook(hooks, { url: 'https://hooks.example.com/well' })
    for (const subject of 'abcdef') await happen(hooks.db, subject)
    const timers = new Map<number, () => void>()
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(
      Object.assign((work: () => void, milliseconds: number) => {
        if (milliseconds === 10_000) timers.set(timers.size, work)
        return 0
      }),
    )
    let well = 0
    hooks.receiver.answer = ({ url }, { signal }) => {
      if (url.endsWith('/well')) {
        well += 1
        if (well === 6) for (const fire of timers.values()) fire()
        return new Response()
      }
      return new Promise((_, refuse) => {
        signal?.addEventListener('abort', () => refuse(signal.reason))
      })
    }
    await send()
    vi.restoreAllMocks()
    const rows = await rowsOf(
      hooks.db,
      `select w.url, d.status, d.error, count(*)::int from webhook_deliveries d
       join webhooks w on w.id = d.webhook_id group by 1, 2, 3 order by 1, 2, 3`,
    )
    expect(rows).toEqual([
      { url: 'https://hooks.example.com/hanging', status: 'pending', error: 'timeout', count: 3 },
      { url: 'https://hooks.example.com/hanging', status: 'pending', error: null, count: 3 },
      { url: 'https://hooks.example.com/well', status: 'delivered', error: null, count: 6 },
    ])
  })

  it('is none that answers with an endless body: it is not read', async () => {
    await createHook(hooks)
    await happen(hooks.db, 'a')
    let pulled = 0
    let canceled = false
    hooks.receiver.answer = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += 1
            controller.enqueue(new Uint8Array(1_024))
          },
          cancel() {
            canceled = true
          },
        }),
      )
    await send()
    expect(await deliveriesOf(hooks.db)).toMatchObject([{ status: 'delivered' }])
    expect([pulled <= 2, canceled]).toEqual([true, true])
  })

  it('for 5 days is switched off, GET /sync says so, and everything arrives when it is switched on', async () => {
    const { webhook } = await createHook(hooks)
    const ids = [await happen(hooks.db, 'exhausted')]
    hooks.receiver.answer = status(500)
    for (let attempt = 1; attempt <= 8; attempt++) {
      await send()
      await pass(hooks.db, '10 hours')
    }
    ids.push(await happen(hooks.db, 'tried'))
    await send()
    expect(await hookState(hooks.db)).toMatchObject({ active: true })
    await pass(hooks.db, '42 hours')
    await send()
    expect(await hookState(hooks.db)).toEqual({ active: false, reason: 'failing', failing: true })
    const { webhooks } = await hooks.get(syncStatusSchema, '/sync')
    expect(webhooks).toMatchObject([
      { id: webhook.id, active: false, disabled_reason: 'failing', account_id: null },
    ])
    expect(hooks.log).toContainEqual({
      level: 'error',
      event: 'webhook_switched_off',
      webhook_id: webhook.id,
      reason: 'failing',
    })
    ids.push(await happen(hooks.db, 'missed'))
    hooks.receiver.answer = status(200)
    hooks.receiver.received.length = 0
    await pass(hooks.db, '10 hours')
    await send()
    expect(hooks.receiver.ids).toEqual([])

    const answer = await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, { active: true })
    expect(await answer.json()).toMatchObject({
      webhook: { active: true, disabled_at: null, disabled_reason: null, failing_since: null },
    })
    expect(hooks.woken).toEqual([undefined])
    await send()
    expect(hooks.receiver.ids.toSorted()).toEqual(ids.toSorted())
    expect((await hooks.get(syncStatusSchema, '/sync')).webhooks).toEqual([])
  })

  it('with 410 is switched off at once', async () => {
    const { webhook } = await createHook(hooks)
    const id = await happen(hooks.db, 'a')
    hooks.receiver.answer = status(410)
    await send()
    expect(await hookState(hooks.db)).toEqual({ active: false, reason: 'gone', failing: true })
    expect(await deliveriesOf(hooks.db)).toMatchObject([{ status: 'failed', code: 410 }])
    const { webhooks } = await hooks.get(syncStatusSchema, '/sync?account=main')
    expect(webhooks).toMatchObject([{ id: webhook.id, disabled_reason: 'gone' }])
    hooks.receiver.answer = status(200)
    await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, { active: true })
    await send()
    expect(hooks.receiver.ids).toEqual([id, id])
    expect(await deliveriesOf(hooks.db)).toMatchObject([{ status: 'delivered' }])
  })
})

describe('a webhook that the user switched off', () => {
  it('gets nothing of what happens until it is switched on', async () => {
    const { webhook } = await createHook(hooks)
    await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, { active: false })
    await happen(hooks.db, 'a')
    await send()
    await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, { active: true })
    const id = await happen(hooks.db, 'b')
    await send()
    expect(hooks.receiver.ids).toEqual([id])
  })
})

describe('secrets', () => {
  it('after a rotation, messages have both signatures for 24 hours', async () => {
    const { webhook, secret: old } = await createHook(hooks)
    const answer = await write(hooks, 'POST', `/webhooks/${webhook.id}/rotate`)
    const { secret } = rotatedSchema.parse(await answer.json())
    expect(secret).not.toBe(old)
    const oldUntil = async () =>
      (await hooks.get(webhookDetailSchema, `/webhooks/${webhook.id}`)).webhook.old_secret_until
    expect(await oldUntil()).not.toBeNull()
    await happen(hooks.db, 'a')
    await send()
    await pass(hooks.db, '24 hours')
    expect(await oldUntil()).toBeNull()
    await happen(hooks.db, 'b')
    await send()
    const [during, after] = hooks.receiver.received
    if (during === undefined || after === undefined) throw new Error('not received')
    expect(during.headers['webhook-signature']).toBe(
      `${await signedByHand(secret, during)} ${await signedByHand(old, during)}`,
    )
    for (const one of [secret, old]) new Webhook(one).verify(during.body, during.headers)
    expect(after.headers['webhook-signature']).toBe(await signedByHand(secret, after))
  })

  it('are sealed in the database', async () => {
    const { secret } = await createHook(hooks)
    const [row] = await rowsOf(hooks.db, 'select w::text as text from webhooks w')
    expect(row?.text).not.toContain(secret.slice(6))
    expect(row?.text).toContain('v1.')
  })

  it('that cannot be opened are a failure, and the messages wait', async () => {
    await createHook(hooks)
    await happen(hooks.db, 'a')
    const other = await openOther()
    await sendDue(other, { milliseconds: 60_000 })
    expect(await deliveriesOf(hooks.db)).toMatchObject([
      { status: 'pending', error: 'secret_unreadable', wait: 5 },
    ])
    expect(hooks.receiver.received).toEqual([])
    await pass(hooks.db, '5 seconds')
    await send()
    expect(hooks.receiver.received).toHaveLength(1)
  })
})

async function openOther() {
  const { sealOf } = await import('../../../src/db/sealed/sealed-text')
  return { ...hooks.context, seal: sealOf('webhooks', ['another secret that seals texts as well']) }
}

it('an address is checked again before each request', async () => {
  await createHook(hooks)
  await hooks.db.execute(sql`update webhooks set url = 'https://169.254.169.254/'`)
  await happen(hooks.db, 'a')
  await send()
  expect(hooks.receiver.received).toEqual([])
  expect(await deliveriesOf(hooks.db)).toMatchObject([{ status: 'pending', error: 'refused_url' }])
})

it('no log line has the address, the secret or the message', async () => {
  const { secret } = await createHook(hooks, { url: 'https://hooks.example.com/t0ken' })
  await happen(hooks.db, 'trade-1')
  hooks.receiver.answer = status(410)
  await send()
  const text = JSON.stringify([...hooks.log, ...hooks.logged])
  expect(text).toContain('webhook_failed')
  for (const one of ['t0ken', secret, 'trade-1']) expect(text).not.toContain(one)
})

it('chats get one request at a time, others three', async () => {
  let [now, most] = [0, 0]
  hooks.receiver.answer = async () => {
    now += 1
    most = Math.max(most, now)
    await hooks.db.execute(sql`select 1`)
    now -= 1
    return new Response()
  }
  for (const [format, atOnce] of [
    ['slack', 1],
    ['json', 3],
  ] as const) {
    await hooks.db.execute(sql`delete from webhooks`)
    await createHook(hooks, { format })
    for (const subject of 'abcdefgh') await happen(hooks.db, `${format}-${subject}`)
    most = 0
    await send()
    expect([format, most]).toEqual([format, atOnce])
  }
  expect(hooks.receiver.received).toHaveLength(16)
})

it('two senders at once send each message once', async () => {
  await createHook(hooks)
  for (const subject of 'abcdefghij') await happen(hooks.db, subject)
  await Promise.all([send(), send(), send()])
  await send()
  expect(hooks.receiver.ids).toHaveLength(10)
  expect(new Set(hooks.receiver.ids).size).toBe(10)
})

it('deliveries are pruned after 14 days, as the events are', async () => {
  const { prune } = await import('../../../src/db/runs/prune')
  const { runBatch } = await import('../../../src/db/statements/batch')
  await createHook(hooks)
  await happen(hooks.db, 'old')
  await send()
  await happen(hooks.db, 'waiting')
  await hooks.db.execute(sql`update events set at = at - interval '15 days'`)
  await hooks.db.execute(
    sql`update webhook_deliveries set created_at = created_at - interval '15 days'
      where status = 'delivered'`,
  )
  await happen(hooks.db, 'new')
  const [first, ...rest] = prune([], new Date())
  if (first !== undefined) await runBatch(hooks.db, first, ...rest)
  expect(await deliveriesOf(hooks.db)).toMatchObject([{ seq: 3, status: 'pending' }])
})
