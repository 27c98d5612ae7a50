import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** From the top down: each may import itself and what stands below it. */
const layers = [
  'src/index',
  'src/worker',
  'src/live',
  'src/api',
  'src/webhooks',
  'src/sync',
  'src/db',
  'src/alpaca',
  'src/engine',
  'src/time',
]
const local = 'src/local'
/** What a frontend imports: no part of the Worker, and nothing of it. */
const client = 'src/client'
/** What a browser runs. */
const page = 'src/page'
/** The command line: Node with the client. */
const cli = 'src/cli'

interface Source {
  path: string
  text: string
  /** As written. */
  imports: string[]
}

const sources = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|mts|js|sql|toml)$/.test(file))
    .map((file) => join(folder, file))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, imports: importsOf(text) }
    })

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'([^'\s]+)'/g)].map(([, name]) => name ?? '')

const src = sources('src')
const outside = [local, client, page, cli]
const worker = src.filter(({ path }) => !outside.some((folder) => isIn(path, folder)))

function isIn(path: string, layer: string): boolean {
  return path === `${layer}.ts` || path.startsWith(`${layer}/`) || path === layer
}

const target = ({ path }: Source, name: string) =>
  name.startsWith('.') ? normalize(join(dirname(path), name)) : name

const offences = (among: Source[], isOffence: (source: Source, imported: string) => boolean) =>
  among.flatMap((source) =>
    source.imports
      .map((name) => target(source, name))
      .filter((imported) => isOffence(source, imported))
      .map((imported) => `${source.path} imports ${imported}`),
  )

describe('layers', () => {
  it('cover all of the Worker', () => {
    const strays = worker.filter(({ path }) => !layers.some((layer) => isIn(path, layer)))
    expect(strays.map(({ path }) => path)).toEqual([])
    expect(worker.length).toBeGreaterThan(20)
  })

  it.each(layers)('%s imports only the layers below it', (layer) => {
    const above = layers.slice(0, layers.indexOf(layer))
    const own = src.filter(({ path }) => isIn(path, layer))
    expect(offences(own, (_, imported) => above.some((one) => isIn(imported, one)))).toEqual([])
  })

  it('the client imports only its own files', () => {
    const own = src.filter(({ path }) => isIn(path, client))
    expect(own.length).toBeGreaterThan(1)
    expect(offences(own, (_, imported) => !isIn(imported, client))).toEqual([])
  })

  it('the page imports only its own files, the client and Preact', () => {
    const own = src.filter(({ path }) => isIn(path, page))
    const allowed = (imported: string) =>
      isIn(imported, page) ||
      imported === 'src/client/index.js' ||
      /^(preact|@preact\/signals)(\/hooks)?$/.test(imported)
    expect(own.length).toBeGreaterThan(20)
    expect(offences(own, (_, imported) => !allowed(imported))).toEqual([])
  })

  it('the command line imports only its own files, the client and Node', () => {
    const own = src.filter(({ path }) => isIn(path, cli))
    const allowed = (imported: string) =>
      isIn(imported, cli) || imported === 'src/client/index.js' || imported.startsWith('node:')
    expect(own.length).toBeGreaterThan(10)
    expect(offences(own, (_, imported) => !allowed(imported))).toEqual([])
  })

  it('the page sets no markup from text', () => {
    const own = src.filter(({ path }) => isIn(path, page))
    expect(having(own, /innerHTML|insertAdjacentHTML|document\.write|\beval\(/)).toEqual([])
  })

  it('the Worker imports nothing of src/local, src/client, src/page and src/cli', () => {
    const elsewhere = (imported: string) => outside.some((folder) => isIn(imported, folder))
    expect(offences(worker, (_, imported) => elsewhere(imported))).toEqual([])
  })

  it('the Worker imports no tests and nothing outside src', () => {
    // The list of migrations says which of them this version expects.
    const allowed = 'drizzle/meta/_journal.json'
    const found = src.flatMap((source) =>
      source.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => target(source, name))
        .filter((imported) => !isIn(imported, 'src') && imported !== allowed)
        .map((imported) => `${source.path} imports ${imported}`),
    )
    expect(found).toEqual([])
  })

  it('the Worker never imports Node', () => {
    expect(offences(worker, (_, imported) => imported.startsWith('node:'))).toEqual([])
  })

  it('the engine imports only its own files, src/time and the decimal library', () => {
    const engine = src.filter(({ path }) => isIn(path, 'src/engine'))
    const allowed = (imported: string) =>
      imported === 'big.js' || isIn(imported, 'src/engine') || isIn(imported, 'src/time')
    expect(offences(engine, (_, imported) => !allowed(imported))).toEqual([])
  })

  it('only the book sees its own mutable state', () => {
    const outside = src.filter(({ path }) => !isIn(path, 'src/engine/book'))
    const mutable = ['src/engine/book/state', 'src/engine/book/lots']
    expect(offences(outside, (_, imported) => mutable.includes(imported))).toEqual([])
  })

  it('no files import each other in a circle, type-only imports included', () => {
    expect(cyclesAmong(src)).toEqual([])
  })

  it('the engine has no clock and no randomness', () => {
    const engine = src.filter(({ path }) => isIn(path, 'src/engine'))
    expect(having(engine, /Date\.now|new Date\(\)|Math\.random|randomUUID|performance\./)).toEqual(
      [],
    )
  })

  it('only the entry reads the environment', () => {
    const below = worker.filter(({ path }) => !isIn(path, 'src/worker'))
    expect(having(below, /process\.env|\bc\.env\b|import\.meta\.env|cloudflare:workers/)).toEqual(
      [],
    )
  })
})

