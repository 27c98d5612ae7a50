import { answerSymbol } from '../../alpaca/coin'
import type { OrderRow } from '../../db/orders/list'
import type { StoredTrade } from '../../db/trades/select'
import type { LegRow } from '../../engine/output/trade-row'
import type { RiskRow } from '../../engine/risk/trade-risk'
import { type Columns, cellsOf } from '../csv/columns'

const order = cellsOf<OrderRow>()

/** Columns of an order leg, named as in JSON, the most used ones first. */
export const ORDER_COLUMNS = {
  submitted_at: order.time((row) => row.submittedAt),
  symbol: order.text((row) => answerSymbol(row.symbol, row.underlying)),
  underlying: order.text((row) => row.underlying),
  side: order.text((row) => row.side),
  position_intent: order.text((row) => row.positionIntent),
  status: order.text((row) => row.status),
  qty: order.number((row) => row.qty),
  filled_qty: order.number((row) => row.filledQty),
  filled_avg_price: order.number((row) => row.filledAvgPrice),
  filled_at: order.time((row) => row.filledAt),
  expiry_date: order.date((row) => row.expiryDate),
  strike_price: order.number((row) => row.strikePrice),
  option_type: order.text((row) => row.optionType),
  order_type: order.text((row) => row.orderType),
  time_in_force: order.text((row) => row.timeInForce),
  limit_price: order.number((row) => row.limitPrice),
  stop_price: order.number((row) => row.stopPrice),
  trail_price: order.number((row) => row.trailPrice),
  trail_percent: order.number((row) => row.trailPercent),
  notional: order.number((row) => row.notional),
  strategy_type: order.text((row) => row.strategyType),
  trade_id: order.text((row) => row.tradeId),
  leg_number: order.number((row) => row.legNumber),
  ratio_qty: order.number((row) => row.ratioQty),
  asset_class: order.text((row) => row.assetClass),
  asset_id: order.text((row) => row.assetId),
  order_class: order.text((row) => row.orderClass),
  alpaca_order_id: order.text((row) => row.alpacaOrderId),
  parent_order_id: order.text((row) => row.parentOrderId),
  client_order_id: order.text((row) => row.clientOrderId),
  account_id: order.text((row) => row.accountId),
  replaces: order.text((row) => row.replaces),
  replaced_by: order.text((row) => row.replacedBy),
  expired_at: order.time((row) => row.expiredAt),
  canceled_at: order.time((row) => row.canceledAt),
  failed_at: order.time((row) => row.failedAt),
  replaced_at: order.time((row) => row.replacedAt),
  expires_at: order.time((row) => row.expiresAt),
  alpaca_created_at: order.time((row) => row.alpacaCreatedAt),
  alpaca_updated_at: order.time((row) => row.alpacaUpdatedAt),
  created_at: order.time((row) => row.createdAt),
  updated_at: order.time((row) => row.updatedAt),
  id: order.text((row) => row.id),
} satisfies Columns<OrderRow>

const trade = cellsOf<StoredTrade>()

/** Columns of a trade, named as in JSON, the most used ones first. */
export const TRADE_COLUMNS = {
  opened_at: trade.time((row) => row.openedAt),
  closed_at: trade.time((row) => row.closedAt),
  underlying: trade.text((row) => row.underlying),
  strategy: trade.text((row) => row.strategy),
  strategy_type: trade.text((row) => row.strategyType),
  direction: trade.text((row) => row.direction),
  status: trade.text((row) => row.status),
  quantity: trade.number((row) => row.quantity),
  legs: trade.list((row) => row.legs.map((leg) => legText(leg, row.underlying))),
  expiry_date: trade.date((row) => row.expiryDate),
  entry_cash: trade.number((row) => row.entryCash),
  exit_cash: trade.number((row) => row.exitCash),
  realized_pl: trade.number((row) => row.realizedPl),
  fees: trade.number((row) => row.fees),
  net_pl: trade.number((row) => row.netPl),
  unrealized_pl: trade.number((row) => row.unrealizedPl),
  closed_by: trade.list((row) => row.closedBy),
  tags: trade.list((row) => row.tags),
  note: trade.text((row) => row.note),
  incomplete: trade.flag((row) => row.incomplete),
  unexplained: trade.flag((row) => row.unexplained),
  fees_pending: trade.flag((row) => row.feesPending),
  roll_count: trade.number((row) => row.rollCount),
  rolled_from: trade.text((row) => row.rolledFrom),
  chain_id: trade.text((row) => row.chainId),
  assigned_from: trade.text((row) => row.assignedFrom),
  covered_by: trade.text((row) => row.coveredBy),
  trade_id: trade.text((row) => row.tradeId),
  account_id: trade.text((row) => row.accountId),
  created_at: trade.time((row) => row.createdAt),
  updated_at: trade.time((row) => row.updatedAt),
  opened_on: trade.day((row) => row.openedAt),
  closed_on: trade.day((row) => row.closedAt),
  dividends: trade.number((row) => row.dividends),
  campaign_id: trade.text((row) => row.campaignId),
  risk: trade.list(({ risk }) => (risk === null ? [] : riskParts(risk))),
} satisfies Columns<StoredTrade>

const legText = ({ side, qty, symbol }: LegRow, underlying: string): string =>
  `${side} ${qty} ${answerSymbol(symbol, underlying)}`

/** Each figure of a risk with its name; `unlimited` where it has no limit. */
const riskParts = ({ max_profit, max_loss, breakevens }: RiskRow): string[] => [
  `max_profit ${max_profit ?? 'unlimited'}`,
  `max_loss ${max_loss ?? 'unlimited'}`,
  ...breakevens.map((price) => `breakeven ${price}`),
]
