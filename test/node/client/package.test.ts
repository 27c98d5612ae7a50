import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Gzipped size of the README's example in a page, the client included. */
const BUDGET_BYTES = 2700
/** Gzipped size of `legbook.live` with all that it uses, polling included. */
const LIVE_BUDGET_BYTES = 2000

const examples = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms),
].map(([, text]) => text ?? '')

/** The compiler must refuse each line after a mark. */
const MISTAKES = `
import {
  createClient, type ErrorCode, LegbookError, type Order, type OrderStatus, type Scope, type StrategyType, type TradeStatus
} from 'legbook/client'
const legbook = createClient({ url: '', token: async () => 'x' })
// @ts-expect-error no such path
await legbook.get('/nowhere')
// @ts-expect-error no such method here
await legbook.post('/orders')
// @ts-expect-error a parameter of the path is missing
await legbook.get('/trades/{trade_id}')
// @ts-expect-error no such filter
await legbook.get('/orders', { query: { ticker: 'SPY' } })
// @ts-expect-error no such word
await legbook.get('/orders', { query: { side: 'long' } })
// @ts-expect-error no such status in a list
await legbook.get('/trades', { query: { status: ['open', 'won'] } })
await legbook.get('/trades', { query: { status: ['open', 'partial'], closed_since: undefined } })
// @ts-expect-error no such field in a body
await legbook.post('/trades/merge', { body: { trades: [] } })
// @ts-expect-error no page for people
await legbook.get('/docs')
// @ts-expect-error a body is missing
await legbook.post('/trades/merge')
const feed = legbook.live({
  account: 'main',
  after: 1,
  onEvent: ({ seq, type }) => [seq + 1, type === 'reset'],
  onState: (state) => state.connection === 'open' && state.upstream === 'live',
})
feed.close()
// @ts-expect-error without a listener
legbook.live({ account: 'main' })
// @ts-expect-error not a list of pages
legbook.pages('/stats')
const { orders } = await legbook.get('/orders', { query: { limit: 5, side: 'buy' } })
// @ts-expect-error a quantity may be null
orders.map(({ qty }) => qty.toFixed())
// @ts-expect-error no such side
orders.filter(({ side }) => side === 'long')
// @ts-expect-error no such field
orders.map(({ price }: Order) => price)
const { trade } = await legbook.get('/trades/{trade_id}', { path: { trade_id: 'x' } })
const numbers: (number | null)[] = trade.fills.map(({ realized_pl }) => realized_pl)
const file: Blob = await legbook.get('/trades.csv', { query: { fields: 'symbol' } })
const { count }: { count: number } = await legbook.post('/sync', { idempotencyKey: 'x' })
const { accounts: [status] } = await legbook.get('/sync')
// @ts-expect-error null while no run fails
status?.failing.since
// @ts-expect-error null when no run has failed
status?.last_error.message
const since: string | undefined = status?.failing?.since
const report = await legbook.post('/sync')
// @ts-expect-error null for an account that did not fail
report.accounts.map(({ error }) => error.message)
const words: [TradeStatus, StrategyType, OrderStatus, Scope, ErrorCode] = ['open', 'iron_condor', 'filled', 'raw', 'unreadable']
// @ts-expect-error no such scope
export const scope: Scope = 'admin'
// @ts-expect-error no such code
export const known = (error: LegbookError) => error.code === 'out_of_luck' && [numbers, file, count, since, words]
`

/** Runs in Node as it stands: a server that answers one page of trades. */
const SCRIPT = `
import { createServer } from 'node:http'
import { createClient, LegbookError } from 'legbook/client'
const server = createServer(({ url }, answer) => {
  if (url.startsWith('/api/alpaca/trades')) answer.end('{"status":"success","trades":[],"next_cursor":null}')
  else answer.end('<html>')
}).listen(0, '127.0.0.1', async () => {
  const legbook = createClient({ url: 'http://127.0.0.1:' + server.address().port, token: 'x' })
  const { trades } = await legbook.get('/trades')
  const error = await legbook.get('/stats').catch((thrown) => thrown)
  console.log(trades.length, error instanceof LegbookError, error.code)
  server.close()
})
`

let folder: string
let packed: { unpackedSize: number; size: number; files: { path: string }[] }

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', [...args, '--offline', '--no-audit'], { cwd, encoding: 'utf8' })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontend-'))
  npm(root, 'run', '-s', 'build:client')
  const pack = npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)
  ;[packed] = JSON.parse(pack)
  const [tarball = ''] = readdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}')
  npm(folder, 'install', '--ignore-scripts', `./${tarball}`)
  writeFileSync(join(folder, 'script.js'), SCRIPT)
  for (const [i, text] of [...examples, MISTAKES].entries()) {
    writeFileSync(join(folder, `${i}.ts`), text)
  }
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

