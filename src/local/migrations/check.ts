import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

const cacheFolder = join('node_modules', '.cache', 'legbook')

/**
 * `npm run db:check` fails when the Drizzle schema differs from the migrations: drizzle-kit
 * generates into a copy of the migrations, and a generated file shows a difference.
 */
function main(): void {
  mkdirSync(cacheFolder, { recursive: true })
  const copy = mkdtempSync(join(cacheFolder, 'drizzle-'))
  try {
    cpSync('drizzle', copy, { recursive: true })
    generateInto(copy)
    const missing = filesOf(copy).filter((file) => !filesOf('drizzle').includes(file))
    if (missing.length > 0) {
      throw new Error('Schema and migrations differ: run `npm run db:generate` and commit it.')
    }
    console.log('The migrations match the schema.')
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function generateInto(folder: string): void {
  const drizzleKit = join('node_modules', '.bin', 'drizzle-kit')
  const schema = join('src', 'db', 'schema', '{index,views}.ts')
  const options = ['--dialect', 'postgresql', '--schema', schema, '--out', folder]
  // drizzle-kit asks about renames. Without a terminal the question fails, which is a difference
  // too.
  const { status, stdout, stderr } = spawnSync(drizzleKit, ['generate', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`drizzle-kit generate failed:\n${stdout}${stderr}`)
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))

try {
  main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
