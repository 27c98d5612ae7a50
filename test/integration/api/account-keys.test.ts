import { beforeEach, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import {
  accountChangedSchema,
  accountListSchema,
  accountRemovedSchema,
} from '../../../src/api/accounts/schemas'
import { syncReportSchema, syncStatusSchema } from '../../../src/api/sync/schemas'
import { sealOf } from '../../../src/db/sealed/sealed-text'
import { Broker } from '../../../src/local/alpaca/broker'
import { credentials, openWorldOf, rowsOf, theValue, type World } from '../sync/support'
import { API_TOKEN, type Api, bearer, clientOf, settingsOf } from './api'
import { expectError } from './errors'

const SECRET = 'the first secret, which seals the keys'
const NEXT_SECRET = 'the second secret, after its rotation'
const HOST = 'https://alpaca.test'

function brokerOf(seed: string, symbol: string): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z' })
  const order = broker.submit({ at: '2026-09-01T15:00:00Z', symbol, side: 'buy', qty: '1' })
  broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '10' })
  return broker
}

const brokers = () => ({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
const ONE = brokers().one.accountId
const TWO = brokers().two.accountId

/** A Worker: its settings over a database and an Alpaca that several Workers share. */
interface Deployed {
  configured?: string[]
  secrets?: [string, ...string[]] | null
}

let world: World
let api: Omit<Api, 'db'>

/** Deploys a Worker with other settings. */
function deploy({ configured = [], secrets = [SECRET] }: Deployed = {}): void {
  const accounts = configured.map((label) => ({
    label,
    key_id: `key-${label}`,
    secret_key: `secret-${label}`,
    base_url: HOST,
  }))
  const settings = settingsOf({
    DATABASE_URL: 'postgresql://tester:secret@db.test/legbook',
    ALPACA_API_KEY_ID: '',
    ALPACA_API_SECRET_KEY: '',
    ...(configured.length > 0 && { ALPACA_ACCOUNTS: JSON.stringify(accounts) }),
    KEYS_SECRET: secrets?.[0] ?? '',
    KEYS_SECRET_PREVIOUS: secrets?.[1] ?? '',
  })
  const { ctx, clock } = world
  ctx.accounts = settings.accounts
  ctx.seal = settings.keysSecrets && sealOf('alpaca_account_keys', settings.keysSecrets)
  const { db, fetch } = ctx
  const sync = (request: Parameters<World['sync']>[0]) => world.sync(request)
  api = clientOf({ db, settings, now: () => clock.now, sync, ledger: ctx, fetch })
}

beforeEach(async () => {
  world = await openWorldOf(brokers())
  deploy()
})

const ask = async <Schema extends z.ZodType>(
  schema: Schema,
  method: string,
  path: string,
  body?: unknown,
): Promise<z.output<Schema>> => {
  const answer = await api.request(path, {
    method,
    headers: bearer(API_TOKEN),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answered = await answer.json()
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answered)}`)
  return schema.parse(answered)
}

const keysOf = (account: string, host = HOST) => ({
  key_id: `key-${account}`,
  secret_key: `secret-${account}`,
  base_url: host,
})

const put = (label: string, keys: object) =>
  api.request(`/accounts/${label}`, {
    method: 'PUT',
    headers: bearer(API_TOKEN),
    body: JSON.stringify(keys),
  })

const store = (label: string, account: string) =>
  ask(accountChangedSchema, 'PUT', `/accounts/${label}`, keysOf(account))
const remove = (label: string, query = '') =>
  ask(accountRemovedSchema, 'DELETE', `/accounts/${label}${query}`)
const sync = () => ask(syncReportSchema, 'POST', '/sync', {})
const accounts = async () => (await api.get(accountListSchema, '/accounts')).accounts
const statuses = async () => (await api.get(syncStatusSchema, '/sync')).accounts
const symbols = () =>
  rowsOf(world.db, 'select account_id, symbol from alpaca_orders order by symbol')
const sealedTexts = () =>
  rowsOf(world.db, 'select account_id, sealed_keys from alpaca_account_keys order by 1')

describe('PUT /accounts/{label}', () => {
  it('stores keys that Alpaca accepts; every sync then reads the account like those of the settings', async () => {
    deploy({ configured: ['two'] })
    const { account } = await store('mine', 'one')
    expect(account).toMatchObject({
      label: 'mine',
      account_id: ONE,
      configured: true,
      stored_keys: { error: null },
      base_url: HOST,
      stopped: false,
    })
    const { accounts: synced } = await sync()
    expect(synced.map(({ label, error }) => [label, error])).toEqual(
      expect.arrayContaining([
        ['mine', null],
        ['two', null],
      ]),
    )
    expect(await symbols()).toEqual([
      { account_id: ONE, symbol: 'AAPL' },
      { account_id: TWO, symbol: 'MSFT' },
    ])
    for (const name of ['mine', ONE])
      expect((await world.sync({ account: name })).accounts).toMatchObject([{ label: 'mine' }])
    expect(await accounts()).toMatchObject([
      { label: 'mine', stored_keys: { error: null }, configured: true },
      { label: 'two', configured: true },
    ])
    expect(await statuses()).toMatchObject([
      { label: 'mine', configured: true, stored_keys: { error: null } },
      { label: 'two', configured: true },
    ])
  })

  it('makes the account known before its first sync', async () => {
    await store('mine', 'one')
    expect(await statuses()).toMatchObject([
      { label: 'mine', account_id: ONE, last_success_at: null, last_error: null, failing: null },
    ])
    expect((await api.request('/trades?account=mine')).status).toBe(200)
    expect((await api.request(`/events?account=${ONE}`)).status).toBe(200)
  })

  it.each([401, 403])('stores nothing when Alpaca answers %i', async (status) => {
    const asked: string[] = []
    world.ctx.fetch = async (input) => {
      asked.push(String(input))
      return Response.json({ message: 'internal: key-one' }, { status })
    }
    deploy()
    const { message } = await expectError(await put('mine', keysOf('one')), 'alpaca_unauthorized')
    expect(message).not.toMatch(/internal|key-one|secret-one/)
    expect(asked).toEqual([`${HOST}/v2/account`])
    expect(await accounts()).toEqual([])
    expect(await sealedTexts()).toEqual([])
  })

  it.each([
    ['a broken answer', async () => new Response('<html>internal</html>')],
    ['another status', async () => Response.json({ message: 'internal' }, { status: 404 })],
    ['a redirect', async () => new Response(null, { status: 302, headers: { Location: HOST } })],
    ['no connection', () => Promise.reject(new TypeError('internal'))],
    [
      'a long wait',
      async () => new Response('', { status: 429, headers: { 'Retry-After': '30' } }),
    ],
  ])('stores nothing when Alpaca answers with %s, and quotes nothing of it', async (_, answer) => {
    world.ctx.fetch = answer
    deploy()
    const { message } = await expectError(await put('mine', keysOf('one')), 'alpaca_unavailable')
    expect(message).not.toContain('internal')
    expect(await accounts()).toEqual([])
  })

  it('keeps the keys before when a rotation is refused', async () => {
    await store('mine', 'one')
    const before = await sealedTexts()
    const wrong = { ...keysOf('one'), secret_key: 'mistyped' }
    await expectError(await put('mine', wrong), 'alpaca_unauthorized')
    expect(await sealedTexts()).toEqual(before)
    expect((await sync()).accounts).toMatchObject([{ error: null }])
  })

  it('replaces the keys when it is sent again, and keeps their host when none is named', async () => {
    await store('mine', 'one')
    const [before] = await sealedTexts()
    const { base_url: _, ...pair } = keysOf('one')
    const asked: string[] = []
    const { fetch } = world.ctx
    world.ctx.fetch = (input, init) => {
      asked.push(String(input))
      return fetch(input, init)
    }
    deploy()
    await ask(accountChangedSchema, 'PUT', '/accounts/mine', pair)
    expect(asked).toEqual([`${HOST}/v2/account`])
    const [after, ...others] = await sealedTexts()
    expect(others).toEqual([])
    expect(after?.sealed_keys).not.toBe(before?.sealed_keys)
  })

  it('asks the paper host when no host was ever named', async () => {
    const asked: string[] = []
    const { fetch } = world.ctx
    world.ctx.fetch = (input, init) => {
      asked.push(String(input))
      return fetch(input, init)
    }
    deploy()
    const { base_url: _, ...pair } = keysOf('one')
    await ask(accountChangedSchema, 'PUT', '/accounts/mine', pair)
    expect(asked).toEqual(['https://paper-api.alpaca.markets/v2/account'])
  })

  it('refuses keys of another account under a known label, and keeps those before', async () => {
    await store('mine', 'one')
    await sync()
    const before = await sealedTexts()
    await expectError(await put('mine', keysOf('two')), 'account_conflict', 'label')
    expect(await sealedTexts()).toEqual(before)
    deploy({ configured: ['two'] })
    await sync()
    deploy()
    // The settings no longer have its keys, but its trades still stand under this label.
    await expectError(await put('two', keysOf('one')), 'account_conflict')
  })

  it('refuses a label, or an account, whose keys are in the settings', async () => {
    deploy({ configured: ['two'] })
    await expectError(await put('two', keysOf('one')), 'account_conflict', 'label')
    await sync()
    const { message } = await expectError(await put('mine', keysOf('two')), 'account_conflict')
    expect(message).toContain('as two')
    expect(await sealedTexts()).toEqual([])
  })

  it('refuses keys of an account that is stored under another label', async () => {
    await store('mine', 'one')
    const { message } = await expectError(await put('again', keysOf('one')), 'account_conflict')
    expect(message).toContain('stored as mine')
    expect(await accounts()).toMatchObject([{ label: 'mine' }])
  })

  it('takes the label of an account whose sync was stopped, as after a paper reset', async () => {
    await store('paper', 'one')
    await sync()
    await remove('paper')
    expect((await store('paper', 'two')).account).toMatchObject({ account_id: TWO })
    await sync()
    expect(await accounts()).toMatchObject([
      { label: 'paper', account_id: TWO, configured: true },
      { label: `paper-${ONE.slice(0, 8)}`, account_id: ONE, configured: false, succeeded_by: TWO },
    ])
  })

  it('answers 503 that names KEYS_SECRET while it is not set', async () => {
    deploy({ secrets: null })
    const { message } = await expectError(await put('mine', keysOf('one')), 'misconfigured')
    expect(message).toContain('KEYS_SECRET')
  })

  it.each([
    ['a plain host', 'http://alpaca.test'],
    ['a user', 'https://me:secret@alpaca.test'],
    ['a path', 'https://alpaca.test/v3'],
    ['a query', 'https://alpaca.test/?a=1'],
    ['another scheme', 'file:///etc/passwd'],
    ['no URL', 'alpaca.test'],
    ['a plain address', 'http://169.254.169.254'],
  ])('refuses %s as base_url without asking it', async (_, host) => {
    world.ctx.fetch = () => Promise.reject(new Error('nothing may be asked'))
    deploy()
    await expectError(await put('mine', keysOf('one', host)), 'invalid_parameter', 'base_url')
  })

  it.each([
    ['..', 404],
    [ONE, 400],
    ['a%2Fb', 400],
    ['x'.repeat(65), 400],
  ])('refuses the label %s', async (label, status) => {
    expect((await put(label, keysOf('one'))).status).toBe(status)
  })

  it.each([
    [{ key_id: 'key-one' }, 'secret_key'],
    [{ ...keysOf('one'), key_id: 'two words' }, 'key_id'],
    [{ ...keysOf('one'), secret_key: 'ü' }, 'secret_key'],
    [{ ...keysOf('one'), label: 'x' }, 'label'],
  ])('refuses the body %j', async (body, param) => {
    await expectError(await put('mine', body), 'invalid_parameter', param)
  })

  it('syncs the account again that was stopped or erased', async () => {
    await store('mine', 'one')
    await sync()
    const erased = await remove('mine', '?data=erase')
    expect(erased.erased).toMatchObject({ account_keys: 1, accounts: 1, orders: 1 })
    expect(await sealedTexts()).toEqual([])
    expect((await store('mine', 'one')).account).toMatchObject({ stopped: false, erased_at: null })
    await sync()
    expect(await symbols()).toEqual([{ account_id: ONE, symbol: 'AAPL' }])
  })
})

describe('DELETE /accounts/{label}', () => {
  it('deletes stored keys and stops the account, and keeps its rows', async () => {
    await store('mine', 'one')
    await sync()
    const { account, erased } = await remove('mine')
    expect(account).toMatchObject({ configured: false, stopped: true })
    expect(erased).toBeNull()
    expect(await sealedTexts()).toEqual([])
    expect(await symbols()).toHaveLength(1)
    await expectError(await api.request('/sync', { method: 'POST' }), 'not_configured')
    const actions = await rowsOf(
      world.db,
      'select action, account_id, actor from audit_log order by id',
    )
    expect(actions).toEqual(
      ['store_keys', 'delete_keys', 'stop'].map((action) => ({
        action,
        account_id: ONE,
        actor: 'API_TOKEN',
      })),
    )
  })

  it('answers 404 for an unknown label', async () => {
    const answer = await api.request('/accounts/nobody', {
      method: 'DELETE',
      headers: bearer(API_TOKEN),
    })
    await expectError(answer, 'account_not_found')
  })
})

describe('after a rotation of KEYS_SECRET', () => {
  it('the keys open under the previous secret, and the next sync seals them under the new one', async () => {
    await store('mine', 'one')
    deploy({ secrets: [NEXT_SECRET, SECRET] })
    expect(await accounts()).toMatchObject([{ stored_keys: { error: null } }])
    const [before] = await sealedTexts()
    await sync()
    const [after] = await sealedTexts()
    expect(after?.sealed_keys).not.toBe(before?.sealed_keys)
    await sync()
    expect(await sealedTexts()).toEqual([after])
    deploy({ secrets: [NEXT_SECRET] })
    expect((await sync()).accounts).toMatchObject([{ label: 'mine', error: null }])
  })

  it.each<[string, [string] | null, RegExp]>([
    ['another secret', [NEXT_SECRET], /KEYS_SECRET_PREVIOUS/],
    ['no secret', null, /KEYS_SECRET is not set/],
  ])(
    '%s is an error of the account alone, and the others are synced',
    async (_, secrets, words) => {
      await store('mine', 'one')
      deploy({ configured: ['two'], secrets })
      const error = { code: 'keys_unreadable', message: expect.stringMatching(words) }
      const answer = await api.request('/sync', { method: 'POST', headers: bearer(API_TOKEN) })
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({
        error: { code: 'misconfigured', message: error.message },
        accounts: expect.arrayContaining([
          expect.objectContaining({ label: 'mine', error: expect.objectContaining(error) }),
          expect.objectContaining({ label: 'two', error: null }),
        ]),
      })
      expect(await symbols()).toEqual([{ account_id: TWO, symbol: 'MSFT' }])
      expect(await accounts()).toMatchObject([
        { label: 'mine', stored_keys: { error } },
        { label: 'two' },
      ])
      expect(await statuses()).toMatchObject([
        { label: 'mine', stored_keys: { error }, last_error: error, failing: { runs: 1 } },
        { label: 'two', failing: null },
      ])
      const failed = `select count(*)::int from events where type = 'sync.failed' and account_id = '${ONE}'`
      expect(await theValue(world.db, failed)).toBe(1)
      deploy({ configured: ['two'] })
      await sync()
      expect(await statuses()).toMatchObject([{ label: 'mine', failing: null }, {}])
    },
  )

  it('a sealed text that was moved to another account does not open', async () => {
    await store('mine', 'one')
    await store('other', 'two')
    await rowsOf(
      world.db,
      `update alpaca_account_keys k set sealed_keys = o.sealed_keys from alpaca_account_keys o
        where k.account_id = '${ONE}' and o.account_id = '${TWO}'`,
    )
    expect(await accounts()).toMatchObject([
      { label: 'mine', stored_keys: { error: { message: expect.stringContaining('damaged') } } },
      { label: 'other', stored_keys: { error: null } },
    ])
  })
})

describe('stored keys beside those of the settings', () => {
  it('give way where the settings later have their label or their account', async () => {
    await store('two', 'one')
    deploy({ configured: ['two'] })
    for (let runs = 0; runs < 2; runs++) await sync()
    const moved = `two-${ONE.slice(0, 8)}`
    expect(await accounts()).toMatchObject([
      { label: 'two', account_id: TWO, configured: true },
      { label: moved, account_id: ONE, stored_keys: { error: null } },
    ])
    expect((await sync()).accounts.map(({ label, error }) => [label, error])).toEqual(
      expect.arrayContaining([
        ['two', null],
        [moved, null],
      ]),
    )
    world.ctx.accounts = [{ ...credentials('one'), label: 'own' }]
    for (let runs = 0; runs < 2; runs++) await world.sync().catch(() => undefined)
    expect((await world.sync()).accounts).toMatchObject([{ label: 'own', error: null }])
  })

  it('cost a sync no round trip', async () => {
    const trips = async () => {
      let count = 0
      const { db } = world.ctx
      const { batch } = db
      world.ctx.db = Object.assign(Object.create(db), {
        batch: (...given: Parameters<typeof batch>) => {
          count += 1
          return batch.apply(db, given)
        },
      })
      await world.sync()
      world.ctx.db = db
      return count
    }
    deploy({ configured: ['one'], secrets: null })
    await world.sync()
    const before = await trips()
    await remove('one')
    deploy()
    await store('one', 'one')
    await world.sync()
    expect(await trips()).toBe(before)
  })

  it('never leave the database: no answer, log line or event has them', async () => {
    await store('mine', 'one')
    await sync()
    const said = [
      ...api.logged.map((line) => JSON.stringify(line)),
      ...world.log.map((line) => JSON.stringify(line)),
    ]
    for (const path of ['/accounts', '/sync', '/events', '/orders?include=raw', '/overrides'])
      said.push(await (await api.request(path)).text())
    const rows = await rowsOf(
      world.db,
      `select to_jsonb(x)::text as row from audit_log x union all select to_jsonb(x)::text from sync_runs x
        union all select to_jsonb(x)::text from events x union all select to_jsonb(x)::text from alpaca_account_keys x`,
    )
    const sealed = await sealedTexts()
    expect(JSON.stringify([said, rows])).not.toMatch(/key-one|secret-one/)
    expect(said.join()).not.toContain(sealed[0]?.sealed_keys)
  })
})
