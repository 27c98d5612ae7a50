import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { readBody } from '../http/read-body'

/**
 * Reads the body as JSON whatever its Content-Type (`curl -d` sends a form's), and an empty body as
 * `{}`. JSON is UTF-8 (RFC 8259, section 8.1): other bytes are refused, not replaced.
 *
 * @throws ApiError `invalid_json` for bytes that are not UTF-8.
 */
export function jsonBody(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const sent = decode(await readBody(c))
    const headers = new Headers(c.req.raw.headers)
    headers.set('Content-Type', 'application/json')
    headers.delete('Content-Length')
    c.req.raw = new Request(c.req.raw, { headers, body: sent.trim() === '' ? '{}' : sent })
    await next()
  }
}

function decode(body: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body)
  } catch {
    throw new ApiError('invalid_json', { message: 'The body is not UTF-8; send JSON in UTF-8.' })
  }
}
