import { neon, neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postgresDatabase } from '../../../src/local/neon/postgres-database'
import { type NeonEndpoint, serveNeon } from '../../../src/local/neon/server'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'

const server = process.env.TEST_DATABASE_URL

const CONNECTIONS = 2

// A server is needed: the embedded Postgres has no connection that could break.
describe.skipIf(!server)('a connection to a Postgres server that breaks', () => {
  let admin: pg.Client
  let database: SqlDatabase
  let endpoint: NeonEndpoint
  const url = 'postgresql://test:test@127.0.0.1/test'
  const sql = neon(url)

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query('CREATE TABLE IF NOT EXISTS broken_connections (id integer PRIMARY KEY)')
  })

  beforeEach(async () => {
    database = postgresDatabase(server ?? '', CONNECTIONS)
    endpoint = await serveNeon(() => database)
    neonConfig.fetchEndpoint = endpoint.endpoint
    return async () => {
      await endpoint.close()
      await database.close()
    }
  })

  afterAll(async () => {
    await admin.query('DROP TABLE broken_connections')
    await admin.end()
  })

  const pidOf = async (): Promise<number> => {
    const [row] = await sql`SELECT pg_backend_pid() AS pid`
    return Number(row?.pid)
  }
  const end = (pid: number) => admin.query('SELECT pg_terminate_backend($1, 5000)', [pid])

  /** More calls than there are connections, so that one left broken would be met. */
  const expectToWork = async () => {
    const calls = Array.from({ length: CONNECTIONS * 2 }, () => sql`SELECT 1 AS one`)
    expect(await Promise.all(calls)).toEqual(calls.map(() => [{ one: 1 }]))
  }

  it('fails its statement with the SQLSTATE of the server, and the next statement works', async () => {
    const running = expect(sql`SELECT pg_sleep(60)`).rejects.toMatchObject({ code: '57P01' })
    await expect
      .poll(async () => {
        const { rows } = await admin.query(
          `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'`,
        )
        return rows
      })
      .toEqual([{ ended: true }])
    await running
    await expectToWork()
  })

  it('fails a transaction whole, and the next one works', async () => {
    const broken = sql.transaction([
      sql`INSERT INTO broken_connections VALUES (1)`,
      sql`SELECT pg_terminate_backend(pg_backend_pid())`,
      sql`INSERT INTO broken_connections VALUES (2)`,
    ])
    await expect(broken).rejects.toMatchObject({ code: '57P01' })
    expect(await sql`SELECT id FROM broken_connections`).toEqual([])
    await expectToWork()
  })

  it('is replaced when it was idle', async () => {
    await end(await pidOf())
    await expect.poll(pidOf, { timeout: 5000 }).toBeGreaterThan(0)
    await expectToWork()
  })

  it('differs from a server that cannot be reached: the endpoint answers 502', async () => {
    const nowhere = postgresDatabase('postgresql://a:b@127.0.0.1:1/c')
    const other = await serveNeon(() => nowhere)
    neonConfig.fetchEndpoint = other.endpoint
    await expect(sql`SELECT 1`).rejects.toThrow('502')
    await other.close()
    await nowhere.close()
  })
})
