import type { Context, MiddlewareHandler } from 'hono'
import * as z from 'zod'
import { runBatch } from '../../db/write/batch'
import {
  giveKeyBack,
  type KeptAnswer,
  type KeyedRequest,
  keepAnswer,
  takeKey,
} from '../../db/write/idempotency'
import type { Log } from '../../sync/log'
import type { AppEnv } from '../context'
import { sha256 } from '../digest'
import { ApiError } from '../errors'
import { describeThrown } from '../thrown'

/** Soon enough for a request that is about to end. */
const RETRY_SECONDS = 2

const taken = z.tuple([
  z.object({
    holder: z.string(),
    request_hash: z.string(),
    response_status: z.number().nullable(),
    response_body: z.string().nullable(),
  }),
])

/**
 * Makes a write with an `Idempotency-Key` happen once: for 24 hours the same client's same request under the same key gets the
 * answer of the first one, marked `Idempotent-Replayed: true`. As in Stripe's API v2, only success is kept: what failed runs
 * again, and what it may have done before it failed is found there, not done twice. One SQL round trip before, one after.
 *
 * @throws ApiError `idempotency_conflict` for another request, `idempotency_key_in_use` while the first one runs,
 * `invalid_parameter` for what is no key.
 */
export function idempotent(log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key')
    if (key === undefined || c.req.method === 'GET' || c.req.method === 'HEAD') return await next()
    const request = await describe(c, requireKey(key))
    const kept = await take(c, request)
    if (kept !== null) return replay(kept)
    await next()
    await settle(c, request, log)
  }
}

function requireKey(key: string): string {
  if (/^[!-~]{1,255}$/.test(key)) return key
  throw new ApiError('invalid_parameter', {
    param: 'Idempotency-Key',
    message: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
  })
}

async function describe(c: Context<AppEnv>, key: string): Promise<KeyedRequest> {
  const body = await c.req.raw.arrayBuffer()
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

/** Takes the key, or answers what is kept under it. */
async function take(c: Context<AppEnv>, request: KeyedRequest): Promise<KeptAnswer | null> {
  const [rows] = await runBatch(c.get('deps').db, takeKey(request))
  const [row] = taken.parse(rows)
  if (row.holder === request.holder) return null
  if (row.request_hash !== request.requestHash) throw new ApiError('idempotency_conflict')
  if (row.response_status === null || row.response_body === null) {
    throw new ApiError('idempotency_key_in_use', { retryAfter: RETRY_SECONDS })
  }
  return { status: row.response_status, body: row.response_body }
}

const replay = ({ status, body }: KeptAnswer): Response =>
  new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', 'Idempotent-Replayed': 'true' },
  })

/** The answer is the client's whatever becomes of its copy here. */
async function settle(c: Context<AppEnv>, request: KeyedRequest, log: Log): Promise<void> {
  const { ok, status } = c.res
  const end = ok
    ? keepAnswer(request, { status, body: await c.res.clone().text() })
    : giveKeyBack(request)
  await runBatch(c.get('deps').db, end).catch((error: unknown) => {
    const request_id = c.get('requestId')
    log({ level: 'warn', event: 'idempotency_not_kept', request_id, ...describeThrown(error) })
  })
}
