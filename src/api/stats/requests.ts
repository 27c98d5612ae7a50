import * as z from 'zod'
import { momentParam } from '../lists/parameters'
import { tradeFilter } from '../trades/requests'

export const statsQuery = tradeFilter.extend({
  unit: z.enum(['trade', 'campaign']).default('trade').meta({
    description:
      'Whether counts are of trades, or of campaigns: trades connected by rolls, deliveries and cover. Money is the same.',
  }),
  since: momentParam
    .optional()
    .meta({ description: 'Only profit made and trades closed at or after this time.' }),
  until: momentParam
    .optional()
    .meta({ description: 'Only profit made and trades closed before this time.' }),
})
