import * as z from 'zod'
import { field, nextCursor, rawData, shared, word } from '../lists/fields'

export const orderSchema = z
  .object({
    id: field.uuid('Id of the row.'),
    alpaca_order_id: field.text("Alpaca's id of the order."),
    client_order_id: field.text('Id that the client chose for the order.').nullable(),
    account_id: shared.accountId(),
    parent_order_id: field.text('The multi-leg order that this order is a leg of.').nullable(),
    trade_id: field.uuid(
      'The trade that the order leg belongs to. If it closed several, the one with its largest share.',
    ),
    strategy_type: shared.strategyType(),
    leg_number: field.count(
      'Number of the leg in its trade, by expiry, strike and kind. A closing order has the number of the leg that it closes.',
    ),
    symbol: shared.symbol(),
    underlying: shared.underlying(),
    asset_class: shared.assetClass().nullable(),
    asset_id: shared.assetId().nullable(),
    order_class: field.text('simple, bracket, oco, oto or mleg.').nullable(),
    side: word.orderSide.meta({ description: 'buy or sell.' }),
    position_intent: field
      .text('buy_to_open, buy_to_close, sell_to_open or sell_to_close. null on old orders.')
      .nullable(),
    qty: field.decimal('Ordered quantity. null if ordered by amount.').nullable(),
    notional: field.decimal('Ordered amount in dollars. null if ordered by quantity.').nullable(),
    ratio_qty: field.decimal('Quantity of this leg in one unit of the multi-leg order.').nullable(),
    filled_qty: field.decimal(
      'Filled quantity. Can be above 0 on a canceled, expired or replaced order.',
    ),
    filled_avg_price: field.decimal('Average fill price, per share or coin.').nullable(),
    order_type: field.text('market, limit, stop, stop_limit or trailing_stop.').nullable(),
    time_in_force: field.text('day, gtc, opg, cls, ioc or fok.').nullable(),
    limit_price: field.decimal('Limit price.').nullable(),
    stop_price: field.decimal('Stop price. Moves on a trailing stop.').nullable(),
    trail_price: field.decimal('Trail of a trailing stop, in dollars.').nullable(),
    trail_percent: field.decimal('Trail of a trailing stop, in percent.').nullable(),
    status: word.orderStatus.meta({
      description: "Alpaca's status. `unknown` if legbook does not know Alpaca's word.",
    }),
    expiry_date: shared.expiryDate().nullable(),
    strike_price: shared.strike().nullable(),
    option_type: shared.optionType(),
    replaces: field.text('Id of the order that this order replaced.').nullable(),
    replaced_by: field.text('Id of the order that replaced this order.').nullable(),
    submitted_at: field.time('When the order was submitted. Alpaca can change it.').nullable(),
    filled_at: field.time('When the order was filled.').nullable(),
    expired_at: field.time('When the order expired.').nullable(),
    canceled_at: field.time('When the order was canceled.').nullable(),
    failed_at: field.time('When the order failed.').nullable(),
    replaced_at: field.time('When the order was replaced.').nullable(),
    expires_at: field.time('When the order will expire.').nullable(),
    alpaca_created_at: field.time('When Alpaca created the order.').nullable(),
    alpaca_updated_at: field.time('When Alpaca last changed the order.').nullable(),
    created_at: shared.createdAt(),
    updated_at: shared.updatedAt(),
    raw_data: rawData(),
  })
  .meta({
    id: 'Order',
    description: 'An order leg: a simple order, or a leg of a multi-leg order.',
  })

export const orderListSchema = z.object({
  status: field.success(),
  orders: field.list(orderSchema, 'Order legs, last submitted first.'),
  next_cursor: nextCursor(),
})

export const tradeOrdersSchema = z.object({
  status: field.success(),
  orders: field.list(orderSchema, 'Order legs of the trade, by leg number and submission.'),
})
