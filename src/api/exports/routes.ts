import * as z from 'zod'
import { EVERYWHERE, errorResponses } from '../http/responses'
import { type Answer, createRoute } from '../http/route'
import { orderExportQuery, tradeExportQuery } from './requests'

export const CSV_DESCRIPTION =
  'CSV (RFC 4180) in UTF-8 with a byte order mark and a header line. Times are YYYY-MM-DD HH:MM:SS in New York, numbers are ' +
  'exact, and lists are separated by semicolons. Text that a spreadsheet would take for a formula begins with an apostrophe. ' +
  'The file is streamed: a transfer that breaks off is incomplete.'

const RISK_COLUMN =
  'The column risk has the figures of the risk with their names: `max_profit 210; max_loss unlimited; breakeven 92.9`. ' +
  'It is empty without a risk.'

/** A CSV file as a documented response. */
export const csv = (description: string, example: string): Answer => ({
  description,
  headers: {
    'Content-Disposition': {
      description: 'Name of the file.',
      required: true,
      schema: { type: 'string' },
      example: 'attachment; filename="trades-2026-11-20.csv"',
    },
    Link: {
      description: 'Address of the next part (rel="next"), if limit cut the list.',
      schema: { type: 'string' },
      example: '</api/alpaca/trades.csv?limit=1000&cursor=WyJ0cmFkZXMiXQ>; rel="next"',
    },
  },
  content: { 'text/csv': { schema: z.string(), examples: { file: { value: example } } } },
})

export const getOrdersCsv = createRoute({
  method: 'get',
  path: '/orders.csv',
  isExpensive: true,
  request: { query: orderExportQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'exportOrders',
    tags: ['Orders'],
    summary: 'Export order legs as CSV',
    description: CSV_DESCRIPTION,
    responses: {
      ...errorResponses(EVERYWHERE),
      200: csv(
        'The file, last submitted first.',
        'submitted_at,symbol,side,filled_qty\r\n2026-09-10 12:17:18,SPY261218P00600000,sell,2\r\n',
      ),
    },
  }),
})

export const getTradesCsv = createRoute({
  method: 'get',
  path: '/trades.csv',
  isExpensive: true,
  request: { query: tradeExportQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'exportTrades',
    tags: ['Trades'],
    summary: 'Export trades as CSV',
    description: `${CSV_DESCRIPTION} ${RISK_COLUMN}`,
    responses: {
      ...errorResponses(EVERYWHERE),
      200: csv(
        'The file, last opened first.',
        'opened_at,underlying,strategy,net_pl\r\n2026-09-10 12:17:18,SPY,bull_put_spread,-48.06\r\n',
      ),
    },
  }),
})
