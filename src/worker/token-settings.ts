import * as z from 'zod'
import { HEADER_SCOPES, SCOPES, type Scope } from '../api/auth/scopes'
import type { ApiToken } from '../api/auth/tokens'
import { textField } from './setting-values'

const SHAPE = 'must be an object {name, token or sha256, scopes}'

const ALONE =
  'must have no scope beside calendar, because the token of a calendar is part of an address'

/** A token: too long to guess, and unchanged by a header. */
export const tokenText = textField.regex(
  /^[!-~]{16,512}$/,
  'must be at least 16 printable ASCII characters, without spaces',
)

const entry = z
  .strictObject(
    {
      name: textField.regex(/^[\w .-]{1,64}$/, 'must be 1 to 64 letters, digits, spaces and . _ -'),
      token: tokenText.optional(),
      sha256: textField.regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits').optional(),
      scopes: z
        .array(
          z.enum(SCOPES, `must be one of ${SCOPES.join(', ')}`),
          `must be a list of scopes from ${SCOPES.join(', ')}`,
        )
        .min(1, 'must have at least one scope')
        .refine((scopes) => !scopes.includes('calendar') || new Set(scopes).size === 1, ALONE),
    },
    SHAPE,
  )
  .transform(({ name, token, sha256, scopes }, ctx): Omit<ApiToken, 'setting'> => {
    if (token !== undefined && sha256 === undefined) return { name, scopes, secret: { token } }
    if (sha256 !== undefined && token === undefined) {
      return { name, scopes, secret: { sha256: sha256.toLowerCase() } }
    }
    ctx.addIssue({ code: 'custom', message: 'must have either token or sha256' })
    return z.NEVER
  })

/** The list in `API_TOKENS`. Error messages quote no value. */
export const tokenList = z
  .array(entry, 'must be a list of {name, token or sha256, scopes}')
  .min(1, 'must have at least one token')

/**
 * All tokens: `API_TOKEN` with all scopes except `calendar`, `READ_TOKEN` with `read`, and those of
 * `API_TOKENS`.
 */
export function tokensOf(
  apiToken: string | undefined,
  readToken: string | undefined,
  list: z.output<typeof tokenList> = [],
): ApiToken[] {
  const whole = (name: string, token: string | undefined, scopes: readonly Scope[]) =>
    token === undefined ? [] : [{ name, scopes, secret: { token }, setting: name }]
  return [
    ...whole('API_TOKEN', apiToken, HEADER_SCOPES),
    ...whole('READ_TOKEN', readToken, ['read']),
    ...list.map((token, i) => ({ ...token, setting: `API_TOKENS[${i}]` })),
  ]
}