/** The output of a strict frontend's compiler. */
function check(module: string, moduleResolution: string): string {
  const config = {
    compilerOptions: {
      module,
      moduleResolution,
      target: 'ES2022',
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
      types: [],
      noEmit: true,
      strict: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitOverride: true,
      noImplicitReturns: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      erasableSyntaxOnly: true,
    },
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  try {
    return execFileSync(join(root, 'node_modules/.bin/tsc'), { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}

describe('the packed package', () => {
  it('installs alone: no package of the server comes with it', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => name[0] !== '.')
    expect(installed).toEqual(['legbook'])
    expect(packed.files.map(({ path }) => path).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist/cli/arguments.js',
      'dist/cli/command.js',
      'dist/cli/commands/details.js',
      'dist/cli/commands/list.js',
      'dist/cli/commands/lists.js',
      'dist/cli/commands/reconcile.js',
      'dist/cli/commands/stats.js',
      'dist/cli/commands/sync.js',
      'dist/cli/connection.js',
      'dist/cli/exit-codes.js',
      'dist/cli/help.js',
      'dist/cli/main.js',
      'dist/cli/nearest.js',
      'dist/cli/output.js',
      'dist/cli/parameters.js',
      'dist/cli/run.js',
      'dist/cli/table.js',
      'dist/client/contract.d.ts',
      'dist/client/contract.js',
      'dist/client/error.d.ts',
      'dist/client/error.js',
      'dist/client/follow.d.ts',
      'dist/client/follow.js',
      'dist/client/index.d.ts',
      'dist/client/index.js',
      'dist/client/live-options.d.ts',
      'dist/client/live-options.js',
      'dist/client/live-socket.d.ts',
      'dist/client/live-socket.js',
      'dist/client/live.d.ts',
      'dist/client/live.js',
      'dist/client/operations.d.ts',
      'dist/client/operations.js',
      'package.json',
      'src/api/openapi.json',
    ])
    const manifest = JSON.parse(
      readFileSync(join(folder, 'node_modules/legbook/package.json'), 'utf8'),
    )
    // npm warns of these, and asks whether they may run.
    const onInstall = ['preinstall', 'install', 'postinstall', 'prepare']
    expect(onInstall.filter((name) => name in manifest.scripts)).toEqual([])
    const brought = ['dependencies', 'optionalDependencies', 'peerDependencies']
    expect(brought.filter((name) => name in manifest)).toEqual([])
    console.log(`The package: ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`)
  })

  it('is built JavaScript that Node runs, and refuses a 200 that is not JSON', () => {
    const script = execFileSync('node', ['script.js'], { cwd: folder, encoding: 'utf8' })
    expect(script).toBe('0 true unreadable\n')
    expect(statSync(join(folder, 'node_modules/legbook/dist/client/index.js')).isFile()).toBe(true)
  })

  it('brings the command line, which npx finds', () => {
    const args = ['--offline', '--no-install', 'legbook']
    const npx = (...more: string[]) =>
      execFileSync('npx', [...args, ...more], { cwd: folder, encoding: 'utf8' })
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(npx('--version')).toBe(`${version}\n`)
    expect(npx('trades', '--help')).toContain('--closed-since=CLOSED_SINCE')
  })

  it.each([
    ['ESNext', 'Bundler'],
    ['NodeNext', 'NodeNext'],
  ])(
    'compiles in a strict frontend as the README uses it, and its types refuse mistakes: %s',
    (...modules) => {
      expect(examples.length).toBeGreaterThan(0)
      expect(check(...modules)).toBe('')
    },
  )

  it('bundles for a browser from its own files alone', async () => {
    const { metafile, outputFiles } = await bundle(join(folder, '0.ts'))
    const inputs = Object.keys(metafile.inputs).map((path) =>
      path.replace(/^.*\/(?=legbook\/)/, ''),
    )
    expect(inputs.filter((path) => !path.endsWith('/0.ts'))).toEqual([
      'legbook/dist/client/error.js',
      'legbook/dist/client/follow.js',
      'legbook/dist/client/live-socket.js',
      'legbook/dist/client/live.js',
      'legbook/dist/client/index.js',
    ])
    const size = gzipSync(outputFiles[0]?.contents ?? '').length
    console.log(`The README's example with the client: ${size} of ${BUDGET_BYTES} bytes gzipped`)
    expect(size).toBeLessThan(BUDGET_BYTES)
  })

  it('has a live feed of at most 2 kB', async () => {
    const { outputFiles } = await bundle(join(folder, 'node_modules/legbook/dist/client/live.js'))
    const size = gzipSync(outputFiles[0]?.contents ?? '').length
    console.log(`The live feed: ${size} of ${LIVE_BUDGET_BYTES} bytes gzipped`)
    expect(size).toBeLessThan(LIVE_BUDGET_BYTES)
  })
})

const bundle = (entry: string) =>
  build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
  })
