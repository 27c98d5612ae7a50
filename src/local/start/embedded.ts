import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { openPglite, pgliteDatabase } from '../neon/pglite-database'
import { migratedSnapshot } from '../neon/snapshot'
import type { SqlDatabase } from '../neon/sql-database'

/** A start that is stopped half way leaves a folder without this file: the next one begins again. */
const COMPLETE = 'legbook-complete'

/** Whether the folder holds a whole embedded Postgres. */
export const holdsPostgres = (folder: string): boolean => existsSync(`${folder}/${COMPLETE}`)

/** Opens the embedded Postgres of a folder; null keeps it in memory. A new one begins as the migrated snapshot. */
export async function openEmbedded(folder: string | null): Promise<SqlDatabase> {
  if (folder === null) {
    const loadDataDir = await migratedSnapshot()
    return pgliteDatabase(await openPglite({ dataDir: 'memory://', loadDataDir }))
  }
  if (holdsPostgres(folder)) return pgliteDatabase(await openPglite({ dataDir: folder }))
  const loadDataDir = await migratedSnapshot()
  rmSync(folder, { recursive: true, force: true })
  const pglite = await openPglite({ dataDir: folder, loadDataDir })
  writeFileSync(`${folder}/${COMPLETE}`, '')
  return pgliteDatabase(pglite)
}
