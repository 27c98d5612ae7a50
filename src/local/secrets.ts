/** Settings whose values are secret or hold a secret. */
const SECRET =
  /^(?:(?:TEST_)?DATABASE_URL|NEON_HTTP_ENDPOINT|(?:API|READ)_TOKENS?|ALPACA_\w+|KEYS_SECRET(?:_PREVIOUS)?)$/

/** Every connection string except the example in this project's own messages. */
const CONNECTION_STRING = /postgres(?:ql)?:\/\/(?!user:password@host\/database)[^\s'"`]+/gi

const HIDDEN = '[…]'
/** Shorter texts occur by chance in any message. */
const SHORTEST = 5

/**
 * Removes connection strings and the values of secret settings from a text. Every printed error
 * passes through it, because drivers, URL parsers and runtimes quote input that they cannot parse.
 *
 * @param settings the environment, or the content of `.dev.vars`
 */
export function withoutSecrets(
  text: string,
  settings: Readonly<Record<string, string | undefined>>,
): string {
  return Object.entries(settings)
    .flatMap(([name, value]) => (SECRET.test(name) && value ? secretsIn(value.trim()) : []))
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text)
    .replaceAll(CONNECTION_STRING, `postgresql://${HIDDEN}`)
}

/**
 * User and password of a URL, encoded and decoded; of other values the whole text and its items.
 */
function secretsIn(value: string): string[] {
  const [, authority = ''] = /:\/\/(.*)@/s.exec(value) ?? []
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(authority) ?? []
  const ofUrl = [authority, password, decoded(password)]
  if (/^https?:\/\//i.test(value)) return ofUrl
  const listed = [...value.matchAll(/"((?:[^"\\]|\\.){16,})"/g)].map(([, text = '']) => text)
  return [value, ...listed, ...ofUrl]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
