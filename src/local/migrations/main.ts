import { neon, neonConfig } from '@neondatabase/serverless'
import { applyMigrations } from './apply'
import { readMigrations } from './read'

/** Brings the database at DATABASE_URL up to date over Neon's HTTP protocol: `npm run db:migrate`. */
async function main(): Promise<void> {
  const { DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint } = process.env
  if (!url)
    throw new Error('DATABASE_URL is not set: it is the connection string of the Neon project')
  if (endpoint) neonConfig.fetchEndpoint = endpoint
  const sql = neon(url)
  const applied = await applyMigrations(readMigrations(), async (statements) => {
    const results = await sql.transaction(statements.map((statement) => sql.query(statement)))
    return results.at(-1) ?? []
  })
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
