import * as z from 'zod'
import { checksSchema } from '../health/schemas'
import { word } from '../lists/fields'
import { RATE_LIMIT_PERIOD_SECONDS } from '../middleware/rate-limit'
import { accountRebuild } from '../rebuild/schemas'
import { accountReport } from '../sync/schemas'
import { ERRORS, type ErrorCode } from './errors'
import type { Answer, AnswerHeader } from './route'

const errorSchema = z
  .object({
    status: z.literal('error'),
    error: z.object({
      code: word.errorCode,
      message: z.string(),
      param: z.string().optional().meta({ description: 'What in the request was wrong.' }),
    }),
    request_id: z.string(),
    accounts: z
      .array(z.union([accountReport, accountRebuild]))
      .optional()
      .meta({ description: 'Of a sync or a rebuild that failed: what became of each account.' }),
    checks: checksSchema.optional().meta({ description: 'Of `unhealthy`: what was checked.' }),
  })
  .meta({ id: 'Error' })

/** With which every request behind a token can end. */
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

/** With which every write can end. */
export const WRITE_ERRORS = [
  'payload_too_large',
  'idempotency_conflict',
  'idempotency_key_in_use',
] as const satisfies ErrorCode[]

/** On every answer, errors too. */
export const HEADERS = {
  'X-Request-ID': {
    description: 'The id that came with the request, or a new one: the log has it too.',
    required: true,
    schema: { type: 'string' },
    example: '0b8f5a36-6a57-4b0e-9b0e-3f6d1c0a2f11',
  },
  'Cache-Control': {
    description: 'private, no-cache where there is an ETag; else no-store.',
    required: true,
    schema: { type: 'string' },
    example: 'private, no-cache',
  },
} as const satisfies Record<string, AnswerHeader>

const SECONDS = { type: 'integer', format: 'int32', minimum: 1, maximum: 86_400 } as const

const HEADERS_BY_STATUS: Partial<Record<number, Record<string, AnswerHeader>>> = {
  401: {
    'WWW-Authenticate': {
      description: 'What to send.',
      required: true,
      schema: { type: 'string' },
      example: 'Bearer',
    },
  },
  403: {
    'WWW-Authenticate': {
      description: 'That the token lacks a scope; the message says which.',
      required: true,
      schema: { type: 'string' },
      example: 'Bearer error="insufficient_scope"',
    },
  },
  409: {
    'Retry-After': {
      description:
        'Seconds. With `sync_in_progress`: until the lease of the other run ends, unless that run ends sooner or renews it. With `idempotency_key_in_use`: until the first request counts as dead, unless it is answered sooner or writes.',
      schema: SECONDS,
      example: 2,
    },
  },
  429: {
    'Retry-After': {
      description: 'Seconds until the limit has surely forgotten.',
      required: true,
      schema: SECONDS,
      example: RATE_LIMIT_PERIOD_SECONDS,
    },
  },
  503: {
    'Retry-After': {
      description:
        'Seconds after which another try is worth it; missing when a setting or the database must be changed first.',
      schema: SECONDS,
      example: 5,
    },
  },
}

/** A success in JSON, as OpenAPI describes it. */
interface SuccessResponse<Schema extends z.ZodType> {
  200: { description: string; content: { 'application/json': { schema: Schema } } }
  [error: number]: Answer
}

/**
 * The documented answers of a route: its success, and by status the errors that it can end with. The type names the
 * success alone, since handlers return nothing else: errors are thrown.
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

/** By status, the errors that these codes mean, each with an example. */
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
