import * as z from 'zod'
import { TRADE_CLOSE_CAUSES } from '../../engine/model/close-cause'
import { field, nextCursor, shared, word } from '../lists/fields'
import { orderSchema } from '../orders/schemas'

const closeCause = field
  .word([...TRADE_CLOSE_CAUSES], 'What closed a leg or a trade.')
  .meta({ id: 'CloseCause' })

const legSchema = z
  .object({
    symbol: shared.symbol(),
    kind: word.legKind.meta({ description: 'Kind of instrument of the leg.' }),
    strike: shared.strike().nullable(),
    expiry_date: shared.expiryDate().nullable(),
    side: word.positionSide.meta({ description: 'long or short.' }),
    qty: field.decimal('Opened quantity, never negative.'),
    open_qty: field.decimal('Quantity that is still open, never negative.'),
    avg_open_price: field.decimal('Average opening price, per share or coin.').nullable(),
    avg_close_price: field.decimal('Average closing price, per share or coin.').nullable(),
    realized_pl: field.decimal('Profit of the closed part, before fees.').nullable(),
    closed_by: field.list(closeCause, 'What closed the leg. Empty while nothing is closed.'),
  })
  .meta({ id: 'TradeLeg', description: 'A leg of a trade: one symbol on one side.' })

const knotSchema = z
  .object({
    price: field.decimal('Price of the underlying at expiry, per share. 0 or more.'),
    pl: field.decimal('P/L of the trade at this price.'),
  })
  .meta({ id: 'PayoffKnot', description: 'A point of a payoff.' })

const riskSchema = z
  .object({
    knots: field.list(
      knotSchema,
      'P/L by the price of the underlying at expiry, ascending from price 0. It is linear between knots, and beyond the last one as before it.',
    ),
    max_profit: field.decimal('Largest P/L at any price. null if it has no limit.').nullable(),
    max_loss: field
      .decimal('Smallest P/L at any price, negative if it is a loss. null if it has no limit.')
      .nullable(),
    breakevens: z
      .array(field.decimal('Price of the underlying at expiry.'))
      .meta({ description: 'Prices at which P/L is 0, ascending; of a range of them, its ends.' }),
  })
  .meta({
    id: 'TradeRisk',
    description:
      'P/L of the whole trade at the expiry of its open options, before fees: realized so far, and the open legs with the shares that cover them.',
  })

export const tradeSchema = z
  .object({
    trade_id: field.uuid('Id of the trade.'),
    account_id: shared.accountId(),
    underlying: shared.underlying(),
    strategy: shared.strategy(),
    strategy_type: shared.strategyType(),
    direction: word.direction.nullable().meta({
      description:
        'credit if opening the trade brought cash, debit if it cost cash. null if that is unknown.',
    }),
    status: word.tradeStatus.meta({ description: 'Status of the trade.' }),
    closed_by: field.list(closeCause, 'What closed the trade. Empty while nothing is closed.'),
    quantity: field.decimal('Number of units of the structure.'),
    opened_at: field.time('Time of the first fill.'),
    closed_at: field.time('Time of the last closing execution. null while open.').nullable(),
    opened_on: field.date('Date of opened_at in New York.'),
    closed_on: field.date('Date of closed_at in New York. null while open.').nullable(),
    expiry_date: field.date('Nearest expiry of the legs. null without options.').nullable(),
    entry_cash: field
      .decimal('Cash of the opening executions: positive if received, negative if paid.')
      .nullable(),
    exit_cash: field
      .decimal('Cash of the closing executions: positive if received, negative if paid.')
      .nullable(),
    realized_pl: field.decimal('Profit before fees. null if incomplete.').nullable(),
    fees: field.decimal('Fees, positive. Negative if the broker gave some back.'),
    net_pl: field.decimal('realized_pl minus fees. null if incomplete.').nullable(),
    dividends: field.decimal(
      'Cash dividends of the shares held, less withholding; negative if paid on a short. Not in net_pl.',
    ),
    unrealized_pl: field
      .decimal(
        "Profit of the open part, at Alpaca's last marks. null if a mark is missing, 0 if nothing is open.",
      )
      .nullable(),
    risk: riskSchema.nullable().meta({
      description:
        'P/L at expiry. null unless all open options share one expiry, and if a cost or a deliverable is unknown, or a long call of a later expiry covers the trade.',
    }),
    fees_pending: field.flag("Whether the fees of the trade's last day are not posted yet."),
    rolled_from: field.uuid('The trade that was rolled into this one.').nullable(),
    chain_id: field.uuid('Id of the first trade of the chain of rolls.'),
    roll_count: field.count('Number of rolls in the chain before this trade.'),
    assigned_from: field.uuid("The trade whose option delivered this trade's shares.").nullable(),
    covered_by: field
      .uuid("The trade whose shares, or long call, cover this trade's short options.")
      .nullable(),
    campaign_id: field.uuid(
      'Id of the campaign: the first of the trades that rolls, deliveries and cover connect.',
    ),
    incomplete: field.flag(
      'Whether a part was opened before the known history. Its profit is then null.',
    ),
    unexplained: field.flag(
      'Whether the broker no longer holds an open leg and no activity explains it.',
    ),
    tags: shared.tags(),
    note: shared.note().nullable(),
    legs: field.list(legSchema, 'Legs of the trade.'),
    created_at: shared.createdAt(),
    updated_at: shared.updatedAt(),
  })
  .meta({
    id: 'Trade',
    description: 'Orders that were opened together, from the first fill until nothing is open.',
  })

