import { beforeEach, describe, expect, it } from 'vitest'
import {
  deliverySentSchema,
  webhookDetailSchema,
  webhookListSchema,
} from '../../../src/api/webhooks/schemas'
import { sendDue } from '../../../src/webhooks/send'

import { ACCOUNT_ID, API_TOKEN, bearer, clientOf, settingsOf } from '../api/api'
import { expectError } from '../api/errors'
import { rowsOf, theValue } from '../sync/support'
import {
  createHook,
  deliveriesOf,
  type Hooks,
  happen,
  openHooks,
  URL_OF_RECEIVER,
  write,
} from './hooks'

let hooks: Hooks

beforeEach(async () => {
  hooks = await openHooks()
})

const NOWHERE = '00000000-0000-4000-8000-000000000000'
const send = () => sendDue(hooks.context, { milliseconds: 60_000 })
const detail = (id: string) => hooks.get(webhookDetailSchema, `/webhooks/${id}`)

describe('POST /webhooks', () => {
  it('creates a webhook, and shows its secret in this answer alone', async () => {
    const { webhook, secret } = await createHook(hooks, {
      types: ['reset', 'reset', 'sync.failed'],
    })
    expect(webhook).toMatchObject({
      url: URL_OF_RECEIVER,
      types: ['sync.failed', 'reset'],
      account: null,
      format: 'json',
      active: true,
    })
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
    const shown = [
      await (await hooks.request(`/webhooks/${webhook.id}`)).text(),
      await (await hooks.request('/webhooks')).text(),
    ]
    for (const text of shown) expect(text).not.toContain(secret.slice(6))
    expect(shown[1]).toContain(webhook.id)
  })

  it('takes an account by its label or its id', async () => {
    for (const account of ['main', ACCOUNT_ID]) {
      const { webhook } = await createHook(hooks, { account, format: 'slack' })
      expect(webhook).toMatchObject({ account, account_id: ACCOUNT_ID, format: 'slack' })
    }
    const body = { url: URL_OF_RECEIVER, types: ['reset'], account: 'nobody' }
    await expectError(await write(hooks, 'POST', '/webhooks', body), 'invalid_parameter', 'account')
  })

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://localhost/',
    'https://user@hooks.example.com/',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com/\u0000',
    '',
    'x'.repeat(3_000),
  ])('refuses the address %s, and does not quote it', async (url) => {
    const answer = await write(hooks, 'POST', '/webhooks', { url, types: ['reset'] })
    const { message } = await expectError(answer, 'invalid_parameter', 'url')
    if (url.length > 10) expect(message).not.toContain(url.slice(8))
    expect(await theValue(hooks.db, 'select count(*)::int from webhooks')).toBe(0)

    const { webhook } = await createHook(hooks)
    const change = await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, { url })
    await expectError(change, 'invalid_parameter', 'url')
  })

  it('needs KEYS_SECRET: without it every route answers misconfigured and names it', async () => {
    const settings = settingsOf({ DATABASE_URL: 'postgresql://a:b@db.test/x', KEYS_SECRET: '' })
    const sync = () => Promise.reject(new Error())
    const client = clientOf({ db: hooks.db, settings, now: () => new Date(), sync })
    const { webhook } = await createHook(hooks)
    for (const [method, path, body] of [
      ['POST', '/webhooks', { url: URL_OF_RECEIVER, types: ['reset'] }],
      ['GET', '/webhooks', undefined],
      ['GET', `/webhooks/${webhook.id}`, undefined],
      ['PATCH', `/webhooks/${webhook.id}`, { active: false }],
      ['DELETE', `/webhooks/${webhook.id}`, undefined],
      ['POST', `/webhooks/${webhook.id}/test`, undefined],
      ['POST', `/webhooks/${webhook.id}/rotate`, undefined],
    ] as const) {
      const answer = await write(client, method, path, body)
      expect((await expectError(answer, 'misconfigured')).message).toContain('KEYS_SECRET')
    }
  })

  it('under an Idempotency-Key creates one webhook, and stores its secret nowhere in plain', async () => {
    const body = { url: URL_OF_RECEIVER, types: ['reset'] }
    const key = { 'Idempotency-Key': 'k' }
    const first = await write(hooks, 'POST', '/webhooks', body, key)
    const again = await write(hooks, 'POST', '/webhooks', body, key)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.headers.get('Idempotent-Replayed')).toBe('true')
    const answer: unknown = await first.json()
    expect(await again.json()).toEqual(answer)
    const [row] = await rowsOf(hooks.db, 'select k::text as text from idempotency_keys k')
    expect(row?.text).not.toContain(Object(answer).secret.slice(6))
    expect(await theValue(hooks.db, 'select count(*)::int from webhooks')).toBe(1)
  })

  it('refuses a 51st webhook', async () => {
    for (let n = 0; n < 50; n++) await createHook(hooks)
    const body = { url: URL_OF_RECEIVER, types: ['reset'] }
    await expectError(await write(hooks, 'POST', '/webhooks', body), 'too_many_webhooks')
  })
})

