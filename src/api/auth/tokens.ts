import type { Scope } from './scopes'

/** A token that opens the API, set as text or as its SHA-256. Tokens of one name are one client, so that they can be rotated. */
export interface ApiToken {
  name: string
  scopes: readonly Scope[]
  secret: { token: string } | { sha256: string }
  /** Where it is set: `API_TOKEN`, `READ_TOKEN` or `API_TOKENS[2]`. */
  setting: string
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
