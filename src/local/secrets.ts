/** Settings whose values are secret, whole or in part. */
const SECRET = /^(?:(?:TEST_)?DATABASE_URL|NEON_HTTP_ENDPOINT|(?:API|READ)_TOKENS?|ALPACA_\w+)$/

/** Any but the example that our own messages give. */
const CONNECTION_STRING = /postgres(?:ql)?:\/\/(?!user:password@host\/database)[^\s'"`]+/gi

const HIDDEN = '[…]'
/** Shorter texts occur by chance in any message. */
const SHORTEST = 5

/**
 * A text without connection strings and without the values of secret settings. For everything that this machine prints of an
 * error: drivers, URL parsers and runtimes quote what they could not read.
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

/** User and password of a URL, as written and as decoded; of any other value, all of it and the texts of a list. */
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
