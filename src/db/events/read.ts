import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { eventCounters, events } from '../schema'
import { EVENT_TYPES } from '../schema/events'

export type EventType = (typeof EVENT_TYPES)[number]

/** Days for which events are kept. */
export const EVENT_DAYS = 14

/** One event of the outbox. `at` is in Postgres' text form. */
const eventRow = z.object({
  seq: z.number(),
  type: z.enum(EVENT_TYPES),
  subjectId: z.string().nullable(),
  at: z.string(),
  data: z.record(z.string(), z.unknown()),
})

export type EventRow = z.infer<typeof eventRow>

/** Which events of an account to read. */
export interface EventQuery {
  accountId: string
  /** Read events with a larger sequence number; undefined reads from the oldest that is kept. */
  after: number | undefined
  /** Read events of these types alone. */
  types?: readonly EventType[] | undefined
  limit: number
}

const eventPage = z.object({
  /** Of the account; 0 before its first event. */
  lastSeq: z.number(),
  /** The database's clock, in Postgres' text form. */
  now: z.string(),
  /** Why events after `after` are missing; null when none is. */
  lost: z.enum(['pruned', 'unknown_seq']).nullable(),
  events: z.array(eventRow),
})

/** A page of events, and the last sequence number at the same moment. */
export type EventPage = z.infer<typeof eventPage>

/**
 * Reads events in ascending order. When events after `after` were pruned, or `after` is beyond the
 * last event (the database was restored), the page is one `reset` with the last sequence number:
 * the reader loads everything again and continues there. One round trip.
 */
export async function readEvents(db: Database, query: EventQuery): Promise<EventPage> {
  const { accountId, after, types, limit } = query
  const from = sql`${after ?? null}::bigint`
  const isAsked = types ? sql`e.type = any(${`{${types.join()}}`}::text[])` : sql`true`
  // One statement, so that the events and the last number are of one snapshot.
  const { rows } = await db.execute(sql`with counter as (
      select coalesce(max(last_seq), 0) as last_seq, coalesce(max(pruned_seq), 0) as pruned_seq
      from ${eventCounters} where account_id = ${accountId}
    ),
    place as (
      select last_seq, case when ${from} > last_seq then 'unknown_seq'
        when ${from} < pruned_seq then 'pruned' end as lost
      from counter
    ),
    chosen as (
      select e.seq, e.type, e.subject_id, e.at, e.data from ${events} e
      where e.account_id = ${accountId} and e.seq > coalesce(${from}, 0) and ${isAsked}
        and (select lost from place) is null
      order by e.seq limit ${limit}::int
    )
    select last_seq::float8 as "lastSeq", now()::text as now, lost,
      coalesce((select jsonb_agg(jsonb_build_object('seq', c.seq, 'type', c.type,
        'subjectId', c.subject_id, 'at', c.at::text, 'data', c.data) order by c.seq)
        from chosen c), '[]') as events
    from place`)
  const [page] = z.tuple([eventPage]).parse(rows)
  return page.lost === null ? page : { ...page, events: [resetAt(page, page.lost)] }
}

/** The event that stands for events that are gone. */
const resetAt = (
  { lastSeq, now }: Pick<EventPage, 'lastSeq' | 'now'>,
  reason: string,
): EventRow => ({ seq: lastSeq, type: 'reset', subjectId: null, at: now, data: { reason } })
