import type * as z from 'zod'
import { answerSymbol } from '../../alpaca/coin'
import type { ChainRow, TradeDetail, TradeFeeRow, TradeFillRow } from '../../db/trades/detail'
import type { StoredTrade } from '../../db/trades/select'
import type { TradeTotals } from '../../db/trades/totals'
import type { LegRow } from '../../engine/output/trade-row'
import type { RiskRow } from '../../engine/risk/trade-risk'
import { jsonDate, jsonNumber, jsonTime } from '../http/json-values'
import { presentOrder } from '../orders/present'
import type { totalsSchema, tradeDetailSchema, tradeSchema } from './schemas'

type TradeJson = z.infer<typeof tradeSchema>
type DetailJson = z.infer<typeof tradeDetailSchema>['trade']

/** The sums of a list as JSON. */
export const presentTotals = (totals: TradeTotals): z.infer<typeof totalsSchema> => ({
  trades: totals.trades,
  open_trades: totals.open_trades,
  incomplete_trades: totals.incomplete_trades,
  realized_pl: jsonNumber(totals.realized_pl),
  fees: jsonNumber(totals.fees),
  net_pl: jsonNumber(totals.net_pl),
  dividends: jsonNumber(totals.dividends),
  unrealized_pl: jsonNumber(totals.unrealized_pl),
})

/** A trade as JSON. */
export function presentTrade(row: StoredTrade): TradeJson {
  return {
    trade_id: row.tradeId,
    account_id: row.accountId,
    underlying: row.underlying,
    strategy: row.strategy,
    strategy_type: row.strategyType,
    direction: row.direction,
    status: row.status,
    closed_by: row.closedBy,
    quantity: jsonNumber(row.quantity),
    opened_at: jsonTime(row.openedAt),
    closed_at: jsonTime(row.closedAt),
    opened_on: jsonDate(row.openedAt),
    closed_on: jsonDate(row.closedAt),
    expiry_date: row.expiryDate,
    entry_cash: jsonNumber(row.entryCash),
    exit_cash: jsonNumber(row.exitCash),
    realized_pl: jsonNumber(row.realizedPl),
    fees: jsonNumber(row.fees),
    net_pl: jsonNumber(row.netPl),
    dividends: jsonNumber(row.dividends),
    unrealized_pl: jsonNumber(row.unrealizedPl),
    risk: row.risk && presentRisk(row.risk),
    fees_pending: row.feesPending,
    rolled_from: row.rolledFrom,
    chain_id: row.chainId,
    roll_count: row.rollCount,
    assigned_from: row.assignedFrom,
    covered_by: row.coveredBy,
    campaign_id: row.campaignId,
    incomplete: row.incomplete,
    unexplained: row.unexplained,
    tags: row.tags,
    note: row.note,
    legs: row.legs.map((leg) => presentLeg(leg, row.underlying)),
    created_at: jsonTime(row.createdAt),
    updated_at: jsonTime(row.updatedAt),
  }
}

/** A trade with its fills, fees, order legs and chain as JSON. */
export function presentTradeDetail(detail: TradeDetail): DetailJson {
  const { trade, fills, fees, orders, chain } = detail
  return {
    ...presentTrade(trade),
    fills: fills.map(presentFill),
    fees_detail: fees.map(presentFee),
    orders: orders.map(presentOrder),
    chain: chain.map(presentLink),
    chain_net_pl: jsonNumber(chain[0]?.chainNetPl ?? null),
  }
}

function presentFee(row: TradeFeeRow): DetailJson['fees_detail'][number] {
  return {
    activity_id: row.activityId,
    kind: row.kind,
    amount: jsonNumber(row.amount),
    trading_day: row.tradingDay,
  }
}

function presentLink(row: ChainRow): DetailJson['chain'][number] {
  return {
    trade_id: row.tradeId,
    strategy: row.strategy,
    status: row.status,
    opened_at: jsonTime(row.openedAt),
    closed_at: jsonTime(row.closedAt),
    net_pl: jsonNumber(row.netPl),
  }
}

function presentLeg(
  { open_cost: _, ...leg }: LegRow,
  underlying: string,
): TradeJson['legs'][number] {
  return {
    ...leg,
    symbol: answerSymbol(leg.symbol, underlying),
    strike: jsonNumber(leg.strike),
    qty: jsonNumber(leg.qty),
    open_qty: jsonNumber(leg.open_qty),
    avg_open_price: jsonNumber(leg.avg_open_price),
    avg_close_price: jsonNumber(leg.avg_close_price),
    realized_pl: jsonNumber(leg.realized_pl),
  }
}

function presentRisk(row: RiskRow): TradeJson['risk'] {
  return {
    knots: row.knots.map(({ price, pl }) => ({ price: jsonNumber(price), pl: jsonNumber(pl) })),
    max_profit: jsonNumber(row.max_profit),
    max_loss: jsonNumber(row.max_loss),
    breakevens: row.breakevens.map((price) => jsonNumber(price)),
  }
}

function presentFill(row: TradeFillRow): DetailJson['fills'][number] {
  return {
    execution_id: row.executionId,
    effect: row.effect,
    symbol: answerSymbol(row.symbol, row.underlying),
    kind: row.kind,
    leg_kind: row.legKind,
    order_id: row.orderId,
    activity_id: row.activityId,
    side: row.side,
    qty: jsonNumber(row.qty),
    price: jsonNumber(row.price),
    multiplier: jsonNumber(row.multiplier),
    realized_pl: jsonNumber(row.realizedPl),
    executed_at: jsonTime(row.executedAt),
    trading_day: row.tradingDay,
  }
}
