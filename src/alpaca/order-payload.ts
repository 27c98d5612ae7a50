import * as z from 'zod'
import { Refusal } from '../time/refusal'
import {
  assetId,
  fieldSchema,
  knownWordOrNull,
  optionalDecimal,
  optionalMoment,
  optionalText,
  optionalUnsignedDecimal,
  readText,
  requiredSymbol,
  requiredText,
  unsignedDecimalOrZero,
} from './field'
import { readOrderStatus } from './order-status'
import { optionalSide } from './side'

const status = fieldSchema((value) => {
  const given = readText(value)
  return given instanceof Refusal ? given : readOrderStatus(given)
})

const parentFields = {
  id: requiredText,
  client_order_id: optionalText,
  qty: optionalUnsignedDecimal,
  filled_qty: unsignedDecimalOrZero,
  filled_avg_price: optionalDecimal,
  type: optionalText,
  order_type: optionalText,
  time_in_force: optionalText,
  limit_price: optionalDecimal,
  status,
  replaces: optionalText,
  replaced_by: optionalText,
  submitted_at: optionalMoment,
  filled_at: optionalMoment,
  created_at: optionalMoment,
  updated_at: optionalMoment,
}

/**
 * The fields of a multi-leg parent. Its symbol, side and class are empty or meaningless
 * (src/alpaca/README.md 1.3).
 */
export const parentOrderSchema = z.object(parentFields, { error: 'not an object' })

/** The fields of an order with a symbol. */
export const orderPayloadSchema = z.object(
  {
    ...parentFields,
    symbol: requiredSymbol,
    asset_class: optionalText,
    asset_id: assetId,
    order_class: optionalText,
    side: optionalSide('neither buy nor sell'),
    position_intent: knownWordOrNull([
      'buy_to_open',
      'buy_to_close',
      'sell_to_open',
      'sell_to_close',
    ]),
    notional: optionalUnsignedDecimal,
    ratio_qty: optionalUnsignedDecimal,
    stop_price: optionalDecimal,
    trail_price: optionalDecimal,
    trail_percent: optionalDecimal,
    expired_at: optionalMoment,
    canceled_at: optionalMoment,
    failed_at: optionalMoment,
    replaced_at: optionalMoment,
    expires_at: optionalMoment,
  },
  { error: 'not an object' },
)
