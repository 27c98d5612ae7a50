import { sql } from 'drizzle-orm'
import { accountIdOf, parseAccount } from '../../../src/alpaca/account'
import { storeKeys } from '../../../src/db/accounts/keys'
import { openDatabase } from '../../../src/db/connection/client'
import { sealOf } from '../../../src/db/sealed/sealed-text'
import { runBatch } from '../../../src/db/statements/batch'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { sealKeys } from '../../../src/sync/accounts/stored-keys'
import { rulesOf } from '../../../src/sync/ledger/grouping'
import type { SyncContext } from '../../../src/sync/run/context'
import { serveApart } from '../sync/endpoint'
import { late, Meter } from '../sync/metered-database'
import { type BenchServer, urlOf } from '../sync/world'

const NOW = '2026-10-01T15:00:00Z'
const HOST = 'https://alpaca.test'
/** As many as the most consumers, and some more. */
const CONNECTIONS = 60

/** Many accounts with stored keys behind one stand-in, on a database of the server. */
export interface ManyAccounts {
  ctx: SyncContext
  meter: Meter
  ids: string[]
  /** Accounts that hang, or fail, by their id. */
  trouble: Map<string, 'hangs' | 'fails'>
  close: () => Promise<void>
}

/** A small account: orders on two mornings. */
function brokerOf(index: number): Broker {
  const broker = new Broker({ seed: `many ${index}`, openedAt: '2026-09-01T14:00:00Z', fees: true })
  for (const day of ['21', '22']) {
    for (const [i, symbol] of ['AAPL', 'QQQ261016C00500000', 'F'].entries()) {
      const at = `2026-09-${day}T14:${10 + i}:00Z`
      const side = day === '21' ? 'buy' : 'sell'
      const order = broker.submit({ at, symbol, side, qty: '1' })
      broker.fill(order.id, { at, price: String(10 + i) })
    }
  }
  return broker
}

export async function openManyAccounts(server: BenchServer, count: number): Promise<ManyAccounts> {
  const { name } = await server.databases.create()
  const meter = new Meter()
  const endpoint = await serveApart(urlOf(server.url, name), meter, CONNECTIONS)
  const { host } = new URL(endpoint.endpoint)
  const db = openDatabase({
    url: `postgresql://bench:bench@${host}/${name}`,
    endpoint: endpoint.endpoint,
  })
  const brokers = Array.from({ length: count }, (_, i) => brokerOf(i))
  const trouble: ManyAccounts['trouble'] = new Map()
  const ctx: SyncContext = {
    db,
    accounts: [],
    seal: sealOf('alpaca_account_keys', ['the secret of the bench, of 32 characters']),
    fetch: alpacaOf(brokers, meter, trouble),
    now: () => new Date(NOW),
    groupingWindowSeconds: 300,
    log: () => {},
    budget: { subrequests: 10_000_000, milliseconds: 3_600_000 },
  }
  for (const [index, broker] of brokers.entries()) await store(ctx, broker, index)
  await db.execute(sql`analyze`)
  return {
    ctx,
    meter,
    ids: brokers.map(({ accountId }) => accountId),
    trouble,
    async close() {
      await endpoint.close()
      await server.databases.release(name)
    },
  }
}

/** Stores the keys of an account as PUT /accounts/{label} does. */
async function store(
  { db, seal, groupingWindowSeconds }: SyncContext,
  broker: Broker,
  index: number,
) {
  const parsed = parseAccount(broker.account(Date.parse(NOW) * 1000))
  if (!parsed.ok || seal === undefined) throw new Error('no account to store')
  const keys = { keyId: `key-${index}`, secretKey: `secret-${index}` }
  const id = accountIdOf(broker.accountId)
  await runBatch(
    db,
    ...storeKeys({
      account: parsed.row,
      label: `account ${index}`,
      baseUrl: HOST,
      sealedKeys: await sealKeys(seal, id, keys),
      configured: [],
      grouping: rulesOf(groupingWindowSeconds),
    }),
  )
}

/**
 * Alpaca with recorded responses: with a stopped clock nothing changes, so the work of the stand-in
 * is done once. Every call takes the latency of the meter.
 */
function alpacaOf(
  brokers: readonly Broker[],
  meter: Meter,
  trouble: ManyAccounts['trouble'],
): typeof fetch {
  const standIns = brokers.map((account, index) =>
    createStandIn({
      now: () => new Date(NOW),
      requestsPerMinute: 1_000_000_000,
      accounts: [{ keyId: `key-${index}`, secretKey: `secret-${index}`, account }],
    }),
  )
  const told = new Map<string, { status: number; text: string }>()
  return async (input, init) => {
    const request = new Request(input, init)
    const key = request.headers.get('APCA-API-KEY-ID') ?? ''
    const index = Number(key.split('-')[1])
    await late(meter)
    const kind = trouble.get(brokers[index]?.accountId ?? '')
    if (kind === 'hangs') return await new Promise((_, reject) => endWith(init?.signal, reject))
    if (kind === 'fails') return new Response('{"message":"no"}', { status: 401 })
    const name = `${key} ${request.url}`
    let answer = told.get(name)
    if (!answer) {
      const response = await standIns[index]?.fetch(request)
      answer = { status: response?.status ?? 500, text: (await response?.text()) ?? '' }
      told.set(name, answer)
    }
    return new Response(answer.text, { status: answer.status })
  }
}

function endWith(signal: AbortSignal | null | undefined, reject: (reason: unknown) => void): void {
  signal?.addEventListener('abort', () => reject(signal.reason))
}
