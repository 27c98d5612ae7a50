import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { runSync } from '../../../src/sync/run/run'
import { MARKET_HOURS_CRON, NIGHTLY_CRON } from '../../../src/sync/run/schedule'
import { tick } from '../../../src/worker/scheduled'
import { sampleOf } from '../../support/effort'
import { NOW, openSync } from '../sync/support'
import { bearer, clientOf, settingsOf } from './api'
import { verticals } from './verticals'

/** Secrets and personal data that must not appear in a log line or a response. */
const SECRETS = {
  apiToken: 'Token-All-9f3b1c77',
  readToken: 'Token-Read-0a41de02',
  listedToken: 'Token-Listed-5522aa10',
  calendarToken: 'Token-Calendar-71bd09',
  unknownToken: 'Token-Mistyped-77e1',
  databaseUser: 'owner_q7x',
  databasePassword: 'pa55word-Z81k',
  keyId: 'PKLEAKTEST77',
  secretKey: 'AlpacaSecretLeak9081726354',
  accountNumber: 'PA3LEAK90210',
  plainAccountNumber: '928374655',
  name: 'Wilhelmina',
  surname: 'Osterhagen-Voss',
}

const DATABASE_URL = `postgresql://${SECRETS.databaseUser}:${SECRETS.databasePassword}@db.test/legbook`
const EVERYTHING = Object.values(SECRETS).join(' ')
/** The account at Alpaca. */
const TOLD_BY_ALPACA = [
  `account ${SECRETS.accountNumber} (${SECRETS.plainAccountNumber}) of ${SECRETS.name} ${SECRETS.surname}`,
  `key ${SECRETS.keyId}:${SECRETS.secretKey}`,
].join(', ')
const UUID = '00000000-0000-4000-8000-000000000000'

/** Every log line, every error response, and the errors of failed runs. */
let said: string[] = []

beforeEach(() => {
  said = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => said.push(line.map(String).join(' ')))
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

type Answer = (request: Request) => Response | Promise<Response>

interface Scene {
  /** Changes the responses of a healthy account. */
  alpaca?: (wellAnswer: Answer) => Answer
  /** Breaks a healthy database after a first sync. */
  database?: (db: Database) => Promise<unknown>
  /** Another database. */
  elsewhere?: () => Database
}

const wellAnswer: () => Answer = () => {
  const { keyId, secretKey } = SECRETS
  const account = { keyId, secretKey, account: verticals() }
  const standIn = createStandIn({ now: () => new Date(NOW), accounts: [account] })
  return (request) => standIn.fetch(request)
}

/** Changes every item of every response of Alpaca. */
const meddled =
  (change: (item: Record<string, unknown>) => object) =>
  (well: Answer): Answer =>
  async (request) => {
    const body: unknown = await (await well(request)).json()
    return Response.json(
      Array.isArray(body) ? body.map((item) => change(Object(item))) : change(Object(body)),
    )
  }

const withPersonalData = (item: Record<string, unknown>) => ({
  ...item,
  account_number: SECRETS.accountNumber,
  description: EVERYTHING,
  client_order_id: `${SECRETS.name}-${crypto.randomUUID()}`,
})

/** Makes writes to a table fail with a message that quotes the whole row. */
const quoting = (table: string, sqlstate: string) => (db: Database) =>
  db.execute(
    sql.raw(`do $$ begin
      create function quote_row() returns trigger language plpgsql as $f$
      begin raise exception '% %', '${EVERYTHING}', to_jsonb(new) using errcode = '${sqlstate}'; end $f$;
      create trigger quoting before insert or update on ${table} for each row execute function quote_row();
    end $$`),
  )

const databaseAnswering = (answer: () => Promise<Response>) => () => {
  const endpoint = 'http://neon.test/sql'
  const outside = globalThis.fetch
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) =>
    String(input) === endpoint ? answer() : outside(input, init),
  )
  return openDatabase({ url: DATABASE_URL, endpoint })
}

