/**
 * What a token may do. `read`: every GET. `sync`: start syncs. `edit`: every other write. `raw`:
 * together with `read`, get payloads as Alpaca sent them, which can contain account numbers and
 * names. `calendar`: read the calendar feed, with the token in its address. Addresses are stored
 * and passed on, so a token of this scope has no other.
 */
export const SCOPES = ['read', 'sync', 'edit', 'raw', 'calendar'] as const

export type Scope = (typeof SCOPES)[number]

/** Scopes of a token that may do everything. Such a token is sent in a header alone. */
export const HEADER_SCOPES = ['read', 'sync', 'edit', 'raw'] as const satisfies readonly Scope[]

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

/**
 * The scope that a request needs; null if any valid token may send it. Unknown routes need `edit`,
 * the strongest, so that a new route is closed until this function opens it.
 *
 * @param path below the base path, such as `/sync/orders`
 */
export function scopeNeeded(method: string, path: string): Scope | null {
  if (isReading(method) && path === '/me') return null
  if (isReading(method)) return 'read'
  if (method === 'POST' && /^\/sync(\/|$)/.test(path)) return 'sync'
  return 'edit'
}

/**
 * Whether a request reads the calendar feed. The scope `calendar` opens it as `read` does.
 *
 * @param path below the base path
 */
export const isCalendarFeed = (method: string, path: string): boolean =>
  isReading(method) && path === '/calendar.ics'
