import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the README's example may weigh in a page, gzipped, client and all. */
const BUDGET_BYTES = 1500

const examples = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms),
].map(([, text]) => text ?? '')

/** Each line after a mark is wrong, and must be known to be. */
const MISTAKES = `
import { createClient, LegbookError, type Order } from 'legbook/client'
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
// @ts-expect-error a body is missing
await legbook.post('/trades/merge')
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
// @ts-expect-error no such code
export const known = (error: LegbookError) => error.code === 'out_of_luck' && [numbers, file, count]
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontend-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules', 'legbook'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const [i, text] of [...examples, MISTAKES].entries()) {
    writeFileSync(join(folder, `${i}.ts`), text)
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

/** What a strict frontend's compiler says. */
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

describe('legbook/client', () => {
  it.each([
    ['ESNext', 'Bundler'],
    ['NodeNext', 'NodeNext'],
  ])(
    'compiles in a strict frontend, as the README uses it, and knows mistakes: %s',
    (...modules) => {
      expect(examples.length).toBeGreaterThan(0)
      expect(check(...modules)).toBe('')
    },
  )

  it('brings nothing of the server into a bundle', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: [join(folder, '0.ts')],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
    })
    const inputs = Object.keys(metafile.inputs).map((path) => path.replace(/^.*\/(?=src\/)/, ''))
    expect(inputs.filter((path) => !path.endsWith('/0.ts'))).toEqual(['src/client/index.ts'])
    const size = gzipSync(outputFiles[0]?.contents ?? '').length
    console.log(`The README's example with the client: ${size} of ${BUDGET_BYTES} bytes gzipped`)
    expect(size).toBeLessThan(BUDGET_BYTES)
  })
})
