import type { Scope } from './tokens'

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
