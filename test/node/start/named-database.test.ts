import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, runStart, type Started } from './run-start'

const server = process.env.TEST_DATABASE_URL
const API_TOKEN = 'a-token-that-was-set'

// A database that is named is one of a server.
describe.skipIf(!server)('npm start with the demo account in a DATABASE_URL', () => {
  const name = `start_${randomBytes(6).toString('hex')}`
  const running: Started[] = []
  let admin: pg.Client
  let database: pg.Client

  const url = () => {
    const copy = new URL(server ?? '')
    copy.pathname = `/${name}`
    return copy.href
  }

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query(`CREATE DATABASE ${name}`)
    database = new pg.Client({ connectionString: url() })
    await database.connect()
  })

  afterAll(async () => {
    for (const one of running) one.signal('SIGKILL')
    await database.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  })

  async function start(more: Record<string, string>): Promise<Started & { port: number }> {
    const port = await freePort()
    const given = { DATA_DIR: 'memory', DATABASE_URL: url(), API_TOKEN, PORT: String(port) }
    const started = runStart({ ...given, ...more })
    running.push(started)
    await started.ready
    return { ...started, port }
  }

  const statusOf = async (port: number) => {
    const headers = { Authorization: `Bearer ${API_TOKEN}` }
    const response = await fetch(`http://127.0.0.1:${port}/api/alpaca/trades`, { headers })
    return response.status
  }

  it('writes nothing unless ALPACA_STAND_IN asks, then warns and leaves the labels of the user', async () => {
    const refused = await start({})
    expect(await refused.ended).toBe(1)
    const tables = `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`
    expect((await database.query(tables)).rows).toEqual([{ tables: 0 }])

    const first = await start({ ALPACA_STAND_IN: 'yes', CRON: 'off' })
    first.signal('SIGTERM')
    expect(await first.ended).toBe(0)
    await database.query(
      `INSERT INTO alpaca_accounts (account_id, label, base_url, as_of, raw_data)
       VALUES ('mine', 'main', 'https://paper-api.alpaca.markets', now(), '{}')`,
    )

    const demo = await start({ ALPACA_STAND_IN: 'yes' })
    expect(demo.output()).toMatch(/^Warning .* main: /m)
    const labels = 'SELECT label FROM alpaca_accounts ORDER BY label'
    expect((await database.query(labels)).rows).toEqual([{ label: 'demo' }, { label: 'main' }])
    expect(await statusOf(demo.port)).toBe(200)

    // What a restart of the server does to every connection.
    await database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await expect.poll(() => statusOf(demo.port)).toBe(200)
    demo.signal('SIGTERM')
    expect(await demo.ended).toBe(0)

    const keys = { ALPACA_API_KEY_ID: 'key', ALPACA_API_SECRET_KEY: 'secret' }
    const own = await start({ ...keys, ALPACA_BASE_URL: 'http://127.0.0.1:1', CRON: 'off' })
    expect(own.output()).toMatch(/^Warning .*the demo account \(demo\)/m)
  })
})
