import * as z from 'zod'
import { TRADE_STATUSES } from '../../db/trades/filter'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
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

/** Name of this list in cursors. */
export const TRADES = 'trades'

const tradeKey = z.tuple([cursorMoment, z.guid()])

/** Filters of trade lists, exports and statistics. */
export const tradeFilter = z.strictObject({
  underlying: underlyingParam.optional(),
  strategy: textParam(64)
    .optional()
    .meta({ description: 'Only this structure, such as bull_put_spread.' }),
  strategy_type: wordParam(STRATEGY_TYPES)
    .optional()
    .meta({ description: 'Only this family of structures.' }),
  status: wordsParam(TRADE_STATUSES)
    .optional()
    .meta({ description: 'One or more statuses, separated by commas: open,partial.' }),
  account: accountParam.optional(),
  since: momentParam.optional().meta({ description: 'Only trades opened at or after this time.' }),
  until: momentParam.optional().meta({ description: 'Only trades opened before this time.' }),
  tag: textParam(64).optional().meta({ description: 'Only trades with this tag.' }),
})

/** Filters of trade lists and exports. */
export const tradeListFilter = tradeFilter.extend({
  closed_since: momentParam
    .optional()
    .meta({ description: 'Only trades closed at or after this time.' }),
  closed_until: momentParam
    .optional()
    .meta({ description: 'Only trades closed before this time.' }),
})

export const tradeCursor = cursorParam(TRADES, tradeKey).optional()

export const tradeQuery = tradeListFilter.extend({
  limit: limitParam(100),
  cursor: tradeCursor,
  include: wordParam(['totals']).optional().meta({
    description: 'totals: adds the sums of all trades that match the filters, on all pages.',
  }),
})
