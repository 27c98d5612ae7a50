import { randomBytes } from 'node:crypto'
import { readConnectionString } from '../../db/connection/connection-string'
import { connectionProblem } from '../connection-problem'
import { applyMigrations } from '../migrations/apply'
import { readMigrations } from '../migrations/read'
import { overHttp } from '../migrations/transactions'
import { postgresDatabase } from '../neon/postgres-database'
import { serveNeon } from '../neon/server'
import type { SqlDatabase } from '../neon/sql-database'
import { openEmbedded } from './embedded'
import { StartProblem } from './problem'

/** A database that the Worker can reach over Neon's HTTP protocol. */
export interface StartedDatabase {
  /** The kind of database and its place, without secrets. */
  description: string
  bindings: { DATABASE_URL: string; NEON_HTTP_ENDPOINT?: string }
  close(): Promise<void>
}

export interface DatabaseChoice {
  /** The connection string that was set, if any. */
  url: string | undefined
  /** The HTTP endpoint that was set, if any. */
  endpoint: string | undefined
  /** The folder of the embedded Postgres; null keeps it in memory. */
  folder: string | null
  /** Called before the files of an embedded Postgres are made, which takes seconds. */
  onMaking(): void
}

/**
 * Starts the database that the settings name: the embedded one, Neon, or a server through a local
 * endpoint.
 */
export async function startDatabase(choice: DatabaseChoice): Promise<StartedDatabase> {
  const { url, endpoint, folder, onMaking } = choice
  if (!url) {
    const where = folder ? `kept in ${folder}` : 'in memory'
    return behindEndpoint(await openEmbedded(folder, onMaking), `Postgres (embedded, ${where})`)
  }
  const read = readConnectionString(url)
  if ('problem' in read) throw new StartProblem(`DATABASE_URL ${read.problem}.`)
  const { host, port, database, isNeon } = read.location
  if (endpoint || isNeon) {
    const NEON_HTTP_ENDPOINT = endpoint ? { NEON_HTTP_ENDPOINT: endpoint } : {}
    return {
      description: isNeon ? `Neon at ${host}` : `Postgres at ${host}, over NEON_HTTP_ENDPOINT`,
      bindings: { DATABASE_URL: url, ...NEON_HTTP_ENDPOINT },
      close: async () => {},
    }
  }
  const description = `Postgres at ${host}:${port}/${database}`
  return behindEndpoint(postgresDatabase(url), description)
}

/** Applies the missing migrations over the same connection that the Worker uses. */
export async function migrateDatabase(database: StartedDatabase): Promise<string[]> {
  const { DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint } = database.bindings
  try {
    return await applyMigrations(readMigrations(), overHttp({ url, endpoint }))
  } catch (error) {
    throw new StartProblem(`${database.description}: ${connectionProblem(error, url)}.`)
  }
}

/** The endpoint accepts only the connection string that is generated at this start. */
async function behindEndpoint(sql: SqlDatabase, description: string): Promise<StartedDatabase> {
  const secret = randomBytes(18).toString('hex')
  let url = ''
  const { endpoint, close } = await serveNeon((asked) =>
    sameDatabase(asked, url) ? sql : undefined,
  )
  url = `postgresql://legbook:${secret}@${new URL(endpoint).host}/legbook`
  return {
    description,
    bindings: { DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint },
    async close() {
      await close()
      await sql.close()
    },
  }
}

/** The driver adds its own parameters to the connection string. */
const sameDatabase = (asked: string, url: string): boolean => asked.split('?')[0] === url
