import { type SQL, sql } from 'drizzle-orm'
import { meansWhere } from '../activities/meaning'
import { alpacaActivities, alpacaOrders } from '../schema'
import { isOneOf } from '../statements/is-one-of'

/** Rows of corporate actions: one can turn a position into one of another underlying. */
const IS_ACTION = meansWhere(({ position }) => position === 'adjustment')

/** Rows without a group are one action only within one of these. */
const FAMILY = sql`case when a.activity_type in ('NC', 'SC') then 'NC' when a.activity_type in ('SPLIT', 'SSP') then 'SPLIT'
  when a.activity_type in ('SPIN', 'SSO') then 'SPIN' when a.activity_type in ('REORG', 'VOF') then 'VOF'
  when a.activity_type in ('DIV', 'DIVROC', 'CIL') then a.activity_id else a.activity_type end`

/** Types whose one row names the parent in its text. */
const SPIN_OFFS = ['SPIN', 'SSO']

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
      select distinct a.account_id, a.underlying, coalesce(a.group_id, concat_ws(' ', a.date, ${FAMILY})) as action
      from ${alpacaActivities} a
      where a.account_id in ${accounts} and ${IS_ACTION} and a.underlying is not null
    ),
    named as materialized (
      select a.account_id, a.underlying, m[1] as parent from ${alpacaActivities} a
      cross join lateral regexp_matches(a.raw_data->>'description', 'Initiating Symbol: ?([A-Z][A-Z0-9.]*)') m
      where a.account_id in ${accounts} and ${isOneOf(sql`a.activity_type`, SPIN_OFFS)} and a.underlying is not null
        and m[1] <> a.underlying
    ),
    paid as materialized (
      select account_id, underlying, paid_with from ${alpacaOrders}
      where account_id in ${accounts} and paid_with is not null
      union select account_id, underlying, paid_with from ${alpacaActivities}
      where account_id in ${accounts} and paid_with is not null
    ),
    ties as materialized (
      select a.account_id, a.underlying as one, a.parent as other from named a
      union select a.account_id, a.parent, a.underlying from named a
      union select a.account_id, a.underlying as one, b.underlying as other from renaming a
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
