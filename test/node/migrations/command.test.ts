import { spawn } from 'node:child_process'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../../src/local/migrations/read'
import { openPglite, pgliteDatabase } from '../../../src/local/neon/pglite-database'
import { serveNeon } from '../../../src/local/neon/server'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import { backends } from '../neon/backends'

const root = fileURLToPath(new URL('../../..', import.meta.url))

interface Ended {
  code: number | null
  output: string
}

/** What `npm run db:migrate` and `npm start` run, without the npm around it. */
const commands = {
  'npm run db:migrate': 'src/local/migrations/main.ts',
  'npm start': 'src/local/start.ts',
}

/** Writes the host of each request by fetch to the output, so that a test sees where it went. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    console.log('FETCH ' + new URL(input instanceof Request ? input.url : String(input)).host)
    return real(input, init)
  }`)}`

function run(script: string, settings: Record<string, string>): Promise<Ended> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', RECORDER, script], {
    cwd: root,
    env: { PATH, HOME, DATA_DIR: 'memory', CRON: 'off', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

const portOf = (server: Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Keys of nobody, so that no account on this machine is asked for. */
const KEYS = {
  ALPACA_API_KEY_ID: 'key-of-nobody',
  ALPACA_API_SECRET_KEY: 'secret-of-nobody',
  ALPACA_BASE_URL: 'http://127.0.0.1:1',
}

describe.each(Object.entries(commands))('%s', (_, script) => {
  it.each([
    ["psql 'postgresql://me:S3CRET@ep-1.aws.neon.tech/x'", 'leave out psql'],
    ['postgresql://me:S3CRET#x@ep-1.aws.neon.tech/x', 'percent-encode'],
    ['postgresql://me:S3CRET/x@ep-1.aws.neon.tech/x', 'percent-encode'],
  ])('says in one line what is wrong of a DATABASE_URL like %s', async (url, words) => {
    const { code, output } = await run(script, { DATABASE_URL: url, ...KEYS })
    expect(code).toBe(1)
    expect(output).toMatch(/^DATABASE_URL .*\.\n$/)
    expect(output).toContain(words)
    expect(output).not.toMatch(/S3CRET|ep-1/)
  })

  it('speaks plain Postgres to a host that is not of Neon, and keeps what the driver says to itself', async () => {
    const heard: Buffer[] = []
    const server = createServer((socket) => {
      socket.once('data', (data) => {
        heard.push(data)
        socket.destroy()
      })
      socket.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `postgresql://me:S3CRET@127.0.0.1:${portOf(server)}/x`
    const { code, output } = await run(script, { DATABASE_URL: url, ...KEYS })
    server.close()
    expect(code).toBe(1)
    expect(output).not.toContain('S3CRET')
    // Protocol 3.0, then the parameters (Postgres, Message Formats, StartupMessage).
    expect(heard[0]?.readInt32BE(4)).toBe(196_608)
    expect(heard[0]?.toString()).toContain('user\0me\0')
    expect(output).not.toMatch(/FETCH (?!127\.0\.0\.1)/)
  })

  it('asks no other host by HTTP for a database of a name', async () => {
    const url = 'postgresql://me:S3CRET@db.mycompany.invalid/x'
    const { code, output } = await run(script, { DATABASE_URL: url, ...KEYS })
    expect(code).toBe(1)
    expect(output).not.toContain('S3CRET')
    expect(output).not.toMatch(/FETCH (?!127\.0\.0\.1)/)
  })
})

describe('npm run db:migrate', () => {
  const script = commands['npm run db:migrate']

  it('names DATABASE_URL where it is not set', async () => {
    const { code, output } = await run(script, {})
    expect(code).toBe(1)
    expect(output).toMatch(/^DATABASE_URL is not set: .*\.\n$/)
  })

  it('sends the connection string of a host of Neon to that host alone', async () => {
    const url = 'postgresql://me:S3CRET@ep-1.eu.aws.neon.tech/x'
    const { output } = await run(script, { DATABASE_URL: url })
    expect(output).toContain('FETCH api.eu.aws.neon.tech\n')
    expect(output).toMatch(/The database at DATABASE_URL could not be migrated: .*\.\n$/)
    expect(output).not.toContain('S3CRET')
  })

  it('follows no redirect, whose target would get the connection string', async () => {
    const asked: (string | undefined)[] = []
    const server = createHttpServer((request, response) => {
      asked.push(request.url)
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { code, output } = await run(script, {
      DATABASE_URL: 'postgresql://me:S3CRET@db.mycompany.invalid/x',
      NEON_HTTP_ENDPOINT: `http://127.0.0.1:${portOf(server)}/sql`,
    })
    server.close()
    expect(code).toBe(1)
    expect(output).toContain('HTTP status 307')
    expect(asked).toEqual(['/sql'])
  })
})

describe('npm run db:migrate over NEON_HTTP_ENDPOINT', () => {
  let database: SqlDatabase
  let neon: Awaited<ReturnType<typeof serveNeon>>

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
    const first = await run(commands['npm run db:migrate'], settings)
    expect(first.output).toContain(`Applied ${tags.join(', ')}.\n`)
    const second = await run(commands['npm run db:migrate'], settings)
    expect(second).toMatchObject({
      code: 0,
      output: expect.stringContaining('Nothing to apply.\n'),
    })
  })
})

describe.each(backends.filter(({ url }) => url !== undefined))(
  'npm run db:migrate over plain Postgres, $name',
  ({ url = '' }) => {
    it('applies every migration, and finds nothing to apply the second time', async () => {
      const settings = { DATABASE_URL: url }
      const tags = readMigrations().map(({ tag }) => tag)
      const first = await run(commands['npm run db:migrate'], settings)
      expect(first).toEqual({ code: 0, output: `Applied ${tags.join(', ')}.\n` })
      const second = await run(commands['npm run db:migrate'], settings)
      expect(second).toEqual({ code: 0, output: 'Nothing to apply.\n' })
    })
  },
)
