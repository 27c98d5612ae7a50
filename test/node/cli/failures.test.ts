import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../start/run-start'
import { buildCli, runCli } from './run-cli'

const TOKEN = 'a-token-0123456789'

type Respond = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let settings: Record<string, string>
let respond: Respond
let asked: string[] = []

beforeAll(async () => {
  buildCli()
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    request.resume().on('end', () => respond(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  settings = { LEGBOOK_URL: `http://127.0.0.1:${address.port}`, LEGBOOK_TOKEN: TOKEN }
}, 60_000)

beforeEach(() => {
  asked = []
})

afterAll(() => server.close())

const json =
  (body: object, status = 200, headers = {}): Respond =>
  (_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))

const failure = (status: number, code: string, message: string, headers = {}) =>
  json({ status: 'error', error: { code, message }, request_id: 'r1' }, status, headers)

const run = (...args: string[]) => runCli(args, settings)

const reconciliation = (state: string | null) => ({
  status: 'success',
  balanced: state === null ? null : state === 'balanced',
  state,
  symbols: [
    {
      account_id: 'id',
      symbol: 'SPY',
      broker_qty: 2,
      ledger_qty: 1,
      difference: 1,
      cause: 'unexplained',
      settles_by: null,
    },
  ],
  cash: {},
  proof: {
    equity: 1000,
    net_deposits: 900.5,
    realized_pl: 90,
    unrealized_pl: 5,
    fees: 1,
    dividends: 0,
    interest: 0,
    other: { 'JNLC\u001b[31m': 2 },
    difference: -3.5,
  },
  differences: [],
  unbooked: [],
  accounts: [{ account_id: 'id', label: 'main' }],
})

describe('legbook reconcile', () => {
  it.each([
    ['differs', 1],
    ['settling', 0],
    ['balanced', 0],
    [null, 0],
  ])('ends with an exit code for cron jobs when the state is %s', async (state, code) => {
    respond = json(reconciliation(state))
    for (const args of [['reconcile'], ['reconcile', '--json']]) {
      expect((await run(...args)).code).toBe(code)
    }
  })

  it('names the symbols that differ by the label of their account', async () => {
    respond = json(reconciliation('differs'))
    const { out } = await run('reconcile', '--account=main')
    expect(out).toContain('differs: the ledger and the broker do not agree.\n')
    expect(out).toMatch(/\nDifference +-3\.50\n/)
    expect(out).toMatch(/\nmain +SPY +2 +1 +1 +unexplained/)
    expect(asked).toEqual(['GET /api/alpaca/reconciliation?account=main'])
    // A control character of an answer never reaches the terminal.
    expect(out).not.toContain('\u001b')
  })
})

describe('legbook sync', () => {
  const report = (seen: number, has_more: boolean) => ({
    status: 'success',
    count: seen,
    seen,
    inserted: 1,
    updated: 0,
    unchanged: 0,
    quarantined: 0,
    has_more,
    duration_ms: 10,
    accounts: [],
  })

  const inTurn = (...bodies: object[]): Respond => {
    const left = [...bodies]
    return (...to) => json(left.shift() ?? {})(...to)
  }

  it('goes on until nothing is left, and adds the runs up', async () => {
    respond = inTurn(report(500, true), report(500, true), report(7, false))
    const { code, out } = await run('sync', '--json')
    expect(code).toBe(0)
    const sums = { count: 1007, seen: 1007, inserted: 3, duration_ms: 30, has_more: false }
    expect(JSON.parse(out)).toEqual({ ...report(7, false), ...sums })
    expect(asked).toEqual(Array(3).fill('POST /api/alpaca/sync'))
  })

  it('makes one run with --once', async () => {
    respond = inTurn(report(500, true), report(7, false))
    const { out, err } = await run('sync', 'orders', '--once')
    expect(out).toContain('500 rows seen')
    expect(err).toBe('More rows are left: run legbook sync again.\n')
    expect(asked).toEqual(['POST /api/alpaca/sync/orders'])
  })

  it('says when to try again while another sync runs', async () => {
    respond = failure(409, 'sync_in_progress', 'A sync runs.', { 'Retry-After': '9' })
    const { code, err } = await run('sync')
    expect([code, err]).toEqual([3, 'legbook: A sync runs. Try again in 9 s. (request r1)\n'])
  })
})

describe('a call that fails', () => {
  it.each<[string, Respond, string]>([
    ['a wrong token', failure(401, 'unauthorized', 'Send a valid token.'), 'Send a valid token.'],
    ['a missing scope', failure(403, 'forbidden', 'No scope.'), 'No scope.'],
    ['a failure', failure(500, 'internal_error', 'It broke.'), 'It broke.'],
    ['too many', failure(429, 'rate_limited', 'Wait.', { 'Retry-After': '60' }), 'again in 60 s.'],
    ['a login page', (_, r) => r.end('<html>'), 'is not from legbook: check the address.'],
    ['a broken connection', (_, r) => r.destroy(), 'does not answer'],
  ])('ends with exit code 3 and one line: %s', async (_, response, message) => {
    respond = response
    for (const args of [['trades'], ['trades', '--json'], ['sync'], ['reconcile']]) {
      const { code, out, err } = await run(...args)
      expect([code, out]).toEqual([3, ''])
      expect(err).toContain(message)
      expect(err).toMatch(/^legbook: .*\n$/)
    }
  })

  it('ends with exit code 3 when nothing listens', async () => {
    const port = await freePort()
    const { code, err } = await run('trades', `--url=http://127.0.0.1:${port}`)
    expect([code, err]).toEqual([3, `legbook: 127.0.0.1:${port} does not answer (ECONNREFUSED).\n`])
  })

  it('never prints the token, even if the answer has it', async () => {
    respond = failure(400, 'invalid_parameter', `No: ${TOKEN}\u001b[2J, ${TOKEN}`)
    const { code, out, err } = await run('trades')
    expect([code, out, err]).toEqual([2, '', 'legbook: No: *** [2J, *** (request r1)\n'])
  })

  it('keeps its JSON unfinished when a later page fails', async () => {
    let pages = 0
    respond = (...to) => {
      pages++
      if (pages > 1) return failure(500, 'internal_error', 'It broke.')(...to)
      json({ status: 'success', trades: [{ trade_id: 'a' }], next_cursor: 'c' })(...to)
    }
    const { code, out } = await run('trades', '--all', '--json')
    expect(code).toBe(3)
    expect(() => JSON.parse(out)).toThrow()
  })
})

describe('a call that is wrong', () => {
  it.each<[string[], string]>([
    [['trads'], 'did you mean trades?'],
    [['nothing-like-it'], 'There is no such command: legbook --help lists them.'],
    [['trades', '--stauts', 'open'], '--stauts is not an option of legbook trades: did you mean'],
    [['trades', '--closed_since=x'], 'did you mean --closed-since?'],
    [['trades', '--offset=3'], 'legbook trades --help lists the options.'],
    [['trade', 'x', '--status=open'], '--status is not an option of legbook trade'],
    [['trades', '--status'], '--status needs a value: --status=STATUS.'],
    [['trades', '--status='], '--status needs a value'],
    [['trades', '--status', '--json'], '--status needs a value'],
    [['trades', '--json=yes'], '--json takes no value.'],
    [['trades', '--tag=a', '--tag=b'], '--tag is given twice.'],
    [['trades', 'SPY'], 'legbook trades takes no argument.'],
    [['trade'], 'ID is missing: legbook trade ID.'],
    [['trade', 'a', 'b'], 'legbook trade takes one argument.'],
    [['sync', 'fills'], 'KIND must be one of orders, positions, activities.'],
    [['trades', '--limit=0'], '--limit must be a whole number'],
    [['trades', '--limit=1e3'], '--limit must be a whole number'],
    [['trades', '--limit=5', '--all'], 'Give either --limit or --all.'],
    [['--json'], 'A command is missing'],
    [['trades', '--version'], '--version is not an option'],
    [['trades', '--url=ftp://x'], '--url must be an address that begins with https://.'],
    [['trades', '--url=nonsense'], '--url must be an address'],
    [['trades', '--url=http://10.0.0.1'], 'the token would cross the network unencrypted'],
    [['trades', '--url=https://me:pw@x'], '--url must have no user, no password'],
    [['trades', '--token-file=/nowhere'], '--token-file cannot be read (ENOENT).'],
    [['trades', '--token-file=/dev/null'], 'The file of --token-file is empty.'],
  ])('ends with exit code 2 and asks nothing: %j', async (args, message) => {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(asked).toEqual([])
  })

  it.each([
    ['trades', '--token', TOKEN],
    ['trades', `--token=${TOKEN}`],
    ['--token', TOKEN, 'trades'],
    ['trades', '--tokn', TOKEN],
    ['trades', `--${TOKEN}`.repeat(3)],
    ['trades', TOKEN],
    [TOKEN],
    ['trade', '--json', TOKEN, TOKEN],
  ])('never repeats a value, which may be a token: %s %s', async (...args) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).not.toContain(TOKEN)
    expect(asked).toEqual([])
  })

  it.each([
    ['LEGBOOK_URL', '', 'Set LEGBOOK_URL, or give --url'],
    ['LEGBOOK_TOKEN', '', 'Set LEGBOOK_TOKEN, or give --token-file'],
    ['LEGBOOK_TOKEN', 'two words', 'LEGBOOK_TOKEN must be printable ASCII'],
    ['LEGBOOK_TOKEN', 'tökén', 'LEGBOOK_TOKEN must be printable ASCII'],
    ['LEGBOOK_URL', 'http://legbook.example.com', 'LEGBOOK_URL must begin with https://'],
  ])('names the setting that is wrong: %s=%s', async (name, value, message) => {
    const { code, err } = await runCli(['trades'], { ...settings, [name]: value })
    expect(code).toBe(2)
    expect(err).toContain(message)
    if (value.includes(' ')) expect(err).not.toContain(value)
  })
})

describe('help', () => {
  it('is printed without settings, and names every command and exit code', async () => {
    const { code, out, err } = await runCli(['--help'], {})
    expect([code, err]).toEqual([0, ''])
    for (const name of ['trades', 'trade ID', 'sync [KIND]', 'stats', 'reconcile', 'LEGBOOK_URL']) {
      expect(out).toContain(`  ${name}`)
    }
    expect(out).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*differs.*\n {2}2 .*\n {2}3 /)
    expect((await runCli([], {})).out).toBe(out)
    expect((await runCli(['-h'], {})).out).toBe(out)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('of a command lists the parameters of the API as options', async () => {
    const { code, out } = await runCli(['trades', '--help'], {})
    expect(code).toBe(0)
    expect(out).toContain('--closed-since=CLOSED_SINCE')
    expect(out.replaceAll(/\s+/g, ' ')).toContain('pending, open, partial, closed, unfilled')
  })
})
