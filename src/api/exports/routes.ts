import * as z from 'zod'
import { EVERYWHERE, errorResponses } from '../http/responses'
import { type Answer, createRoute } from '../http/route'
import { orderExportQuery, tradeExportQuery } from './schemas'

const DESCRIPTION =
  'RFC 4180, UTF-8 with a byte order mark, a line of names first. Times are YYYY-MM-DD HH:MM:SS on the exchange’s clock ' +
  '(America/New_York), numbers exact, lists by semicolons; a text that a spreadsheet would take for a formula has an ' +
  'apostrophe before it. The file is written while it is read: a transfer that breaks off is not whole.'

const csv = (description: string, example: string): Answer => ({
  description,
  headers: {
    'Content-Disposition': {
      description: 'What to call the file.',
      required: true,
      schema: { type: 'string' },
      example: 'attachment; filename="trades-2026-11-20.csv"',
    },
    Link: {
      description: 'Where the rest is, when limit cut it.',
      schema: { type: 'string' },
      example: '</api/alpaca/trades.csv?limit=1000&cursor=WyJ0cmFkZXMiXQ>; rel="next"',
    },
  },
  content: { 'text/csv': { schema: z.string(), examples: { file: { value: example } } } },
})

export const getOrdersCsv = createRoute({
  method: 'get',
  path: '/orders.csv',
  operationId: 'exportOrders',
  tags: ['Orders'],
  summary: 'Order legs as a file for a spreadsheet',
  description: DESCRIPTION,
  isExpensive: true,
  request: { query: orderExportQuery },
  responses: {
    ...errorResponses(EVERYWHERE),
    200: csv(
      'The file, newest first.',
      'submitted_at,symbol,side,filled_qty\r\n2026-09-10 12:17:18,SPY261218P00600000,sell,2\r\n',
    ),
  },
})

export const getTradesCsv = createRoute({
  method: 'get',
  path: '/trades.csv',
  operationId: 'exportTrades',
  tags: ['Trades'],
  summary: 'Trades as a file for a spreadsheet',
  description: DESCRIPTION,
  isExpensive: true,
  request: { query: tradeExportQuery },
  responses: {
    ...errorResponses(EVERYWHERE),
    200: csv(
      'The file, the last opened first.',
      'opened_at,underlying,strategy,net_pl\r\n2026-09-10 12:17:18,SPY,bull_put_spread,-48.06\r\n',
    ),
  },
})
