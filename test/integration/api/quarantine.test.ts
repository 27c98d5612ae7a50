import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { quarantineListSchema, retrySchema } from '../../../src/api/quarantine/schemas'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { syncQuarantine } from '../../../src/db/schema'
import { Broker } from '../../../src/local/alpaca/broker'
import { rowsOf } from '../sync/support'
import { ACCOUNT_ID, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'
import { openSynced, type SyncedApi } from './world'

const UNKNOWN = '00000000-0000-0000-0000-000000000000'

const failure = z.object({ error: z.object({ code: z.string() }) })

async function codeOf(response: Response) {
  return [response.status, failure.parse(await response.json()).error.code]
}

/** Three filled orders. */
function broker(): Broker {
  const account = new Broker({ seed: 'two', openedAt: '2026-05-01T14:30:00Z', deposit: '1000000' })
  for (const [i, symbol] of ['AAPL', 'MSFT', 'NVDA'].entries()) {
    const at = `2026-06-0${i + 1}T15:00:00Z`
    const order = account.submit({ at, symbol, side: 'buy', qty: '2' })
    account.fill(order.id, { at, price: '100' })
  }
  return account
}

describe('a quarantined payload', () => {
  let api: SyncedApi
  let mend: () => void

  beforeEach(async () => {
    api = await openSynced({
      paper: new Broker({ seed: 'paper', openedAt: '2026-05-01T14:30:00Z' }),
      two: broker(),
    })
    mend = () => undefined
  })

  /** Alpaca sends an invalid quantity in every order and fill of MSFT. */
  function confuse(): void {
    const answer = api.ctx.fetch
    api.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      const body: unknown = await response.json()
      const strange = (item: unknown) =>
        Object(item).symbol === 'MSFT' ? { ...Object(item), qty: 'two' } : item
      return Response.json(Array.isArray(body) ? body.map(strange) : strange(body), response)
    }
    mend = () => {
      api.ctx.fetch = answer
    }
  }

  const list = async (query = '') => await api.get(quarantineListSchema, `/sync/quarantine${query}`)
  const retry = async (body?: unknown) => {
    const init = { method: 'POST', ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await api.request('/sync/quarantine/retry', init)
    const answer: unknown = await response.json()
    if (response.status !== 200) throw new Error(JSON.stringify(answer))
    return retrySchema.parse(answer)
  }

  async function emptyOrders(): Promise<void> {
    await rowsOf(api.db, 'truncate alpaca_orders, alpaca_activities, alpaca_positions')
  }

  it('is listed with its reason, without the payload, and can be filtered', async () => {
    await emptyOrders()
    confuse()
    await api.sync({ account: 'two', full: true })
    const { quarantine } = await list()
    expect(quarantine.map(({ source }) => source).sort()).toEqual(['activity', 'order', 'position'])
    const order = quarantine.find(({ source }) => source === 'order')
    expect(order).toMatchObject({
      item_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reason: 'qty: not a decimal number',
      stored: false,
      healed_at: null,
    })
    const page = await api.request('/sync/quarantine')
    expect(await page.text()).not.toMatch(/payload|two"/)
    expect((await list('?source=activity')).quarantine).toHaveLength(1)
    expect((await list('?account=two')).quarantine).toHaveLength(3)
    expect((await list('?account=paper')).quarantine).toEqual([])
    expect((await list('?healed=true')).quarantine).toEqual([])
    const first = await list('?limit=1')
    const second = await list(`?limit=2&cursor=${first.next_cursor}`)
    expect([...first.quarantine, ...second.quarantine]).toEqual(quarantine)
    expect(second.next_cursor).toBeNull()
  })

  it('is tried again on request, and the trades are updated', async () => {
    await emptyOrders()
    confuse()
    await api.sync({ account: 'two', full: true })
    expect(await retry()).toMatchObject({ retried: 3, healed: 0, quarantined: 3, has_more: false })
    mend()
    const { accounts } = await retry({ account: 'two' })
    expect(accounts).toMatchObject([{ label: 'two', retried: 3, healed: 3, quarantined: 0 }])
    expect((await list()).quarantine).toEqual([])
    expect((await list('?healed=all')).quarantine).toHaveLength(3)
    const trades = await rowsOf(
      api.db,
      "select status from alpaca_trades where underlying = 'MSFT'",
    )
    expect(trades).toEqual([{ status: 'open' }])
    const runs = await rowsOf(api.db, "select status from sync_runs where scope = 'quarantine'")
    expect(runs).toHaveLength(3)
  })

  it('is tried by id, in the account that has it', async () => {
    await emptyOrders()
    confuse()
    await api.sync({ account: 'two', full: true })
    mend()
    const [row] = (await list('?source=order')).quarantine
    const { accounts } = await retry({ ids: [row?.id] })
    expect(accounts).toMatchObject([{ label: 'two', retried: 1, healed: 1 }])
    expect((await list()).quarantine).toHaveLength(2)
    expect(await retry({ ids: [row?.id] })).toMatchObject({ retried: 0, healed: 0 })
  })

  it('causes no run of an account without quarantined payloads, and counts as no successful sync', async () => {
    const before = await api.get(syncStatusSchema, '/sync')
    api.clock.now = new Date(api.clock.now.getTime() + 3_600_000)
    expect(await retry()).toMatchObject({ retried: 0, healed: 0, quarantined: 0 })
    const after = await api.get(syncStatusSchema, '/sync')
    expect(after.accounts.map(({ last_success_at }) => last_success_at)).toEqual(
      before.accounts.map(({ last_success_at }) => last_success_at),
    )
  })

  it('gets 409 while a run is under way and 502 if Alpaca fails', async () => {
    const post = () =>
      api.request('/sync/quarantine/retry', { method: 'POST', body: '{"account":"two"}' })
    await rowsOf(
      api.db,
      `update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '1 minute'`,
    )
    const busy = await post()
    expect(busy.headers.get('Retry-After')).not.toBeNull()
    expect(await codeOf(busy)).toEqual([409, 'sync_in_progress'])
    await rowsOf(api.db, 'update sync_state set lease_holder = null, lease_expires_at = null')
    api.ctx.fetch = async () => new Response('<html>', { status: 503 })
    expect(await codeOf(await post())).toEqual([502, 'alpaca_unavailable'])
    api.ctx.fetch = async () => Response.json({ message: 'forbidden.' }, { status: 403 })
    expect(await codeOf(await post())).toEqual([502, 'alpaca_unauthorized'])
  })

  it('is refused with a malformed or unknown id', async () => {
    const post = (body: string, token?: string) =>
      api.request('/sync/quarantine/retry', {
        method: 'POST',
        body,
        ...(token && { headers: bearer(token) }),
      })
    await expectError(await post(JSON.stringify({ ids: [UNKNOWN] })), 'quarantine_not_found')
    await expectError(await post('{"ids":["x"]}'), 'invalid_parameter', 'ids')
    await expectError(await post('{"ids":[]}'), 'invalid_parameter', 'ids')
    await expectError(await post('{"account":"nobody"}'), 'invalid_parameter', 'account')
    await expectError(await post('{"sources":1}'), 'invalid_parameter', 'sources')
    await expectError(await post('{}', READ_TOKEN), 'forbidden')
  })
})

describe('GET /sync/quarantine', () => {
  it('needs a token, and READ_TOKEN is enough', async () => {
    const api = await openApi()
    await insertAccount(api.db)
    const seenAt = '2026-11-20T15:00:00Z'
    await api.db.insert(syncQuarantine).values({
      accountId: ACCOUNT_ID,
      source: 'activity',
      payloadKey: '#0cc175b9c0f1b6a831c399e269772661',
      reason: 'id: missing',
      payload: { description: 'of account 123456789' },
      seenAt,
    })
    const response = await api.request('/sync/quarantine', { headers: bearer(READ_TOKEN) })
    const text = await response.text()
    expect(text).not.toContain('123456789')
    expect(quarantineListSchema.parse(JSON.parse(text)).quarantine).toMatchObject([
      { item_id: null, account_id: ACCOUNT_ID, seen_at: seenAt, tried_at: null },
    ])
    await expectError(await api.request('/sync/quarantine', { headers: {} }), 'unauthorized')
    for (const query of [
      'healed=maybe',
      'source=trade',
      'limit=0',
      'cursor=x',
      'account=nobody',
      'include=payload',
    ])
      await expectError(await api.request(`/sync/quarantine?${query}`), 'invalid_parameter')
  })
})
