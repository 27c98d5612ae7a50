import type { Context } from 'hono'
import type { Actor } from '../../db/overrides/actor'
import type { AppEnv } from '../http/context'

/** Who asks, as the audit names it: the token's name, the first digits of its SHA-256, and the request. */
export function actorOf(c: Context<AppEnv>): Actor {
  const { name, tokenHash } = c.get('client')
  return { name, tokenFingerprint: tokenHash.slice(0, 12), requestId: c.get('requestId') }
}
