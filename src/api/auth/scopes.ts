/**
 * What a token is good for: GET; starting syncs; editing and rebuilding trades; and, beside one of
 * these, payloads as Alpaca sent them, which may hold account numbers and names.
 */
export const SCOPES = ['read', 'sync', 'edit', 'raw'] as const

export type Scope = (typeof SCOPES)[number]

/**
 * The scope that a request needs. What is not known to be less needs `edit`, so that a new route is closed until somebody opens
 * it here.
 *
 * @param path below the base path, such as `/sync/orders`
 */
export function scopeNeeded(method: string, path: string): Scope {
  if (method === 'GET' || method === 'HEAD') return 'read'
  if (method === 'POST' && /^\/sync(\/|$)/.test(path)) return 'sync'
  return 'edit'
}
