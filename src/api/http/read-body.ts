import type { Context } from 'hono'
import type { AppEnv } from './context'
import { ApiError } from './errors'

/**
 * Reads the whole body of a request, whose size is limited before.
 *
 * @throws ApiError `invalid_json` when the client stops sending in the middle.
 */
export async function readBody(c: Context<AppEnv>): Promise<ArrayBuffer> {
  try {
    return await c.req.raw.arrayBuffer()
  } catch {
    throw new ApiError('invalid_json', { message: 'The body was cut off.' })
  }
}
