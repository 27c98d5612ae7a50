import * as z from 'zod'
import { EVENT_TYPES } from '../../db/schema/events'
import { accountParam, limitParam, wordsParam } from '../lists/parameters'

/** Sequence numbers have at most so many digits that a double holds them exactly. */
const NOT_A_SEQ = 'must be the seq of an event, or 0'

export const eventQuery = z.strictObject({
  account: accountParam.optional().meta({
    description:
      "The account: Alpaca's id of it, or your label. Required when there are several accounts.",
  }),
  after: z
    .string('must be given once')
    .regex(/^\d{1,15}$/, NOT_A_SEQ)
    .transform(Number)
    .optional()
    .meta({
      type: 'integer',
      format: 'int64',
      minimum: 0,
      maximum: 999_999_999_999_999,
      description: 'Only events with a larger `seq`. Without it, from the oldest event on.',
    }),
  types: wordsParam(EVENT_TYPES)
    .optional()
    .meta({ description: 'One or more types, separated by commas: trade.opened,trade.closed.' }),
  limit: limitParam(100),
})
