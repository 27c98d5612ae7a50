import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { EVENT_DAYS } from '../events/read'
import { alpacaAccounts, events, webhookDeliveries, webhooks } from '../schema'
import { WEBHOOK_FORMATS } from '../schema/webhooks'
import { secretColumns } from './secrets'

/** Seconds until the next attempt, after each failed one. The attempt after the last fails. */
export const RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const

/** Days of failure without any success after which a webhook is switched off. */
export const FAILING_DAYS = 5

/** A request that has no result after this time is dead, and its delivery is due again. */
const CLAIM_SECONDS = 60

/** Requests to one receiver at once: chats accept about one message a second. */
const AT_ONCE = { json: 3, other: 1 } as const

const claimed = z.object({
  id: z.string(),
  accountId: z.string().nullable(),
  /** Null for a test. */
  seq: z.number().nullable(),
  type: z.string(),
  attempt: z.number(),
  /** When the event happened, in Postgres' text form. */
  at: z.string(),
  subjectId: z.string().nullable(),
  /** Null if the event is no longer kept. */
  data: z.record(z.string(), z.unknown()).nullable(),
  /** Label of the account. */
  label: z.string().nullable(),
  webhook: z.object({
    id: z.string(),
    url: z.string(),
    format: z.enum(WEBHOOK_FORMATS),
    secret: z.string(),
    previousSecret: z.string().nullable(),
  }),
})

/** A delivery that a sender has claimed: one request is to be made. */
export type ClaimedDelivery = z.infer<typeof claimed>

/** Parses the rows of a claim. */
export const readClaimed = (rows: unknown): ClaimedDelivery[] => z.array(claimed).parse(rows)

/** Which due deliveries to claim. */
export interface DueClaim {
  /** Only events of this account. */
  accountId: string | undefined
  /** Webhooks whose deliveries are left alone. */
  except: readonly string[]
  limit: number
}

/**
 * Claims deliveries that are due, the longest due first. A failing receiver gets one request at a
 * time, so that it cannot hold up others. A claim counts as an attempt.
 */
export function claimDue({ accountId, except, limit }: DueClaim): SQL {
  const isAsked = accountId === undefined ? sql`true` : sql`d.account_id = ${accountId}`
  const isOurs =
    accountId === undefined ? sql`true` : sql`coalesce(w.account_id, ${accountId}) = ${accountId}`
  return claim(sql`select due.id from (
      select w.id, case when w.failing_since is null and w.format = 'json'
          then ${AT_ONCE.json}::int else ${AT_ONCE.other}::int end
        - (select count(*) from ${webhookDeliveries} c
          where c.webhook_id = w.id and c.claimed_until > now())::int as room
      from ${webhooks} w
      where w.active and ${isOurs} and not w.id = any(${`{${except.join()}}`}::uuid[])
    ) lane cross join lateral (
      select d.id, d.next_at from ${webhookDeliveries} d
      where d.webhook_id = lane.id and d.status = 'pending' and d.next_at <= now()
        and (d.claimed_until is null or d.claimed_until <= now()) and ${isAsked}
      order by d.next_at, d.seq limit greatest(lane.room, 0) for update skip locked
    ) due order by due.next_at limit ${limit}::int`)
}

/** Claims one delivery, whether it is due or not. */
export const claimOne = (id: string): SQL => claim(sql`select ${id}::uuid as id`)

const claim = (chosen: SQL): SQL => sql`with chosen as (${chosen}),
  claimed as (
    update ${webhookDeliveries} d set attempt = d.attempt + 1, attempted_at = clock_timestamp(),
      claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS}::int)
    from chosen where d.id = chosen.id and d.status = 'pending'
    returning d.*
  )
  select c.id, c.account_id as "accountId", c.seq::float8 as seq, c.type, c.attempt,
    coalesce(e.at, c.created_at)::text as at, e.subject_id as "subjectId", e.data, a.label,
    jsonb_build_object('id', webhooks.id, 'url', webhooks.url, 'format', webhooks.format,
      'secret', s.secret, 'previousSecret', s."previousSecret") as webhook
  from claimed c join ${webhooks} on webhooks.id = c.webhook_id
  cross join lateral (select ${secretColumns}) s
  left join ${events} e on e.account_id = c.account_id and e.seq = c.seq
  left join ${alpacaAccounts} a on a.account_id = c.account_id
  order by c.next_at, c.seq`

