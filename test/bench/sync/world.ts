import pg from 'pg'
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
} from '../../../src/db/connection/client'
import type { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import type { SqlRequest } from '../../../src/local/neon/sql-request'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import type { SyncContext } from '../../../src/sync/run/context'
import type { RebuildOutcome } from '../../../src/sync/run/report'
import { runSync } from '../../../src/sync/run/run'
import { busyAccount, endOf } from '../../support/busy-account'
import { serverDatabases } from '../../support/node/server-databases'
import type { TestDatabases } from '../../support/node/test-databases'
import { serveApart } from './endpoint'
import { late, Meter } from './metered-database'

/** The one account of a bench. */
export const CREDENTIALS = {
  label: 'bench',
  keyId: 'key',
  secretKey: 'secret',
  baseUrl: 'http://alpaca.test',
}

// Late enough that a run without new rows looks back to the same half day of trading for any
// length of the account.
const QUIET = 17.5 * 86_400_000

/** An account of so many orders, a database for it on the server, and a sync between them. */
export interface BenchWorld {
  db: Database
  address: DatabaseAddress
  meter: Meter
  /** The last request to the database. */
  lastRequest: () => Promise<SqlRequest | null>
  sync: () => Promise<unknown>
  rebuild: () => Promise<RebuildOutcome>
  /** A second connection to the same database. */
  client: pg.Client
  close: () => Promise<void>
}

/** A recorded response. */
interface Told {
  status: number
  text: string
}

/**
 * Alpaca as the sync sees it. Repeated requests get the recorded response: with a stopped clock
 * nothing changes, and the work of the stand-in, which grows with its account, is not measured.
 */
function meteredAlpaca(orders: number, account: Broker, meter: Meter): typeof fetch {
  const { keyId, secretKey } = CREDENTIALS
  const standIn = createStandIn({
    now: () => nowOf(orders),
    requestsPerMinute: 1_000_000_000,
    accounts: [{ keyId, secretKey, account }],
  })
  const told = new Map<string, Told>()
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname } = new URL(request.url)
    meter.requests.set(pathname, (meter.requests.get(pathname) ?? 0) + 1)
    await late(meter)
    const begun = performance.now()
    let answer = told.get(request.url)
    if (!answer) {
      const response = await standIn.fetch(request)
      answer = { status: response.status, text: await response.text() }
      told.set(request.url, answer)
    }
    meter.answering += performance.now() - begun
    return new Response(answer.text, { status: answer.status })
  }
}

const nowOf = (orders: number): Date => new Date(endOf(orders).getTime() + QUIET)

/** The server on which databases are created. */
export interface BenchServer {
  url: string
  databases: TestDatabases
}

/** @param url connection string of an administrator. */
export const benchServer = (url: string): BenchServer => ({ url, databases: serverDatabases(url) })

/** Opens the world of an account with so many orders. */
export async function openBenchWorld(
  server: BenchServer,
  orders: number,
  account = busyAccount(orders),
): Promise<BenchWorld> {
  const { name } = await server.databases.create()
  const meter = new Meter()
  const endpoint = await serveApart(urlOf(server.url, name), meter)
  const { host } = new URL(endpoint.endpoint)
  const address = {
    url: `postgresql://bench:bench@${host}/${name}`,
    endpoint: endpoint.endpoint,
  }
  const db = openDatabase(address)
  const ctx: SyncContext = {
    db,
    accounts: [CREDENTIALS],
    fetch: meteredAlpaca(orders, account, meter),
    now: () => nowOf(orders),
    groupingWindowSeconds: 300,
    log: () => {},
    budget: { subrequests: 1_000_000, milliseconds: 3_600_000 },
  }
  const client = await connect(server.url, name)
  return {
    db,
    address,
    meter,
    lastRequest: () => endpoint.last(),
    client,
    sync: () => runSync(ctx, { scope: 'all', trigger: 'cron' }),
    rebuild: () => rebuildLedger(ctx, { trigger: 'cron' }),
    async close() {
      await client.end()
      await endpoint.close()
      await server.databases.release(name)
    },
  }
}

/** The connection string of one database of a server. */
export function urlOf(url: string, name: string): string {
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

async function connect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urlOf(url, name) })
  await client.connect()
  return client
}
