import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { createdSchema } from '../../../src/api/webhooks/schemas'
import type { Webhooks } from '../../../src/api/webhooks/webhooks'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { sealOf } from '../../../src/db/sealed/sealed-text'
import type { LogEntry } from '../../../src/sync/run/log'
import type { WebhookContext } from '../../../src/webhooks/context'
import { freshDatabase } from '../../support/database'
import { ACCOUNT_ID, API_TOKEN, bearer, clientOf, insertAccount, settingsOf } from '../api/api'
import { rowsOf } from '../sync/support'

export const SECRET = 'a secret of the tests that seals texts'
export const URL_OF_RECEIVER = 'https://hooks.example.com/in'

/** A request that a receiver got. */
export interface Received {
  url: string
  headers: Record<string, string>
  body: string
  id: string
}

/** What a receiver answers; it can also throw, as an unreachable one does. */
export type Answer = (received: Received, init: RequestInit) => Response | Promise<Response>

/** A receiver of webhooks that records its requests. */
export class Receiver {
  readonly received: Received[] = []
  answer: Answer = () => new Response(null, { status: 204 })

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers))
    const body = String(init.body)
    const received = { url: String(input), headers, body, id: headers['webhook-id'] ?? '' }
    this.received.push(received)
    return await this.answer(received, init)
  }

  get ids(): string[] {
    return this.received.map(({ id }) => id)
  }
}

/** The API with one account, and a receiver of its webhooks. */
export async function openHooks({ env = {} }: { env?: Record<string, string> } = {}) {
  const { url, endpoint } = await freshDatabase()
  const settings = settingsOf({
    DATABASE_URL: url,
    NEON_HTTP_ENDPOINT: endpoint,
    KEYS_SECRET: SECRET,
    ...env,
  })
  const db = openDatabase({ url: settings.databaseUrl, endpoint: settings.neonHttpEndpoint })
  await insertAccount(db)
  const receiver = new Receiver()
  const log: LogEntry[] = []
  const context: WebhookContext = {
    db,
    seal: sealOf('webhooks', settings.keysSecrets ?? [SECRET]),
    fetch: receiver.fetch,
    now: () => new Date(),
    log: (entry) => log.push(entry),
    rules: { ownHosts: [], loopbackExcept: null },
    sleep: () => Promise.resolve(),
  }
  const woken: (string | undefined)[] = []
  const webhooks: Webhooks = { context, wake: (accountId) => woken.push(accountId) }
  const now = () => new Date()
  const client = clientOf({ db, settings, now, webhooks, sync: () => Promise.reject(new Error()) })
  return { db, receiver, context, log, woken, ...client }
}

export type Hooks = Awaited<ReturnType<typeof openHooks>>

/** Sends a write with a JSON body. */
export const write = (
  { request }: Pick<Hooks, 'request'>,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) =>
  request(path, {
    method,
    headers: { ...bearer(API_TOKEN), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })

/** Creates a webhook of all trades, unless given otherwise. */
export async function createHook(hooks: Pick<Hooks, 'request'>, body: object = {}) {
  const given = { url: URL_OF_RECEIVER, types: ['trade.opened', 'trade.closed', 'reset'], ...body }
  const answer = await write(hooks, 'POST', '/webhooks', given)
  const text: unknown = await answer.json()
  if (answer.status !== 201) throw new Error(JSON.stringify(text))
  return createdSchema.parse(text)
}

/** Stores an event as the triggers do, and returns its message's id. */
export async function happen(
  db: Database,
  subject: string,
  { type = 'trade.opened', accountId = ACCOUNT_ID, data = {} } = {},
): Promise<string> {
  const json = JSON.stringify({ id: subject, status: 'open', ...data })
  await db.execute(sql`select append_event(${accountId}, ${type}, ${subject}, ${json}::jsonb)`)
  const [row] = await rowsOf(
    db,
    `select max(seq)::int as seq from events where account_id = '${accountId}'`,
  )
  return `evt_${accountId}_${row?.seq}`
}

/** Lets time pass for deliveries, claims and webhooks. */
export async function pass(db: Database, interval: string): Promise<void> {
  const by = sql`${interval}::interval`
  await db.execute(sql`update webhook_deliveries set next_at = next_at - ${by},
    claimed_until = claimed_until - ${by}, attempted_at = attempted_at - ${by}`)
  await db.execute(sql`update webhooks set failing_since = failing_since - ${by},
    disabled_at = disabled_at - ${by}, previous_until = previous_until - ${by}`)
}

const stored = z.array(
  z.object({
    id: z.string(),
    seq: z.number().nullable(),
    type: z.string(),
    status: z.string(),
    attempt: z.number(),
    wait: z.number().nullable(),
    code: z.number().nullable(),
    error: z.string().nullable(),
    claimed: z.boolean(),
  }),
)

/** All deliveries, oldest first; `wait` is in seconds. */
export const deliveriesOf = async (db: Database) =>
  stored.parse(
    await rowsOf(
      db,
      `select id, seq::float8 as seq, type, status, attempt, response_code as code, error,
        round(extract(epoch from next_at - updated_at))::int as wait,
        claimed_until is not null as claimed
       from webhook_deliveries order by account_id, seq, created_at`,
    ),
  )

/** The state of the only webhook. */
export const hookState = async (db: Database) =>
  (
    await rowsOf(
      db,
      `select active, disabled_reason as reason, failing_since is not null as failing from webhooks`,
    )
  )[0]
