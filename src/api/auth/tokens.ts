import type { Scope } from './scopes'

/**
 * A token of the API, set as text or as its SHA-256 in hexadecimal digits. Tokens with the same
 * name are one client, so that tokens can be rotated.
 */
export interface ApiToken {
  name: string
  scopes: readonly Scope[]
  secret: { token: string } | { sha256: string }
  /** The setting that has it: `API_TOKEN`, `READ_TOKEN` or `API_TOKENS[2]`. */
  setting: string
}

/** The token that a request was sent with. */
export interface Client {
  /** The token's name; tokens of one name are one client. */
  name: string
  /** SHA-256 of the token, in hexadecimal digits. */
  tokenHash: string
  scopes: readonly Scope[]
}

/**
 * Finds the first token that is set twice with different scopes. The same token with the same
 * scopes is no conflict.
 *
 * @param identityOf returns equal text for equal tokens
 * @returns the wrong setting and a sentence about it; null without a conflict
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