/** Every kind of request, valid and invalid, with secrets everywhere a client can put them. */
function requests(): [path: string, init: RequestInit][] {
  const write = (method: string, body: unknown, headers = {}): RequestInit => ({
    method,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { ...bearer(SECRETS.apiToken), ...headers },
  })
  const read = { headers: bearer(SECRETS.readToken) }
  const key = (kind: string) => ({ 'Idempotency-Key': `${SECRETS.unknownToken}${kind}` })
  return [
    ...['', '/orders', '/positions', '/activities'].map((kind): [string, RequestInit] => [
      `/sync${kind}`,
      write('POST', {}, key),
    ]),
    ...[
      'orders',
      'trades',
      'positions',
      'stats',
      'reconciliation',
      'overrides',
      'sync',
      'sync/quarantine',
    ].map((list): [string, RequestInit] => [`/${list}`, read]),
    ...[SECRETS.calendarToken, SECRETS.unknownToken, SECRETS.apiToken].map(
      (token): [string, RequestInit] => [`/calendar.ics?token=${token}`, { headers: {} }],
    ),
    [`/orders?token=${SECRETS.calendarToken}`, { headers: {} }],
    [`/calendar.ics?account=x&token=${SECRETS.calendarToken}`, { headers: {} }],
    ['/sync/quarantine/retry', write('POST', {})],
    ['/sync/quarantine/retry', write('POST', { ids: [SECRETS.secretKey] })],
    [`/orders?status=${SECRETS.name}&token=1`, read],
    [`/orders?limit=${SECRETS.readToken}`, read],
    [`/orders?cursor=${SECRETS.readToken}`, read],
    [`/orders/${SECRETS.accountNumber}`, read],
    [`/trades?account=${SECRETS.plainAccountNumber}`, read],
    [`/${SECRETS.apiToken}`, read],
    ['/orders', { headers: bearer(SECRETS.unknownToken) }],
    ['/orders', { headers: { Authorization: `Basic ${SECRETS.apiToken}` } }],
    ['/sync', { method: 'POST', ...read }],
    ['/sync', { method: 'POST', headers: bearer(SECRETS.listedToken) }],
    ['/sync', write('POST', { account: SECRETS.secretKey })],
    ['/sync', write('POST', { since: SECRETS.secretKey })],
    ['/sync', write('POST', `{"account": ${SECRETS.secretKey}`)],
    ['/sync', write('POST', {}, { 'Idempotency-Key': `${SECRETS.apiToken} `.repeat(20) })],
    ['/sync', write('PUT', EVERYTHING)],
    [`/trades/${UUID}`, write('PATCH', { note: EVERYTHING })],
    [`/trades/${UUID}`, write('PATCH', { strategy: EVERYTHING.repeat(2) })],
    ['/trades/merge', write('POST', { trade_ids: [EVERYTHING] })],
    ['/trades/split', write('POST', { trade_id: UUID, order_ids: [SECRETS.name] })],
    ['/trades/rebuild', write('POST', {})],
    [`/overrides/${UUID}`, write('DELETE', EVERYTHING)],
    ['/orders', write('POST', EVERYTHING.repeat(1000))],
  ]
}

async function play({ alpaca = (well) => well, database, elsewhere }: Scene): Promise<void> {
  let answer: Answer = wellAnswer()
  const world = await openSync(
    async (input, init) => await answer(new Request(input, init)),
    ['paper'],
    { now: new Date(NOW) },
  )
  const { keyId, secretKey } = SECRETS
  const credentials = { label: 'paper', keyId, secretKey, baseUrl: 'https://alpaca.test' }
  const ctx = { ...world.ctx, accounts: [credentials] }
  if (database) {
    await runSync(ctx, { scope: 'all', trigger: 'api' })
    await database(world.db)
  }
  const db = elsewhere?.() ?? world.db
  const settings = settingsOf({
    DATABASE_URL,
    API_TOKEN: SECRETS.apiToken,
    READ_TOKEN: SECRETS.readToken,
    API_TOKENS: JSON.stringify([
      { name: 'it', token: SECRETS.listedToken, scopes: ['read'] },
      { name: 'calendar', token: SECRETS.calendarToken, scopes: ['calendar'] },
    ]),
    ALPACA_ACCOUNTS: JSON.stringify([
      { label: 'paper', key_id: keyId, secret_key: secretKey, base_url: 'https://alpaca.test' },
    ]),
  })
  const local = { ...ctx, db }
  const client = clientOf({
    db,
    settings,
    now: ctx.now,
    sync: (request) => runSync(local, { ...request, trigger: 'api' }),
    ledger: local,
  })
  answer = alpaca(answer)
  const [trade] = database ? await trades(db) : []
  for (const [path, init] of requests()) {
    const response = await client.request(path.replace(UUID, trade ?? UUID), init)
    const isTold = !response.ok || path.startsWith('/sync')
    if (isTold) said.push(`${await response.text()} ${JSON.stringify([...response.headers])}`)
  }
  const cron = () => runSync(local, { scope: 'all', trigger: 'cron', full: true })
  await tick(MARKET_HOURS_CRON, 'sync', cron, local.log)
  await tick(NIGHTLY_CRON, 'rebuild', () => rebuildLedger(local, { trigger: 'cron' }), local.log)
  const runs = await world.db.execute(sql`select error_code, error_message from sync_runs`)
  said.push(...[...world.log, ...client.logged, ...runs.rows].map((line) => JSON.stringify(line)))
}

