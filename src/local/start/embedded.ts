import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { openPglite, pgliteDatabase } from '../neon/pglite-database'
import { migratedSnapshot } from '../neon/snapshot'
import type { SqlDatabase } from '../neon/sql-database'

/** A start that is stopped half way leaves a folder without this file: the next one begins again. */
const COMPLETE = 'legbook-complete'

/**
 * Opens the embedded Postgres of a folder; null keeps it in memory. A new one begins as the migrated snapshot.
 * @param onMaking is called when that snapshot has to be made first.
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
