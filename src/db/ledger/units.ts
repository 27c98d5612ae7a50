import { type SQL, sql } from 'drizzle-orm'
import { typesWhere } from '../../alpaca/activity-types'
import { alpacaActivities } from '../schema'

/** Types whose rows come in pairs: one removes a position, the other brings what it becomes. */
const RENAMING = typesWhere(({ position }) => position === 'adjustment')

/**
 * The CTEs (of a `with recursive`) that tell what is folded together: underlyings that a corporate action ties, because it may make
 * a position of one the other's. `unit` has for each `root` all its members, itself too. Canceled rows tie as well, so that
 * nothing falls apart that was one; what ties too much costs a little, and changes no trade.
 *
 * @param accounts a list or query of account ids.
 * @param roots yields account_id and underlying.
 */
export function units(accounts: SQL, roots: SQL): SQL {
  return sql`renaming as materialized (
      select distinct account_id, underlying, coalesce(group_id, concat_ws(' ', date, abs(qty))) as action from ${alpacaActivities}
      where account_id in ${accounts} and ${isOneOf(sql`activity_type`, RENAMING)} and underlying is not null
    ),
    ties as materialized (
      select a.account_id, a.underlying as one, b.underlying as other from renaming a join renaming b
        on b.account_id = a.account_id and b.action = a.action and b.underlying <> a.underlying
    ),
    unit as (
      select r.account_id, r.underlying as root, r.underlying as member from (${roots}) r
      union select u.account_id, u.root, t.other from unit u join ties t on t.account_id = u.account_id and t.one = u.member
    )`
}

/** Whether a column is one of some underlyings. Of one, as equal: then the planner reads an index in its order. */
export function isOneOf(column: SQL, underlyings: readonly string[]): SQL {
  const [only] = underlyings
  if (only !== undefined && underlyings.length === 1) return sql`${column} = ${only}`
  const names = underlyings.map((name) => sql`${name}`)
  return sql`${column} in (${sql.join(names, sql`, `)})`
}
