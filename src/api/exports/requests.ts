import * as z from 'zod'
import { wholeParam } from '../lists/parameters'
import { orderCursor, orderFilter } from '../orders/requests'
import { tradeCursor, tradeListFilter } from '../trades/requests'
import { ORDER_COLUMNS, TRADE_COLUMNS } from './present'

/** The most rows that any plan allows. */
const MOST_ROWS = 100_000

export const exportLimit = wholeParam(1, MOST_ROWS).optional().meta({
  type: 'integer',
  format: 'int32',
  minimum: 1,
  maximum: MOST_ROWS,
  description:
    'Maximum number of rows. The Link header has the address of the rest. Without limit, the file is complete or the request is refused.',
})

/** Column names, separated by commas, each at most once. */
export function fieldsParam(columns: object) {
  const names = Object.keys(columns)
  return z
    .string('must be given once')
    .max(2000, 'must be at most 2000 characters')
    .transform((given, ctx) => {
      const fields = given.split(',')
      const areGood = fields.every((name) => names.includes(name))
      if (areGood && new Set(fields).size === fields.length) return fields
      ctx.addIssue({
        code: 'custom',
        message: `must be some of ${names.join(', ')}, separated by commas and each once`,
      })
      return z.NEVER
    })
    .optional()
    .meta({
      type: 'string',
      description: `Columns of the file in this order, separated by commas. Without it, all: ${names.join(', ')}.`,
      examples: [names.slice(0, 4).join(',')],
    })
}

export const orderExportQuery = orderFilter.extend({
  limit: exportLimit,
  cursor: orderCursor,
  fields: fieldsParam(ORDER_COLUMNS),
})

export const tradeExportQuery = tradeListFilter.extend({
  limit: exportLimit,
  cursor: tradeCursor,
  fields: fieldsParam(TRADE_COLUMNS),
})
