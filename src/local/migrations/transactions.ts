import { type DatabaseAddress, openDriver } from '../../db/connection/client'
import type { SqlDatabase } from '../neon/sql-database'
import type { RunTransaction } from './apply'

/** Runs migrations over Neon's HTTP protocol. */
export function overHttp(address: DatabaseAddress): RunTransaction {
  const sql = openDriver(address)
  return async (statements) => {
    const results = await sql.transaction(statements.map((statement) => sql.query(statement)))
    return results.at(-1) ?? []
  }
}

/** Runs migrations on an embedded database, or over the Postgres protocol. */
export function overPostgres(database: SqlDatabase): RunTransaction {
  return async (texts) => {
    const results = await database.run({
      kind: 'transaction',
      statements: texts.map((text) => ({ text, params: [] })),
      mode: { isolation: null, readOnly: null, deferrable: null },
    })
    const { fields, rows } = results.at(-1) ?? { fields: [], rows: [] }
    return rows.map((row) => Object.fromEntries(fields.map(({ name }, i) => [name, row[i]])))
  }
}
