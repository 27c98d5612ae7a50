import { inArray } from 'drizzle-orm'
import fc, { type Arbitrary } from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { rebuildSchema } from '../../../../src/api/rebuild/schemas'
import { reconciliationSchema } from '../../../../src/api/reconciliation/schemas'
import { alpacaAccounts, syncQuarantine } from '../../../../src/db/schema'
import { generateAccount } from '../../../../src/local/alpaca/generate/account'
import { isExhaustive, runsOf } from '../../../support/effort'
import { NOW, type World } from '../../sync/support'
import { bearer, insertAccount, tokenNamed } from '../api'
import { verticals } from '../verticals'
import { openSynced, type SyncedApi } from '../world'
import type { Fuzzed } from './draft'
import { faulty } from './faults'
import { type Known, lookAround } from './known'
import { type Operation, readOperations } from './operations'
import { fitting, hostile, misaddressed, weightOf } from './requests'

const SEED = 20261122

/** The number of requests of each kind: 10,000 in all, of which `npm test` sends a tenth. */
const RUNS = {
  fitting: runsOf(1_500, { few: 300 }),
  faulty: runsOf(7_200, { few: 720 }),
  hostile: runsOf(800, { few: 80 }),
  misaddressed: runsOf(500, { few: 50 }),
  /** Of each operation that the random requests left out. */
  each: 50,
}

const SCOPES = ['read', 'sync', 'edit']

let api: SyncedApi
let known: Known
// A socket is opened by test/integration/live/feed.test.ts; a plain request to it has no other
// answer than 426.
const operations = readOperations().filter(({ id }) => id !== 'connectLive')
// JSON-RPC has errors of its own: test/integration/api/mcp/protocol.test.ts.
const plain = operations.filter(({ id }) => id !== 'callMcp')
const counts = new Map<string, number>()

beforeAll(async () => {
  const tokens = SCOPES.map((scope) => ({
    name: scope,
    token: tokenNamed(scope),
    scopes: [scope, 'raw'],
  }))
  api = await openSynced(
    { paper: generateAccount({ seed: 'fuzz', now: NOW }), other: verticals() },
    {
      API_TOKENS: JSON.stringify(tokens),
      KEYS_SECRET: 'the secret of the fuzz, of 32 characters',
    },
    async (world) => {
      await world.sync()
      acceptAllKeys(world)
    },
  )
  await quarantineOrder(api)
  known = await lookAround(api, operations)
  known.values.label = await addSpares(api)
})

/** Any other keys are those of an empty account. */
function acceptAllKeys({ ctx }: World): void {
  const { fetch } = ctx
  ctx.fetch = async (input, init) => {
    const { headers, url } = new Request(input, init)
    if (/^key-(paper|other)$/.test(headers.get('APCA-API-KEY-ID') ?? '')) return fetch(input, init)
    const account = { id: 'id of spare', status: 'ACTIVE', currency: 'USD', cash: '0' }
    return Response.json(url.endsWith('/v2/account') ? account : [])
  }
}

/** Orders that were quarantined and that Alpaca does not have. */
async function quarantineOrder({ db }: SyncedApi): Promise<void> {
  const [account] = await db.select().from(alpacaAccounts).limit(1)
  if (account === undefined) throw new Error('no account')
  const rows = [1, 2, 3].map((n) => ({
    accountId: account.accountId,
    source: 'order',
    payloadKey: `00000000-0000-4000-8000-00000000000${n}`,
    reason: 'side: Invalid option',
    payload: {},
    seenAt: NOW,
  }))
  await db.insert(syncQuarantine).values(rows)
}

/** Accounts that may be stopped and erased. No other request names them. */
async function addSpares({ db }: SyncedApi): Promise<string[]> {
  const labels = ['spare', 'spare two', 'spare/three']
  for (const label of labels) {
    await insertAccount(db, `id of ${label}`, label)
  }
  // The ledger of an account without orders.
  await db.update(alpacaAccounts).set({ cash: '0' }).where(inArray(alpacaAccounts.label, labels))
  return [...labels, ...labels.map((label) => `id of ${label}`)]
}

const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)

const send = ({ method, path, headers, body }: Fuzzed): Promise<Response> =>
  api.request(path, { method, headers, ...(body !== undefined && { body }) })

const failure = z.object({ error: z.object({ code: z.string(), param: z.string().optional() }) })
const written = z.object({
  override: z.object({ id: z.string() }).nullable().optional(),
  trade: z.object({ trade_id: z.string() }).optional(),
  webhook: z.object({ id: z.string() }).optional(),
  delivery: z.object({ id: z.string() }).optional(),
})

