import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http'
import { neonFetch } from './neon-fetch'
import { readRowsQuickly } from './rows'
import * as schema from './schema'

/** The database over Neon's HTTP protocol: each statement, or each `db.batch([...])` in one transaction, is one round trip. */
export type Database = NeonHttpDatabase<typeof schema>

/** Where a database is: its connection string, and the HTTP endpoint where that is not Neon's own (a local database). */
export interface DatabaseAddress {
  url: string
  endpoint?: string | undefined
}

const endpoints = new Map<string, string>()
const neonEndpoint = neonConfig.fetchEndpoint

// The driver knows one endpoint for all connections; keyed by host, a local database and a real one do not get mixed up.
neonConfig.fetchEndpoint = (host, port, options) =>
  endpoints.get(`${host}:${port || 5432}`) ??
  (typeof neonEndpoint === 'function' ? neonEndpoint(host, port, options) : neonEndpoint)
neonConfig.fetchFunction = neonFetch

/**
 * Opens the database. No connection is made until the first statement.
 *
 * @example
 * const db = openDatabase({ url: env.DATABASE_URL })
 */
export function openDatabase({ url, endpoint }: DatabaseAddress): Database {
  if (endpoint) {
    const { hostname, port } = new URL(url)
    endpoints.set(`${hostname}:${port || 5432}`, endpoint)
  }
  return readRowsQuickly(drizzle({ client: neon(url), schema }))
}
