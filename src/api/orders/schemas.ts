import * as z from 'zod'
import { ORDER_STATUSES } from '../../alpaca/order-status'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
import { field, nextCursor, rawData, word } from '../lists/fields'
import {
  accountParam,
  cursorMoment,
  cursorParam,
  cursorText,
  includeParam,
  limitParam,
  momentParam,
  symbolParam,
  tradeIdParam,
  underlyingParam,
  wholeParam,
  wordParam,
  wordsParam,
} from '../lists/parameters'

/** The name of this list in its cursors. */
export const ORDERS = 'orders'

const orderKey = z.tuple([cursorMoment.nullable(), cursorText])

/** What selects orders, wherever they are listed. */
export const orderFilter = z.strictObject({
  underlying: underlyingParam.optional(),
  symbol: symbolParam.optional(),
  status: wordsParam(['open', 'closed', 'all', ...ORDER_STATUSES])
    .optional()
    .meta({
      description:
        'One or more statuses, by commas; open: can still change (held too); closed: cannot; all: the default.',
    }),
  side: wordParam(['buy', 'sell']).optional(),
  strategy_type: wordParam(STRATEGY_TYPES).optional(),
  account: accountParam.optional(),
  since: momentParam.optional().meta({ description: 'Submitted at or after.' }),
  until: momentParam.optional().meta({ description: 'Submitted before.' }),
})

export const orderCursor = cursorParam(ORDERS, orderKey).optional()

export const orderQuery = orderFilter
  .extend({
    limit: limitParam(100),
    offset: wholeParam(0, 100_000_000)
      .optional()
      .meta({ description: 'Skips so many; not with cursor.' }),
    cursor: orderCursor,
    include: includeParam,
  })
  .refine(({ offset, cursor }) => offset === undefined || cursor === undefined, {
    path: ['offset'],
    message: 'cannot be given together with cursor',
  })

export const tradePath = z.object({ trade_id: tradeIdParam })

/** A trade is one account's: named with another, it is not found. */
export const ofTradeQuery = z.strictObject({ account: accountParam.optional() })

export const tradeOrdersQuery = ofTradeQuery.extend({ include: includeParam })

export const orderSchema = z
  .object({
    id: field.uuid(),
    alpaca_order_id: field.text(),
    client_order_id: field.text().nullable(),
    account_id: field.text(),
    parent_order_id: field
      .text()
      .nullable()
      .meta({ description: 'The multi-leg order that it is a leg of.' }),
    trade_id: field.uuid(),
    strategy_type: word.strategyType,
    leg_number: field.count(),
    symbol: field.text(),
    underlying: field.text(),
    asset_class: field.text().nullable(),
    asset_id: field.text().nullable(),
    order_class: field.text().nullable(),
    side: word.orderSide,
    position_intent: field.text().nullable(),
    qty: field.decimal().nullable(),
    notional: field.decimal().nullable(),
    ratio_qty: field.decimal().nullable(),
    filled_qty: field.decimal(),
    filled_avg_price: field.decimal().nullable(),
    order_type: field.text().nullable(),
    time_in_force: field.text().nullable(),
    limit_price: field.decimal().nullable(),
    stop_price: field.decimal().nullable(),
    trail_price: field.decimal().nullable(),
    trail_percent: field.decimal().nullable(),
    status: word.orderStatus,
    expiry_date: field.date().nullable(),
    strike_price: field.decimal().nullable(),
    option_type: word.optionType.nullable(),
    replaces: field.text().nullable(),
    replaced_by: field.text().nullable(),
    submitted_at: field.time().nullable(),
    filled_at: field.time().nullable(),
    expired_at: field.time().nullable(),
    canceled_at: field.time().nullable(),
    failed_at: field.time().nullable(),
    replaced_at: field.time().nullable(),
    expires_at: field.time().nullable(),
    alpaca_created_at: field.time().nullable(),
    alpaca_updated_at: field.time().nullable(),
    created_at: field.time(),
    updated_at: field.time(),
    raw_data: rawData(),
  })
  .meta({ id: 'Order' })

export const orderListSchema = z.object({
  status: z.literal('success'),
  orders: z.array(orderSchema),
  next_cursor: nextCursor(),
})

export const tradeOrdersSchema = z.object({
  status: z.literal('success'),
  orders: z.array(orderSchema),
})