/** Inserts the delivery of a test. */
export const insertTest = (id: string, webhookId: string): SQL =>
  sql`insert into ${webhookDeliveries} (id, webhook_id, account_id, type)
    select ${id}::uuid, w.id, w.account_id, 'test' from ${webhooks} w
    where w.id = ${webhookId}::uuid`

/**
 * Makes a delivery due again, with all attempts. Returns a row with its id, or none if its event is
 * no longer kept.
 */
export const makeDue = (id: string): SQL =>
  sql`update ${webhookDeliveries} d set status = 'pending', attempt = 0, next_at = now(),
    claimed_until = null
    where d.id = ${id}::uuid and (d.seq is null or exists (
      select from ${events} e where e.account_id = d.account_id and e.seq = d.seq))
    returning d.id`

/** Why an attempt failed. */
export const FAILURES = [
  'status',
  'redirect',
  'timeout',
  'unreachable',
  'refused_url',
  'secret_unreadable',
  'event_gone',
] as const

/** The result of an attempt. */
export interface AttemptResult {
  delivery: Pick<ClaimedDelivery, 'id' | 'attempt'>
  /** HTTP status of the response; null without one. */
  code: number | null
  /** Null if the receiver accepted the message. */
  failure: (typeof FAILURES)[number] | null
}

const GONE = 410

/**
 * Records the result of an attempt: the next attempt or the end of the delivery, and what it means
 * for the webhook. Records nothing if the delivery was claimed again meanwhile. Returns a row with
 * the state of the webhook if it changed.
 */
export function recordResult({ delivery, code, failure }: AttemptResult): SQL {
  const isOver = sql`(d.seq is null or ${code}::int is not distinct from ${GONE}::int
    or ${failure}::text is not distinct from 'event_gone' or d.attempt > ${RETRY_SECONDS.length}::int)`
  const delays = sql`(${`{${RETRY_SECONDS.join()}}`}::int[])[d.attempt]`
  const isAccepted = sql`${failure}::text is null`
  return sql`with recorded as (
      update ${webhookDeliveries} d set claimed_until = null, response_code = ${code}::int,
        error = ${failure}::text,
        status = case when ${isAccepted} then 'delivered' when ${isOver} then 'failed'
          else 'pending' end,
        next_at = case when ${isAccepted} or ${isOver} then null
          else now() + make_interval(secs => ${delays}) end
      where d.id = ${delivery.id}::uuid and d.attempt = ${delivery.attempt}::int
        and d.status = 'pending'
      returning d.webhook_id, d.seq, d.attempted_at
    ),
    judged as (
      select w.id, ${isAccepted} as accepted, recorded.attempted_at,
        case when ${isAccepted} then null
          when ${code}::int = ${GONE}::int then 'gone'
          when w.failing_since <= now() - make_interval(days => ${FAILING_DAYS}::int)
            then 'failing' end as reason
      from recorded join ${webhooks} w on w.id = recorded.webhook_id
      where recorded.seq is not null and w.active
        and ${failure}::text is distinct from 'event_gone'
        and (not ${isAccepted} or w.failing_since is not null)
    )
    update ${webhooks} w set
      failing_since = case when judged.accepted then null 
        else least(w.failing_since, judged.attempted_at) end,
      active = judged.reason is null, disabled_reason = judged.reason,
      disabled_at = case when judged.reason is not null then now() end
    from judged where w.id = judged.id
    returning w.id, w.disabled_reason as reason`
}

const judgedWebhook = z.object({ id: z.string(), reason: z.string().nullable() })

/** Parses the rows of `recordResult`. Returns why the webhook was switched off; null if it was not. */
export const readSwitchOff = (rows: unknown): string | null =>
  z.array(judgedWebhook).parse(rows)[0]?.reason ?? null

/** The number of deliveries that one run prunes. */
const PRUNED_AT_ONCE = 2_000

/** Deletes some deliveries that are older than 14 days, as the events are. */
export const pruneDeliveries = (): SQL =>
  sql`delete from ${webhookDeliveries} where ctid = any(array(
    select ctid from ${webhookDeliveries}
    where created_at < now() - make_interval(days => ${EVENT_DAYS}::int)
    order by created_at limit ${PRUNED_AT_ONCE}::int for update skip locked))`