describe('exported names', () => {
  it('are defined in one file each', () => {
    // The client repeats names of the API; the page and the command line have words of their own
    // for the same things. The stand-in's decimals are independent of the engine's.
    const apart = (path: string) => [client, page, cli].some((folder) => isIn(path, folder))
    const own = src.filter(({ path }) => !apart(path) && path !== 'src/local/alpaca/decimal.ts')
    const files = new Map<string, Set<string>>()
    for (const { path, text } of own) {
      for (const [, name = ''] of text.matchAll(EXPORT)) {
        files.set(name, (files.get(name) ?? new Set()).add(path))
      }
    }
    // The handler of each list of the API.
    files.delete('list')
    expect([...files].filter(([, paths]) => paths.size > 1)).toEqual([])
    expect(files.size).toBeGreaterThan(500)
  })
})

const EXPORT = /^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm

/** Groups of files that import one another in a circle (Tarjan's strongly connected components). */
function cyclesAmong(files: readonly Source[]): string[][] {
  const byModule = new Map(files.map((file) => [file.path.replace(/(\/index)?\.tsx?$/, ''), file]))
  const indexes = new Map<Source, number>()
  const stack: Source[] = []
  const cycles: string[][] = []
  const visit = (file: Source): number => {
    const index = indexes.size
    indexes.set(file, index)
    let low = index
    stack.push(file)
    for (const name of file.imports) {
      const next = byModule.get(target(file, name).replace(/(\/index)?(\.[jt]s)?$/, ''))
      if (!next) continue
      const known = indexes.get(next)
      if (known === undefined) low = Math.min(low, visit(next))
      else if (stack.includes(next)) low = Math.min(low, known)
    }
    if (low === index) {
      const component = stack.splice(stack.indexOf(file)).map(({ path }) => path)
      if (component.length > 1) cycles.push(component)
    }
    return low
  }
  for (const file of files) if (!indexes.has(file)) visit(file)
  return cycles
}

describe('the project', () => {
  it('has no unexpected file at its top', () => {
    const allowed = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'biome.json',
      'drizzle',
      'drizzle.config.ts',
      'package-lock.json',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
      'vitest.config.ts',
      'wrangler.toml',
    ]
    const ignored = ['node_modules', 'dist']
    const found = readdirSync(root).filter(
      (name) => !name.startsWith('.') && !ignored.includes(name),
    )
    expect(found.filter((name) => !allowed.includes(name))).toEqual([])
  })

  it('has no mark of unfinished work', () => {
    const marks = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`)
    expect(having([...src, ...sources('test'), ...sources('drizzle')], marks)).toEqual([])
  })
})

function having(among: Source[], mark: RegExp): string[] {
  return among.filter(({ text }) => mark.test(text)).map(({ path }) => path)
}
