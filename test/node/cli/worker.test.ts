import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createClient, type Legbook } from '../../../src/client'
import { freePort, runStart, type Started, withoutNpm } from '../start/run-start'
import { buildCli, CLI, runCli } from './run-cli'

const TOKEN = 'a-token-that-opens-all'
const READ_TOKEN = 'a-token-that-only-reads'

const folder = mkdtempSync(join(tmpdir(), 'legbook-cli-'))
let started: Started
let settings: Record<string, string>
let legbook: Legbook

beforeAll(async () => {
  buildCli()
  const port = String(await freePort())
  const env = { PORT: port, DATA_DIR: join(folder, 'data'), API_TOKEN: TOKEN, READ_TOKEN }
  started = runStart(env, withoutNpm)
  await started.ready
  settings = { LEGBOOK_URL: `http://127.0.0.1:${port}`, LEGBOOK_TOKEN: TOKEN }
  legbook = createClient({ url: settings.LEGBOOK_URL ?? '', token: TOKEN })
}, 120_000)

afterAll(() => {
  started?.signal('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => runCli(args, settings)

/** The output of a call that succeeds. */
async function outputOf(...args: string[]): Promise<string> {
  const { code, out, err } = await run(...args)
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('legbook:') })
  return out
}

const jsonOf = async (...args: string[]): Promise<unknown> =>
  JSON.parse(await outputOf(...args, '--json'))

const tradesShape = z.strictObject({
  status: z.literal('success'),
  trades: z.array(z.looseObject({ trade_id: z.string(), status: z.string() })),
  next_cursor: z.string().nullable(),
})

const tradesOf = async (...args: string[]) => tradesShape.parse(await jsonOf('trades', ...args))

async function allTrades(): Promise<string[]> {
  const ids: string[] = []
  for await (const { trades } of legbook.pages('/trades', { query: { limit: 500 } })) {
    ids.push(...trades.map(({ trade_id }) => trade_id))
  }
  return ids
}

describe('legbook trades', () => {
  it('is a table with aligned columns, last opened first', async () => {
    const { out, err } = await run('trades', '--status', 'closed', '--limit=7')
    const [head = '', ...rows] = out.trimEnd().split('\n')
    expect(head).toMatch(/^Opened +Closed +Underlying +Strategy +Qty +Status .*Net P\/L .*Trade$/)
    expect(rows).toHaveLength(7)
    const at = head.indexOf('Net P/L') + 'Net P/L'.length
    for (const row of rows) {
      expect(row).toMatch(/^\d{4}-\d\d-\d\d {2}\d{4}-\d\d-\d\d {2}/)
      expect(row.slice(0, at)).toMatch(/ -?[\d,]+\.\d\d$/)
    }
    const { trades } = await legbook.get('/trades', { query: { status: 'closed', limit: 7 } })
    expect(rows.map((row) => row.slice(-36))).toEqual(trades.map(({ trade_id }) => trade_id))
    expect(err).toBe('There are more than these 7 trades: --all shows all.\n')
    expect(out).not.toContain('\u001b')
  })

  it('is filtered by the parameters of the API', async () => {
    const { trades } = await tradesOf('--status=open,partial', '--all')
    expect(trades.length).toBeGreaterThan(0)
    expect(trades.filter(({ status }) => status !== 'open' && status !== 'partial')).toEqual([])
    const none = await run('trades', '--underlying', 'NOTHING')
    expect(none).toEqual({ code: 0, out: '', err: 'No trades.\n' })
  })

  it('follows the pages to its limit or to the end, and its JSON is that of one page', async () => {
    const ids = await allTrades()
    expect(ids.length).toBeGreaterThan(100)
    const idsOf = (page: z.output<typeof tradesShape>) => page.trades.map((row) => row.trade_id)
    const all = await tradesOf('--all')
    expect([idsOf(all), all.next_cursor]).toEqual([ids, null])
    const some = await tradesOf('--limit', '120')
    expect([idsOf(some), typeof some.next_cursor]).toEqual([ids.slice(0, 120), 'string'])
    expect((await outputOf('trades', '--all')).trimEnd().split('\n')).toHaveLength(ids.length + 1)
    expect(await tradesOf('--underlying=NOTHING')).toMatchObject({ trades: [], next_cursor: null })
  })

  it('keeps what the API adds to a list', async () => {
    const answer = await jsonOf('trades', '--include', 'totals', '--limit=1')
    expect(answer).toHaveProperty('totals')
  })

  it('ends quietly when the reader of its output has enough', async () => {
    const child = spawn(process.execPath, [CLI, 'trades', '--all', '--json'], { env: settings })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, errors]).toEqual([0, ''])
  })
})

