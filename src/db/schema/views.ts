/**
 * Views for BI tools: read-only, with names and columns that stay. Each joins the account's label,
 * so Postgres refuses to write through any of them. `src/local/views` has a role that may read them
 * alone. The Worker does not read them, so `index.ts` does not export them.
 *
 * A changed view is dropped and created again, which drops its comments and grants: the migration
 * beside it must write the comments again, and people must run the script of the role again.
 */
import { type SQL, sql } from 'drizzle-orm'
import { boolean, date, integer, numeric, pgView, text, uuid } from 'drizzle-orm/pg-core'
import { QUOTES } from '../../alpaca/coin'
import { alpacaAccounts } from './accounts'
import { campaignSums } from './campaign-sums'
import { momentColumn } from './columns'
import { alpacaPositions } from './positions'
import { alpacaDailySums } from './sums'
import { alpacaTradeFills, alpacaTrades } from './trades'
import { unrealizedPl } from './unrealized'

/** The account of a row: Alpaca's id of it, and the user's label. */
const accountOfRow = () => ({
  accountId: text('account_id'),
  accountLabel: text('account_label'),
})

/** Joins the label of the account that a column names. */
const withLabel = (accountId: SQL): SQL =>
  sql`left join ${alpacaAccounts} a on a.account_id = ${accountId}`

const newYorkDate = (moment: SQL): SQL => sql`(${moment} at time zone 'America/New_York')::date`

/** The symbol as the API spells it: a coin with a slash (`answerSymbol`). */
const spelled = (symbol: SQL, underlying: SQL): SQL =>
  sql`case when ${underlying} like '%/%' and ${symbol} not like '%/%'
    then regexp_replace(${symbol}, '^(.+)(${sql.raw(QUOTES.join('|'))})$', '\\1/\\2') else ${symbol} end`

/** One row per trade, with the columns of `GET /trades`. */
export const tradesView = pgView('v_trades', {
  tradeId: uuid('trade_id'),
  ...accountOfRow(),
  underlying: text('underlying'),
  strategy: text('strategy'),
  strategyType: text('strategy_type'),
  direction: text('direction'),
  status: text('status'),
  closedBy: text('closed_by').array(),
  quantity: numeric('quantity'),
  openedAt: momentColumn('opened_at'),
  closedAt: momentColumn('closed_at'),
  openedOn: date('opened_on'),
  closedOn: date('closed_on'),
  daysHeld: numeric('days_held'),
  expiryDate: date('expiry_date'),
  entryCash: numeric('entry_cash'),
  exitCash: numeric('exit_cash'),
  realizedPl: numeric('realized_pl'),
  fees: numeric('fees'),
  netPl: numeric('net_pl'),
  dividends: numeric('dividends'),
  unrealizedPl: numeric('unrealized_pl'),
  maxProfit: numeric('max_profit'),
  maxLoss: numeric('max_loss'),
  feesPending: boolean('fees_pending'),
  rolledFrom: uuid('rolled_from'),
  chainId: uuid('chain_id'),
  rollCount: integer('roll_count'),
  assignedFrom: uuid('assigned_from'),
  coveredBy: uuid('covered_by'),
  campaignId: uuid('campaign_id'),
  incomplete: boolean('incomplete'),
  unexplained: boolean('unexplained'),
  tags: text('tags').array(),
  note: text('note'),
  createdAt: momentColumn('created_at'),
  updatedAt: momentColumn('updated_at'),
}).as(sql`select alpaca_trades.trade_id, alpaca_trades.account_id, a.label as account_label,
    alpaca_trades.underlying, strategy, strategy_type, direction, alpaca_trades.status, closed_by, quantity,
    opened_at, closed_at, ${newYorkDate(sql`opened_at`)} as opened_on, ${newYorkDate(sql`closed_at`)} as closed_on,
    extract(epoch from closed_at - opened_at) / 86400 as days_held,
    expiry_date, entry_cash, exit_cash, alpaca_trades.realized_pl, fees, net_pl, dividends,
    ${unrealizedPl} as unrealized_pl,
    (risk ->> 'max_profit')::numeric as max_profit, (risk ->> 'max_loss')::numeric as max_loss,
    fees_pending, rolled_from, chain_id, roll_count, assigned_from, covered_by, campaign_id, incomplete,
    unexplained, tags, note, alpaca_trades.created_at, alpaca_trades.updated_at
  from ${alpacaTrades} ${withLabel(sql`alpaca_trades.account_id`)}`)

