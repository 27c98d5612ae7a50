import * as z from 'zod'
import { textField } from '../../worker/setting-values'

/**
 * What a token is good for: GET; starting syncs; editing and rebuilding trades; and, beside one of
 * these, payloads as Alpaca sent them, which may hold account numbers and names.
 */
export const SCOPES = ['read', 'sync', 'edit', 'raw'] as const

export type Scope = (typeof SCOPES)[number]

/** A token that opens the API, set as text or as its SHA-256. Tokens of one name are one client, so that they can be rotated. */
export interface ApiToken {
  name: string
  scopes: readonly Scope[]
  secret: { token: string } | { sha256: string }
  /** Where it is set: `API_TOKEN`, `READ_TOKEN` or `API_TOKENS[2]`. */
  setting: string
}

const SHAPE = 'must be an object {name, token or sha256, scopes}'

/** A token: long enough not to be guessed, and such that it arrives in a header as it was set. */
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
          `must be a list of scopes out of ${SCOPES.join(', ')}`,
        )
        .min(1, 'must have at least one scope'),
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

/** The list that `API_TOKENS` holds. Its messages quote no value. */
export const tokenList = z
  .array(entry, 'must be a list of {name, token or sha256, scopes}')
  .min(1, 'must have at least one token')

/** All tokens that are set: `API_TOKEN`, which may do everything, `READ_TOKEN`, which may read, and those of the list. */
export function tokensOf(
  apiToken: string | undefined,
  readToken: string | undefined,
  list: z.output<typeof tokenList> = [],
): ApiToken[] {
  const whole = (name: string, token: string | undefined, scopes: readonly Scope[]) =>
    token === undefined ? [] : [{ name, scopes, secret: { token }, setting: name }]
  return [
    ...whole('API_TOKEN', apiToken, SCOPES),
    ...whole('READ_TOKEN', readToken, ['read']),
    ...list.map((token, i) => ({ ...token, setting: `API_TOKENS[${i}]` })),
  ]
}

/**
 * The first token that is set a second time with other scopes: a slip, since one of the two does not mean what it says. The
 * same token with the same scopes is no conflict.
 *
 * @param identityOf equal for equal tokens
 * @returns the setting at fault and a sentence about it
 */
export function tokenConflict<Token extends ApiToken>(
  tokens: readonly Token[],
  identityOf: (token: Token) => string,
): { setting: string; message: string } | null {
  const firsts = new Map<string, Token>()
  for (const token of tokens) {
    const first = firsts.get(identityOf(token)) ?? token
    firsts.set(identityOf(token), first)
    if (scopesOf(first) === scopesOf(token)) continue
    return {
      setting: token.setting.replace(/\[.*/, ''),
      message: `${token.setting} is the same token as ${first.setting}, with other scopes.`,
    }
  }
  return null
}

const scopesOf = ({ scopes }: ApiToken): string => [...new Set(scopes)].toSorted().join(' ')
