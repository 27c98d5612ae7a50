import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { openPglite, pgliteDatabase } from '../neon/pglite-database'
import { migratedSnapshot } from '../neon/snapshot'
import type { SqlDatabase } from '../neon/sql-database'

/** Written last. A folder without this file is incomplete, and the next start makes it again. */
const COMPLETE = 'legbook-complete'

/**
 * Opens the embedded Postgres of a folder; null keeps it in memory. A new database starts from the
 * migrated snapshot.
 * @param onMaking called before the snapshot is made, if it does not exist yet.
 */
export async function openEmbedded(
  folder: string | null,
  onMaking: () => void,
): Promise<SqlDatabase> {
  if (folder === null) {
    const loadDataDir = await migratedSnapshot(onMaking)
    return pgliteDatabase(await openPglite({ dataDir: 'memory://', loadDataDir }))
  }
  if (existsSync(`${folder}/${COMPLETE}`)) {
    return pgliteDatabase(await openPglite({ dataDir: folder }))
  }
  const loadDataDir = await migratedSnapshot(onMaking)
  rmSync(folder, { recursive: true, force: true })
  const pglite = await openPglite({ dataDir: folder, loadDataDir })
  writeFileSync(`${folder}/${COMPLETE}`, '')
  return pgliteDatabase(pglite)
}
