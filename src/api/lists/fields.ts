import * as z from 'zod'
import { ORDER_STATUSES } from '../../alpaca/order-status'
import { TRADE_STATUSES } from '../../db/trades/filter'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
import { ERRORS } from '../http/errors'

/** Pieces that response schemas are made of; they describe the answers and are never run over them. */
export const field = {
  text: () => z.string(),
  /** A decimal, as a JSON number. */
  decimal: () => z.number(),
  count: () => z.int32().min(0).meta({ format: 'int32' }),
  flag: () => z.boolean(),
  uuid: () => z.string().meta({ format: 'uuid' }),
  /** RFC 3339, UTC, to the microsecond. */
  time: () => z.string().meta({ format: 'date-time', examples: ['2026-09-10T16:17:18.577198Z'] }),
  /** YYYY-MM-DD. */
  date: () => z.string().meta({ format: 'date', examples: ['2026-12-18'] }),
  /** Text out of a set of words that may grow. */
  word: (words: readonly string[]) => z.string().meta({ enum: [...words] }),
}

const named = (id: string, words: readonly string[]) => z.string().meta({ id, enum: [...words] })

/** Closed vocabularies, each a named schema of the contract, so that clients get a type of that name. */
export const word = {
  strategyType: named('StrategyType', STRATEGY_TYPES),
  tradeStatus: named('TradeStatus', TRADE_STATUSES),
  orderStatus: named('OrderStatus', ORDER_STATUSES),
  direction: named('Direction', ['credit', 'debit']),
  legKind: named('LegKind', ['call', 'put', 'stock', 'crypto']),
  optionType: named('OptionType', ['call', 'put']),
  orderSide: named('OrderSide', ['buy', 'sell']),
  positionSide: named('PositionSide', ['long', 'short']),
  errorCode: named('ErrorCode', Object.keys(ERRORS)),
}

/** What `include=raw` adds to a row. */
export const rawData = () =>
  z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'The payload as Alpaca sent it; with include=raw alone.', examples: [{}] })

/** What a list answers after its last row: null, or where the next page begins. */
export const nextCursor = () =>
  z.string().nullable().meta({ description: 'null at the end of the list.' })
