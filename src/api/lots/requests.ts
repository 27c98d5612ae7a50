import * as z from 'zod'
import { exportLimit, fieldsParam } from '../exports/requests'
import {
  accountParam,
  cursorMoment,
  cursorParam,
  cursorText,
  limitParam,
  momentParam,
  underlyingParam,
  wordParam,
} from '../lists/parameters'
import { LOT_COLUMNS } from './columns'

/** Name of this list in cursors. */
export const LOTS = 'lots'

const MOST_PARTS = 1_000_000

const lotKey = z.tuple([
  cursorMoment,
  z.guid(),
  cursorText,
  cursorText,
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.number().max(MOST_PARTS)),
])

const lotFilter = z.strictObject({
  account: accountParam.optional().meta({
    description:
      "The account: Alpaca's id of it, or your label. Without it, all accounts are those of one owner: wash sales are found across them, paper and live apart.",
  }),
  underlying: underlyingParam.optional(),
  closed_since: momentParam
    .optional()
    .meta({ description: 'Only lots closed at or after this time.' }),
  closed_until: momentParam.optional().meta({ description: 'Only lots closed before this time.' }),
  section_1256: wordParam(['true', 'false']).optional().meta({
    description: 'true: only Section 1256 contracts (Form 6781). false: all other lots.',
  }),
})

const lotCursor = cursorParam(LOTS, lotKey).optional()

export const lotQuery = lotFilter.extend({
  limit: limitParam(100),
  cursor: lotCursor,
  include: wordParam(['totals']).optional().meta({
    description: 'totals: adds the sums of all lots that match the filters, on all pages.',
  }),
})

export const lotExportQuery = lotFilter.extend({
  limit: exportLimit,
  cursor: lotCursor,
  fields: fieldsParam(LOT_COLUMNS),
})
