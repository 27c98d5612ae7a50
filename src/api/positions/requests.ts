import * as z from 'zod'
import {
  accountParam,
  cursorMoment,
  cursorParam,
  cursorText,
  includeParam,
  limitParam,
  symbolParam,
  underlyingParam,
  wordParam,
} from '../lists/parameters'

/** Name of this list in cursors. */
export const POSITIONS = 'positions'

const positionKey = z.tuple([cursorText, cursorMoment, z.guid()])

export const positionQuery = z.strictObject({
  is_open: wordParam(['true', 'false', 'all'])
    .default('true')
    .meta({ description: 'true: open positions. false: closed positions. all: both.' }),
  underlying: underlyingParam.optional(),
  symbol: symbolParam.optional(),
  account: accountParam.optional(),
  limit: limitParam(500),
  cursor: cursorParam(POSITIONS, positionKey).optional(),
  include: includeParam,
})
