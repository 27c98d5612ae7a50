/**
 * What a token may do. `read`: every GET. `sync`: start syncs. `edit`: every other write. `raw`:
 * together with `read`, get payloads as Alpaca sent them, which can contain account numbers and
 * names.
 */
export const SCOPES = ['read', 'sync', 'edit', 'raw'] as const

export type Scope = (typeof SCOPES)[number]

/**
 * The scope that a request needs; null if any valid token may send it. Unknown routes need `edit`,
 * the strongest, so that a new route is closed until this function opens it.
 *
 * @param path below the base path, such as `/sync/orders`
 */
export function scopeNeeded(method: string, path: string): Scope | null {
  if ((method === 'GET' || method === 'HEAD') && path === '/me') return null
  if (method === 'GET' || method === 'HEAD') return 'read'
  // An assistant's tools need the scopes of the routes that they call.
  if (method === 'POST' && path === '/mcp') return 'read'
  if (method === 'POST' && /^\/sync(\/|$)/.test(path)) return 'sync'
  return 'edit'
}
