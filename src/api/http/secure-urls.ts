const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * Parses a URL that is safe to send secrets to: https, or http on loopback, without user and
 * password. Null for any other text.
 */
export function secureUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isSecure =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  return isSecure && url.username === '' && url.password === '' ? url : null
}

/**
 * Normalises an origin to the form that browsers send. A trailing slash is allowed. Null for text
 * that cannot match an origin: with a path or a wildcard, without a scheme, or with more after the
 * port.
 */
export function pageOrigin(text: string): string | null {
  if (!/^https?:\/\/[^/?#@\\]+\/?$/i.test(text) || !URL.canParse(text)) return null
  const { hostname, origin } = new URL(text)
  return /^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(hostname) ? origin : null
}
