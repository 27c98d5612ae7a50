import type { Context } from 'hono'
import type { Actor } from '../../db/overrides/actor'
import type { AppEnv } from '../http/context'

/** The client of a request for the audit log: token name, 12 digits of its SHA-256, request id. */
export function actorOf(c: Context<AppEnv>): Actor {
  const { name, tokenHash } = c.get('client')
  return { name, tokenFingerprint: tokenHash.slice(0, 12), requestId: c.get('requestId') }
}
