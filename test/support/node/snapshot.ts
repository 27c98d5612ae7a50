import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readMigrations } from '../../../src/local/migrations/read'
import { openPglite, pgliteDatabase } from '../../../src/local/neon/pglite-database'
import { migrate } from './migrate'

const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const cacheFolder = `${nodeModules}/.cache/legbook`

/** The files of a migrated, empty embedded database; made once for each set of migrations, then read from a cache. */
export async function migratedSnapshot(): Promise<Blob> {
  const file = `${cacheFolder}/${snapshotKey()}.tar`
  if (!existsSync(file)) {
    mkdirSync(cacheFolder, { recursive: true })
    // Written aside and renamed, so that two runs at once never read half a file.
    writeFileSync(`${file}.${process.pid}`, await makeSnapshot())
    renameSync(`${file}.${process.pid}`, file)
  }
  return new Blob([readFileSync(file)])
}

async function makeSnapshot(): Promise<Buffer> {
  const pglite = await openPglite({ dataDir: 'memory://' })
  await migrate(pgliteDatabase(pglite))
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  return Buffer.from(await dump.arrayBuffer())
}

function snapshotKey(): string {
  const hash = createHash('sha256')
  hash.update(readFileSync(`${nodeModules}/@electric-sql/pglite/package.json`))
  for (const { hash: migration } of readMigrations()) hash.update(migration)
  return hash.digest('hex').slice(0, 32)
}
