import { z } from '@hono/zod-openapi'
import { ERRORS, type ErrorCode } from './errors'

const errorSchema = z
  .object({
    status: z.literal('error'),
    error: z.object({
      code: z.string(),
      message: z.string(),
      param: z.string().optional().openapi({ description: 'What in the request was wrong.' }),
    }),
    request_id: z.string(),
  })
  .openapi('Error')

const retryAfter = z.object({
  'Retry-After': z.int().optional().openapi({
    description:
      'Of `sync_in_progress`: seconds until the lease of the run that is under way runs out, unless it ends before or goes on.',
  }),
})

const EVERYWHERE: ErrorCode[] = [
  'unauthorized',
  'internal_error',
  'not_configured',
  'misconfigured',
  'database_unavailable',
]

/** A success in JSON, as OpenAPI describes it. */
type SuccessResponse<Schema extends z.ZodType> = {
  200: { description: string; content: { 'application/json': { schema: Schema } } }
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

function errorResponses(codes: ErrorCode[]) {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join(' '),
        ...(group.includes('sync_in_progress') && { headers: retryAfter }),
        content: { 'application/json': { schema: errorSchema } },
      },
    ]),
  )
}
