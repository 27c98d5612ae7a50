import { answerSymbol } from '../../alpaca/coin'
import type { TradeRow } from '../../db/trades/list'
import type { LegRow } from '../../engine/output/trade-row'
import { type Columns, cellsOf } from '../csv/columns'

const { text, number, date, day, time, flag, list } = cellsOf<TradeRow>()

/** A trade as a line: the names of the API, what a person looks for first. */
export const TRADE_COLUMNS = {
  opened_at: time((row) => row.openedAt),
  closed_at: time((row) => row.closedAt),
  underlying: text((row) => row.underlying),
  strategy: text((row) => row.strategy),
  strategy_type: text((row) => row.strategyType),
  direction: text((row) => row.direction),
  status: text((row) => row.status),
  quantity: number((row) => row.quantity),
  legs: list((row) => row.legs.map((leg) => legText(leg, row.underlying))),
  expiry_date: date((row) => row.expiryDate),
  entry_cash: number((row) => row.entryCash),
  exit_cash: number((row) => row.exitCash),
  realized_pl: number((row) => row.realizedPl),
  fees: number((row) => row.fees),
  net_pl: number((row) => row.netPl),
  unrealized_pl: number((row) => row.unrealizedPl),
  closed_by: list((row) => row.closedBy),
  tags: list((row) => row.tags),
  note: text((row) => row.note),
  incomplete: flag((row) => row.incomplete),
  unexplained: flag((row) => row.unexplained),
  fees_pending: flag((row) => row.feesPending),
  roll_count: number((row) => row.rollCount),
  rolled_from: text((row) => row.rolledFrom),
  chain_id: text((row) => row.chainId),
  assigned_from: text((row) => row.assignedFrom),
  covered_by: text((row) => row.coveredBy),
  trade_id: text((row) => row.tradeId),
  account_id: text((row) => row.accountId),
  created_at: time((row) => row.createdAt),
  updated_at: time((row) => row.updatedAt),
  opened_on: day((row) => row.openedAt),
  closed_on: day((row) => row.closedAt),
} satisfies Columns<TradeRow>

const legText = ({ side, qty, symbol }: LegRow, underlying: string): string =>
  `${side} ${qty} ${answerSymbol(symbol, underlying)}`
