import * as z from 'zod'
import { Refusal } from '../time/refusal'
import {
  assetId,
  decimal,
  field,
  knownWord,
  moment,
  oneOf,
  readText,
  requiredSymbol,
  requiredText,
  text,
  unsignedDecimal,
  unsignedDecimalOrZero,
} from './field'
import { readOrderStatus } from './order-status'

const status = field((value) => {
  const given = readText(value)
  return given instanceof Refusal ? given : readOrderStatus(given)
})

const parentFields = {
  id: requiredText,
  client_order_id: text,
  qty: unsignedDecimal,
  filled_qty: unsignedDecimalOrZero,
  filled_avg_price: decimal,
  type: text,
  order_type: text,
  time_in_force: text,
  limit_price: decimal,
  status,
  replaces: text,
  replaced_by: text,
  submitted_at: moment,
  filled_at: moment,
  created_at: moment,
  updated_at: moment,
}

/**
 * The fields of a multi-leg parent. Its symbol, side and class are empty or meaningless
 * (src/alpaca/README.md 1.3).
 */
export const parentPayload = z.object(parentFields, { error: 'not an object' })

/** The fields of an order with a symbol. */
export const orderPayload = z.object(
  {
    ...parentFields,
    symbol: requiredSymbol,
    asset_class: text,
    asset_id: assetId,
    order_class: text,
    side: oneOf(['buy', 'sell', 'sell_short'], 'neither buy nor sell'),
    position_intent: knownWord(['buy_to_open', 'buy_to_close', 'sell_to_open', 'sell_to_close']),
    notional: unsignedDecimal,
    ratio_qty: unsignedDecimal,
    stop_price: decimal,
    trail_price: decimal,
    trail_percent: decimal,
    expired_at: moment,
    canceled_at: moment,
    failed_at: moment,
    replaced_at: moment,
    expires_at: moment,
  },
  { error: 'not an object' },
)
