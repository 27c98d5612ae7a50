import type { Context } from 'hono'
import type { AppEnv } from './context'
import { ApiError } from './errors'

/**
 * Reads the whole body of a request. Earlier middleware limits its size.
 *
 * @throws ApiError `invalid_json` if the client stops sending midway.
 */
export async function readBody(c: Context<AppEnv>): Promise<ArrayBuffer> {
  try {
    return await c.req.raw.arrayBuffer()
  } catch {
    throw new ApiError('invalid_json', { message: 'The body was cut off; send it again.' })
  }
}
