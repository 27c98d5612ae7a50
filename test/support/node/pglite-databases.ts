import type { PGlite } from '@electric-sql/pglite'
import { openPglite, pgliteDatabase } from '../../../src/local/neon/pglite-database'
import { migratedSnapshot } from '../../../src/local/neon/snapshot'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import type { TestDatabases } from './test-databases'

/** An instance takes 200 MB: few are kept for the next test. */
const KEPT = 3

interface Instance {
  pglite: PGlite
  database: SqlDatabase
}

/** Embedded databases: an instance that a test gives back is emptied and serves the next one. */
export function pgliteDatabases(): TestDatabases {
  const used = new Map<string, Instance>()
  const idle: Instance[] = []
  let snapshot: Promise<Blob> | undefined
  let shape: Promise<string> | undefined
  let count = 0

  async function open(): Promise<Instance> {
    snapshot ??= migratedSnapshot()
    const pglite = await openPglite({ dataDir: 'memory://', loadDataDir: await snapshot })
    shape ??= shapeOf(pglite)
    await shape
    return { pglite, database: pgliteDatabase(pglite) }
  }

  async function recycle(instance: Instance): Promise<void> {
    if (idle.length < KEPT && (await shapeOf(instance.pglite)) === (await shape)) {
      await instance.pglite.query(emptyAllTables)
      idle.push(instance)
    } else {
      await instance.database.close()
    }
  }

  return {
    async create() {
      const instance = idle.pop() ?? (await open())
      const name = `test_${++count}`
      used.set(name, instance)
      return { name, database: instance.database }
    },
    async release(name) {
      const instance = used.get(name)
      used.delete(name)
      if (instance) await recycle(instance)
    },
    async close() {
      for (const { database } of [...used.values(), ...idle]) await database.close()
    },
  }
}

/**
 * All that a migration or a test could have changed about the tables: an instance that differs is
 * not used again.
 */
async function shapeOf(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ shape: string }>(`
    SELECT md5(string_agg(item, ' ' ORDER BY item)) AS shape FROM (
      SELECT format('%s %s', oid, relname) FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_toast'
      UNION ALL SELECT format('%s %s %s', oid, proname, md5(prosrc)) FROM pg_proc
      UNION ALL SELECT format('%s %s', oid, conname) FROM pg_constraint
      UNION ALL SELECT format('%s %s %s', oid, tgname, tgenabled) FROM pg_trigger
      UNION ALL SELECT format('%s %s %s %s', attrelid, attname, atttypid, attnotnull) FROM pg_attribute
    ) AS things (item)`)
  return rows[0]?.shape ?? ''
}

// Triggers that refuse TRUNCATE always fire: they are switched off for it, and on again. A table
// that a row was never written to has no pages. Emptying it would cost as much as any other.
const emptyAllTables = `
  DO $$ DECLARE guard record; written text; guards text := 'tgtype & 32 = 32 AND NOT tgisinternal';
  BEGIN
    SELECT string_agg(format('%I', relname), ', ') INTO written FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0;
    IF written IS NULL THEN RETURN; END IF;
    FOR guard IN EXECUTE 'SELECT tgrelid::regclass AS of, tgname FROM pg_trigger WHERE ' || guards LOOP
      EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', guard.of, guard.tgname);
    END LOOP;
    EXECUTE format('TRUNCATE %s RESTART IDENTITY CASCADE', written);
    FOR guard IN EXECUTE 'SELECT tgrelid::regclass AS of, tgname FROM pg_trigger WHERE ' || guards LOOP
      EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guard.of, guard.tgname);
    END LOOP;
  END $$`
