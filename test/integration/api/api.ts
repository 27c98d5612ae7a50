import type { z } from 'zod'
import { BASE_PATH, createApp } from '../../../src/api/app'
import type { Dependencies } from '../../../src/api/http/context'
import type { Webhooks } from '../../../src/api/webhooks/webhooks'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { alpacaAccounts } from '../../../src/db/schema'
import { sealOf } from '../../../src/db/sealed/sealed-text'
import type { LogEntry } from '../../../src/sync/run/log'
import { readSettings, type Settings } from '../../../src/worker/settings'
import { freshDatabase } from '../../support/database'

export const API_TOKEN = 'token-that-may-do-everything'
export const READ_TOKEN = 'token-that-may-read'
/** A token of the tests by a short name: settings refuse tokens under 16 characters. */
export const tokenNamed = (name: string) => `token-of-the-tests-${name}`
export const ACCOUNT_ID = 'e6fe16f3-64a4-4921-8928-cadf02f92f98'

/** The API with a database of its own. */
export interface Api {
  db: Database
  logged: LogEntry[]
  /** Sends a request, with API_TOKEN unless it has headers. */
  request: (path: string, init?: RequestInit) => Promise<Response>
  /** Sends a GET, and parses its success by a schema. */
  get: <Schema extends z.ZodType>(schema: Schema, path: string) => Promise<z.output<Schema>>
}

export interface ApiOptions {
  env?: Record<string, string>
  sync?: Dependencies['sync']
}

export async function openApi({ env = {}, sync = notExpected }: ApiOptions = {}): Promise<Api> {
  const { url, endpoint } = await freshDatabase()
  const settings = settingsOf({ DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint, ...env })
  const db = openDatabase({ url: settings.databaseUrl, endpoint: settings.neonHttpEndpoint })
  return { db, ...clientOf({ db, settings, now: () => new Date(), sync }) }
}

/** A client of an app with these dependencies. The default ledger does not wait for a lease. */
export function clientOf(
  given: Omit<Dependencies, 'ledger' | 'settings' | 'fetch'> &
    Partial<Pick<Dependencies, 'ledger' | 'fetch'>> & { settings: Settings },
): Omit<Api, 'db'> {
  const logged: LogEntry[] = []
  const ledger = {
    ...given,
    groupingWindowSeconds: given.settings.groupingWindowSeconds,
    log: (entry: LogEntry) => logged.push(entry),
    budget: { subrequests: 900, milliseconds: 60_000 },
    sleep: () => Promise.resolve(),
  }
  const deps = { ledger, webhooks: webhooksOf(given, ledger.log), fetch: noAlpaca, ...given }
  const app = createApp({ deps, log: (entry) => logged.push(entry) })
  const request = async (path: string, init: RequestInit = {}) =>
    app.request(`${BASE_PATH}${path}`, { headers: bearer(API_TOKEN), ...init })
  const get: Api['get'] = async (schema, path) => {
    const response = await request(path)
    const body = await response.json()
    if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`)
    return schema.parse(body)
  }
  return { logged, request, get }
}

/** Webhooks whose receivers accept everything; none without KEYS_SECRET. */
function webhooksOf(
  { db, settings: { keysSecrets }, now }: Pick<Dependencies, 'db' | 'settings' | 'now'>,
  log: (entry: LogEntry) => void,
): Webhooks | undefined {
  if (keysSecrets === undefined) return undefined
  const seal = sealOf('webhooks', keysSecrets)
  const fetch = async () => new Response(null, { status: 204 })
  const rules = { ownHosts: [], loopbackExcept: null }
  return { context: { db, seal, fetch, now, log, rules }, wake: () => undefined }
}

export function settingsOf(env: Record<string, string>): Settings {
  const result = readSettings({
    // Where no test asks the database, any endpoint does.
    NEON_HTTP_ENDPOINT: 'https://neon.test/sql',
    API_TOKEN,
    READ_TOKEN,
    KEYS_SECRET: 'a secret of the tests that seals texts',
    ALPACA_API_KEY_ID: 'key',
    ALPACA_API_SECRET_KEY: 'secret',
    ...env,
  })
  if ('problem' in result) throw new Error(result.problem.message)
  return result.settings
}

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

/** Inserts an account as a sync stores it. */
export async function insertAccount(db: Database, accountId = ACCOUNT_ID, label = 'main') {
  const asOf = '2026-11-20T15:00:00Z'
  const baseUrl = 'https://paper-api.alpaca.markets'
  await db.insert(alpacaAccounts).values({ accountId, label, baseUrl, asOf, rawData: {} })
}

async function notExpected(): Promise<never> {
  throw new Error('no sync is expected here')
}

async function noAlpaca(): Promise<never> {
  throw new Error('no request to Alpaca is expected here')
}
