import { type SQL, sql } from 'drizzle-orm'
import { idempotencyKeys } from '../schema'

/** A write that came with a key. */
export interface KeyedRequest {
  /** Whose key it is. */
  client: string
  key: string
  /** What tells whether two requests are the same one. */
  requestHash: string
  /** This request alone. */
  holder: string
}

/** The answer that is kept under a key. */
export interface KeptAnswer {
  status: number
  body: string
}

/** How long a request without an answer counts as running: longer than any that the API lets run. */
const HELD_SECONDS = 180

/** How many forgotten keys one request clears away, at most. */
const PRUNED_AT_ONCE = 200

const mine = ({ client, key, holder }: KeyedRequest): SQL =>
  sql`client = ${client} and key = ${key} and holder = ${holder}::uuid`

/**
 * Takes a key that is new, was forgotten, or whose request died without an answer. One atomic statement: of two requests at once,
 * one waits for the other's row and finds it held. Answers one row: `holder`, which is the request itself when it has the key,
 * and otherwise the `request_hash`, `response_status` and `response_body` that stand there.
 */
export function takeKey({ client, key, requestHash, holder }: KeyedRequest): SQL {
  const free = sql`(k.expires_at <= now() or
    (k.response_status is null and k.held_until <= now() and k.request_hash = excluded.request_hash))`
  return sql`insert into ${idempotencyKeys} as k (client, key, request_hash, holder, held_until, expires_at)
    values (${client}, ${key}, ${requestHash}, ${holder}::uuid, now() + make_interval(secs => ${HELD_SECONDS}::int),
      now() + interval '24 hours')
    on conflict (client, key) do update
    set (request_hash, holder, held_until, response_status, response_body, expires_at) = (
      select excluded.request_hash, excluded.holder, excluded.held_until, null::int, null::text, excluded.expires_at where ${free}
      union all
      select k.request_hash, k.holder, k.held_until, k.response_status, k.response_body, k.expires_at where not ${free})
    returning k.holder, k.request_hash, k.response_status, k.response_body`
}

/** Keeps the answer of a request, and clears away keys that are forgotten by now. */
export function keepAnswer(request: KeyedRequest, { status, body }: KeptAnswer): SQL {
  return sql`with kept as (
      update ${idempotencyKeys} set response_status = ${status}::int, response_body = ${body} where ${mine(request)}
    )
    delete from ${idempotencyKeys} where ctid in (
      select ctid from ${idempotencyKeys} where expires_at < now() limit ${PRUNED_AT_ONCE}::int for update skip locked)`
}

/** Gives a key back whose request came to nothing, so that it can be tried again. */
export const giveKeyBack = (request: KeyedRequest): SQL =>
  sql`delete from ${idempotencyKeys} where ${mine(request)}`
