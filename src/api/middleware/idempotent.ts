import type { SQL } from 'drizzle-orm'
import type { Context, MiddlewareHandler } from 'hono'
import * as z from 'zod'
import { isUnanswered } from '../../db/connection/failure'
import {
  endDeadLeases,
  endLeasesOf,
  giveKeyBack,
  type KeptAnswer,
  type KeyedRequest,
  keepAnswer,
  takeKey,
} from '../../db/idempotency/keys'
import { againAfterDeadlock, runBatch } from '../../db/statements/batch'
import type { Log } from '../../sync/run/log'
import { sha256 } from '../auth/digest'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { readBody } from '../http/read-body'
import { describeThrown } from '../http/thrown'

const taken = z.tuple([
  z.object({
    holder: z.string(),
    request_hash: z.string(),
    effect: z.unknown(),
    response_status: z.number().nullable(),
    response_body: z.string().nullable(),
    seconds_held: z.number(),
  }),
])

/**
 * Makes a write with an `Idempotency-Key` happen once. For 24 hours, the same request of the same
 * client with the same key gets the response of the first one, with `Idempotent-Replayed: true`. If
 * the first response was lost after the commit, `keyed` has the committed effect, and the handler
 * answers from it. As in Stripe's API v2, only a success is stored: a request that failed before it
 * committed anything runs again. Costs one SQL round trip before the handler and one after it.
 *
 * @throws ApiError `idempotency_conflict` if the key was used for another request,
 * `idempotency_key_in_use` while the first request runs, `invalid_parameter` for an invalid key.
 */
export function idempotent(log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return await next()
    const key = idempotencyKeyOf(c)
    if (key === undefined) return await next()
    const request = await describe(c, key)
    const { kept, effect } = await take(c, request)
    if (kept !== null) return replay(kept)
    c.set('keyed', { request, effect })
    await next()
    await settle(c, request, log)
    if (effect !== null && c.res.ok) c.res.headers.set(REPLAYED, 'true')
  }
}

const REPLAYED = 'Idempotent-Replayed'

/**
 * The Idempotency-Key of a request.
 *
 * @throws ApiError `invalid_parameter`
 */
export function idempotencyKeyOf(c: Context<AppEnv>): string | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined || /^[!-~]{1,255}$/.test(key)) return key
  throw new ApiError('invalid_parameter', {
    param: 'Idempotency-Key',
    message: 'Idempotency-Key must be 1 to 255 visible ASCII characters, without spaces.',
  })
}

async function describe(c: Context<AppEnv>, key: string): Promise<KeyedRequest> {
  const body = await readBody(c)
  if (body.byteLength > 0) c.req.raw = new Request(c.req.raw, { body })
  const { pathname, search } = new URL(c.req.url)
  const head = `${c.req.method} ${pathname}${search}\n`
  return {
    client: c.get('client').name,
    key,
    requestHash: await sha256(`${head}${await sha256(body)}`),
    holder: crypto.randomUUID(),
  }
}

/** Takes the key. Returns the stored response, or else the committed effect (null if none). */
async function take(
  c: Context<AppEnv>,
  request: KeyedRequest,
): Promise<{ kept: KeptAnswer | null; effect: unknown }> {
  const { db } = c.get('deps')
  const statements = [endDeadLeases(request), takeKey(request)] as const
  const [, rows] = await againAfterDeadlock(
    () => runBatch(db, ...statements),
    () => true,
  ).catch(async (error: unknown) => {
    // The key may be taken even so. Give it back, so that a repetition need not wait for this
    // request.
    if (isUnanswered(error)) await runBatch(db, giveKeyBack(request)).catch(() => undefined)
    throw error
  })
  const [row] = taken.parse(rows)
  if (row.holder === request.holder) return { kept: null, effect: row.effect ?? null }
  if (row.request_hash !== request.requestHash) throw new ApiError('idempotency_conflict')
  if (row.response_status === null || row.response_body === null) {
    throw new ApiError('idempotency_key_in_use', { retryAfter: row.seconds_held })
  }
  return { kept: { status: row.response_status, body: row.response_body }, effect: null }
}

const replay = ({ status, body }: KeptAnswer): Response =>
  new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', [REPLAYED]: 'true' },
  })

/**
 * Stores the response, or gives the key back. A failure is logged and does not change the response.
 */
async function settle(c: Context<AppEnv>, request: KeyedRequest, log: Log): Promise<void> {
  const { ok, status } = c.res
  const end: [SQL, ...SQL[]] =
    ok && !c.get('answersFromEffect')
      ? [keepAnswer(request, { status, body: await c.res.clone().text() })]
      : [endLeasesOf(request), giveKeyBack(request)]
  await runBatch(c.get('deps').db, ...end).catch((error: unknown) => {
    const request_id = c.get('requestId')
    log({ level: 'warn', event: 'idempotency_not_kept', request_id, ...describeThrown(error) })
  })
}