const fillSchema = z
  .object({
    execution_id: field.text('Id of the execution.'),
    effect: field.word(['open', 'close'], 'Whether it opened or closed a part of the trade.'),
    symbol: shared.symbol(),
    kind: field.word(
      [
        'fill',
        'conversion',
        'expiration',
        'assignment',
        'exercise',
        'delivery',
        'transfer',
        'corporate_action',
      ],
      'Kind of execution. `conversion`: coins paid with coins, priced at their cost in dollars.',
    ),
    leg_kind: word.legKind.meta({ description: 'Kind of instrument of the leg.' }),
    order_id: field.text("Alpaca's id of the order. null if no order caused it.").nullable(),
    activity_id: field.text("Alpaca's id of the activity, if known.").nullable(),
    side: word.orderSide.meta({ description: 'buy or sell.' }),
    qty: field.decimal("This trade's part of the executed quantity."),
    price: field.decimal('Price per share or coin.'),
    multiplier: field.decimal('Shares per contract: 100 for most options, 1 for stocks and coins.'),
    realized_pl: field
      .decimal('Profit before fees. null if it opened a part, or if the opening is unknown.')
      .nullable(),
    executed_at: field.time('When it was executed.'),
    trading_day: field.date('Date of the execution in New York.'),
  })
  .meta({ id: 'TradeFill', description: 'An execution, or the part of it that is in this trade.' })

const feeSchema = z
  .object({
    activity_id: field.text("Alpaca's id of the fee's activity."),
    kind: field.text("Alpaca's word for the fee, such as ORF or OCC.").nullable(),
    amount: field.decimal("This trade's share of the fee. Positive if paid."),
    trading_day: field.date('The day that the fee is for.'),
  })
  .meta({ id: 'TradeFee', description: "A trade's share of one fee." })

const linkSchema = z
  .object({
    trade_id: field.uuid('Id of the trade.'),
    strategy: shared.strategy(),
    status: word.tradeStatus.meta({ description: 'Status of the trade.' }),
    opened_at: field.time('Time of the first fill.'),
    closed_at: field.time('Time of the last closing execution. null while open.').nullable(),
    net_pl: field.decimal('Profit after fees. null if incomplete.').nullable(),
  })
  .meta({ id: 'TradeLink', description: 'A trade of a chain of rolls.' })

export const totalsSchema = z
  .object({
    trades: field.count('Number of trades, incomplete ones included.'),
    open_trades: field.count('Number of trades that are open or partly closed.'),
    incomplete_trades: field.count(
      'Number of incomplete trades. Only their dividends are in the sums.',
    ),
    realized_pl: field.decimal('Profit before fees.'),
    fees: field.decimal('Fees, positive. Negative if the broker gave some back.'),
    net_pl: field.decimal('realized_pl minus fees.'),
    dividends: field.decimal('Cash dividends less withholding. Not in net_pl.'),
    unrealized_pl: field
      .decimal("Profit of the open parts, at Alpaca's last marks. null if a mark is missing.")
      .nullable(),
  })
  .meta({ id: 'TradeTotals', description: 'Sums of all trades that match the filters.' })

export const tradeListSchema = z.object({
  status: field.success(),
  trades: field.list(tradeSchema, 'Trades, last opened first.'),
  next_cursor: nextCursor(),
  totals: totalsSchema
    .optional()
    .meta({ description: 'Only with include=totals: the sums of all pages.' }),
})

export const tradeDetailSchema = z.object({
  status: field.success(),
  trade: tradeSchema
    .extend({
      fills: field.list(fillSchema, 'Executions of the trade.'),
      fees_detail: field.list(feeSchema, 'Shares of fees.'),
      orders: field.list(orderSchema, 'Order legs of the trade.'),
      chain: field.list(linkSchema, 'All trades of the chain of rolls, this one included.'),
      chain_net_pl: field
        .decimal('Sum of net_pl over the chain. null if one trade is incomplete.')
        .nullable(),
    })
    .meta({ id: 'TradeDetail', description: 'A trade with its fills, fees, orders and chain.' })
    .meta({ description: 'The trade.' }),
})
