import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runScript } from '../run-command'

const folder = mkdtempSync(join(tmpdir(), 'legbook-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `npm run db:migrate` and `npm start` run, without the npm around it. */
const commands = {
  'npm run db:migrate': 'src/local/migrations/main.ts',
  'npm start': 'src/local/start.ts',
}

const run = (script: string, settings: Record<string, string>, where = folder) =>
  runScript(script, { DATA_DIR: 'memory', CRON: 'off', ...settings }, where)

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
  ])('prints one line with the fault of a DATABASE_URL like %s', async (url, words) => {
    const { code, output } = await run(script, { DATABASE_URL: url, ...KEYS })
    expect(code).toBe(1)
    expect(output).toMatch(/^DATABASE_URL .*\.\n$/)
    expect(output).toContain(words)
    expect(output).not.toMatch(/S3CRET|ep-1/)
  })

  it('uses the Postgres protocol for a host outside Neon, and hides the driver message', async () => {
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

  it('sends no HTTP request to another host for a named database', async () => {
    const url = 'postgresql://me:S3CRET@db.mycompany.invalid/x'
    const { code, output } = await run(script, { DATABASE_URL: url, ...KEYS })
    expect(code).toBe(1)
    expect(output).not.toContain('S3CRET')
    expect(output).not.toMatch(/FETCH (?!127\.0\.0\.1)/)
  })
})

describe('npm run db:migrate', () => {
  const script = commands['npm run db:migrate']

  it('names DATABASE_URL when it is unset', async () => {
    const { code, output } = await run(script, {})
    expect(code).toBe(1)
    expect(output).toMatch(/^DATABASE_URL is not set: .*\.\n$/)
  })

  it('takes DATABASE_URL from .dev.vars, with NEON_HTTP_ENDPOINT only from where DATABASE_URL is set', async () => {
    const ofFile = join(folder, 'with-dev-vars')
    mkdirSync(ofFile)
    const other = 'NEON_HTTP_ENDPOINT=http://127.0.0.1:1/other'
    const DATABASE_URL = 'postgresql://me:S3CRET@ep-1.eu.aws.neon.tech/x'
    writeFileSync(join(ofFile, '.dev.vars'), `DATABASE_URL=${DATABASE_URL}\n${other}\n`)
    const both = await run(script, {}, ofFile)
    expect(both.output).toContain('FETCH 127.0.0.1:1\n')
    const own = await run(script, { DATABASE_URL }, ofFile)
    expect(own.output).toContain('FETCH api.eu.aws.neon.tech\n')
    expect(both.output + own.output).not.toContain('S3CRET')
  })

  it('sends the connection string of a Neon host to that host only', async () => {
    const url = 'postgresql://me:S3CRET@ep-1.eu.aws.neon.tech/x'
    const { output } = await run(script, { DATABASE_URL: url })
    expect(output).toContain('FETCH api.eu.aws.neon.tech\n')
    expect(output).toMatch(/The database at DATABASE_URL could not be migrated: .*\.\n$/)
    expect(output).not.toContain('S3CRET')
  })

  it('follows no redirect, because its target would get the connection string', async () => {
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
