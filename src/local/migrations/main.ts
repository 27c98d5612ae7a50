import { readConnectionString } from '../../db/connection/connection-string'
import { connectionProblem } from '../connection-problem'
import { readDevVars } from '../dev-vars'
import { postgresDatabase } from '../neon/postgres-database'
import { requireGoodSettings } from '../start/check-settings'
import { printable } from '../start/failure'
import { StartProblem } from '../start/problem'
import { applyMigrations, type RunTransaction } from './apply'
import { readMigrations } from './read'
import { overHttp, overPostgres } from './transactions'

interface Target {
  url: string
  endpoint: string | undefined
}

/**
 * `npm run db:migrate` applies the missing migrations to the database at DATABASE_URL. It uses
 * Neon's HTTP protocol when Neon serves the host or NEON_HTTP_ENDPOINT is set, otherwise the
 * Postgres protocol.
 */
async function main(): Promise<void> {
  const target = await findTarget()
  const { run, close } = connect(target)
  try {
    const applied = await applyMigrations(readMigrations(), run)
    console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`)
  } catch (error) {
    throw new StartProblem(
      `The database at DATABASE_URL could not be migrated: ${connectionProblem(error, target.url)}.`,
    )
  } finally {
    await close()
  }
}

/**
 * The database of the environment, otherwise of `.dev.vars`. Both settings come from the same
 * place, so that an endpoint never gets the connection string of another database.
 */
async function findTarget(): Promise<Target> {
  for (const source of [process.env, readDevVars()]) {
    const url = source.DATABASE_URL?.trim()
    const endpoint = source.NEON_HTTP_ENDPOINT?.trim()
    if (!url) continue
    await requireGoodSettings({
      DATABASE_URL: url,
      ...(endpoint ? { NEON_HTTP_ENDPOINT: endpoint } : {}),
    })
    return { url, endpoint: endpoint || undefined }
  }
  throw new StartProblem(
    'DATABASE_URL is not set: it is the connection string, such as postgresql://user:password@host/database.',
  )
}

function connect({ url, endpoint }: Target): { run: RunTransaction; close(): Promise<void> } {
  const read = readConnectionString(url)
  if (endpoint || ('location' in read && read.location.isNeon)) {
    return { run: overHttp({ url, endpoint }), close: async () => {} }
  }
  const database = postgresDatabase(url, 1)
  return { run: overPostgres(database), close: () => database.close() }
}

main().catch((error: unknown) => {
  console.error(printable(error))
  process.exitCode = 1
})
