import type { SqlRequest, TransactionMode } from './sql-request'

/**
 * The result of one statement: every value as Postgres prints it, rows as arrays in the fields'
 * order.
 */
export interface StatementResult {
  /** Such as SELECT; null for an empty statement. */
  command: string | null
  rowCount: number | null
  fields: { name: string; dataTypeID: number }[]
  rows: (string | null)[][]
}

/**
 * A Postgres database that answers one request at a time per connection, each from a clean session.
 */
export interface SqlDatabase {
  /**
   * Runs one statement by itself, or several as one transaction that is rolled back when any fails.
   * @throws Postgres' own error, with its fields.
   */
  run(request: SqlRequest): Promise<StatementResult[]>
  close(): Promise<void>
}

/** The statement that begins a transaction of this mode. */
export function beginStatement(mode: TransactionMode): string {
  const parts = [
    mode.isolation && `ISOLATION LEVEL ${mode.isolation}`,
    mode.readOnly !== null && (mode.readOnly ? 'READ ONLY' : 'READ WRITE'),
    mode.deferrable !== null && (mode.deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE'),
  ].filter((part) => typeof part === 'string')
  return ['BEGIN', parts.join(', ')].join(' ').trim()
}

/** Commands that leave the session unchanged, so that the next request can use it. */
const sessionSafe = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY'])

/** True when a session must be reset before the next request: in Neon each has a clean session. */
export const leavesTraces = (results: readonly StatementResult[]): boolean =>
  results.some(({ command }) => command === null || !sessionSafe.has(command))
