import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createClient, type LiveState } from '../../../src/client'
import { freePort, isFree, runStart, type Started, withoutNpm } from './run-start'

const folder = mkdtempSync(join(tmpdir(), 'legbook-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const running: Started[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.signal('SIGKILL')
})

function start(settings: Record<string, string>, command?: string[]): Started {
  const started = runStart(settings, command)
  running.push(started)
  return started
}

/** Tokens that were set: settings refuse shorter ones, and no output may have them. */
const API_TOKEN = 'a-token-that-was-set'
const READ_TOKEN = 'another-token-that-was-set'

const get = (port: number, path: string, token = '') =>
  fetch(`http://127.0.0.1:${port}/api/alpaca${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })

const PAGE = '200 text/html; charset=utf-8'
const UNKNOWN = '404 application/json'

/** The status and the type of the answers to some paths. */
const typesOf = (port: number, paths: readonly string[]) =>
  Promise.all(
    paths.map(async (path) => {
      const { status, headers } = await fetch(`http://127.0.0.1:${port}${path}`)
      return `${status} ${headers.get('content-type')}`
    }),
  )

const LIVE = { connection: 'open', upstream: 'live' }

const syncStatus = z.object({ accounts: z.array(z.looseObject({ label: z.string() })) })

/** Answers of the calls that a start prints, run by a shell as they are. */
async function pasted(output: string): Promise<unknown[]> {
  const lines = output.match(/^ {2}(?:export|curl) .*$/gm) ?? []
  const settings = lines.filter((line) => line.startsWith('  export')).join('\n')
  const calls = lines.filter((line) => line.startsWith('  curl'))
  return Promise.all(
    calls.map(async (call) => {
      const { stdout } = await promisify(execFile)('sh', ['-c', `${settings}\n${call}`])
      return JSON.parse(stdout)
    }),
  )
}

