import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../context'
import { ApiError } from '../errors'

/** The tokens that are set: the first may do everything, the second only read. */
export interface Tokens {
  apiToken: string | undefined
  readToken: string | undefined
}

/**
 * Asks for `Authorization: Bearer TOKEN`.
 *
 * @throws ApiError `not_configured` with no token set, `unauthorized` for none or a wrong one, `forbidden` for a
 * write with the reading one.
 */
export function authenticate({ apiToken, readToken }: Tokens): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!apiToken && !readToken) {
      throw new ApiError('not_configured', { message: 'API_TOKEN is not set.' })
    }
    const sent = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (sent === undefined) throw new ApiError('unauthorized')
    // Both are always compared, so that the time does not tell which one was near.
    const [mayWrite, mayRead] = await Promise.all([
      sameToken(sent, apiToken),
      sameToken(sent, readToken),
    ])
    if (!mayWrite && !mayRead) throw new ApiError('unauthorized')
    if (!mayWrite && !['GET', 'HEAD'].includes(c.req.method)) throw new ApiError('forbidden')
    await next()
  }
}

/** Compares digests, which have one length whatever was sent, without stopping at the first difference. */
async function sameToken(sent: string, token: string | undefined): Promise<boolean> {
  const [a, b] = await Promise.all([digest(sent), digest(token ?? '')])
  const difference = a.reduce((bits, byte, i) => bits | (byte ^ (b[i] ?? 0)), 0)
  return token !== undefined && difference === 0
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