describe('a webhook', () => {
  it('shows its deliveries, newest first', async () => {
    const { webhook } = await createHook(hooks)
    const ids = [await happen(hooks.db, 'a'), await happen(hooks.db, 'b')]
    await send()
    const shown = await detail(webhook.id)
    expect(shown.deliveries.map(({ event_id }) => event_id)).toEqual(ids.toReversed())
    expect(shown.webhook.deliveries).toEqual(shown.deliveries)
    expect(shown.deliveries[0]).toMatchObject({
      type: 'trade.opened',
      attempt: 1,
      status: 'delivered',
      next_at: null,
      response_code: 204,
    })
    const { deliveries } = await hooks.get(webhookDetailSchema, `/webhooks/${webhook.id}?limit=1`)
    expect(deliveries).toHaveLength(1)
  })

  it('is changed in each of its properties, and the rest stays', async () => {
    const { webhook } = await createHook(hooks)
    for (const change of [
      { url: 'https://other.example.com/' },
      { types: ['reset'] },
      { account: 'main' },
      { account: null },
      { format: 'discord' },
      { active: false },
      { active: true },
    ]) {
      const before = (await detail(webhook.id)).webhook
      const answer = await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, change)
      expect(answer.status).toBe(200)
      const { webhook: after } = await detail(webhook.id)
      const accountId = 'account' in change && change.account === 'main' ? ACCOUNT_ID : null
      const same = { disabled_at: after.disabled_at, updated_at: after.updated_at }
      const account = 'account' in change ? { account_id: accountId } : {}
      expect(after).toEqual({ ...before, ...change, ...account, ...same })
      expect(after.disabled_at === null).toBe(after.active)
    }
  })

  it('is deleted with its deliveries, once under an Idempotency-Key', async () => {
    const { webhook } = await createHook(hooks)
    await happen(hooks.db, 'a')
    const remove = () =>
      write(hooks, 'DELETE', `/webhooks/${webhook.id}`, undefined, { 'Idempotency-Key': 'd' })
    expect(await (await remove()).json()).toEqual({ status: 'success', id: webhook.id })
    expect((await remove()).status).toBe(200)
    expect(await deliveriesOf(hooks.db)).toEqual([])
    expect((await hooks.get(webhookListSchema, '/webhooks')).webhooks).toEqual([])
    const gone = await write(hooks, 'DELETE', `/webhooks/${webhook.id}`)
    await expectError(gone, 'webhook_not_found')
    await send()
    expect(hooks.receiver.received).toEqual([])
  })
})

describe('POST /webhooks/{id}/test', () => {
  const test = async (id: string) => {
    const answer = await write(hooks, 'POST', `/webhooks/${id}/test`)
    return deliverySentSchema.parse(await answer.json()).delivery
  }

  it('sends a test even if the webhook is switched off, and answers what the receiver answered', async () => {
    const { webhook } = await createHook(hooks)
    await write(hooks, 'PATCH', `/webhooks/${webhook.id}`, { active: false })
    const delivery = await test(webhook.id)
    expect(delivery).toMatchObject({ type: 'test', status: 'delivered', response_code: 204 })
    expect(hooks.receiver.ids).toEqual([delivery.event_id])
    expect(delivery.event_id).toBe(`evt_test_${delivery.id}`)
    expect(JSON.parse(hooks.receiver.received[0]?.body ?? '')).toMatchObject({
      type: 'test',
      data: { webhook_id: webhook.id },
    })
  })

  it.each([410, 500])(
    'that is answered with %i changes nothing and is not repeated',
    async (code) => {
      const { webhook } = await createHook(hooks)
      hooks.receiver.answer = () => new Response(null, { status: code })
      expect(await test(webhook.id)).toMatchObject({
        status: 'failed',
        response_code: code,
        next_at: null,
      })
      expect((await detail(webhook.id)).webhook).toMatchObject({
        active: true,
        failing_since: null,
      })
      await send()
      expect(hooks.receiver.received).toHaveLength(1)
    },
  )
})

describe('POST /webhooks/{id}/deliveries/{delivery_id}/redeliver', () => {
  const redeliver = (id: string, delivery: string) =>
    write(hooks, 'POST', `/webhooks/${id}/deliveries/${delivery}/redeliver`)

  it('sends the same message again, and tries again when that fails', async () => {
    const { webhook } = await createHook(hooks)
    const id = await happen(hooks.db, 'a')
    await send()
    const [delivery] = (await detail(webhook.id)).deliveries
    const first = await redeliver(webhook.id, delivery?.id ?? '')
    expect(await first.json()).toMatchObject({ delivery: { event_id: id, status: 'delivered' } })
    hooks.receiver.answer = () => new Response(null, { status: 500 })
    const second = await redeliver(webhook.id, delivery?.id ?? '')
    expect(await second.json()).toMatchObject({
      delivery: { status: 'pending', attempt: 1, response_code: 500, next_at: expect.any(String) },
    })
    expect(hooks.receiver.ids).toEqual([id, id, id])
    expect(new Set(hooks.receiver.received.map(({ body }) => body)).size).toBe(1)
  })

  it('answers 404 for a delivery of another webhook, an unknown one, and one whose event is gone', async () => {
    const { webhook } = await createHook(hooks)
    const { webhook: other } = await createHook(hooks)
    await happen(hooks.db, 'a')
    await send()
    const [delivery] = (await detail(webhook.id)).deliveries
    const id = delivery?.id ?? ''
    await expectError(await redeliver(other.id, id), 'delivery_not_found')
    await expectError(await redeliver(webhook.id, NOWHERE), 'delivery_not_found')
    await expectError(await redeliver(NOWHERE, id), 'webhook_not_found')
    await rowsOf(hooks.db, 'delete from events')
    await expectError(await redeliver(webhook.id, id), 'delivery_not_found')
    expect((await detail(webhook.id)).deliveries[0]).toMatchObject({ status: 'delivered' })
  })
})

it('the routes need the scope edit, reading too: an address can contain a token', async () => {
  const { webhook } = await createHook(hooks)
  for (const path of ['/webhooks', `/webhooks/${webhook.id}`]) {
    const answer = await hooks.request(path, { headers: bearer('token-that-may-read') })
    await expectError(answer, 'forbidden')
    expect((await hooks.request(path, { headers: bearer(API_TOKEN) })).status).toBe(200)
  }
})
