import * as z from 'zod'
import { field, nextCursor, rawData, shared, word } from '../lists/fields'

export const positionSchema = z
  .object({
    id: field.uuid('Id of the row.'),
    account_id: shared.accountId(),
    trade_id: field
      .uuid('The trade that holds the position. If several do, the one with the largest open part.')
      .nullable(),
    asset_id: shared.assetId().nullable(),
    asset_class: shared.assetClass().nullable(),
    symbol: shared.symbol(),
    underlying: shared.underlying(),
    qty: field.decimal('Quantity. Negative if short.'),
    side: word.positionSide.meta({ description: 'long or short.' }),
    avg_entry_price: field.decimal("Alpaca's average entry price, not the ledger's.").nullable(),
    current_price: field
      .decimal("Alpaca's last price, per share or coin. 0 if worthless, null without a quote.")
      .nullable(),
    market_value: field.decimal('Market value in dollars. Negative if short.').nullable(),
    cost_basis: field.decimal('Cost in dollars. Negative if short.').nullable(),
    unrealized_pl: field.decimal('Profit since entry, in dollars.').nullable(),
    unrealized_plpc: field.decimal('Profit since entry, as a fraction of the cost.').nullable(),
    unrealized_intraday_pl: field.decimal('Profit since the last close, in dollars.').nullable(),
    unrealized_intraday_plpc: field
      .decimal('Profit since the last close, as a fraction.')
      .nullable(),
    expiry_date: shared.expiryDate().nullable(),
    strike_price: shared.strike().nullable(),
    option_type: shared.optionType(),
    is_open: field.flag('Whether Alpaca still holds the position.'),
    closed_at: field.time('When a sync first found the position gone.').nullable(),
    close_cause: field
      .text(
        'order, expiration, assignment, exercise or adjustment. pending until an order or activity explains the close, unexplained if none has for five days.',
      )
      .nullable(),
    created_at: shared.createdAt(),
    updated_at: shared.updatedAt(),
    raw_data: rawData(),
  })
  .meta({ id: 'Position', description: 'A position, as the last snapshot of Alpaca has it.' })

export const positionListSchema = z.object({
  status: field.success(),
  positions: field.list(positionSchema, 'Positions, by symbol.'),
  next_cursor: nextCursor(),
})