const trades = async (db: Database) =>
  (await db.execute(sql`select trade_id::text from alpaca_trades`)).rows.map((row) =>
    String(row.trade_id),
  )

const leaks = () =>
  Object.entries(SECRETS).flatMap(([name, secret]) =>
    said.filter((line) => line.includes(secret)).map((line) => `${name}: ${line.slice(0, 300)}`),
  )

const refused = (status: number, body: BodyInit) => () => () => new Response(body, { status })
const unreadable = Array.from({ length: 3 }, () => EVERYTHING).join('\n')

/** Property that identifies an item, also in errors. */
const NAMES = new Set(['id', 'symbol'])

const SCENES: Record<string, Scene> = {
  'all is well, and payloads hold personal data': { alpaca: meddled(withPersonalData) },
  ...Object.fromEntries(
    [401, 422, 500].map((status): [string, Scene] => [
      `Alpaca answers ${status} and quotes everything`,
      { alpaca: refused(status, JSON.stringify({ code: 40010000, message: TOLD_BY_ALPACA })) },
    ]),
  ),
  'a gateway before Alpaca answers': { alpaca: refused(502, `<html>${EVERYTHING}</html>`) },
  'Alpaca answers no JSON': { alpaca: refused(200, unreadable) },
  'Alpaca cannot be reached': {
    alpaca: () => () => Promise.reject(new TypeError(`fetch of ${EVERYTHING} failed`)),
  },
  'payloads fit in nothing': {
    alpaca: meddled((item) =>
      Object.fromEntries(
        Object.entries(item).map(([key, value]) => [key, NAMES.has(key) ? value : EVERYTHING]),
      ),
    ),
  },
  ...Object.fromEntries(
    [
      ['alpaca_orders', 'P0001'],
      ['alpaca_orders', '23514'],
      ['sync_state', 'P0001'],
      ['trade_overrides', 'P0001'],
      ['idempotency_keys', 'P0001'],
      ['alpaca_orders', '57014'],
      ['sync_state', '40001'],
      ['trade_overrides', '42P01'],
    ].map(([table = '', sqlstate = '']): [string, Scene] => [
      `the database refuses rows of ${table} with ${sqlstate}, and quotes them`,
      { alpaca: meddled(withPersonalData), database: quoting(table, sqlstate) },
    ]),
  ),
  'the database cannot be reached': {
    elsewhere: databaseAnswering(async () => {
      throw new TypeError(`fetch to ${DATABASE_URL} failed`)
    }),
  },
  'a gateway before the database answers': {
    elsewhere: databaseAnswering(async () => new Response(EVERYTHING, { status: 502 })),
  },
  'the database answers no JSON': {
    elsewhere: databaseAnswering(async () => new Response(unreadable)),
  },
  'the database refuses the password': {
    elsewhere: databaseAnswering(async () =>
      Response.json(
        { message: `password authentication failed for user "${EVERYTHING}"`, code: '28P01' },
        { status: 400 },
      ),
    ),
  },
}

it.each(sampleOf(Object.entries(SCENES), 4))(
  'no secret reaches a log line or a response when %s',
  async (_, scene) => {
    await play(scene)
    expect(said.length).toBeGreaterThan(15)
    expect(leaks()).toEqual([])
  },
)