/** Adds what a write created to the known values. */
async function remember(response: Response): Promise<void> {
  const { data } = written.safeParse(await response.json())
  if (data?.override) known.values['overrides id']?.push(data.override.id)
  if (data?.trade) known.values.trade_id?.push(data.trade.trade_id)
  if (data?.webhook) known.values['webhooks id']?.push(data.webhook.id)
  if (data?.delivery) known.values.delivery_id?.push(data.delivery.id)
}

/**
 * Errors of valid values that do not match: trades of two underlyings, orders of another trade, no
 * account where there are several.
 */
const AT_ODDS: Record<string, string> = {
  mergeTrades: 'trade_ids',
  splitTrade: 'order_ids',
  listEvents: 'account',
  storeAccountKeys: 'label',
}

async function expectAnswered(request: Fuzzed): Promise<unknown> {
  const response = await send(request)
  count(`${request.operation} ${response.status}`)
  if (response.status === 304) return expect(request.headers).toHaveProperty('If-None-Match')
  if (response.status === 200 || response.status === 201) {
    const tag = response.headers.get('ETag')
    if (tag) known.values['If-None-Match']?.push(tag)
    if (request.method === 'POST' || request.method === 'PATCH') await remember(response)
    return null
  }
  const param = AT_ODDS[request.operation]
  const unmatched = param === undefined ? [404] : [400, 404]
  if (request.method === 'HEAD') return expect(unmatched).toContain(response.status)
  const { error } = failure.parse(await response.json())
  if (response.status !== 400) return expect([404, 409]).toContain(response.status)
  return expect(error).toMatchObject({ code: 'invalid_parameter', param })
}

async function expectRefused(request: Fuzzed): Promise<void> {
  const response = await send(request)
  count(`${request.operation} ${request.fault}`)
  expect(failure.parse(await response.json()).error).toMatchObject(request.refused ?? {})
}

const one = (
  from: (operation: Operation, known: Known) => Arbitrary<Fuzzed> | null,
  among = plain,
) =>
  fc.oneof(
    ...among.flatMap((operation) => {
      const arbitrary = from(operation, known)
      return arbitrary === null ? [] : [{ weight: weightOf(operation), arbitrary }]
    }),
  )

/**
 * A write changes the state, so shrinking reports a smaller failing request with the original one.
 */
const check = (
  requests: Arbitrary<Fuzzed>,
  numRuns: number,
  holds: (request: Fuzzed) => Promise<unknown>,
) => {
  const property = fc.asyncProperty(requests, async (request) => {
    await holds(request)
  })
  return fc.assert(property, { seed: SEED, numRuns })
}

/** Requests of each operation alone: a random one among all is seldom that of a cheap operation. */
const checkEach = async (
  from: (operation: Operation, known: Known) => Arbitrary<Fuzzed> | null,
  among: readonly Operation[],
  holds: (request: Fuzzed) => Promise<unknown>,
) => {
  for (const operation of among) {
    const requests = from(operation, known)
    if (requests !== null) await check(requests, RUNS.each, holds)
  }
}

describe('random requests that are made from the contract', { timeout: 600_000 }, () => {
  it('are answered when they fit', async () => {
    await check(one(fitting), RUNS.fitting, expectAnswered)
    if (!isExhaustive) return
    // A random delivery is hardly ever one of the random webhook.
    const expected = plain.filter(({ id }) => id !== 'redeliverWebhook')
    const leftOut = () =>
      expected.filter(({ id }) => !counts.has(`${id} 200`) && !counts.has(`${id} 201`))
    await checkEach(fitting, leftOut(), expectAnswered)
    expect(leftOut().map(({ id }) => id)).toEqual([])
  })

  it('are refused for the one thing that is wrong with them', async () => {
    await check(one(faulty), RUNS.faulty, expectRefused)
    if (!isExhaustive) return
    const leftOut = () =>
      plain.filter(({ id, open }) => !open && !counts.has(`${id} no good token`))
    await checkEach(faulty, leftOut(), expectRefused)
    expect(leftOut().map(({ id }) => id)).toEqual([])
  })

  it('bring nothing down, whatever they hold', async () => {
    await check(one(hostile, operations), RUNS.hostile, async (request) => {
      expect((await send(request)).status).toBeLessThan(500)
    })
  })

  it('are told what a path answers when they come by another method', async () => {
    const requests = misaddressed(operations, known)
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const response = await send(request)
        expect(response.status).toBe(405)
        expect(response.headers.get('Allow')).toBe(request.allow.join(', '))
      }),
      { seed: SEED, numRuns: RUNS.misaddressed },
    )
  })

  it('leave a ledger that a rebuild finds as it should be, and no error in the log', async () => {
    const answer = await api.request('/trades/rebuild', {
      method: 'POST',
      headers: bearer(tokenNamed('edit')),
    })
    expect(rebuildSchema.parse(await answer.json()).changed).toBe(0)
    expect((await api.get(reconciliationSchema, '/reconciliation')).balanced).toBe(true)
    expect(api.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})
