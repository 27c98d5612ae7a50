import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorldOf, rowsOf, theValue } from '../sync/support'
import { API_TOKEN, type Api, bearer, clientOf, settingsOf } from './api'
import { expectError } from './errors'
import { ledgerOf } from './world'

type Client = Pick<Api, 'request' | 'get'>

const ADJUSTED = ['GME1261016C00030000', 'GME1261016P00020000', 'XRX1261016C00003000']

/** An account with trades of three underlyings and adjusted contracts, which accounts share. */
function traderOf(seed: string): Broker {
  const broker = new Broker({ seed, openedAt: '2026-09-01T14:30:00Z', deposit: '1000000' })
  for (const symbol of ADJUSTED) {
    broker.defineContract(symbol, { underlying: symbol.slice(0, 3), multiplier: '10' })
  }
  for (const [i, symbol] of [
    ...ADJUSTED,
    'AAPL',
    'SPY261016C00700000',
    'SPY261016P00600000',
  ].entries()) {
    const at = `2026-09-02T1${4 + i}:00:00Z`
    const order = broker.submit({ at, symbol, side: 'buy', qty: '2' })
    broker.fill(order.id, { at, price: '2.5' })
  }
  return broker
}

const SETTINGS = settingsOf({
  DATABASE_URL: 'postgresql://tester:secret@db.test/legbook',
  ALPACA_ACCOUNTS: JSON.stringify(
    ['one', 'two'].map((label) => ({ label, key_id: `key-${label}`, secret_key: 'secret' })),
  ),
})

/** One database, two accounts and two independent isolates. */
async function openIsolates() {
  const world = await openWorldOf({ one: traderOf('one'), two: traderOf('two') })
  const isolate = (): Client =>
    clientOf({
      db: world.db,
      settings: SETTINGS,
      now: () => world.clock.now,
      sync: (request) => world.sync(request),
      ledger: world.ctx,
    })
  return { ...world, isolates: [isolate(), isolate()] as const }
}

const post = (client: Client, path: string, body: object = {}) =>
  client.request(path, { method: 'POST', body: JSON.stringify(body) })

const errorCode = z.object({ error: z.object({ code: z.string() }) })

/** `done` or the error code of a response. Asserts Retry-After for a busy account. */
async function told(answer: Response): Promise<string> {
  if (answer.ok) return 'done'
  const { code } = errorCode.parse(await answer.json()).error
  if (code !== 'sync_in_progress') return code
  const seconds = Number(answer.headers.get('Retry-After'))
  expect(answer.status).toBe(409)
  expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 120).toBe(true)
  return code
}

