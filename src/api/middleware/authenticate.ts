import type { MiddlewareHandler } from 'hono'
import type { Log } from '../../sync/log'
import type { AppEnv } from '../context'
import { sameDigest, sha256 } from '../digest'
import { ApiError } from '../errors'
import { isTooMuch, RATE_LIMIT_PERIOD_SECONDS, type RateLimiter } from '../rate-limiter'
import type { ApiToken, Scope } from '../tokens'
import { addressOf } from './address'

/** Who sent a request: a token that is set. */
export interface Client {
  /** Of the token; tokens of one name are one client. */
  name: string
  /** SHA-256 of the token, in hexadecimal digits. */
  tokenHash: string
  scopes: readonly Scope[]
}

/** Who may come in. */
export interface Gate {
  tokens: readonly ApiToken[]
  /** Counts refused tokens, by the address that they came from. */
  refusalLimiter?: RateLimiter | undefined
  /** What a request needs a token to be good for. */
  scopeOf: (method: string, path: string) => Scope
  log: Log
}

/** A token with its SHA-256 in hexadecimal digits. */
type Known = ApiToken & { digest: string }

/**
 * Requires `Authorization: Bearer TOKEN`, and puts the token's client into the context. Not `hono/bearer-auth`: it knows no
 * scopes, and does not count refusals.
 *
 * @throws ApiError `not_configured` with no token set, `unauthorized` for none or a wrong one (`rate_limited` after too many from
 * one address), `forbidden` for one without the scope.
 */
export function authenticate(gate: Gate): MiddlewareHandler<AppEnv> {
  const { tokens, scopeOf } = gate
  let known: Known[] | undefined
  return async (c, next) => {
    if (tokens.length === 0) {
      throw new ApiError('not_configured', { message: 'API_TOKEN is not set.' })
    }
    known ??= await Promise.all(tokens.map(withDigest))
    const sent = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const digest = sent === undefined ? undefined : await sha256(sent)
    const matching = digest === undefined ? [] : matches(digest, known)
    if (digest === undefined || matching.length === 0) {
      throw await refusal(gate, c.req.header('cf-connecting-ip'))
    }
    const scope = scopeOf(c.req.method, c.req.path)
    const granted = matching.find(({ scopes }) => scopes.includes(scope))
    const scopes = [...new Set(matching.flatMap((token) => token.scopes))]
    if (granted === undefined) throw forbidden(scope, scopes)
    c.set('client', { name: granted.name, tokenHash: digest, scopes })
    await next()
  }
}

/** Compares with every token, in the same time whether one is equal, near or far. */
function matches(digest: string, known: readonly Known[]): Known[] {
  const same = known.map((token) => sameDigest(digest, token.digest))
  return known.filter((_, index) => same[index])
}

async function withDigest(token: ApiToken): Promise<Known> {
  const { secret } = token
  const digest = 'token' in secret ? await sha256(secret.token) : secret.sha256
  return { ...token, digest }
}

/** A token that is not known; too many of them from one address are told to stop. Who knows one is never held up by this. */
async function refusal(
  { refusalLimiter, log }: Gate,
  address: string | undefined,
): Promise<ApiError> {
  if (!(await isTooMuch(refusalLimiter, addressOf(address), log))) {
    return new ApiError('unauthorized')
  }
  return new ApiError('rate_limited', {
    message: 'Too many requests without a valid token from this address.',
    retryAfter: RATE_LIMIT_PERIOD_SECONDS,
  })
}

/**
 * Asks for a scope beside the one that the path needs, where a parameter asks for more.
 *
 * @throws ApiError `forbidden`
 */
export function requireScope({ scopes }: Client, scope: Scope): void {
  if (!scopes.includes(scope)) throw forbidden(scope, scopes)
}

function forbidden(scope: Scope, has: readonly Scope[]): ApiError {
  return new ApiError('forbidden', {
    message: `This needs a token with the scope ${scope}; this one has ${has.join(', ')}.`,
  })
}
