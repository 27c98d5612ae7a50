import { type SQL, sql } from 'drizzle-orm'
import type { OrderTrade, OverrideTrade } from '../../engine/output/order-trades'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { alpacaOrders } from '../schema'
import { recordset } from '../statements/recordset'

/**
 * An order leg and its trade. The strategy type and leg number are null until the trade's are
 * decided.
 */
export type AssignedOrder = Omit<OrderTrade, 'strategyType' | 'legNumber'> & {
  strategyType: StrategyType | null
  legNumber: number | null
}

interface BegunOrders {
  /** Microseconds since 1970: orders before this moment are updated. */
  from: number | null
  begun: readonly OverrideTrade[]
}

/**
 * Writes the trade, strategy type and leg number of order legs that carry others. Returns
 * `changed`.
 */
export function assignOrders(accountId: string, of: readonly { orders: AssignedOrder[] }[]): SQL {
  const { alpacaOrderId, tradeId, strategyType, legNumber } = alpacaOrders
  const columns = { orderId: alpacaOrderId, tradeId, strategyType, legNumber }
  const rows = of.flatMap(({ orders }) => orders)
  const type = sql`coalesce(i."strategyType", o.strategy_type)`
  const number = sql`coalesce(i."legNumber", o.leg_number)`
  return sql`with changed as (
      update ${alpacaOrders} o set trade_id = i."tradeId", strategy_type = ${type},
        leg_number = ${number}
      from (select * from ${recordset(rows, columns)}) i
      where o.account_id = ${accountId} and o.alpaca_order_id = i."orderId"
        and (o.trade_id, o.strategy_type, o.leg_number)
        is distinct from (i."tradeId", ${type}, ${number})
      returning 1
    ) select count(*)::int as changed from changed`
}

/**
 * Updates the strategy type and leg number of orders that belong to a trade the user made and that
 * precede the fold. Returns no statement when there are no such trades; the statement returns
 * `changed`.
 */
export function renumberBegun(accountId: string, of: readonly BegunOrders[]): SQL[] {
  const rows = of.flatMap(({ from, begun }) => begun.map((trade) => ({ ...trade, from })))
  if (rows.length === 0) return []
  const number = sql`coalesce((i."legNumbers"->>o.symbol)::int, o.leg_number)`
  return [
    sql`with changed as (
      update ${alpacaOrders} o set strategy_type = i."strategyType", leg_number = ${number}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as i("tradeId" uuid, "strategyType" text, "legNumbers" jsonb, "from" float8)
      where o.account_id = ${accountId} and o.trade_id = i."tradeId"
        and o.placed_at < to_timestamp(0) + i."from" * interval '1 microsecond'
        and (o.strategy_type, o.leg_number) is distinct from (i."strategyType", ${number})
      returning 1
    ) select count(*)::int as changed from changed`,
  ]
}
