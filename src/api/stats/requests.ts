import { momentParam } from '../lists/parameters'
import { tradeFilter } from '../trades/requests'

export const statsQuery = tradeFilter.extend({
  since: momentParam
    .optional()
    .meta({ description: 'Only profit made and trades closed at or after this time.' }),
  until: momentParam
    .optional()
    .meta({ description: 'Only profit made and trades closed before this time.' }),
})
