import { type SQL, sql } from 'drizzle-orm'
import type { OrderTrade } from '../../engine/output/order-trades'
import type { StrategyType } from '../../engine/strategies/strategy-types'
import { alpacaOrders } from '../schema'
import { recordset } from '../statements/recordset'

/** An order leg and its trade; without the rest while that of a trade is not decided. */
export type AssignedOrder = Omit<OrderTrade, 'strategyType' | 'legNumber'> & {
  strategyType: StrategyType | null
  legNumber: number | null
}

/** A trade that the user made, and what its orders carry that came before the fold; the numbers by symbol. */
export interface BegunTrade {
  tradeId: string
  strategyType: StrategyType
  legNumbers: Record<string, number>
}

interface BegunOrders {
  /** Microseconds: earlier orders are meant. */
  from: number | null
  begun: readonly BegunTrade[]
}

/** Gives order legs the trades that they are of, where they carry another. Answers `changed`. */
export function assignOrders(accountId: string, of: readonly { orders: AssignedOrder[] }[]): SQL {
  const { alpacaOrderId, tradeId, strategyType, legNumber } = alpacaOrders
  const columns = { orderId: alpacaOrderId, tradeId, strategyType, legNumber }
  const rows = of.flatMap(({ orders }) => orders)
  const type = sql`coalesce(i."strategyType", o.strategy_type)`
  const number = sql`coalesce(i."legNumber", o.leg_number)`
  return sql`with changed as (
      update ${alpacaOrders} o set trade_id = i."tradeId", strategy_type = ${type}, leg_number = ${number}
      from (select * from ${recordset(rows, columns)}) i
      where o.account_id = ${accountId} and o.alpaca_order_id = i."orderId" and (o.trade_id, o.strategy_type, o.leg_number)
        is distinct from (i."tradeId", ${type}, ${number})
      returning 1
    ) select count(*)::int as changed from changed`
}

/**
 * Gives the orders of trades that the user made, and that began before the fold, what they carry of it now. Answers `changed`, if there
 * are any.
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