describe('npm start', () => {
  it('serves, stops, and finds its data again', async () => {
    const port = await freePort()
    const settings = { PORT: String(port), DATA_DIR: join(folder, 'kept') }

    const first = start(settings)
    await first.ready
    expect(first.output()).toContain(`Ready on http://127.0.0.1:${port}\n`)
    expect(first.output()).toMatch(/^legbook starts on /)
    const token = /^ {2}export TOKEN=([0-9a-f]{48})$/m.exec(first.output())?.[1] ?? ''
    expect(first.output()).toContain(`Page       http://127.0.0.1:${port}/#token=${token}\n`)
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<div id="page">')
    expect(await typesOf(port, ['/', '/trades/some-trade', '/nope'])).toEqual(Array(3).fill(PAGE))
    const unknown = ['/.well-known/oauth-protected-resource', '/api']
    expect(await typesOf(port, unknown)).toEqual(Array(2).fill(UNKNOWN))
    expect((await get(port, '/health')).status).toBe(200)
    expect((await get(port, '/orders', 'wrong')).status).toBe(401)
    expect(await (await get(port, '/openapi.json')).json()).toHaveProperty('paths./orders')
    expect(await (await get(port, '/docs')).text()).toContain('<!doctype html>')
    // Until the first run of the stream has ended, another run gets 409.
    await expect
      .poll(() => pasted(first.output()), { timeout: 30_000, interval: 500 })
      .toMatchObject([
        { trades: { length: 3 } },
        { total: { trades: expect.any(Number) } },
        { status: 'success' },
      ])
    const { accounts } = syncStatus.parse(await (await get(port, '/sync', token)).json())
    expect(accounts).toMatchObject([{ label: 'demo' }])
    const orders = await (await get(port, '/orders?limit=5', token)).json()
    expect(orders).toMatchObject({ status: 'success', orders: { length: 5 } })
    first.signal('SIGINT')
    expect(await first.ended).toBe(0)
    await expect(get(port, '/health')).rejects.toThrow()

    const second = start({ ...settings, CRON: 'off' })
    await second.ready
    expect(second.output()).toContain(' 0 migrations applied')
    const again = await (await get(port, '/orders?limit=5', token)).json()
    expect(again).toEqual(orders)
    second.signal('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  it('with QUEUE=on, syncs through the queue, and has a KEYS_SECRET that it keeps', async () => {
    const port = await freePort()
    const dataDir = join(folder, 'queue')
    const settings = { PORT: String(port), DATA_DIR: dataDir, QUEUE: 'on', LIVE: 'off', API_TOKEN }
    const started = start(settings)
    await started.ready
    const status = async () =>
      syncStatus.parse(await (await get(port, '/sync', API_TOKEN)).json()).accounts
    await expect
      .poll(status, { timeout: 40_000, interval: 500 })
      .toMatchObject([{ label: 'demo', last_success_at: expect.any(String), last_error: null }])
    const secret = readFileSync(join(dataDir, 'keys-secret'), 'utf8').trim()
    expect(secret).toMatch(/^[0-9a-f]{48}$/)
    expect(started.output()).not.toContain(secret)
    const keys = { key_id: 'a', secret_key: 'b', base_url: `http://127.0.0.1:${port}` }
    const stored = await fetch(`http://127.0.0.1:${port}/api/alpaca/accounts/mine`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${API_TOKEN}` },
      body: JSON.stringify(keys),
    })
    expect(stored.status).toBe(502)
  })

  it('follows the demo account live, by the line that it prints and by the client', async () => {
    const port = await freePort()
    const started = start({ PORT: String(port), DATA_DIR: join(folder, 'kept'), CRON: 'off' })
    await started.ready
    expect(started.output()).toContain('Ready on ')
    const lines = started.output().match(/^ {2}(?:export|node) .*$/gm) ?? []
    const token = /TOKEN=(\w+)/.exec(lines.join())?.[1] ?? ''
    const legbook = createClient({ url: `http://127.0.0.1:${port}`, token })
    await legbook.post('/sync/orders')
    const { trades } = await legbook.get('/trades', { query: { limit: 1 } })
    const path = { trade_id: trades[0]?.trade_id ?? '' }

    // `exec`, so that the signal reaches Node.
    const follower = spawn('sh', ['-c', lines.join('\n').replace(/^ *node/m, 'exec node')])
    let output = ''
    follower.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    const shows = (text: RegExp) => expect.poll(() => output, { timeout: 20_000 }).toMatch(text)
    const seen: string[] = []
    const states: LiveState[] = []
    const feed = legbook.live({
      onEvent: ({ type }) => seen.push(type),
      onState: (state) => states.push(state),
    })
    try {
      await shows(/^\{"type":"hello","account_id":"[0-9a-f-]{36}","last_seq":\d+,/)
      await shows(/"(upstream|state)":"live"/)
      await expect.poll(() => states.at(-1), { timeout: 20_000 }).toEqual(LIVE)
      // Until the first run of the stream has ended, an edit may get 409.
      const edit = () => legbook.patch('/trades/{trade_id}', { path, body: { note: 'followed' } })
      await expect.poll(edit, { timeout: 30_000 }).toMatchObject({ status: 'success' })
      await shows(/"type":"events","events":\[.*"type":"trade\.changed"/)
      await expect.poll(() => seen).toContain('trade.changed')
    } finally {
      feed.close()
      follower.kill()
    }
  })

  it('finds its data again after a kill', async () => {
    const port = await freePort()
    const DATA_DIR = join(folder, 'killed')
    const settings = { PORT: String(port), DATA_DIR, API_TOKEN, CRON: 'off' }
    const first = start(settings, withoutNpm)
    await first.ready
    first.signal('SIGKILL')
    await expect(first.ended).rejects.toThrow('SIGKILL')
    await expect.poll(() => isFree(port)).toBe(true)

    const second = start(settings)
    await second.ready
    expect((await get(port, '/positions', API_TOKEN)).status).toBe(200)
    expect(second.output()).toContain("export TOKEN='<your API_TOKEN>'")
    expect(first.output() + second.output()).not.toContain(API_TOKEN)
  })

  it('limits the rate of each token when RATE_LIMIT is set', async () => {
    const port = await freePort()
    const limits = { RATE_LIMIT: '2', API_TOKEN, READ_TOKEN, CRON: 'off' }
    await start({ PORT: String(port), DATA_DIR: join(folder, 'kept'), ...limits }).ready
    const ask = async (token: string, path = '/positions') => (await get(port, path, token)).status
    expect([await ask(API_TOKEN), await ask(API_TOKEN), await ask(API_TOKEN)]).toEqual([
      200, 200, 429,
    ])
    // A tenth of the limit, at least one, may be for statistics and CSV files.
    expect([await ask(READ_TOKEN, '/stats'), await ask(READ_TOKEN, '/trades.csv')]).toEqual([
      200, 429,
    ])
    expect([await ask('x'), await ask('y'), await ask('z')]).toEqual([401, 401, 429])
  })

  it('ends when its npm process is killed', async () => {
    const port = await freePort()
    const started = start({ PORT: String(port), DATA_DIR: join(folder, 'npm-killed'), CRON: 'off' })
    await started.ready
    expect(await isFree(port)).toBe(false)
    started.signal('SIGKILL')
    await expect.poll(() => isFree(port), { timeout: 10_000 }).toBe(true)
  })

  it('separates the account of the user from the demo account of the same folder', async () => {
    const port = await freePort()
    const settings = { PORT: String(port), DATA_DIR: join(folder, 'apart'), API_TOKEN }
    const demo = start(settings)
    await demo.ready
    demo.signal('SIGINT')
    expect(await demo.ended).toBe(0)

    // The keys reach nobody: what counts is that nothing of the demo account is there.
    const ALPACA_BASE_URL = 'http://127.0.0.1:1'
    const keys = { ALPACA_API_KEY_ID: 'key', ALPACA_API_SECRET_KEY: 'secret', ALPACA_BASE_URL }
    const own = start({ ...settings, ...keys, CRON: 'off' })
    await own.ready
    expect(await (await get(port, '/trades', API_TOKEN)).json()).toMatchObject({ trades: [] })
  })

  it('writes no demo account into a named database', async () => {
    const refused = start({
      DATA_DIR: 'memory',
      DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/x',
    })
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(/^DATABASE_URL .*ALPACA_API_KEY_ID.*ALPACA_STAND_IN.*\.\n$/)
  })

  it('prints one line that names the fault', async () => {
    const refused = start({ DATA_DIR: 'memory', GROUPING_WINDOW_SECONDS: '-1' })
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(/^GROUPING_WINDOW_SECONDS must be .*\.\n$/)
  })

  it('names a port or a folder that is in use', async () => {
    const port = await freePort()
    const first = start({ PORT: String(port), DATA_DIR: join(folder, 'shared'), CRON: 'off' })
    await first.ready
    const samePort = start({ PORT: String(port), DATA_DIR: 'memory' })
    expect(await samePort.ended).toBe(1)
    expect(samePort.output()).toBe(`PORT ${port} is in use or not allowed.\n`)

    const sameFolder = start({ PORT: String(await freePort()), DATA_DIR: join(folder, 'shared') })
    expect(await sameFolder.ended).toBe(1)
    expect(sameFolder.output()).toMatch(/^DATA_DIR .* is in use by process \d+\.\n$/)
  })
})
