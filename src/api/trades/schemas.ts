import * as z from 'zod'
import { TRADE_STATUSES } from '../../db/trades/filter'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
import { field, nextCursor, word } from '../lists/fields'
import {
  accountParam,
  cursorMoment,
  cursorParam,
  limitParam,
  momentParam,
  textParam,
  underlyingParam,
  wordParam,
  wordsParam,
} from '../lists/parameters'
import { orderSchema } from '../orders/schemas'

/** The name of this list in its cursors. */
export const TRADES = 'trades'

const tradeKey = z.tuple([cursorMoment, z.guid()])

/** What selects trades, wherever they are listed or counted. */
export const tradeFilter = z.strictObject({
  underlying: underlyingParam.optional(),
  strategy: textParam(64)
    .optional()
    .meta({ description: 'The exact structure, such as bull_put_spread.' }),
  strategy_type: wordParam(STRATEGY_TYPES)
    .optional()
    .meta({ description: 'The family of structures.' }),
  status: wordsParam(TRADE_STATUSES)
    .optional()
    .meta({ description: 'One or more statuses, by commas: open,partial.' }),
  account: accountParam.optional(),
  since: momentParam.optional().meta({ description: 'Opened at or after.' }),
  until: momentParam.optional().meta({ description: 'Opened before.' }),
  tag: textParam(64).optional(),
})

/** What selects trades of a list. */
export const tradeListFilter = tradeFilter.extend({
  closed_since: momentParam.optional().meta({ description: 'Closed at or after.' }),
  closed_until: momentParam.optional().meta({ description: 'Closed before.' }),
})

export const tradeCursor = cursorParam(TRADES, tradeKey).optional()

export const tradeQuery = tradeListFilter.extend({ limit: limitParam(100), cursor: tradeCursor })

const closeCause = field
  .word(['order', 'expiration', 'assignment', 'exercise'])
  .meta({ id: 'CloseCause' })

const legSchema = z
  .object({
    symbol: field.text(),
    kind: word.legKind,
    strike: field.decimal().nullable(),
    expiry_date: field.date().nullable(),
    side: word.positionSide,
    qty: field.decimal(),
    open_qty: field.decimal(),
    avg_open_price: field.decimal().nullable(),
    avg_close_price: field.decimal().nullable(),
    realized_pl: field.decimal().nullable(),
    closed_by: z.array(closeCause),
  })
  .meta({ id: 'TradeLeg' })

export const tradeSchema = z
  .object({
    trade_id: field.uuid(),
    account_id: field.text(),
    underlying: field.text(),
    strategy: field.text(),
    strategy_type: word.strategyType,
    direction: word.direction.nullable(),
    status: word.tradeStatus,
    closed_by: z.array(closeCause),
    quantity: field.decimal(),
    opened_at: field.time(),
    closed_at: field.time().nullable(),
    opened_on: field.date().meta({ description: 'The date of opened_at in New York.' }),
    closed_on: field
      .date()
      .nullable()
      .meta({ description: 'The date of closed_at in New York; null while open.' }),
    expiry_date: field.date().nullable(),
    entry_cash: field.decimal().nullable(),
    exit_cash: field.decimal().nullable(),
    realized_pl: field
      .decimal()
      .nullable()
      .meta({ description: 'Before fees; null when incomplete.' }),
    fees: field.decimal(),
    net_pl: field.decimal().nullable(),
    unrealized_pl: field.decimal().nullable().meta({
      description: 'At the marks of the positions; null without one; 0 when nothing is open.',
    }),
    fees_pending: field
      .flag()
      .meta({ description: 'The fees of its last day are not posted yet.' }),
    rolled_from: field.uuid().nullable(),
    chain_id: field.uuid(),
    roll_count: field.count(),
    assigned_from: field.uuid().nullable(),
    covered_by: field.uuid().nullable(),
    incomplete: field
      .flag()
      .meta({ description: 'Opened before the history begins: no profit is told.' }),
    unexplained: field
      .flag()
      .meta({ description: 'A leg is gone at the broker, and no activity says why.' }),
    tags: z.array(z.string()),
    note: field.text().nullable(),
    legs: z.array(legSchema),
    created_at: field.time(),
    updated_at: field.time(),
  })
  .meta({ id: 'Trade' })

const fillSchema = z
  .object({
    execution_id: field.text(),
    effect: field.word(['open', 'close']),
    symbol: field.text(),
    kind: field
      .word(['fill', 'expiration', 'assignment', 'exercise', 'delivery', 'transfer'])
      .meta({ description: 'What executed it.' }),
    leg_kind: word.legKind,
    order_id: field.text().nullable(),
    activity_id: field.text().nullable(),
    side: word.orderSide,
    qty: field.decimal(),
    price: field.decimal(),
    multiplier: field.decimal(),
    realized_pl: field.decimal().nullable(),
    executed_at: field.time(),
    trading_day: field.date(),
  })
  .meta({ id: 'TradeFill' })

const feeSchema = z
  .object({
    activity_id: field.text(),
    kind: field.text().nullable().meta({ description: "Alpaca's word, such as ORF or OCC." }),
    amount: field.decimal().meta({ description: "This trade's share of it." }),
    trading_day: field.date(),
  })
  .meta({ id: 'TradeFee' })

const linkSchema = z
  .object({
    trade_id: field.uuid(),
    strategy: field.text(),
    status: word.tradeStatus,
    opened_at: field.time(),
    closed_at: field.time().nullable(),
    net_pl: field.decimal().nullable(),
  })
  .meta({ id: 'TradeLink' })

export const tradeListSchema = z.object({
  status: z.literal('success'),
  trades: z.array(tradeSchema),
  next_cursor: nextCursor(),
})

export const tradeDetailSchema = z.object({
  status: z.literal('success'),
  trade: tradeSchema
    .extend({
      fills: z.array(fillSchema),
      fees_detail: z.array(feeSchema),
      orders: z.array(orderSchema),
      chain: z
        .array(linkSchema)
        .meta({ description: 'This trade and those that it was rolled from and into.' }),
      chain_net_pl: field
        .decimal()
        .nullable()
        .meta({ description: 'The sum over the chain; null when one is incomplete.' }),
    })
    .meta({ id: 'TradeDetail' }),
})