/** One row per leg of a trade, in the order of `legs` in `GET /trades`. */
export const legsView = pgView('v_legs', {
  tradeId: uuid('trade_id'),
  legNumber: integer('leg_number'),
  ...accountOfRow(),
  underlying: text('underlying'),
  strategy: text('strategy'),
  tradeStatus: text('trade_status'),
  openedAt: momentColumn('opened_at'),
  symbol: text('symbol'),
  kind: text('kind'),
  strike: numeric('strike'),
  expiryDate: date('expiry_date'),
  side: text('side'),
  qty: numeric('qty'),
  openQty: numeric('open_qty'),
  avgOpenPrice: numeric('avg_open_price'),
  avgClosePrice: numeric('avg_close_price'),
  realizedPl: numeric('realized_pl'),
  closedBy: text('closed_by').array(),
  incomplete: boolean('incomplete'),
}).as(sql`select t.trade_id, l.leg_number::int as leg_number, t.account_id, a.label as account_label, t.underlying,
    t.strategy, t.status as trade_status, t.opened_at, ${spelled(sql`l.symbol`, sql`t.underlying`)} as symbol,
    l.kind, l.strike, l.expiry_date, l.side, l.qty, l.open_qty, l.avg_open_price, l.avg_close_price, l.realized_pl,
    l.closed_by, t.incomplete
  from ${alpacaTrades} t ${withLabel(sql`t.account_id`)}
  cross join lateral rows from (jsonb_to_recordset(t.legs) as (symbol text, kind text, strike numeric,
    expiry_date date, side text, qty numeric, open_qty numeric, avg_open_price numeric, avg_close_price numeric,
    realized_pl numeric, closed_by text[])) with ordinality as l(symbol, kind, strike, expiry_date, side, qty,
    open_qty, avg_open_price, avg_close_price, realized_pl, closed_by, leg_number)`)

/** One row per executed quantity of a trade, as `fills` in `GET /trades/{trade_id}`. */
export const fillsView = pgView('v_fills', {
  tradeId: uuid('trade_id'),
  executionId: text('execution_id'),
  ...accountOfRow(),
  underlying: text('underlying'),
  strategy: text('strategy'),
  symbol: text('symbol'),
  effect: text('effect'),
  kind: text('kind'),
  legKind: text('leg_kind'),
  orderId: text('order_id'),
  activityId: text('activity_id'),
  side: text('side'),
  qty: numeric('qty'),
  price: numeric('price'),
  multiplier: numeric('multiplier'),
  realizedPl: numeric('realized_pl'),
  executedAt: momentColumn('executed_at'),
  tradingDay: date('trading_day'),
  incomplete: boolean('incomplete'),
}).as(sql`select f.trade_id, f.execution_id, f.account_id, a.label as account_label, f.underlying, t.strategy,
    ${spelled(sql`f.symbol`, sql`f.underlying`)} as symbol, f.effect, f.kind, f.leg_kind, f.order_id, f.activity_id,
    f.side, f.qty, f.price, f.multiplier, f.realized_pl, f.executed_at, f.trading_day, t.incomplete
  from ${alpacaTradeFills} f left join ${alpacaTrades} t on t.trade_id = f.trade_id
  ${withLabel(sql`f.account_id`)}`)

