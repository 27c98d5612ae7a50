import { applyMigrations } from '../migrations/apply'
import { readMigrations } from '../migrations/read'
import type { SqlDatabase } from './sql-database'

/** Brings a database up to date by the same statements as `npm run db:migrate`. */
export async function migrate(database: SqlDatabase): Promise<void> {
  await applyMigrations(readMigrations(), async (texts) => {
    const results = await database.run({
      kind: 'transaction',
      statements: texts.map((text) => ({ text, params: [] })),
      mode: { isolation: null, readOnly: null, deferrable: null },
    })
    const last = results.at(-1)
    return (last?.rows ?? []).map((row) =>
      Object.fromEntries(last?.fields.map(({ name }, i) => [name, row[i]]) ?? []),
    )
  })
}
