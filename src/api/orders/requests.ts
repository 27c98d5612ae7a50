import * as z from 'zod'
import { ORDER_STATUSES } from '../../alpaca/order-status'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
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

/** Name of this list in cursors. */
export const ORDERS = 'orders'

const orderKey = z.tuple([cursorMoment.nullable(), cursorText])

/** Filters of the order lists and exports. */
export const orderFilter = z.strictObject({
  underlying: underlyingParam.optional(),
  symbol: symbolParam.optional(),
  status: wordsParam(['open', 'closed', 'all', ...ORDER_STATUSES])
    .optional()
    .meta({
      description:
        'One or more statuses, separated by commas. open: can still change, orders on hold included. closed: can no longer change. all: no filter, the default.',
    }),
  side: wordParam(['buy', 'sell']).optional().meta({ description: 'Only this side.' }),
  strategy_type: wordParam(STRATEGY_TYPES)
    .optional()
    .meta({ description: 'Only trades of this family of structures.' }),
  account: accountParam.optional(),
  since: momentParam
    .optional()
    .meta({ description: 'Only orders submitted at or after this time.' }),
  until: momentParam.optional().meta({ description: 'Only orders submitted before this time.' }),
})

export const orderCursor = cursorParam(ORDERS, orderKey).optional()

export const orderQuery = orderFilter
  .extend({
    limit: limitParam(100),
    offset: wholeParam(0, 100_000_000)
      .optional()
      .meta({ description: 'Number of rows to skip. Not together with cursor.' }),
    cursor: orderCursor,
    include: includeParam,
  })
  .refine(({ offset, cursor }) => offset === undefined || cursor === undefined, {
    path: ['offset'],
    message: 'cannot be given together with cursor',
  })

export const tradePath = z.object({ trade_id: tradeIdParam })

/** A trade belongs to one account. With another `account` it is not found. */
export const ofTradeQuery = z.strictObject({ account: accountParam.optional() })

export const tradeOrdersQuery = ofTradeQuery.extend({ include: includeParam })
