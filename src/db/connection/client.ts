import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http'
import * as schema from '../schema'
import { isNeonHost, readConnectionString } from './connection-string'
import { neonFetch } from './neon-fetch'

/**
 * The database over Neon's HTTP protocol. Each statement is one round trip, and so is each
 * `db.batch([...])`, which runs in one transaction.
 */
export type Database = NeonHttpDatabase<typeof schema>

/**
 * A database's connection string, and the URL of its HTTP endpoint when Neon does not serve it (a
 * local database).
 */
export interface DatabaseAddress {
  url: string
  endpoint?: string | undefined
}

const endpoints = new Map<string, string>()
const neonEndpoint = neonConfig.fetchEndpoint

// The driver has one endpoint function for all connections. It is looked up by host, so that a
// local database and Neon can be open at once. For any other host the driver would send the
// connection string to an address that it derives from the host.
neonConfig.fetchEndpoint = (host, port, options) => {
  const endpoint = endpoints.get(keyOf(host, port))
  if (endpoint !== undefined) return endpoint
  if (!isNeonHost(host)) throw new Error('the host of the database is not one of Neon')
  return typeof neonEndpoint === 'function' ? neonEndpoint(host, port, options) : neonEndpoint
}
neonConfig.fetchFunction = neonFetch

const keyOf = (host: string, port: string | number) => `${host}:${port || 5432}`

/**
 * Opens Neon's driver for a database. It connects at the first statement.
 *
 * @throws Error when the connection string cannot be read; the message does not quote it.
 */
export function openDriver({ url, endpoint }: DatabaseAddress): NeonQueryFunction<false, false> {
  const read = readConnectionString(url)
  if ('problem' in read) throw new Error(`the connection string ${read.problem}`)
  if (endpoint) endpoints.set(keyOf(read.location.host, read.location.port), endpoint)
  return neon(url)
}

/**
 * Opens the database. It connects at the first statement.
 *
 * @throws Error when the connection string cannot be read; the message does not quote it.
 * @example
 * const db = openDatabase({ url: env.DATABASE_URL })
 */
export const openDatabase = (address: DatabaseAddress): Database =>
  drizzle({ client: openDriver(address), schema })
