import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { CLOSE } from './close-codes'
import type { LiveFeeds } from './feeds'

/** The subprotocol that the server echoes. */
const SUBPROTOCOL = 'legbook.v1'

const BEARER = 'bearer.'

/** The subprotocols that a client offers, in its order. */
const offered = (header: string | undefined): string[] =>
  header === undefined ? [] : header.split(',').map((name) => name.trim())

/** Whether the request asks for a WebSocket. */
export const isUpgrade = (c: Context<AppEnv>): boolean =>
  c.req.header('upgrade')?.toLowerCase() === 'websocket'

/**
 * Reads the token that a page offers as the subprotocol `bearer.<base64url of the token>`, because
 * browsers cannot set headers of a WebSocket. Undefined without such a subprotocol, or if it is not
 * base64url.
 */
export function tokenOfSubprotocol(header: string | undefined): string | undefined {
  const encoded = offered(header)
    .find((name) => name.startsWith(BEARER))
    ?.slice(BEARER.length)
  if (encoded === undefined || !/^[\w-]+$/.test(encoded)) return undefined
  try {
    return atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return undefined
  }
}

/** Headers of the response that switches to WebSocket. They never repeat the token. */
export function switchHeaders(c: Context<AppEnv>): Headers {
  const headers = new Headers({ 'X-Request-ID': c.get('requestId') })
  if (offered(c.req.header('sec-websocket-protocol')).includes(SUBPROTOCOL))
    headers.set('Sec-WebSocket-Protocol', SUBPROTOCOL)
  return headers
}

/**
 * Answers refused upgrades with a close code, where there is one for the error: a page cannot read
 * an HTTP status. Without feeds, the answer is the status.
 */
export function closeRefusedUpgrades(feeds: LiveFeeds | undefined): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next()
    if (feeds === undefined || !isUpgrade(c) || !(c.error instanceof ApiError)) return
    const code = closeCodeOf(c.error)
    if (code === null) return
    const refused = feeds.refuse(code, c.error.message, switchHeaders(c))
    // Otherwise Hono would add the headers of the error to the response.
    c.res = undefined
    c.res = refused
  }
}

function closeCodeOf({ code, param }: ApiError): number | null {
  if (code === 'unauthorized') return CLOSE.unauthorized
  if (code === 'forbidden') return CLOSE.forbidden
  if (code !== 'invalid_parameter') return null
  return param === 'account' ? CLOSE.accountNotFound : CLOSE.invalidParameter
}
