import { writeFileSync } from 'node:fs'
import { migrate } from './migrate'
import { openPglite, pgliteDatabase } from './pglite-database'

/** Applies all migrations to an embedded Postgres and writes its files as a tar archive. */
async function main(file: string | undefined): Promise<void> {
  if (file === undefined) throw new Error('the path of the archive is missing')
  const pglite = await openPglite({ dataDir: 'memory://' })
  await migrate(pgliteDatabase(pglite))
  const files = await pglite.dumpDataDir('none')
  writeFileSync(file, Buffer.from(await files.arrayBuffer()))
}

await main(process.argv[2])
