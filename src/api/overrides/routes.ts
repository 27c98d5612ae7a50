import type * as z from 'zod'
import type { ErrorCode } from '../http/errors'
import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { tradePath } from '../orders/requests'
import { annotateBody, mergeBody, overridePath, overrideQuery, splitBody } from './requests'
import {
  annotatedSchema,
  mergedSchema,
  overrideListSchema,
  splitSchema,
  undoneSchema,
} from './schemas'

const TAGS = ['Overrides']
const SURVIVES =
  'The override refers to the orders that opened the trades, so it survives every sync and rebuild.'

const refusals = (...more: ErrorCode[]): ErrorCode[] => [
  ...WRITE_ERRORS,
  'invalid_json',
  'trade_not_found',
  'sync_in_progress',
  'ledger_failed',
  ...more,
]

const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const patchTrade = createRoute({
  method: 'patch',
  path: '/trades/{trade_id}',
  middleware: [jsonBody()] as const,
  request: { params: tradePath, body: json(annotateBody) },
  ...(import.meta.inBundle ?? {
    operationId: 'updateTrade',
    tags: TAGS,
    summary: 'Set the strategy, tags and note of a trade',
    description: `Properties that are left out stay as they are; null removes the override of a property. ${SURVIVES}`,
    responses: responses('The trade after the change.', annotatedSchema, ...refusals()),
  }),
})

export const postMerge = createRoute({
  method: 'post',
  path: '/trades/merge',
  middleware: [jsonBody()] as const,
  request: { body: json(mergeBody) },
  ...(import.meta.inBundle ?? {
    operationId: 'mergeTrades',
    tags: TAGS,
    summary: 'Merge trades of one account and underlying',
    description: SURVIVES,
    responses: responses('The merged trade.', mergedSchema, ...refusals('override_conflict')),
  }),
})

export const postSplit = createRoute({
  method: 'post',
  path: '/trades/split',
  middleware: [jsonBody()] as const,
  request: { body: json(splitBody) },
  ...(import.meta.inBundle ?? {
    operationId: 'splitTrade',
    tags: TAGS,
    summary: 'Split opening orders of a trade off into a trade of their own',
    description: `The rest is grouped as if these orders had never been in the trade. ${SURVIVES}`,
    responses: responses(
      'The trades after the split.',
      splitSchema,
      ...refusals('override_conflict'),
    ),
  }),
})

export const getOverrides = createRoute({
  method: 'get',
  path: '/overrides',
  request: { query: overrideQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listOverrides',
    tags: TAGS,
    summary: 'List overrides, newest first',
    responses: responses('A page of overrides.', overrideListSchema, 'invalid_parameter'),
  }),
})

export const deleteOverride = createRoute({
  method: 'delete',
  path: '/overrides/{id}',
  request: { params: overridePath },
  ...(import.meta.inBundle ?? {
    operationId: 'deleteOverride',
    tags: TAGS,
    summary: 'Delete an override',
    responses: responses(
      'The trades without the override.',
      undoneSchema,
      ...WRITE_ERRORS,
      'override_not_found',
      'sync_in_progress',
      'ledger_failed',
    ),
  }),
})
