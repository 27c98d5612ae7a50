import * as z from 'zod'
import { RATE_LIMIT_PERIOD_SECONDS } from '../auth/rate-limiter'
import { checksSchema } from '../health/schemas'
import { field, word } from '../lists/fields'
import { accountRebuild } from '../rebuild/schemas'
import { accountReportSchema } from '../sync/schemas'
import { ERRORS, type ErrorCode } from './errors'
import type { Answer, AnswerHeader } from './route'

const errorDetail = z.object({
  code: word.errorCode.meta({ description: 'Code of the error, for programs.' }),
  message: field.text('What is wrong and what to do, for people. The text can change.'),
  param: field.text('Name of the parameter or property that is wrong.').optional(),
})

const errorSchema = z
  .object({
    status: z.literal('error').meta({ description: 'Always `error`.' }),
    error: errorDetail.meta({ description: 'The error.' }),
    request_id: field.text('Id of the request. The log has the same id.'),
    accounts: field
      .list(
        z.union([accountReportSchema, accountRebuild]),
        'Only of a sync or a rebuild that failed: the report of each account.',
      )
      .optional(),
    checks: checksSchema
      .optional()
      .meta({ description: 'Only with `unhealthy`: the results of all checks.' }),
  })
  .meta({ id: 'Error', description: 'Every response that is not a success.' })

/** Errors of every request that needs a token. */
export const EVERYWHERE: ErrorCode[] = [
  'invalid_parameter',
  'unauthorized',
  'forbidden',
  'rate_limited',
  'internal_error',
  'not_configured',
  'misconfigured',
  'database_unavailable',
]

/** Errors of every write. */
export const WRITE_ERRORS = [
  'payload_too_large',
  'idempotency_conflict',
  'idempotency_key_in_use',
] as const satisfies ErrorCode[]

/** Headers of every response, errors included. */
export const HEADERS = {
  'X-Request-ID': {
    description: 'The X-Request-ID of the request, or a new id. The log has the same id.',
    required: true,
    schema: { type: 'string' },
    example: '0b8f5a36-6a57-4b0e-9b0e-3f6d1c0a2f11',
  },
  'Cache-Control': {
    description: '`private, no-cache` with an ETag, otherwise `no-store`.',
    required: true,
    schema: { type: 'string' },
    example: 'private, no-cache',
  },
} as const satisfies Record<string, AnswerHeader>

const SECONDS = { type: 'integer', format: 'int32', minimum: 1, maximum: 86_400 } as const

const HEADERS_BY_STATUS: Partial<Record<number, Record<string, AnswerHeader>>> = {
  401: {
    'WWW-Authenticate': {
      description: 'The authentication scheme.',
      required: true,
      schema: { type: 'string' },
      example: 'Bearer',
    },
  },
  403: {
    'WWW-Authenticate': {
      description:
        '`insufficient_scope`. The message names the missing scope. Absent with `origin_not_allowed`.',
      schema: { type: 'string' },
      example: 'Bearer error="insufficient_scope"',
    },
  },
  409: {
    'Retry-After': {
      description:
        'Seconds to wait. With `sync_in_progress`: until the lease of the other run expires, unless the run ends earlier or renews it. With `idempotency_key_in_use`: until the first request counts as dead, unless it ends earlier or writes again.',
      schema: SECONDS,
      example: 2,
    },
  },
  426: {
    Upgrade: {
      description: 'The protocol of this route. Absent where a proxy removes it.',
      schema: { type: 'string' },
      example: 'websocket',
    },
  },
  429: {
    'Retry-After': {
      description: 'Seconds after which the limit is reset.',
      required: true,
      schema: SECONDS,
      example: RATE_LIMIT_PERIOD_SECONDS,
    },
  },
  503: {
    'Retry-After': {
      description:
        'Seconds after which the same request can succeed. Absent if a setting or the database must be changed first.',
      schema: SECONDS,
      example: 5,
    },
  },
}

/** A success with a JSON body. */
interface SuccessResponse<Schema extends z.ZodType> {
  200: { description: string; content: { 'application/json': { schema: Schema } } }
  [error: number]: Answer
}

/**
 * The documented responses of a route: its success, and its errors by status. The type has only the
 * success, because handlers throw errors.
 */
export function responses<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  ...codes: ErrorCode[]
): SuccessResponse<Schema> {
  return {
    ...errorResponses([...codes, ...EVERYWHERE]),
    200: { description, content: { 'application/json': { schema } } },
  }
}

/** A creation with a JSON body. */
interface CreatedResponse<Schema extends z.ZodType> {
  201: { description: string; content: { 'application/json': { schema: Schema } } }
  [error: number]: Answer
}

/** The documented responses of a route that creates something. */
export function createdResponses<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  ...codes: ErrorCode[]
): CreatedResponse<Schema> {
  return {
    ...errorResponses([...codes, ...EVERYWHERE]),
    201: { description, content: { 'application/json': { schema } } },
  }
}

/** The responses of some errors by status, each error with an example. */
export function errorResponses(codes: ErrorCode[]): Record<number, Answer> {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join(' '),
        headers: HEADERS_BY_STATUS[status] ?? {},
        content: {
          'application/json': {
            schema: errorSchema,
            examples: Object.fromEntries(group.map((code) => [code, { value: exampleOf(code) }])),
          },
        },
      },
    ]),
  )
}

function exampleOf(code: ErrorCode) {
  const { message } = ERRORS[code]
  return {
    status: 'error',
    error: { code, message },
    request_id: HEADERS['X-Request-ID'].example,
  }
}
