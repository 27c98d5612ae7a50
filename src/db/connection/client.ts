import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http'
import * as schema from '../schema'
import { isNeonHost, readConnectionString } from './connection-string'
import { neonFetch } from './neon-fetch'

/** The database over Neon's HTTP protocol: each statement, or each `db.batch([...])` in one transaction, is one round trip. */
export type Database = NeonHttpDatabase<typeof schema>

/** Where a database is: its connection string, and the HTTP endpoint where that is not Neon's own (a local database). */
export interface DatabaseAddress {
  url: string
  endpoint?: string | undefined
}

const endpoints = new Map<string, string>()
const neonEndpoint = neonConfig.fetchEndpoint

// The driver has one endpoint function for all connections; by host, a local database and Neon stay
// apart. Any other host would get the connection string at an address that the driver derives.
neonConfig.fetchEndpoint = (host, port, options) => {
  const endpoint = endpoints.get(keyOf(host, port))
  if (endpoint !== undefined) return endpoint
  if (!isNeonHost(host)) throw new Error('the host of the database is not one of Neon')
  return typeof neonEndpoint === 'function' ? neonEndpoint(host, port, options) : neonEndpoint
}
neonConfig.fetchFunction = neonFetch

const keyOf = (host: string, port: string | number) => `${host}:${port || 5432}`

/**
 * Neon's driver for a database. No connection is made until the first statement.
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
 * Opens the database. No connection is made until the first statement.
 *
 * @throws Error when the connection string cannot be read; the message does not quote it.
 * @example
 * const db = openDatabase({ url: env.DATABASE_URL })
 */
export const openDatabase = (address: DatabaseAddress): Database =>
  drizzle({ client: openDriver(address), schema })