describe('other commands', () => {
  it('shows one trade as a page and as JSON', async () => {
    const [id = ''] = (await tradesOf('--strategy-type=iron_condor', '--limit=1')).trades.map(
      (row) => row.trade_id,
    )
    const out = await outputOf('trade', id)
    expect(out).toMatch(/^\w+ \S*iron_condor, \d+ \w+, opened on \d{4}-\d\d-\d\d/)
    for (const part of ['\nNet P/L', '\nLegs\nSymbol', '\nFills\nExecuted (UTC)']) {
      expect(out).toContain(part)
    }
    expect(await jsonOf('trade', id)).toEqual(
      await legbook.get('/trades/{trade_id}', { path: { trade_id: id } }),
    )
  })

  it('proves the ledger: exit code 0 while it agrees or settles', async () => {
    const { state } = await legbook.get('/reconciliation')
    expect(['balanced', 'settling']).toContain(state)
    const out = await outputOf('reconcile')
    expect(out).toMatch(new RegExp(`^${state}: `))
    expect(out).toMatch(/\nDifference +-?[\d,]+\.\d\d\n/)
    expect(await jsonOf('reconcile')).toHaveProperty('proof')
  })

  it('syncs until nothing is left, and one kind of row alone', async () => {
    expect(await outputOf('sync')).toMatch(
      /^\d+ rows seen: \d+ inserted, \d+ updated, \d+ quarantined\.\n$/,
    )
    expect(await jsonOf('sync', 'positions', '--account=demo')).toMatchObject({
      status: 'success',
      has_more: false,
    })
  })

  it.each([
    ['stats', /^Closed trades +\d+\n[\s\S]*\n\nBy strategy\nStrategy +Trades/],
    ['positions', /^Symbol +Qty +Entry/],
    ['orders', /^Submitted +Symbol/],
    ['campaigns', /^Opened +Closed +Underlying +Status/],
    ['accounts', /^Label +Account[\s\S]*\ndemo /],
    ['status', /^Account +State[\s\S]*\ndemo /],
    ['me', /^API_TOKEN: read, sync, edit, raw\n$/],
  ])('legbook %s is for people, and for scripts with --json', async (name, shape) => {
    expect(await outputOf(name)).toMatch(shape)
    expect(await jsonOf(name)).toMatchObject({ status: 'success' })
  })

  it('shows a campaign with its trades', async () => {
    const { campaigns } = await legbook.get('/campaigns', { query: { limit: 1 } })
    const id = campaigns[0]?.campaign_id ?? ''
    expect(await outputOf('campaign', id)).toMatch(/\nTotal P\/L [\s\S]*\n\nTrades\nOpened/)
  })
})

describe('the token', () => {
  it('comes from a file or from the standard input', async () => {
    const file = join(folder, 'token')
    writeFileSync(file, `${READ_TOKEN}\n`)
    const { LEGBOOK_URL = '' } = settings
    const fromFile = await runCli(['me', '--token-file', file], { LEGBOOK_URL })
    expect(fromFile).toEqual({ code: 0, out: 'READ_TOKEN: read\n', err: '' })
    const input = `${READ_TOKEN}\n`
    const fromInput = await runCli(['me', `--url=${LEGBOOK_URL}`, '--token-file=-'], {}, input)
    expect(fromInput).toEqual(fromFile)
  })

  it.each([
    ['of no scope', READ_TOKEN, ['sync'], 'needs a token with the scope sync'],
    ['unknown', 'a-token-that-nobody-set', ['trades'], 'Send a valid token'],
  ])('ends a call with exit code 3 if it is %s', async (_, token, args, message) => {
    const { code, out, err } = await runCli(args, { ...settings, LEGBOOK_TOKEN: token })
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain(message)
    expect(err).not.toContain(token)
  })
})

describe('a wrong call', () => {
  it.each([
    [['trades', '--since', 'yesterday'], '--since must be an RFC 3339 time'],
    [['trades', '--strategy-type=straddel'], '--strategy-type must be one of single_leg'],
    [['trade', 'x'], 'trade_id must be a UUID'],
    [['trade', '00000000-0000-4000-8000-000000000000'], 'No trade has this id'],
    [['positions', '--account', 'nobody'], '--account is not the id or label of a known account'],
  ])('is told by the API and ends with exit code 2: %j', async (args, message) => {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`legbook: ${message}`)
    expect(err).toMatch(/\(request [0-9a-f-]{36}\)\n$/)
  })
})
