import { type SQL, sql } from 'drizzle-orm'
import { idempotencyKeys, syncState } from '../schema'

/** A request that has an Idempotency-Key. */
export interface KeyedRequest {
  /** Name of the token that sent the key. */
  client: string
  key: string
  /** A digest: equal for two requests that are the same. */
  requestHash: string
  /** The id of this attempt; each repetition has its own. */
  holder: string
}

/** A request that holds its key. */
export interface KeyedWrite {
  request: KeyedRequest
  /**
   * What an earlier attempt committed before its answer was lost; null when nothing is committed.
   */
  effect: unknown
}

/** The response that is stored under a key. */
export interface KeptAnswer {
  status: number
  body: string
}

/**
 * How long a new request holds its key until its first write, while it does not wait for Alpaca.
 */
const HELD_AT_FIRST_SECONDS = 15

/** How long a request that has committed nothing holds its key after the last write of its run. */
export const HELD_SECONDS = 30

/**
 * How long a request holds its key once its change is committed. A repetition is harmless then and
 * finishes the request.
 */
const HELD_AFTER_COMMIT_SECONDS = 10

/** The number of expired keys that one request deletes, at most. */
const PRUNED_AT_ONCE = 200

/** The SQLSTATE of a change whose key another request has taken over. Nothing was written. */
export const KEY_LOST = 'LB005'

type Holder = Pick<KeyedRequest, 'client' | 'key' | 'holder'>

const mine = ({ client, key, holder }: Holder): SQL =>
  sql`client = ${client} and key = ${key} and holder = ${holder}::uuid`

/**
 * Ends the leases of an attempt that died under this key, so that the repetition need not wait for
 * them. Runs just before `takeKey`, because a run locks its lease before its key.
 */
export const endDeadLeases = ({ client, key, requestHash }: KeyedRequest): SQL =>
  endLeases(sql`(select k.holder from ${idempotencyKeys} k
    where k.client = ${client} and k.key = ${key}
    and k.request_hash = ${requestHash} and k.response_status is null and k.held_until <= now())`)

/** Ends the leases that a finished request has left. */
export const endLeasesOf = ({ holder }: Holder): SQL => endLeases(sql`${holder}::uuid`)

const endLeases = (holder: SQL): SQL =>
  sql`update ${syncState} set lease_expires_at = now()
    where lease_holder is not null and lease_request = ${holder}`

/**
 * Takes a key that is new, has expired, or whose request died without an answer. It is one atomic
 * statement: of two requests at once, one waits for the other's row and finds it held. Returns one
 * row. Its `holder` is this request when it has the key. Otherwise the row holds the stored
 * `request_hash`, `response_status` and `response_body`, and `seconds_held`: whole seconds, at
 * least 1, until the key is free if its request writes nothing more.
 */
export function takeKey({ client, key, requestHash, holder }: KeyedRequest): SQL {
  const forgotten = sql`k.expires_at <= now()`
  const free = sql`(${forgotten} or
    (k.response_status is null and k.held_until <= now()
      and k.request_hash = excluded.request_hash))`
  return sql`insert into ${idempotencyKeys} as k (client, key, request_hash, holder, held_until,
    expires_at)
    values (${client}, ${key}, ${requestHash}, ${holder}::uuid,
      now() + make_interval(secs => ${HELD_AT_FIRST_SECONDS}::int),
      now() + interval '24 hours')
    on conflict (client, key) do update
    set (request_hash, holder, held_until, effect, response_status, response_body, expires_at) = (
      select excluded.request_hash, excluded.holder, excluded.held_until,
        case when ${forgotten} then null::jsonb else k.effect end, null::int, null::text,
          excluded.expires_at where ${free}
      union all
      select k.request_hash, k.holder, k.held_until, k.effect, k.response_status, k.response_body,
        k.expires_at
      where not ${free})
    returning k.holder, k.request_hash, k.effect, k.response_status, k.response_body,
      greatest(1, ceil(extract(epoch from k.held_until - clock_timestamp())))::int as seconds_held`
}

/** Extends the hold of a running request on its key. */
export function renewKey(request: Holder, seconds = HELD_AT_FIRST_SECONDS): SQL {
  return sql`update ${idempotencyKeys} set held_until = greatest(held_until,
    now() + make_interval(secs =>
      case when effect is null then ${seconds}::int else ${HELD_AFTER_COMMIT_SECONDS}::int end))
    where ${mine(request)} and response_status is null`
}

/**
 * Records the effect of a change, in the transaction that writes it. A repetition makes its answer
 * from the effect. Raises `KEY_LOST` when another request has taken the key over or has committed
 * under it.
 *
 * @param effect a jsonb
 */
export function keepEffect({ client, key, holder }: Holder, effect: SQL): SQL {
  return sql`select keep_effect(${client}::text, ${key}::text, ${holder}::uuid, ${effect},
    ${HELD_AFTER_COMMIT_SECONDS}::int)`
}

/** Stores the response of a request, and deletes some expired keys. */
export function keepAnswer(request: KeyedRequest, { status, body }: KeptAnswer): SQL {
  return sql`with kept as (
      update ${idempotencyKeys} set response_status = ${status}::int, response_body = ${body}
      where ${mine(request)}
    )
    delete from ${idempotencyKeys} where ctid in (
      select ctid from ${idempotencyKeys} where expires_at < now()
      limit ${PRUNED_AT_ONCE}::int for update skip locked)`
}

/**
 * Frees the key of a failed request, so that it can be retried at once. A committed effect stays
 * recorded.
 */
export function giveKeyBack(request: KeyedRequest): SQL {
  return sql`with freed as (
      update ${idempotencyKeys} set held_until = now() where ${mine(request)} and effect is not null
    )
    delete from ${idempotencyKeys} where ${mine(request)} and effect is null`
}
