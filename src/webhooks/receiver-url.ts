/** Which addresses a webhook must not have, and which it may have on this machine alone. */
export interface ReceiverRules {
  /** Host names of the Worker, as far as they are known. */
  ownHosts: readonly string[]
  /**
   * Under `npm start`, the Worker's own port: plain http to any other port of loopback is allowed.
   * Null when deployed.
   */
  loopbackExcept: number | null
}

export const MOST_URL_CHARACTERS = 2_048

/** `https://`, a host name with or without port 443, and the rest, in visible ASCII. */
const HTTPS = /^https:\/\/([a-z0-9_.-]+)(?::443)?(?:[/?#][!-~]*)?$/i

const LOOPBACK =
  /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::([1-9]\d{0,4}))?(?:[/?#][!-~]*)?$/i

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/

/** The last label of a name is never a number: browsers read `0x7f.1` as an address. */
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/

/** Names of hosts that are not public, or that no host has. */
const PRIVATE =
  /(?:^|\.)(?:localhost|local|internal|localdomain|lan|intranet|corp|private|home|svc|arpa|onion|invalid|metadata\.goog)$/

/** Public services whose names resolve to the address that the name spells, or to loopback. */
const SPELLED =
  /(?:^|\.)(?:nip\.io|sslip\.io|xip\.io|traefik\.me|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|backname\.io|rbndr\.us|1u\.ms)$/

/**
 * Why a webhook must not have an address; null if it may. The address is compared as it is written,
 * before any parser repairs it: every spelling of an IP address, user info, escapes, tabs,
 * backslashes and characters beyond ASCII fail, because a host name has none of them. A Worker
 * cannot resolve names: of public names of private addresses only those of known services fail.
 */
export function refusalOf(url: string, rules: ReceiverRules): string | null {
  if (url.length > MOST_URL_CHARACTERS) return `must be at most ${MOST_URL_CHARACTERS} characters`
  if (rules.loopbackExcept !== null && isLoopback(url, rules.loopbackExcept)) return null
  const host = HTTPS.exec(url)?.[1]?.toLowerCase()
  if (host === undefined || !URL.canParse(url))
    return 'must be an https URL with a host name, on port 443, in visible ASCII, without user info'
  const labels = host.split('.')
  const isName = labels.length > 1 && host.length <= 253 && labels.every((one) => LABEL.test(one))
  if (!isName || !TOP_LEVEL.test(labels.at(-1) ?? '') || new URL(url).hostname !== host)
    return 'must have the full name of a host, not an IP address'
  if (PRIVATE.test(host) || SPELLED.test(host)) return 'must have the name of a public host'
  return rules.ownHosts.includes(host) ? 'must not have the host of this API' : null
}

function isLoopback(url: string, ownPort: number): boolean {
  const found = LOOPBACK.exec(url)
  if (found === null || !URL.canParse(url)) return false
  return Number(found[1] ?? 80) !== ownPort
}
