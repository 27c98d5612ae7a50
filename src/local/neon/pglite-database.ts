import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { type PreparedStatements, preparedStatements } from './prepared-statements'
import {
  beginStatement,
  leavesTraces,
  type SqlDatabase,
  type StatementResult,
} from './sql-database'
import type { SqlRequest } from './sql-request'

/**
 * Opens an embedded Postgres: in memory, in a folder (`dataDir`), or from a dump (`loadDataDir`).
 * It plans each execution of a prepared statement: a plan made for empty tables would be kept when
 * they have grown, because nothing analyses them.
 */
export function openPglite(options: PGliteOptions): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, '-c', 'plan_cache_mode=force_custom_plan']
  return PGlite.create({ ...options, startParams })
}

/** An embedded Postgres as a database of the endpoint. It has one connection, so requests queue. */
export function pgliteDatabase(pglite: PGlite): SqlDatabase {
  const session = preparedStatements(pglite)
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(request) {
      const turn = last.then(() => runOn(pglite, session, request))
      last = turn.catch(() => undefined)
      return turn
    },
    async close() {
      await last
      await pglite.close()
    },
  }
}

async function runOn(
  pglite: PGlite,
  session: PreparedStatements,
  request: SqlRequest,
): Promise<StatementResult[]> {
  const results =
    request.kind === 'statement'
      ? [await session.execute(request.statement)]
      : await runTransaction(pglite, session, request)
  if (leavesTraces(results)) await session.resetSession()
  return results
}

async function runTransaction(
  pglite: PGlite,
  session: PreparedStatements,
  request: SqlRequest & { kind: 'transaction' },
): Promise<StatementResult[]> {
  const results: StatementResult[] = []
  await pglite.exec(beginStatement(request.mode))
  try {
    for (const statement of request.statements) results.push(await session.execute(statement))
    await pglite.exec('COMMIT')
    return results
  } catch (error) {
    await pglite.exec('ROLLBACK')
    // A statement can have been prepared for a table that the rollback took away.
    if (leavesTraces(results)) await session.resetSession()
    throw error
  }
}
