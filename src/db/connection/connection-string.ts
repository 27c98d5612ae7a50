/** The server and database that a connection string names, as Neon's driver reads it. */
export interface DatabaseLocation {
  /** In lower case; an IPv6 address in brackets. */
  host: string
  port: string
  database: string
  /** Whether Neon serves the host, so that Neon's HTTP driver may have the connection string. */
  isNeon: boolean
}

const SHAPE = 'postgresql://user:password@host/database'
const PERCENT_ENCODE =
  'percent-encode special characters in the password ' +
  '(# as %23, / as %2F, ? as %3F, @ as %40, % as %25)'

/**
 * Query options by which libpq and `pg` replace parts of the URL, such as the host that is checked
 * here.
 */
const OVERRIDES = ['host', 'hostaddr', 'port', 'user', 'password', 'dbname', 'database']

/** Hosts under Neon's two domains, neon.tech and neon.build (Neon's staging). */
const NEON_HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+neon\.(?:tech|build)\.?$/

/**
 * Whether Neon serves a host. Neon's driver replaces the first label of any host by `api` and posts
 * the whole connection string to the result, so only these hosts may reach it.
 *
 * @param host in lower case
 */
export const isNeonHost = (host: string): boolean => NEON_HOST.test(host)

/**
 * Reads a connection string. Accepts only strings that Neon's driver, Neon's server and `pg` read
 * alike.
 *
 * @returns the location, or the problem as the end of a sentence about the setting. The problem
 * does not quote the string.
 * @example
 * const read = readConnectionString(env.DATABASE_URL)
 * if ('problem' in read) throw new Error(`DATABASE_URL ${read.problem}.`)
 */
export function readConnectionString(
  text: string,
): { location: DatabaseLocation } | { problem: string } {
  const problem = problemOfText(text)
  if (problem !== null) return { problem }
  const parsed = parseLikeDriver(text)
  if (parsed === null || !URL.canParse(text)) return { problem: unreadable(text) }
  const { username, password, hostname, port, pathname, searchParams } = parsed
  const database = decoded(pathname.slice(1))
  const parts = [decoded(username), decoded(password), database]
  // An @ after the host means that an unencoded / or ? in the password ended the host too early.
  const isCutOff = /[@\\]/.test(text.slice(text.indexOf('://') + 3).replace(/^[^/?#\\]*@/, ''))
  if (isCutOff || text.includes('#') || parts.includes(null)) return { problem: unreadable(text) }
  if (username === '') return { problem: `names no user: it must look like ${SHAPE}` }
  if (!database || database.includes('/'))
    return { problem: `must end with the name of one database: ${SHAPE}` }
  if (OVERRIDES.some((name) => searchParams.has(name)))
    return { problem: 'names its host, user, password or database a second time after the ?' }
  return {
    location: { host: hostname, port: port || '5432', database, isNeon: isNeonHost(hostname) },
  }
}

function problemOfText(text: string): string | null {
  if (/^psql\b/i.test(text)) {
    return 'must be the connection string alone: leave out psql and the quotes'
  }
  if (/^["'`]|["'`]$/.test(text)) return 'has quotes around it: leave them out'
  if (!/^postgres(ql)?:\/\//i.test(text)) return `must be a URL such as ${SHAPE}`
  if (/[\s\p{Cc}]/u.test(text)) return 'has a space, a line break or a control character in it'
  return null
}

/** Special characters before the last @ are part of the user or the password. */
const unreadable = (text: string): string =>
  /[#/?@%\\]/.test(text.slice(text.indexOf('://') + 3, Math.max(0, text.lastIndexOf('@'))))
    ? `cannot be read as ${SHAPE}: ${PERCENT_ENCODE}`
    : `must be a URL such as ${SHAPE}`

/** Neon's driver parses the string as an http URL: hosts in lower case, IPv4 in decimals. */
function parseLikeDriver(text: string): URL | null {
  const http = text.replace(/^[^:]*/, 'http')
  return URL.canParse(http) ? new URL(http) : null
}

/** Null when the percent signs do not encode UTF-8 text, or encode a control character. */
function decoded(text: string): string | null {
  try {
    const plain = decodeURIComponent(text)
    return /\p{Cc}/u.test(plain) ? null : plain
  } catch {
    return null
  }
}
