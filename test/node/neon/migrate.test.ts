import { tmpdir } from 'node:os'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../../src/local/migrations/read'
import { openPglite, pgliteDatabase } from '../../../src/local/neon/pglite-database'
import { type NeonEndpoint, serveNeon } from '../../../src/local/neon/server'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import { runScript } from '../run-command'
import { backends } from './backends'

const servers = backends.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]))
const script = 'src/local/migrations/main.ts'

/** A new, empty database on a server, dropped at the end. */
async function withDatabase(url: string, use: (url: string) => Promise<void>): Promise<void> {
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  const database = `legbook_migrate_${process.pid}`
  await admin.query(`CREATE DATABASE ${database}`)
  try {
    const own = new URL(url)
    own.pathname = `/${database}`
    await use(own.href)
  } finally {
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`)
    await admin.end()
  }
}

describe.each(servers)('npm run db:migrate over plain Postgres: $name', ({ url }) => {
  it('applies every migration, and finds nothing to apply the second time', async () => {
    await withDatabase(url, async (DATABASE_URL) => {
      const tags = readMigrations().map(({ tag }) => tag)
      const first = await runScript(script, { DATABASE_URL }, tmpdir())
      expect(first).toEqual({ code: 0, output: `Applied ${tags.join(', ')}.\n` })
      const second = await runScript(script, { DATABASE_URL }, tmpdir())
      expect(second).toEqual({ code: 0, output: 'Nothing to apply.\n' })
    })
  })

  it('prints why the server refuses it, without the password', async () => {
    const wrong = new URL(url)
    wrong.password = 'S3CRET-and-wrong'
    const refused = await runScript(script, { DATABASE_URL: wrong.href }, tmpdir())
    expect(refused).toEqual({
      code: 1,
      output:
        'The database at DATABASE_URL could not be migrated: it refused the user or the password.\n',
    })
  })
})

describe('npm run db:migrate over NEON_HTTP_ENDPOINT', () => {
  let database: SqlDatabase
  let neon: NeonEndpoint

  beforeAll(async () => {
    database = pgliteDatabase(await openPglite({ dataDir: 'memory://' }))
    neon = await serveNeon(() => database)
  })
  afterAll(async () => {
    await neon.close()
    await database.close()
  })

  it('applies every migration, and finds nothing to apply the second time', async () => {
    const settings = {
      DATABASE_URL: 'postgresql://me:S3CRET@DB.mycompany.invalid/x',
      NEON_HTTP_ENDPOINT: neon.endpoint,
    }
    const tags = readMigrations().map(({ tag }) => tag)
    const first = await runScript(script, settings, tmpdir())
    expect(first.output).toContain(`Applied ${tags.join(', ')}.\n`)
    const second = await runScript(script, settings, tmpdir())
    expect(second).toMatchObject({ code: 0 })
    expect(second.output).toContain('Nothing to apply.\n')
  })
})
