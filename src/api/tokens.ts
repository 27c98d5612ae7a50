import * as z from 'zod'

/**
 * What a token may be good for: GET; starting syncs; saying something of trades and working them out again; and, beside one of
 * these, payloads as Alpaca sent them, which may hold account numbers and names.
 */
export const SCOPES = ['read', 'sync', 'edit', 'raw'] as const

export type Scope = (typeof SCOPES)[number]

/** A token that opens the API, by itself or by its SHA-256 alone. Tokens of one name are one client, so that they can be rotated. */
export interface ApiToken {
  name: string
  scopes: readonly Scope[]
  secret: { token: string } | { sha256: string }
}

const SHAPE = 'must be a list of {name, token or sha256, scopes}'

const entry = z
  .strictObject(
    {
      name: z
        .string(SHAPE)
        .trim()
        .regex(/^[\w .-]{1,64}$/, 'must have names of 1 to 64 letters, digits, spaces and . _ -'),
      token: z
        .string(SHAPE)
        .regex(/^[!-~]{1,512}$/, 'must have tokens without spaces')
        .optional(),
      sha256: z
        .string(SHAPE)
        .regex(/^[0-9a-f]{64}$/i, 'must have sha256 of 64 hexadecimal digits')
        .optional(),
      scopes: z
        .array(
          z.enum(SCOPES, `must have scopes out of ${SCOPES.join(', ')}`),
          'must have a list of scopes',
        )
        .min(1, 'must have a scope for each token'),
    },
    SHAPE,
  )
  .transform(({ name, token, sha256, scopes }, ctx): ApiToken => {
    if (token !== undefined && sha256 === undefined) return { name, scopes, secret: { token } }
    if (sha256 !== undefined && token === undefined) {
      return { name, scopes, secret: { sha256: sha256.toLowerCase() } }
    }
    ctx.addIssue({ code: 'custom', message: 'must have either token or sha256 for each name' })
    return z.NEVER
  })

/** The list that `API_TOKENS` holds. Its messages quote no value. */
export const tokenList = z.array(entry, SHAPE).min(1, 'must have at least one token')

/** All tokens that are set: those of the list, `API_TOKEN`, which may do everything, and `READ_TOKEN`, which may read. */
export function tokensOf(
  apiToken: string | undefined,
  readToken: string | undefined,
  list: ApiToken[] = [],
): ApiToken[] {
  const whole = (name: string, token: string | undefined, scopes: readonly Scope[]) =>
    token === undefined ? [] : [{ name, scopes, secret: { token } }]
  return [
    ...whole('API_TOKEN', apiToken, SCOPES),
    ...whole('READ_TOKEN', readToken, ['read']),
    ...list,
  ]
}
