import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cached } from '../cache'
import { readMigrations } from '../migrations/read'
import { runNode } from '../run-node'

const pglite = new URL('../../../node_modules/@electric-sql/pglite/package.json', import.meta.url)
const maker = fileURLToPath(new URL('./make-snapshot.ts', import.meta.url))

/**
 * The files of an embedded Postgres with all migrations and no rows, as a tar archive. Making it
 * takes most of a first start, so it is made once for each set of migrations: by `npm ci`, or when
 * first needed.
 * @param onMaking called before it is made, which takes seconds.
 */
export async function migratedSnapshot(onMaking = () => {}): Promise<Blob> {
  const hash = createHash('sha256').update(readFileSync(pglite))
  for (const migration of readMigrations()) hash.update(migration.hash)
  // A child process makes it, because that occupies one processor for seconds.
  const make = (file: string) => {
    onMaking()
    return runNode(['--import', 'tsx', maker, file])
  }
  return new Blob([readFileSync(await cached('snapshot.tar', hash.digest('hex'), make))])
}
