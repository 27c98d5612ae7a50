const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * The URL, where what is sent to it cannot be read on the way and it holds no user or password: https, or http on
 * loopback. Null otherwise.
 */
export function secureUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isSecure =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  return isSecure && url.username === '' && url.password === '' ? url : null
}

/**
 * An origin as browsers send it, from text with or without the closing slash. Null for text that matches no origin:
 * one with a path or a wildcard, without a scheme, or with anything else behind the host and port.
 */
export function pageOrigin(text: string): string | null {
  if (!/^https?:\/\/[^/?#@\\]+\/?$/i.test(text) || !URL.canParse(text)) return null
  const { hostname, origin } = new URL(text)
  return /^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(hostname) ? origin : null
}