describe('clients at the same time', () => {
  it('of ten that start a sync in two isolates, one runs and the others get 409 with Retry-After', async () => {
    const { db, isolates } = await openIsolates()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        post(isolates[i % 2 === 0 ? 0 : 1], '/sync', { account: 'one' }),
      ),
    )
    const outcomes = await Promise.all(answers.map(told))
    const done = outcomes.filter((outcome) => outcome === 'done').length
    expect(done).toBeGreaterThanOrEqual(1)
    expect(outcomes.filter((outcome) => outcome === 'sync_in_progress').length).toBe(10 - done)
    // Who came in, came one after the other: each has a token and a row of its own, and wrote
    // nothing twice.
    expect(await theValue(db, 'select lease_token::int from sync_state')).toBe(done)
    const runs = await rowsOf(
      db,
      "select status, (report->>'inserted')::int as inserted from sync_runs order by inserted desc",
    )
    expect(runs.map(({ status }) => status)).toEqual(Array(done).fill('success'))
    expect(runs.slice(1).every(({ inserted }) => inserted === 0)).toBe(true)
    const alone = await openWorldOf({ one: traderOf('one') })
    await alone.sync()
    expect(await ledgerOf({ db })).toEqual(await ledgerOf(alone))
  })

  it.each(['/sync', '/sync/orders', '/sync/positions', '/sync/activities', '/trades/rebuild'])(
    'get 409 with the rest of the lease as Retry-After while another run has it: POST %s',
    async (path) => {
      const { db, sync, isolates } = await openIsolates()
      await sync()
      await rowsOf(
        db,
        "update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '75 seconds'",
      )
      const answer = await post(isolates[0], path, { account: 'one' })
      expect(await told(answer)).toBe('sync_in_progress')
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(15)
      expect(Number(answer.headers.get('Retry-After'))).toBeLessThanOrEqual(75)
    },
  )

  it('that send one change ten times under one key to two isolates change once, and all get its response', async () => {
    const { db, sync, isolates } = await openIsolates()
    await sync()
    const { trades } = await isolates[0].get(tradeListSchema, '/trades?account=one&underlying=SPY')
    const body = JSON.stringify({ trade_ids: trades.map(({ trade_id }) => trade_id) })
    const headers = { ...bearer(API_TOKEN), 'Idempotency-Key': 'together' }
    const send = (i: number) =>
      isolates[i % 2 === 0 ? 0 : 1].request('/trades/merge', { method: 'POST', headers, body })
    const all = Array.from({ length: 10 }, (_, i) => i)
    const answers = await Promise.all(all.map(send))
    const done = answers.filter(({ status }) => status === 200)
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      const seconds = Number(refused.headers.get('Retry-After'))
      expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 30).toBe(true)
      await expectError(refused, 'idempotency_key_in_use')
    }
    const later = await Promise.all(all.map(send))
    const texts = await Promise.all([...done, ...later].map((answer) => answer.text()))
    expect(new Set(texts).size).toBe(1)
    expect(later.map((answer) => answer.headers.get('Idempotent-Replayed'))).toEqual(
      Array(10).fill('true'),
    )
    expect(done.filter((answer) => !answer.headers.has('Idempotent-Replayed')).length).toBe(1)
    expect(await theValue(db, 'select count(*)::int from audit_log')).toBe(1)
  })

  it('that change trades while another run has the lease get 409, and nothing is written', async () => {
    const { db, sync, isolates } = await openIsolates()
    await sync()
    const [client] = isolates
    const { trades } = await client.get(tradeListSchema, '/trades?account=one&underlying=SPY')
    const [first, second] = trades.map(({ trade_id }) => trade_id)
    const patch = () =>
      client.request(`/trades/${first}`, {
        method: 'PATCH',
        body: JSON.stringify({ note: 'mine' }),
      })
    expect(await told(await patch())).toBe('done')
    const id = await theValue(db, 'select id from trade_overrides')
    await rowsOf(
      db,
      "update sync_state set lease_holder = gen_random_uuid(), lease_expires_at = now() + interval '75 seconds'",
    )
    for (const answer of [
      await patch(),
      await post(client, '/trades/merge', { trade_ids: [first, second] }),
      await client.request(`/overrides/${id}`, { method: 'DELETE' }),
    ]) {
      expect(await told(answer)).toBe('sync_in_progress')
    }
    expect(await rowsOf(db, 'select id, note from trade_overrides')).toEqual([{ id, note: 'mine' }])
  })

  it('can sync, rebuild, change and list two accounts without loss or deadlock', async () => {
    const { db, isolates } = await openIsolates()
    const [one, two] = isolates
    // The first syncs of both accounts tell contracts that both hold.
    const first = await Promise.all(
      ['one', 'two'].flatMap((account) =>
        isolates.map((client) => post(client, '/sync', { account })),
      ),
    )
    for (const answer of first) expect(['done', 'sync_in_progress']).toContain(await told(answer))
    const { trades } = await one.get(tradeListSchema, '/trades')
    expect(trades.length).toBe(12)
    const notes = new Map<string, string>()
    for (let round = 0; round < 4; round++) {
      // Both accounts ask about them again, and tell each other's ledgers.
      await rowsOf(db, 'delete from alpaca_contracts')
      const note = async (trade: string, client: Client) => {
        const body = JSON.stringify({ note: `round ${round}` })
        const outcome = await told(
          await client.request(`/trades/${trade}`, { method: 'PATCH', body }),
        )
        if (outcome === 'done') notes.set(trade, `round ${round}`)
        return outcome
      }
      const outcomes = await Promise.all([
        ...isolates.map(async (client) => told(await post(client, '/sync'))),
        ...['one', 'two'].map(async (account) => told(await post(two, '/sync', { account }))),
        ...trades
          .slice(round, round + 4)
          .map(({ trade_id }, i) => note(trade_id, i % 2 ? one : two)),
        told(await post(one, '/trades/rebuild')),
        ...['/trades', '/orders', '/positions', '/stats', '/sync', '/overrides'].map(async (path) =>
          told(await two.request(path)),
        ),
      ])
      for (const outcome of outcomes) expect(['done', 'sync_in_progress']).toContain(outcome)
      expect(outcomes.slice(-6)).toEqual(Array(6).fill('done'))
    }
    expect(await told(await post(one, '/sync'))).toBe('done')
    expect(await (await post(two, '/trades/rebuild')).json()).toMatchObject({ changed: 0 })
    const after = await one.get(tradeListSchema, '/trades')
    const kept = after.trades.flatMap(({ trade_id, note }) =>
      note ? [[trade_id, note] as const] : [],
    )
    expect(new Map(kept)).toEqual(notes)
    expect(await rowsOf(db, "select status from sync_runs where status = 'running'")).toEqual([])
    expect(
      await rowsOf(
        db,
        "select error_code from sync_runs where status = 'failed' and error_code <> 'sync_in_progress'",
      ),
    ).toEqual([])
  })
})