/** One row per account and day of the exchange on which profit, fees, dividends or trades count. */
export const dailyView = pgView('v_daily', {
  ...accountOfRow(),
  day: date('day'),
  realizedPl: numeric('realized_pl'),
  fees: numeric('fees'),
  netPl: numeric('net_pl'),
  dividends: numeric('dividends'),
  closedNetPl: numeric('closed_net_pl'),
  openNetPl: numeric('open_net_pl'),
  trades: integer('trades'),
  wins: integer('wins'),
  losses: integer('losses'),
  incompleteTrades: integer('incomplete_trades'),
  openTrades: integer('open_trades'),
}).as(sql`select d.account_id, a.label as account_label, d.day, d.realized as realized_pl, d.fees,
    d.realized - d.fees as net_pl, d.dividends, d.realized - d.fees - d.open_net as closed_net_pl,
    d.open_net as open_net_pl, d.closed as trades, d.wins, d.losses, d.incomplete as incomplete_trades,
    d.opened as open_trades
  from ${alpacaDailySums} d ${withLabel(sql`d.account_id`)}
  where d.day < 'infinity'`)

/** One row per campaign, with the columns of `GET /campaigns`. */
export const campaignsView = pgView('v_campaigns', {
  campaignId: uuid('campaign_id'),
  ...accountOfRow(),
  underlying: text('underlying'),
  status: text('status'),
  tradeCount: integer('trade_count'),
  strategies: text('strategies').array(),
  openedAt: momentColumn('opened_at'),
  closedAt: momentColumn('closed_at'),
  openedOn: date('opened_on'),
  closedOn: date('closed_on'),
  realizedPl: numeric('realized_pl'),
  fees: numeric('fees'),
  dividends: numeric('dividends'),
  netPl: numeric('net_pl'),
  totalPl: numeric('total_pl'),
  shares: numeric('shares'),
  adjustedBasis: numeric('adjusted_basis'),
  incomplete: boolean('incomplete'),
}).as(sql`select p.trade_id as campaign_id, p.account_id, a.label as account_label, p.underlying, s.status,
    s.trade_count, s.strategies, p.opened_at, s.closed_at, ${newYorkDate(sql`p.opened_at`)} as opened_on,
    ${newYorkDate(sql`s.closed_at`)} as closed_on, s.realized_pl, s.fees, s.dividends, s.net_pl, s.total_pl,
    s.shares, s.adjusted_basis, s.incomplete
  from ${alpacaTrades} p ${withLabel(sql`p.account_id`)}
  cross join lateral (${campaignSums}) s
  where p.campaign_id = p.trade_id`)

/**
 * One row per open position, as `GET /positions` lists them: those of an account that another one
 * succeeded are unknown.
 */
export const positionsView = pgView('v_positions', {
  id: uuid('id'),
  ...accountOfRow(),
  tradeId: uuid('trade_id'),
  assetClass: text('asset_class'),
  symbol: text('symbol'),
  underlying: text('underlying'),
  qty: numeric('qty'),
  side: text('side'),
  avgEntryPrice: numeric('avg_entry_price'),
  currentPrice: numeric('current_price'),
  marketValue: numeric('market_value'),
  costBasis: numeric('cost_basis'),
  unrealizedPl: numeric('unrealized_pl'),
  unrealizedPlpc: numeric('unrealized_plpc'),
  unrealizedIntradayPl: numeric('unrealized_intraday_pl'),
  unrealizedIntradayPlpc: numeric('unrealized_intraday_plpc'),
  expiryDate: date('expiry_date'),
  strikePrice: numeric('strike_price'),
  optionType: text('option_type'),
  isOpen: boolean('is_open'),
  createdAt: momentColumn('created_at'),
  updatedAt: momentColumn('updated_at'),
}).as(sql`select p.id, p.account_id, a.label as account_label, p.trade_id, p.asset_class,
    ${spelled(sql`p.symbol`, sql`p.underlying`)} as symbol, p.underlying, p.qty, p.side, p.avg_entry_price,
    p.current_price, p.market_value, p.cost_basis, p.unrealized_pl, p.unrealized_plpc, p.unrealized_intraday_pl,
    p.unrealized_intraday_plpc, p.expiry_date, p.strike_price, p.option_type, p.is_open, p.created_at, p.updated_at
  from ${alpacaPositions} p ${withLabel(sql`p.account_id`)}
  where p.is_open and a.succeeded_by is null`)
