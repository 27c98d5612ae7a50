import { pgliteDatabases } from '../../support/node/pglite-databases'
import { serverDatabases } from '../../support/node/server-databases'
import type { TestDatabases } from '../../support/node/test-databases'

/**
 * The databases that the endpoint is tried over: embedded Postgres always, and the server at
 * TEST_DATABASE_URL.
 */
export const backends: { name: string; url?: string; databases: () => TestDatabases }[] = [
  { name: 'embedded Postgres', databases: pgliteDatabases },
]

const url = process.env.TEST_DATABASE_URL
if (url) backends.push({ name: 'a Postgres server', url, databases: () => serverDatabases(url) })
