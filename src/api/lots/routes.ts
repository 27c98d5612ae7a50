import { CSV_DESCRIPTION, csv } from '../exports/routes'
import { EVERYWHERE, errorResponses, responses } from '../http/responses'
import { createRoute } from '../http/route'
import { lotExportQuery, lotQuery } from './requests'
import { lotListSchema } from './schemas'

const DESCRIPTION =
  'Every closed lot as US tax forms want it: dates by trade date, fees in proceeds and basis, and premiums of exercised and assigned options in the basis or proceeds of the shares. ' +
  'The P/L of trades stays as it is: trade_pl is beside gain, and differences lists why they differ. ' +
  'Lots are matched as trades are: first in first out within each trade. ' +
  'Options on broad-based indexes (Section 1256) have their 60/40 parts. ' +
  'Wash sales are flagged: basis and gain are without them, and wash_sale has what they change. ' +
  'A loss is replaced by shares or options of the same underlying and side that were acquired within 30 days before (and are still held after the sale) or after, the earliest first; what one order bought replaces none of itself. ' +
  'This is no tax advice.'

export const getLots = createRoute({
  method: 'get',
  path: '/lots',
  isExpensive: true,
  request: { query: lotQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listLots',
    tags: ['Trades'],
    summary: 'List closed lots for taxes, last closed first',
    description: DESCRIPTION,
    responses: responses('A page of closed lots.', lotListSchema, 'invalid_parameter'),
  }),
})

export const getLotsCsv = createRoute({
  method: 'get',
  path: '/lots.csv',
  isExpensive: true,
  request: { query: lotExportQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'exportLots',
    tags: ['Trades'],
    summary: 'Export closed lots for taxes as CSV',
    description: `${DESCRIPTION} ${CSV_DESCRIPTION}`,
    responses: {
      ...errorResponses(EVERYWHERE),
      200: csv(
        'The file, last closed first.',
        'description,date_acquired,date_sold,proceeds,basis,gain,term\r\n100 sh. AAPL,2025-01-10,2026-01-12,10999.98,10000,999.98,long\r\n',
      ),
    },
  }),
})
