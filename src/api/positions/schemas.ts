import * as z from 'zod'
import { field, nextCursor, rawData, word } from '../lists/fields'
import {
  accountParam,
  cursorMoment,
  cursorParam,
  cursorText,
  includeParam,
  limitParam,
  symbolParam,
  underlyingParam,
  wordParam,
} from '../lists/parameters'

/** The name of this list in its cursors. */
export const POSITIONS = 'positions'

const positionKey = z.tuple([cursorText, cursorMoment, z.guid()])

export const positionQuery = z.strictObject({
  is_open: wordParam(['true', 'false', 'all'])
    .default('true')
    .meta({ description: 'true: held now; false: held in the past; all: both.' }),
  underlying: underlyingParam.optional(),
  symbol: symbolParam.optional(),
  account: accountParam.optional(),
  limit: limitParam(500),
  cursor: cursorParam(POSITIONS, positionKey).optional(),
  include: includeParam,
})

export const positionSchema = z
  .object({
    id: field.uuid(),
    account_id: field.text(),
    trade_id: field
      .uuid()
      .nullable()
      .meta({ description: 'Of several trades, the one with most of it open.' }),
    asset_id: field.text().nullable(),
    asset_class: field.text().nullable(),
    symbol: field.text(),
    underlying: field.text(),
    qty: field.decimal().meta({ description: 'Negative when short.' }),
    side: word.positionSide,
    avg_entry_price: field.decimal().nullable(),
    current_price: field.decimal().nullable(),
    market_value: field.decimal().nullable(),
    cost_basis: field.decimal().nullable(),
    unrealized_pl: field.decimal().nullable(),
    unrealized_plpc: field.decimal().nullable(),
    unrealized_intraday_pl: field.decimal().nullable(),
    unrealized_intraday_plpc: field.decimal().nullable(),
    expiry_date: field.date().nullable(),
    strike_price: field.decimal().nullable(),
    option_type: word.optionType.nullable(),
    is_open: field.flag(),
    closed_at: field.time().nullable(),
    close_cause: field.text().nullable().meta({
      description:
        'order, expiration, assignment, exercise or adjustment; pending until one of them shows; unexplained when none has for five days.',
    }),
    created_at: field.time(),
    updated_at: field.time(),
    raw_data: rawData(),
  })
  .meta({ id: 'Position' })

export const positionListSchema = z.object({
  status: z.literal('success'),
  positions: z.array(positionSchema),
  next_cursor: nextCursor(),
})
