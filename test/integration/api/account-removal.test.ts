import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import {
  accountChangedSchema,
  accountListSchema,
  accountRemovedSchema,
} from '../../../src/api/accounts/schemas'
import { syncReportSchema, syncStatusSchema } from '../../../src/api/sync/schemas'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { alpacaOrders, idempotencyKeys, syncQuarantine } from '../../../src/db/schema'
import { Broker } from '../../../src/local/alpaca/broker'
import { eraseAccount } from '../../../src/sync/accounts/erase'
import { credentials, rowsOf, theValue } from '../sync/support'
import { API_TOKEN, bearer, clientOf, READ_TOKEN, settingsOf } from './api'
import { expectError } from './errors'
import { openSynced, type SyncedApi } from './world'

function brokerOf(seed: string, symbol: string): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', fees: true })
  for (const [i, hour] of ['14', '15', '16'].entries()) {
    const at = `2026-09-0${i + 1}T${hour}:00:00Z`
    const order = broker.submit({ at, symbol, side: 'buy', qty: '1' })
    broker.fill(order.id, { at, price: '10' })
  }
  return broker
}

const brokers = () => ({ one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') })
const ONE = brokers().one.accountId
const TWO = brokers().two.accountId

let api: SyncedApi
let one: Broker

beforeEach(async () => {
  const accounts = brokers()
  one = accounts.one
  api = await openSynced(accounts)
})

const ask = async <Schema extends z.ZodType>(
  schema: Schema,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<z.output<Schema>> => {
  const answer = await api.request(path, {
    method,
    headers: { ...bearer(API_TOKEN), ...headers },
  })
  const body = await answer.json()
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`)
  return schema.parse(body)
}

const stop = (name: string) => ask(accountRemovedSchema, 'DELETE', `/accounts/${name}`)
const erase = (name: string) => ask(accountRemovedSchema, 'DELETE', `/accounts/${name}?data=erase`)
const resume = (name: string) => ask(accountChangedSchema, 'POST', `/accounts/${name}/resume`)
const sync = () => ask(syncReportSchema, 'POST', '/sync')

const accountOf = async (name: string) =>
  (await api.get(accountListSchema, `/accounts?account=${name}`)).accounts[0]

/** Every table with rows that name an account, found in the database itself. */
async function tablesWithAccounts(): Promise<string[]> {
  const rows = await rowsOf(
    api.db,
    `select c.table_name as name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'account_id' order by 1`,
  )
  return rows.map(({ name }) => String(name))
}

/** Counts the rows of each table that name an account. */
async function rowsByTable(accountId: string): Promise<Record<string, number>> {
  const tables = await tablesWithAccounts()
  const counts = tables.map(
    (table) =>
      `select '${table}' as name, count(*)::int as rows from ${table} where account_id = '${accountId}'`,
  )
  const rows = await rowsOf(api.db, counts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, rows: count }) => [String(name), Number(count)]))
}

/** Inserts a row of an account into each table that its sync left empty. */
async function fillEveryTable(accountId: string) {
  const { trades } = await api.get(tradeListSchema, `/trades?account=${accountId}`)
  const headers = { 'Idempotency-Key': `note-${accountId}` }
  await api.request(`/trades/${trades[0]?.trade_id}`, {
    method: 'PATCH',
    headers: { ...bearer(API_TOKEN), ...headers },
    body: '{"note":"mine"}',
  })
  await api.db.insert(syncQuarantine).values({
    accountId,
    source: 'order',
    payloadKey: 'broken',
    reason: 'side: not a word',
    payload: {},
    seenAt: '2026-09-01T15:00:00Z',
  })
  await rowsOf(
    api.db,
    `insert into alpaca_parent_orders (alpaca_order_id, account_id, status, leg_count, raw_data)
      values ('parent of ${accountId}', '${accountId}', 'filled', 2, '{}')`,
  )
  await rowsOf(
    api.db,
    `insert into ledger_dirty (account_id, underlying, since) values ('${accountId}', 'ZZZ', now())`,
  )
  await rowsOf(
    api.db,
    `insert into alpaca_trade_fees (account_id, activity_id, trade_id, amount, trading_day)
      values ('${accountId}', 'a', gen_random_uuid(), 1, '2026-09-01') on conflict do nothing`,
  )
  await rowsOf(
    api.db,
    `insert into alpaca_unbooked_activities (account_id, activity_id, underlying, reason, effective_at)
      values ('${accountId}', 'a', 'ZZZ', 'a reason', now())`,
  )
  await rowsOf(
    api.db,
    `insert into alpaca_trade_dividends (account_id, activity_id, trade_id, amount, trading_day)
      values ('${accountId}', 'a', gen_random_uuid(), 1, '2026-09-01') on conflict do nothing`,
  )
  await rowsOf(
    api.db,
    `insert into alpaca_account_keys (account_id, base_url, sealed_keys)
      values ('${accountId}', 'https://alpaca.test', 'v1.a.b.c')`,
  )
  await rowsOf(api.db, `insert into sync_queue (account_id, job) values ('${accountId}', 'tick')`)
  await rowsOf(
    api.db,
    `insert into webhooks (id, account_id, url, types, secret)
      values (gen_random_uuid(), '${accountId}', 'https://hooks.example.com/', '{reset}', 'sealed')`,
  )
  await rowsOf(
    api.db,
    `insert into webhook_deliveries (webhook_id, account_id, seq, type)
      values (gen_random_uuid(), '${accountId}', 1, 'reset')`,
  )
  await rowsOf(
    api.db,
    `insert into ledger_checkpoints (account_id, underlying, at, engine_version, state)
      values ('${accountId}', 'ZZZ', now(), 1, '{}')`,
  )
}

describe('DELETE /accounts/{label}', () => {
  it('stops only the sync of the account: its rows stay, and Alpaca gets no request for it', async () => {
    const before = await rowsByTable(ONE)
    expect(await stop('one')).toMatchObject({
      account: { label: 'one', account_id: ONE, stopped: true, configured: true },
      erased: null,
    })
    const asked: (string | null)[] = []
    const { fetch } = api.ctx
    api.ctx.fetch = (input, init) => {
      asked.push(new Headers(init?.headers).get('APCA-API-KEY-ID'))
      return fetch(input, init)
    }
    const { accounts, has_more } = await sync()
    expect(has_more).toBe(false)
    expect(accounts).toMatchObject([
      { label: 'two', stopped: false, error: null },
      { label: 'one', account_id: ONE, stopped: true, count: 0, has_more: false, error: null },
    ])
    expect(new Set(asked)).toEqual(new Set(['key-two']))
    expect({ ...(await rowsByTable(ONE)), audit_log: 0 }).toEqual({ ...before, audit_log: 0 })
  })

  it('makes every later sync skip the account, even one that names it', async () => {
    await stop(ONE)
    for (const account of ['one', ONE]) {
      const answer = await api.request('/sync', {
        method: 'POST',
        headers: bearer(API_TOKEN),
        body: JSON.stringify({ account }),
      })
      expect(syncReportSchema.parse(await answer.json()).accounts).toMatchObject([
        { label: 'one', stopped: true, count: 0 },
      ])
    }
    await api.sync({ trigger: 'cron' })
    expect(
      await theValue(api.db, `select count(*)::int from sync_runs where account_id = '${ONE}'`),
    ).toBe(1)
  })

  it('shows the account as stopped in GET /sync and GET /accounts until it is resumed', async () => {
    const { account } = await stop('one')
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts).toMatchObject([
      { label: 'one', stopped: true, stopped_at: account.stopped_at },
      { label: 'two', stopped: false, stopped_at: null },
    ])
    expect(await accountOf('one')).toMatchObject({ stopped: true, stopped_at: account.stopped_at })
    expect((await resume('one')).account).toMatchObject({ stopped: false, stopped_at: null })
    expect((await api.get(syncStatusSchema, '/sync?account=one')).accounts).toMatchObject([
      { stopped: false, stopped_at: null },
    ])
    expect((await sync()).accounts.map(({ stopped }) => stopped)).toEqual([false, false])
  })

  it('stops a label that was never synced', async () => {
    api = await openSynced(brokers(), {}, async () => undefined)
    expect((await stop('one')).account).toMatchObject({ account_id: null, stopped: true })
    await sync()
    expect(await theValue(api.db, 'select string_agg(label, $$,$$) from alpaca_accounts')).toBe(
      'two',
    )
    expect((await api.get(syncStatusSchema, '/sync?account=one')).accounts).toMatchObject([
      { account_id: null, stopped: true },
    ])
    await resume('one')
    await sync()
    expect((await rowsByTable(ONE)).alpaca_orders).toBe(3)
  })

  it('stops the account under every label: keys that turn out to belong to it are not used again', async () => {
    await stop('one')
    api.ctx.accounts = [{ ...credentials('one'), label: 'renamed' }, credentials('two')]
    let asked = 0
    const { fetch } = api.ctx
    api.ctx.fetch = (input, init) => {
      if (new Headers(init?.headers).get('APCA-API-KEY-ID') === 'key-one') asked += 1
      return fetch(input, init)
    }
    for (let runs = 0; runs < 3; runs++) {
      const { accounts } = await sync()
      expect(accounts.find(({ label }) => label === 'renamed')).toMatchObject({ stopped: true })
    }
    expect(asked).toBe(1)
    expect(
      await theValue(api.db, `select label from alpaca_accounts where account_id = '${ONE}'`),
    ).toBe('one')
    await resume(ONE)
    await sync()
    expect(
      await theValue(api.db, `select label from alpaca_accounts where account_id = '${ONE}'`),
    ).toBe('renamed')
  })

  it('does not stop edits of trades and rebuilds', async () => {
    await stop('one')
    const { trades } = await api.get(tradeListSchema, '/trades?account=one')
    const patched = await api.request(`/trades/${trades[0]?.trade_id}`, {
      method: 'PATCH',
      body: '{"note":"still mine"}',
    })
    expect(patched.status).toBe(200)
    const rebuilt = await api.request('/trades/rebuild', { method: 'POST' })
    expect(await rebuilt.json()).toMatchObject({ changed: 0 })
  })

  it.each(['erased', 'ERASE', '', 'erase,', 'all'])('refuses data=%s', async (data) => {
    const answer = await api.request(`/accounts/one?data=${data}`, { method: 'DELETE' })
    await expectError(answer, 'invalid_parameter', 'data')
    expect(await accountOf('one')).toMatchObject({ stopped: false })
  })

  it.each(['nobody', 'ONE', `${ONE}0`, '%25'])('answers 404 for the account %s', async (name) => {
    for (const [method, path] of [
      ['DELETE', `/accounts/${name}`],
      ['DELETE', `/accounts/${name}?data=erase`],
      ['POST', `/accounts/${name}/resume`],
    ] as const) {
      await expectError(await api.request(path, { method }), 'account_not_found')
    }
  })

  it('needs a token of the scope edit', async () => {
    for (const path of ['/accounts/one', '/accounts/one?data=erase']) {
      const headers = bearer(READ_TOKEN)
      await expectError(await api.request(path, { method: 'DELETE', headers }), 'forbidden')
      await expectError(await api.request(path, { method: 'DELETE', headers: {} }), 'unauthorized')
    }
    expect((await rowsByTable(ONE)).alpaca_orders).toBe(3)
  })
})

describe('DELETE /accounts/{label}?data=erase', () => {
  it('deletes every row of the account except the audit log, and no row of other accounts', async () => {
    await fillEveryTable(ONE)
    await fillEveryTable(TWO)
    const own = await rowsByTable(ONE)
    const others = await rowsByTable(TWO)
    // A table without a row of the account would prove nothing.
    expect(Object.entries(own).filter(([, rows]) => rows === 0)).toEqual([])
    const { erased } = await erase(ONE)
    const { audit_log, ...left } = await rowsByTable(ONE)
    expect(Object.entries(left).filter(([, rows]) => rows > 0)).toEqual([])
    expect(await rowsByTable(TWO)).toEqual(others)
    const { audit_log: _, ...gone } = own
    const named = Object.entries(gone).map(([table, rows]) => [table.replace('alpaca_', ''), rows])
    // The run of the erase itself is one.
    expect(erased).toEqual({
      ...Object.fromEntries(named),
      sync_runs: Number(gone.sync_runs) + 1,
      idempotency_keys: 1,
    })
    expect(
      await theValue(
        api.db,
        `select count(*)::int from idempotency_keys where response_body like '%${ONE}%'`,
      ),
    ).toBe(0)
  })

  it('is audited with client, time, account, rows of each table, and each override', async () => {
    await fillEveryTable(ONE)
    const number = await theValue(
      api.db,
      `select raw_data->>'account_number' from alpaca_accounts where account_id = '${ONE}'`,
    )
    expect(number).toBeTruthy()
    await ask(accountRemovedSchema, 'DELETE', '/accounts/one?data=erase', {
      'X-Request-ID': 'gone',
    })
    const audit = await rowsOf(
      api.db,
      `select *, created_at > now() - interval '1 minute' as recent from audit_log where account_id = '${ONE}' order by id`,
    )
    const who = { actor: 'API_TOKEN', request_id: 'gone', account_id: ONE, recent: true }
    expect(audit).toMatchObject([
      { action: 'create', after: { note: 'mine' } },
      { ...who, action: 'erase', underlying: null, override_id: null, after: null },
      { ...who, action: 'delete', before: { note: 'mine' }, after: null },
    ])
    const before = z
      .strictObject({ label: z.string(), rows: z.record(z.string(), z.number()) })
      .parse(audit[1]?.before)
    expect(before).toMatchObject({ label: 'one', rows: { alpaca_orders: 3, trade_overrides: 1 } })
    expect(Object.keys(before.rows).toSorted()).toEqual(
      [...(await tablesWithAccounts()), 'idempotency_keys']
        .filter((table) => table !== 'audit_log')
        .toSorted(),
    )
    expect(JSON.stringify(audit)).not.toContain(String(number))
  })

  it('keeps a configured account stopped until it is resumed', async () => {
    const before = await rowsByTable(ONE)
    expect(await erase('one')).toMatchObject({
      account: {
        label: 'one',
        account_id: ONE,
        configured: true,
        stopped: true,
        open_positions: 0,
      },
      erased: { orders: 3 },
    })
    for (let crons = 0; crons < 3; crons++) await api.sync({ trigger: 'cron' })
    expect((await sync()).accounts).toMatchObject([
      { label: 'two' },
      { stopped: true, account_id: ONE },
    ])
    expect(Object.values(await rowsByTable(ONE)).filter((rows) => rows > 0)).toEqual([1])
    expect(await accountOf('one')).toMatchObject({ stopped: true, erased_at: expect.any(String) })
    expect((await api.get(syncStatusSchema, '/sync?account=one')).accounts).toMatchObject([
      { label: 'one', account_id: null, stopped: true },
    ])
    expect((await resume(ONE)).account).toMatchObject({ label: 'one', stopped: false })
    await sync()
    const { audit_log: _, ...again } = await rowsByTable(ONE)
    expect(again).toEqual({ ...before, audit_log: undefined })
    expect(await accountOf('one')).toMatchObject({
      account_id: ONE,
      stopped: false,
      erased_at: null,
    })
  })

  it('erases an account that a paper reset left behind', async () => {
    api.ctx.accounts = [{ ...credentials('two'), label: 'one' }]
    await api.sync()
    const label = `one-${ONE.slice(0, 8)}`
    const reset = openConfigured(['one'])
    const { accounts } = await reset.get(accountListSchema, '/accounts')
    expect(accounts).toMatchObject([
      { label: 'one', account_id: TWO, configured: true, succeeded_by: null },
      { label, account_id: ONE, configured: false, succeeded_by: TWO },
    ])
    const answer = await reset.request(`/accounts/${label}?data=erase`, { method: 'DELETE' })
    expect(accountRemovedSchema.parse(await answer.json())).toMatchObject({
      account: { label, account_id: ONE, configured: false, stopped: true },
      erased: { orders: 3, accounts: 1 },
    })
    expect((await reset.get(accountListSchema, '/accounts')).accounts).toMatchObject([
      { label: 'one', account_id: TWO, stopped: false },
    ])
    // The label of the other account is free of it.
    expect((await api.sync()).accounts).toMatchObject([{ account_id: TWO, stopped: false }])
    // Its keys, put in again, are those of an erased account.
    api.ctx.accounts = [credentials('one')]
    expect((await api.sync()).accounts).toMatchObject([{ account_id: ONE, stopped: true }])
  })

  it('erases nothing when repeated', async () => {
    await erase('one')
    const { account, erased } = await erase(ONE)
    expect(account).toMatchObject({ label: 'one', account_id: ONE, stopped: true })
    expect(new Set(Object.values(erased ?? {}))).toEqual(new Set([0]))
  })

  it('happens once when two requests arrive at the same time', async () => {
    const counts = (await Promise.all([erase('one'), erase('one')])).map(
      ({ erased }) => erased?.orders,
    )
    expect(counts.toSorted()).toEqual([0, 3])
    expect(Object.values(await rowsByTable(ONE)).reduce((sum, rows) => sum + rows, 0)).toBe(2)
  })

  it('answers 409 with Retry-After and erases nothing while a run is under way', async () => {
    await rowsOf(
      api.db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '75 seconds'`,
    )
    const answer = await api.request('/accounts/one?data=erase', { method: 'DELETE' })
    const seconds = Number(answer.headers.get('Retry-After'))
    await expectError(answer, 'sync_in_progress')
    expect(seconds).toBeGreaterThan(15)
    expect(seconds).toBeLessThanOrEqual(75)
    expect((await rowsByTable(ONE)).alpaca_orders).toBe(3)
    expect(await accountOf('one')).toMatchObject({ stopped: false })
  })

  it('prevents a run that was under way from writing, even after the account is resumed', async () => {
    const order = one.submit({ at: '2026-09-20T15:00:00Z', symbol: 'NVDA', side: 'buy', qty: '1' })
    one.fill(order.id, { at: '2026-09-20T15:00:01Z', price: '10' })
    const { fetch } = api.ctx
    let woken = false
    api.ctx.fetch = async (input, init) => {
      const page = await fetch(input, init)
      if (woken || !String(input).includes('/v2/orders')) return page
      woken = true
      // It sleeps beyond its lease; meanwhile the account is erased, resumed, and synced
      // twice: a counter that began anew would give its token again.
      await rowsOf(api.db, "update sync_state set lease_expires_at = now() - interval '1 second'")
      await erase('one')
      await resume('one')
      await rowsOf(
        api.db,
        `update sync_state set lease_token = lease_token + 2, lease_holder = gen_random_uuid(),
          lease_expires_at = now() + interval '1 minute' where account_id = '${ONE}'`,
      )
      return page
    }
    await expect(api.sync({ account: 'one' })).rejects.toMatchObject({ code: 'sync_in_progress' })
    expect(woken).toBe(true)
    const { sync_state: _, audit_log, ...left } = await rowsByTable(ONE)
    expect(Object.entries(left).filter(([, rows]) => rows > 0)).toEqual([])
  })

  it('refuses a run that has already reached Alpaca and is about to begin', async () => {
    const { fetch } = api.ctx
    let woken = false
    api.ctx.fetch = async (input, init) => {
      const answer = await fetch(input, init)
      if (!woken && String(input).endsWith('/v2/account')) {
        woken = true
        await erase('one')
      }
      return answer
    }
    const { accounts } = await api.sync({ account: 'one' })
    expect(accounts).toMatchObject([{ label: 'one', account_id: ONE, stopped: true }])
    const { audit_log, ...left } = await rowsByTable(ONE)
    expect(Object.entries(left).filter(([, rows]) => rows > 0)).toEqual([])
  })

  it('refuses an edit that was waiting, with 404 and without a row', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades?account=one')
    await rowsOf(
      api.db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '1 minute'`,
    )
    let slept = false
    api.ctx.sleep = async () => {
      if (slept) return
      slept = true
      await rowsOf(api.db, 'update sync_state set lease_holder = null')
      await erase('one')
    }
    const answer = await api.request(`/trades/${trades[0]?.trade_id}`, {
      method: 'PATCH',
      body: '{"note":"late"}',
    })
    await expectError(answer, 'trade_not_found')
    const { audit_log, ...left } = await rowsByTable(ONE)
    expect(Object.entries(left).filter(([, rows]) => rows > 0)).toEqual([])
  })

  it('deletes stored responses, so that no Idempotency-Key replays them', async () => {
    await fillEveryTable(ONE)
    expect(await api.db.$count(idempotencyKeys)).toBe(1)
    await erase('one')
    expect(await api.db.$count(idempotencyKeys)).toBe(0)
  })

  it('is complete after a repetition when it was killed at any call', async () => {
    const actor = { name: 'test', tokenFingerprint: '0', requestId: 'r' }
    const name = { label: 'one', accountId: ONE, configured: true }
    const outside = globalThis.fetch
    let at = 1
    for (; ; at++) {
      let calls = 0
      // The call is carried out, and no answer comes.
      globalThis.fetch = async (input, init) => {
        const answer = await outside(input, init)
        calls += 1
        if (calls === at) throw new TypeError('network connection lost')
        return answer
      }
      const ended = await eraseAccount(api.ctx, actor, name).then(
        () => 'done',
        () => 'failed',
      )
      globalThis.fetch = outside
      await rowsOf(api.db, "update sync_state set lease_expires_at = now() - interval '1 second'")
      await erase('one')
      const { audit_log: _, ...left } = await rowsByTable(ONE)
      expect(Object.entries(left).filter(([, rows]) => rows > 0)).toEqual([])
      if (ended === 'done') break
      await resume('one')
      await api.sync()
    }
    // The lease, and the erase itself; and after each that failed, the end of the run.
    expect(at).toBe(3)
  })

  it('counts the same rows in a repetition under its Idempotency-Key after the first response was lost', async () => {
    const outside = globalThis.fetch
    const send = () =>
      api.request('/accounts/one?data=erase', {
        method: 'DELETE',
        headers: { ...bearer(API_TOKEN), 'Idempotency-Key': 'erase-one' },
      })
    onTestFinished(() => {
      globalThis.fetch = outside
    })
    globalThis.fetch = async (input, init) => {
      const answer = await outside(input, init)
      if (String(init?.body).includes('keep_effect')) throw new TypeError('connection lost')
      return answer
    }
    const orders = await api.db.$count(alpacaOrders, eq(alpacaOrders.accountId, ONE))
    expect((await send()).status).toBe(503)
    globalThis.fetch = outside
    await rowsOf(api.db, 'update idempotency_keys set held_until = now()')
    const repeated = await send()
    const { erased } = accountRemovedSchema.parse(await repeated.json())
    expect(orders).toBeGreaterThan(0)
    expect(erased).toMatchObject({ orders })
  })
})

/** The API with the same database and other configured labels. */
function openConfigured(labels: string[]): SyncedApi {
  const accounts = labels.map((label) => ({ label, key_id: label, secret_key: 'secret' }))
  const settings = settingsOf({
    DATABASE_URL: 'postgresql://tester:secret@db.test/legbook',
    ALPACA_ACCOUNTS: JSON.stringify(accounts),
  })
  const { db, ctx, clock, sync: run } = api
  const client = clientOf({ db, settings, now: () => clock.now, sync: run, ledger: ctx })
  return { ...api, ...client }
}
