import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import {
  beginStatement,
  leavesTraces,
  type SqlDatabase,
  type StatementResult,
} from './sql-database'
import type { SqlRequest, Statement } from './sql-request'

/**
 * Opens an embedded Postgres: in memory, in a folder (`dataDir`), or from a dump (`loadDataDir`).
 */
export async function openPglite(options: PGliteOptions): Promise<PGlite> {
  const pglite = await PGlite.create(options)
  for (const type of Object.keys(pglite.parsers)) pglite.parsers[type] = (text: string) => text
  for (const type of Object.keys(pglite.serializers)) pglite.serializers[type] = String
  return pglite
}

/** An embedded Postgres as a database of the endpoint. It has one connection, so requests queue. */
export function pgliteDatabase(pglite: PGlite): SqlDatabase {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(request) {
      const turn = last.then(() => runOn(pglite, request))
      last = turn.catch(() => undefined)
      return turn
    },
    async close() {
      await last
      await pglite.close()
    },
  }
}

async function runOn(pglite: PGlite, request: SqlRequest): Promise<StatementResult[]> {
  const results =
    request.kind === 'statement'
      ? [await execute(pglite, request.statement)]
      : await runTransaction(pglite, request)
  if (leavesTraces(results)) await resetSession(pglite)
  return results
}

async function runTransaction(
  pglite: PGlite,
  request: SqlRequest & { kind: 'transaction' },
): Promise<StatementResult[]> {
  await pglite.query(beginStatement(request.mode))
  try {
    const results: StatementResult[] = []
    for (const statement of request.statements) results.push(await execute(pglite, statement))
    await pglite.query('COMMIT')
    return results
  } catch (error) {
    await pglite.query('ROLLBACK')
    throw error
  }
}

async function execute(pglite: PGlite, { text, params }: Statement): Promise<StatementResult> {
  const result = await pglite.query<(string | null)[]>(text, params, { rowMode: 'array' })
  return {
    command: result.command ?? null,
    rowCount: result.rowCount ?? null,
    fields: result.fields,
    rows: result.rows,
  }
}

async function resetSession(pglite: PGlite): Promise<void> {
  await pglite.query('ROLLBACK')
  await pglite.query('DISCARD ALL')
}
