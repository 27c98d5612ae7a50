import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { alpacaActivities, alpacaOrders } from '../schema'
import { changedColumns, changeMarks } from './changes'

/**
 * A page of Alpaca's list, as far as it is complete. Rows are compared with it that were created
 * after `from` and before `until`, and whose ids have a timestamp between `after` and `before`.
 */
export interface ListedPage {
  /** The ids of all rows of the page, refused ones included. */
  ids: readonly string[]
  /** RFC 3339, exclusive. */
  from: string
  /** RFC 3339, exclusive. */
  until: string
  /** The first 17 digits of ids, exclusive; null without a bound. */
  after: string | null
  before: string | null
}

/**
 * More rows than this must not be missing at once, on this page and before, unless it lists more.
 */
const MOST_MISSING = 3

/** How long more rows than that must be missing before they count as vanished. */
const DOUBTED_FOR = sql`interval '1 day'`

/** A row of `noteListed`: the ids of activities that vanished with this page, or came back. */
export const listedChanges = z.object({
  vanished: z.array(z.string()),
  returned: z.array(z.string()),
})

export type ListedChanges = z.infer<typeof listedChanges>

/**
 * Compares the stored activities with a page. A row that the page lacks is noted the first time,
 * and vanishes the second time: it no longer counts, but stays stored. Where more rows are missing
 * than listed, Alpaca rather failed to list them, so they must be missing for a day. A row that is
 * listed again counts again. Marks the ledger dirty where something changed, and the orders of
 * fills to be read again.
 */
export function noteListed(
  accountId: string,
  { ids, from, until, after, before }: ListedPage,
  { runId, now }: { runId: string; now: Date },
): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  const created = sql`coalesce(a.transaction_time, a.alpaca_created_at, a.effective_at)`
  const day = sql`coalesce(a.date, (${created} at time zone 'America/New_York')::date)`
  // An id begins with the day of its row or the day before: a bound for the index alone.
  const firstDay = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10)
  const stamp = sql`left(a.activity_id, 17)`
  return sql`with page as materialized (
      select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as id
    ),
    missing as (
      select a.activity_id from ${alpacaActivities} a
      where a.account_id = ${accountId} and a.vanished_at is null
        and a.activity_id > ${after ?? firstDay.replaceAll('-', '')}
        ${after === null ? sql`` : sql`and ${stamp} > ${after}`}
        ${before === null ? sql`` : sql`and a.activity_id < ${before}`}
        ${after === null && before === null ? sql`` : sql`and a.activity_id ~ '^[0-9]{17}::'`}
        and ${created} > ${from}::timestamptz and ${created} < ${until}::timestamptz
        and ${day} > (${from}::timestamptz at time zone 'America/New_York')::date
        and a.activity_id not in (select id from page)
    ),
    doubt as (
      select count(*) > ${MOST_MISSING}::int and count(*) > (select count(*) from page) as is_doubted from (
        select activity_id from missing
        union select a.activity_id from ${alpacaActivities} a where a.account_id = ${accountId}
          and a.missing_since is not null and a.vanished_at is null and a.activity_id not in (select id from page)
      ) m
    ),
    noted as (
      select a.activity_id, null::timestamptz as missing_since, null::timestamptz as vanished_at
      from ${alpacaActivities} a join page p on p.id = a.activity_id
      where a.account_id = ${accountId} and a.missing_since is not null
      union all
      select a.activity_id, coalesce(a.missing_since, ${at}),
        case when (a.missing_since is not null and not d.is_doubted) or a.missing_since <= ${at} - ${DOUBTED_FOR} then ${at} end
      from missing m join ${alpacaActivities} a on a.account_id = ${accountId} and a.activity_id = m.activity_id
      cross join doubt d
    ),
    changed as (
      select ${changedColumns}, n.vanished_at is not null as is_gone
      from noted n join ${alpacaActivities} a on a.account_id = ${accountId} and a.activity_id = n.activity_id
      left join ${alpacaOrders} o on o.alpaca_order_id = a.order_id and o.account_id = a.account_id
      where (a.vanished_at is null) <> (n.vanished_at is null)
    ),
    written as (
      update ${alpacaActivities} a set missing_since = n.missing_since, vanished_at = n.vanished_at,
        recheck_run_id = case when c.activity_id is not null and a.fill_type is not null then ${runId}::uuid else a.recheck_run_id end
      from noted n left join changed c on c.activity_id = n.activity_id
      where a.account_id = ${accountId} and a.activity_id = n.activity_id
        and (a.missing_since, a.vanished_at) is distinct from (n.missing_since, n.vanished_at)
    ),
    ${changeMarks(accountId)}
    select coalesce(json_agg(activity_id) filter (where is_gone), '[]') as vanished,
      coalesce(json_agg(activity_id) filter (where not is_gone), '[]') as returned from changed`
}

/** Rows to look for on the day of their ids, at most: more are left to the next readings. */
const MOST_CONFIRMED = 20

/**
 * Selects the activities that were noted as missing within the last hour and did not vanish, one
 * `id` a row; none when there are many.
 */
export function missingActivities(accountId: string, now: Date): SQL {
  return sql`select m.id from (
      select a.activity_id as id, count(*) over () as missing from ${alpacaActivities} a
      where a.account_id = ${accountId} and a.missing_since is not null and a.vanished_at is null
        and a.missing_since > ${now.toISOString()}::timestamptz - interval '1 hour'
    ) m where m.missing <= ${MOST_CONFIRMED}::int order by 1`
}
