import { type SQL, sql } from 'drizzle-orm'
import { meansWhere } from '../activities/meaning'
import { alpacaActivities, alpacaOrders } from '../schema'
import { changedColumns, changeMarks } from './changes'

const created = (alias: string): SQL => {
  const column = (name: string) => sql.raw(`${alias}.${name}`)
  return sql`coalesce(${column('alpaca_created_at')}, ${column('effective_at')})`
}

const counts = (alias: string): SQL => {
  const column = (name: string) => sql.raw(`${alias}.${name}`)
  return sql`${column('status')} is distinct from 'canceled' and ${column('vanished_at')} is null`
}

const isSame = (column: string): SQL =>
  sql`${sql.raw(`o.${column}`)} is not distinct from ${sql.raw(`c.${column}`)}`

/**
 * Whether the row `o` can be what the correction `c` corrects, if `c` names none: the first row of
 * the same kind, symbol and day whose quantity is of the same sign.
 */
const isAlike = sql`o.activity_type = c.activity_type and o.date = c.date and ${isSame('activity_sub_type')}
  and ${isSame('symbol')} and ${isSame('fee_rule')} and ${isSame('execution_id')} and ${isSame('order_id')}
  and coalesce(o.group_id = c.group_id, true)
  and sign(coalesce(o.qty, 0)) = sign(coalesce(c.qty, 0))
  and o.status is distinct from 'correct' and (${created('o')}, o.activity_id) < (${created('c')}, c.activity_id)`

/**
 * Finds which activities other than fills were corrected by a row of its own, and marks the ledger
 * dirty where that changed. A corrected row stays stored and no longer counts. A correction names
 * the row by its id, or is a row of status `correct`: then it corrects the row that is like it, of
 * several the one of the nearest amount. A second correction of one row replaces the first. A row
 * of status `correct` that corrects none that is known counts by itself.
 */
export function supersedeCorrected(accountId: string): SQL {
  const isFill = meansWhere(({ position }) => position === 'fill', 'c')
  return sql`with corrections as materialized (
      select c.* from ${alpacaActivities} c where c.account_id = ${accountId} and not ${isFill}
        and (c.status = 'correct' or c.previous_id is not null) and ${counts('c')}
    ),
    corrected as materialized (
      select c.activity_id as by, ${created('c')} as at, t.activity_id from corrections c cross join lateral (
        select o.activity_id from ${alpacaActivities} o
        where o.account_id = ${accountId} and o.activity_id <> c.activity_id and ${counts('o')}
          and case when c.previous_id is null then ${isAlike}
            else o.activity_type = c.activity_type and c.previous_id in (o.activity_id, split_part(o.activity_id, '::', 2)) end
        order by abs(coalesce(o.net_amount, 0) - coalesce(c.net_amount, 0)), abs(coalesce(o.qty, 0) - coalesce(c.qty, 0)),
          ${created('o')} desc, o.activity_id desc limit 1
      ) t
    ),
    last as (
      select distinct on (activity_id) activity_id, by from corrected order by activity_id, at desc, by desc
    ),
    superseded as (
      select l.activity_id, l.by from last l
      union select c.by, l.by from corrected c join last l on l.activity_id = c.activity_id and l.by <> c.by
    ),
    wanted as (
      select s.activity_id, min(s.by) as by from superseded s group by 1
      union all
      select a.activity_id, null from ${alpacaActivities} a where a.account_id = ${accountId} and a.superseded_by is not null
        and a.activity_id not in (select activity_id from superseded)
    ),
    changed as (
      select ${changedColumns} from wanted w
      join ${alpacaActivities} a on a.account_id = ${accountId} and a.activity_id = w.activity_id
      left join ${alpacaOrders} o on o.alpaca_order_id = a.order_id and o.account_id = a.account_id
      where a.superseded_by is distinct from w.by
    ),
    written as (
      update ${alpacaActivities} a set superseded_by = w.by from wanted w
      where a.account_id = ${accountId} and a.activity_id = w.activity_id and a.superseded_by is distinct from w.by
    ),
    ${changeMarks(accountId)}
    select count(*)::int as changed from changed`
}
