import { randomBytes } from 'node:crypto'
import { neon, neonConfig } from '@neondatabase/serverless'
import { applyMigrations } from '../migrations/apply'
import { readMigrations } from '../migrations/read'
import { postgresDatabase } from '../neon/postgres-database'
import { serveNeon } from '../neon/server'
import type { SqlDatabase } from '../neon/sql-database'
import { openEmbedded } from './embedded'
import { StartProblem } from './problem'

/** A database that the Worker can reach over Neon's HTTP protocol. */
export interface StartedDatabase {
  /** What and where, without a secret. */
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
  /** Is called when the files of an embedded Postgres have to be made, which takes seconds. */
  onMaking(): void
}

/** Starts the database that the settings ask for: embedded, Neon itself, or a server through a local endpoint. */
export async function startDatabase(choice: DatabaseChoice): Promise<StartedDatabase> {
  const { url, endpoint, folder, onMaking } = choice
  if (!url) {
    const where = folder ? `kept in ${folder}` : 'in memory'
    return behindEndpoint(await openEmbedded(folder, onMaking), `Postgres (embedded, ${where})`)
  }
  const { hostname, port, pathname } = new URL(url)
  if (endpoint || isNeon(hostname)) {
    const NEON_HTTP_ENDPOINT = endpoint ? { NEON_HTTP_ENDPOINT: endpoint } : {}
    return {
      description: `Neon at ${hostname}`,
      bindings: { DATABASE_URL: url, ...NEON_HTTP_ENDPOINT },
      close: async () => {},
    }
  }
  const description = `Postgres at ${hostname}:${port || 5432}${pathname}`
  return behindEndpoint(postgresDatabase(url), description)
}

/** Applies the migrations that the database lacks, over the same road that the Worker takes. */
export async function migrateDatabase(database: StartedDatabase): Promise<string[]> {
  const { DATABASE_URL, NEON_HTTP_ENDPOINT } = database.bindings
  if (NEON_HTTP_ENDPOINT) neonConfig.fetchEndpoint = NEON_HTTP_ENDPOINT
  const sql = neon(DATABASE_URL)
  try {
    return await applyMigrations(readMigrations(), async (statements) => {
      const results = await sql.transaction(statements.map((statement) => sql.query(statement)))
      return results.at(-1) ?? []
    })
  } catch (error) {
    throw new StartProblem(`${database.description}: ${messageOf(error)}`)
  }
}

const isNeon = (hostname: string): boolean => /\.neon\.(tech|build)$/.test(hostname)

/** Only who knows the connection string, made anew at each start, is let in. */
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

/** The driver adds parameters of its own. */
const sameDatabase = (asked: string, url: string): boolean => asked.split('?')[0] === url

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed')
