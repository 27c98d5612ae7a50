import type * as z from 'zod'
import type { ErrorCode } from '../http/errors'
import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { tradePath } from '../orders/schemas'
import {
  annotateBody,
  annotatedSchema,
  mergeBody,
  mergedSchema,
  overrideListSchema,
  overridePath,
  overrideQuery,
  splitBody,
  splitSchema,
  undoneSchema,
} from './schemas'

const TAGS = ['Overrides']
const SURVIVES =
  'It is kept by the orders that opened the trades, so that it survives every sync and every rebuild.'

const REFUSALS = [
  ...WRITE_ERRORS,
  'invalid_json',
  'trade_not_found',
  'sync_in_progress',
  'ledger_failed',
] as const satisfies ErrorCode[]

const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const patchTrade = createRoute({
  method: 'patch',
  path: '/trades/{trade_id}',
  operationId: 'updateTrade',
  tags: TAGS,
  summary: 'Renames the strategy of a trade, tags it, writes a note to it',
  description: `What is left out stays, null takes back. ${SURVIVES}`,
  middleware: [jsonBody()] as const,
  request: { params: tradePath, body: json(annotateBody) },
  responses: responses('The trade as it is now.', annotatedSchema, ...REFUSALS),
})

export const postMerge = createRoute({
  method: 'post',
  path: '/trades/merge',
  operationId: 'mergeTrades',
  tags: TAGS,
  summary: 'Makes trades of one account and underlying one',
  description: SURVIVES,
  middleware: [jsonBody()] as const,
  request: { body: json(mergeBody) },
  responses: responses(
    'The trade that they are now.',
    mergedSchema,
    ...REFUSALS,
    'override_conflict',
  ),
})

export const postSplit = createRoute({
  method: 'post',
  path: '/trades/split',
  operationId: 'splitTrade',
  tags: TAGS,
  summary: 'Splits opening orders of a trade off, into a trade of their own',
  description: `What stays is grouped as if these had never been in it. ${SURVIVES}`,
  middleware: [jsonBody()] as const,
  request: { body: json(splitBody) },
  responses: responses(
    'The trades that it has become.',
    splitSchema,
    ...REFUSALS,
    'override_conflict',
  ),
})

export const getOverrides = createRoute({
  method: 'get',
  path: '/overrides',
  operationId: 'listOverrides',
  tags: TAGS,
  summary: 'What was said of trades, newest first',
  request: { query: overrideQuery },
  responses: responses('A page of overrides.', overrideListSchema, 'invalid_parameter'),
})

export const deleteOverride = createRoute({
  method: 'delete',
  path: '/overrides/{id}',
  operationId: 'deleteOverride',
  tags: TAGS,
  summary: 'Takes an override back',
  request: { params: overridePath },
  responses: responses(
    'The trades as if it had never been.',
    undoneSchema,
    ...WRITE_ERRORS,
    'override_not_found',
    'sync_in_progress',
    'ledger_failed',
  ),
})
