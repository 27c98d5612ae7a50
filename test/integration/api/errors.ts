import { expect } from 'vitest'
import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../../../src/api/http/errors'

const errorBody = z.strictObject({
  status: z.literal('error'),
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(1),
    param: z.string().optional(),
  }),
  request_id: z.string().min(1),
})

/** Asserts that a response is this error: status, body and headers. */
export async function expectError(response: Response, code: ErrorCode, param?: string) {
  const body = errorBody.parse(await response.json())
  expect(body.error).toMatchObject({ code, ...(param && { param }) })
  expect(response.status).toBe(ERRORS[code].status)
  expect(response.headers.get('X-Request-ID')).toBe(body.request_id)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  return body.error
}
