import type { Context, MiddlewareHandler } from 'hono'
import type { Log } from '../../sync/run/log'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { addressOf } from './address'
import { sameDigest, sha256 } from './digest'
import { isTooMuch, RATE_LIMIT_PERIOD_SECONDS, type RateLimiter } from './rate-limiter'
import type { Scope } from './scopes'
import { type ApiToken, type Client, tokenConflict } from './tokens'

/** What authentication depends on. */
export interface Gate {
  tokens: readonly ApiToken[]
  /** Counts requests without a valid token by client address. */
  refusalLimiter?: RateLimiter | undefined
  /** The scope that a request needs; null if any valid token may send it. */
  scopeOf: (method: string, path: string) => Scope | null
  /** Whether a request reads the calendar feed, whose token may be in its address. */
  isCalendarFeed: (method: string, path: string) => boolean
  /** Reads the token of a request without an Authorization header. */
  tokenElsewhere?: (c: Context<AppEnv>) => string | undefined
  log: Log
}

/** A token with its SHA-256 in hexadecimal digits. */
type Known = ApiToken & { digest: string }

/**
 * Requires `Authorization: Bearer TOKEN`, and puts the token's client into the context. Clients of
 * the calendar feed cannot send headers: its address may have a token of the scope `calendar`
 * instead, and no other. Not `hono/bearer-auth`, which has no scopes and does not count refusals.
 *
 * @throws ApiError `not_configured` if no token is set; `misconfigured` if one token is set with
 * two sets of scopes; `unauthorized` without a valid token, or `rate_limited` after too many such
 * requests from one address; `forbidden` if the token lacks the scope.
 */
export function authenticate(gate: Gate): MiddlewareHandler<AppEnv> {
  const { tokens, scopeOf } = gate
  let known: Known[] | undefined
  return async (c, next) => {
    if (tokens.length === 0) {
      throw new ApiError('not_configured', { message: 'No token is set: set API_TOKEN.' })
    }
    known ??= await digestsOf(tokens)
    const { method, path } = c.req
    const isCalendar = gate.isCalendarFeed(method, path)
    const { sent, inAddress } = sentToken(c, gate, isCalendar)
    const digest = sent === undefined ? undefined : await sha256(sent)
    const token = digest === undefined ? undefined : matchOf(digest, known)
    const opensCalendar = isCalendar && token?.scopes.includes('calendar') === true
    if (digest === undefined || token === undefined || (inAddress && !opensCalendar)) {
      throw await refusal(gate, c.req.header('cf-connecting-ip'), inAddress)
    }
    const { name, scopes } = token
    c.set('client', { name, tokenHash: digest, scopes })
    const scope = opensCalendar ? null : scopeOf(method, path)
    if (scope !== null) requireScope({ scopes }, scope)
    await next()
  }
}

/** The token of a request, and whether it is in the address: a header goes first. */
function sentToken(
  c: Context<AppEnv>,
  { tokenElsewhere }: Gate,
  isCalendar: boolean,
): { sent: string | undefined; inAddress: boolean } {
  const header = c.req.header('authorization')
  if (header !== undefined) {
    return { sent: /^Bearer +(\S+) *$/i.exec(header)?.[1], inAddress: false }
  }
  const inAddress = isCalendar ? c.req.query('token') : undefined
  return { sent: inAddress ?? tokenElsewhere?.(c), inAddress: inAddress !== undefined }
}

/**
 * The scopes of each token, by its SHA-256 in hexadecimal digits.
 *
 * @throws ApiError `misconfigured` if one token is set with two sets of scopes.
 */
export async function scopesByDigest(
  tokens: readonly ApiToken[],
): Promise<Map<string, readonly Scope[]>> {
  return new Map((await digestsOf(tokens)).map(({ digest, scopes }) => [digest, scopes]))
}

/** Compares with every token, so that the time does not reveal which one matched. */
function matchOf(digest: string, known: readonly Known[]): Known | undefined {
  const same = known.map((token) => sameDigest(digest, token.digest))
  return known.find((_, index) => same[index])
}

async function digestsOf(tokens: readonly ApiToken[]): Promise<Known[]> {
  const known = await Promise.all(tokens.map(withDigest))
  const message = conflictAmong(known)
  if (message !== null) throw new ApiError('misconfigured', { message })
  return known
}

/**
 * Finds a token that is set as text and, with other scopes, as SHA-256, which only digests reveal.
 *
 * @returns a sentence about it; null without a conflict
 */
export async function authenticationProblem(tokens: readonly ApiToken[]): Promise<string | null> {
  return conflictAmong(await Promise.all(tokens.map(withDigest)))
}

const conflictAmong = (known: readonly Known[]): string | null =>
  tokenConflict(known, ({ digest }) => digest)?.message ?? null

async function withDigest(token: ApiToken): Promise<Known> {
  const { secret } = token
  const digest = 'token' in secret ? await sha256(secret.token) : secret.sha256
  return { ...token, digest }
}

const NOT_OF_CALENDAR = 'The token in the address is not a valid token of the scope calendar.'

/** Counts a request without a valid token. This never refuses a valid token. */
async function refusal(
  { refusalLimiter, log }: Gate,
  address: string | undefined,
  inAddress: boolean,
): Promise<ApiError> {
  if (!(await isTooMuch(refusalLimiter, addressOf(address), log))) {
    return new ApiError('unauthorized', inAddress ? { message: NOT_OF_CALENDAR } : {})
  }
  return new ApiError('rate_limited', {
    message:
      'Too many requests without a valid token from this address; try again after Retry-After seconds.',
    retryAfter: RATE_LIMIT_PERIOD_SECONDS,
  })
}

/**
 * Requires a scope, because of the route or because of a parameter.
 *
 * @throws ApiError `forbidden`
 */
export function requireScope({ scopes }: Pick<Client, 'scopes'>, scope: Scope): void {
  if (!scopes.includes(scope)) throw forbidden(scope, scopes)
}

function forbidden(scope: Scope, has: readonly Scope[]): ApiError {
  return new ApiError('forbidden', {
    message: `This request needs a token with the scope ${scope}; this token has ${has.join(', ')}.`,
  })
}
