import { type SQL, sql } from 'drizzle-orm'
import { typesWhere } from '../../alpaca/activity-types'
import { alpacaActivities, alpacaOrders } from '../schema'

/**
 * Types of activities that come as pairs of rows: one removes a position, the other adds its
 * successor.
 */
const RENAMING = typesWhere(({ position }) => position === 'adjustment')

/**
 * The CTEs (of a `with recursive`) that find the underlyings to fold together. A corporate action
 * ties underlyings, because it may turn a position of one into a position of the other. A pair of
 * coins ties them too, because it pays for one with lots of the other. `unit`
 * holds all members for each `root`, itself included. Canceled rows tie too, so that a unit never
 * falls apart; a tie too many costs time but changes no trade.
 *
 * @param accounts a list or query of account ids.
 * @param roots yields account_id and underlying.
 */
export function units(accounts: SQL, roots: SQL): SQL {
  return sql`renaming as materialized (
      select distinct account_id, underlying, coalesce(group_id,
        concat_ws(' ', date, abs(qty))) as action from ${alpacaActivities}
      where account_id in ${accounts} and ${isOneOf(sql`activity_type`, RENAMING)}
        and underlying is not null
    ),
    paid as materialized (
      select account_id, underlying, paid_with from ${alpacaOrders}
      where account_id in ${accounts} and paid_with is not null
      union select account_id, underlying, paid_with from ${alpacaActivities}
      where account_id in ${accounts} and paid_with is not null
    ),
    ties as materialized (
      select a.account_id, a.underlying as one, b.underlying as other from renaming a
      join renaming b
        on b.account_id = a.account_id and b.action = a.action and b.underlying <> a.underlying
      union select account_id, underlying, paid_with from paid
      union select account_id, paid_with, underlying from paid
    ),
    unit as (
      select r.account_id, r.underlying as root, r.underlying as member from (${roots}) r
      union select u.account_id, u.root, t.other from unit u
      join ties t on t.account_id = u.account_id and t.one = u.member
    )`
}

/**
 * A condition that a column is one of some underlyings. A single underlying is compared with `=`,
 * so that the planner can read an index in order.
 */
export function isOneOf(column: SQL, underlyings: readonly string[]): SQL {
  const [only] = underlyings
  if (only !== undefined && underlyings.length === 1) return sql`${column} = ${only}`
  const names = underlyings.map((name) => sql`${name}`)
  return sql`${column} in (${sql.join(names, sql`, `)})`
}
