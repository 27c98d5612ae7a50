import { type SQL, sql } from 'drizzle-orm'
import { movesQuantity, type PositionEffect } from '../../alpaca/activity-types'
import type { BrokerPosition } from '../../alpaca/position'
import { meansWhere } from '../activities/meaning'
import { alpacaActivities, alpacaOrders, alpacaPositions } from '../schema'
import { incomingPositions, SAME } from './store'

/**
 * Closes, of the open positions that a list lacks, those whose known executions sum to zero, with
 * the cause. Even of a list that is doubted that much is certain. Returns the `id` of each.
 */
export function closeExplained(
  accountId: string,
  positions: readonly BrokerPosition[],
  now: Date,
): SQL {
  const candidates = sql`select o.*, ${now.toISOString()}::timestamptz as missed_at
    from ${alpacaPositions} o
    where o.account_id = ${accountId} and o.is_open
      and not exists (select from incoming i where ${SAME})`
  return sql`with ${incomingPositions(positions)}, ${causesOf(accountId, candidates)}
    update ${alpacaPositions} p
    set is_open = false, closed_at = ${now.toISOString()}::timestamptz, close_cause = c.cause
    from causes c where p.id = c.id returning p.id`
}

/** Sets the cause of the positions that were closed at `now`. */
export const closeCausesSince = (accountId: string, now: Date): SQL =>
  closeCauses(accountId, sql`p.closed_at = ${now.toISOString()}::timestamptz`)

/**
 * Sets the cause of closed positions of some underlyings, however long ago they closed, after facts
 * of these underlyings were stored.
 */
export const closeCausesOf = (accountId: string, underlyings: readonly string[]): SQL =>
  closeCauses(
    accountId,
    sql`p.underlying in (select jsonb_array_elements_text(${JSON.stringify(underlyings)}::jsonb))`,
  )

/** Sets the cause of closed positions without a known cause whose executions now explain it. */
function closeCauses(accountId: string, which: SQL): SQL {
  const candidates = sql`select p.*, p.closed_at as missed_at from ${alpacaPositions} p
    where p.account_id = ${accountId} and not p.is_open
      and p.close_cause in ('pending', 'unexplained') and ${which}`
  return sql`with ${causesOf(accountId, candidates)}
    update ${alpacaPositions} p set close_cause = c.cause from causes c where p.id = c.id`
}

// Option events are dated days later, and arrive days later (src/alpaca/README.md 3.3, 3.4).
const DAYS_TO_POST = sql`interval '5 days'`

/**
 * Marks positions as `unexplained` once the days are over in which an explanation arrives. A later
 * explanation still replaces that.
 */
export function giveUpCauses(accountId: string, now: Date): SQL {
  return sql`update ${alpacaPositions} set close_cause = 'unexplained'
    where account_id = ${accountId} and close_cause = 'pending'
      and closed_at < ${now.toISOString()}::timestamptz - ${DAYS_TO_POST}`
}

// What a coin paid for another is its quantity times an average price that the broker rounded.
const COIN_PLACES = 8

/** Whether an activity other than a fill changes a quantity. */
const IS_MOVING = meansWhere((meaning) => movesQuantity(meaning) && meaning.position !== 'fill')

/** Whether an activity changes a position in one way. */
const is = (alias: 'a' | 'g', effect: PositionEffect): SQL =>
  meansWhere(({ position }) => position === effect, alias)

/**
 * The CTE `causes`: of the candidates (positions with `missed_at`), those whose known executions
 * sum to zero, with the cause of the last execution. If the symbol was held again later, orders
 * count until the position was missed, and option events count some days longer. Otherwise
 * everything counts, because `missed_at` is on the Worker's clock, which may be days off.
 */
function causesOf(accountId: string, candidates: SQL): SQL {
  return sql`candidates as (
      select c.*, exists (select from ${alpacaPositions} n
        where n.account_id = c.account_id and n.symbol = c.symbol
        and (n.created_at, n.id) > (c.created_at, c.id)) as held_again
      from (${candidates}) c
    ),
    moves as (
      select p.id, coalesce(o.filled_at, o.alpaca_updated_at, o.submitted_at) as at,
        'order' as cause,
        case o.side when 'buy' then o.filled_qty else -o.filled_qty end as qty
      from candidates p join ${alpacaOrders} o on o.account_id = ${accountId} and o.underlying = p.underlying
        and o.filled_qty > 0 and (o.symbol = p.symbol or o.asset_id = p.asset_id or p.asset_class like 'crypto%')
      where not p.held_again or coalesce(o.filled_at, o.alpaca_updated_at, o.submitted_at) <= p.missed_at
      union all
      select p.id, coalesce(o.filled_at, o.alpaca_updated_at, o.submitted_at), 'order',
        case o.side when 'buy' then -o.filled_qty else o.filled_qty end * o.filled_avg_price
      from candidates p join ${alpacaOrders} o on o.account_id = ${accountId} and o.paid_with = p.underlying
        and o.paid_with is not null and o.filled_qty > 0 and o.filled_avg_price is not null
      where not p.held_again or coalesce(o.filled_at, o.alpaca_updated_at, o.submitted_at) <= p.missed_at
      union all
      select p.id, a.effective_at, case when ${is('a', 'expiration')} then 'expiration'
          when ${is('a', 'assignment')} then 'assignment'
          when ${is('a', 'exercise')} then 'exercise'
          when ${is('a', 'delivery')} then coalesce((select case
            when ${is('g', 'assignment')} then 'assignment' else 'exercise' end
            from ${alpacaActivities} g where g.account_id = a.account_id and g.group_id = a.group_id
              and (${is('g', 'assignment')} or ${is('g', 'exercise')}) limit 1), 'assignment')
          else 'adjustment' end, a.qty
      from candidates p join ${alpacaActivities} a on a.account_id = ${accountId}
        and a.underlying = p.underlying
        and (a.symbol = p.symbol or p.asset_class like 'crypto%')
      where ${IS_MOVING}
        and a.qty is not null and a.in_force
        and (not p.held_again or a.effective_at <= p.missed_at + ${DAYS_TO_POST})
    ),
    causes as (
      select id, (array_agg(cause order by at desc, cause))[1] as cause from moves group by id having round(sum(qty), ${COIN_PLACES}::int) = 0
    )`
}
