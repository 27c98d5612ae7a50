import pg from 'pg'
import {
  beginStatement,
  leavesTraces,
  type SqlDatabase,
  type StatementResult,
} from './sql-database'
import type { SqlRequest, Statement } from './sql-request'

/** Values as the server's own text, of whatever type. */
const rawText = { getTypeParser: () => (text: string) => text }

/**
 * A Postgres server as a database of the endpoint: one pooled connection for each request.
 * @param connectionString a `postgresql://` URL; its credentials go nowhere but to that server.
 */
export function postgresDatabase(connectionString: string, connections = 10): SqlDatabase {
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    options: '-c timezone=UTC',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // A connection can break at any moment: the request that uses it fails by its own query, and the pool opens another one
  // for the next. Without listeners the event would end the process; the pool listens to idle connections alone.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return { run: (request) => runOnPool(pool, request), close: () => pool.end() }
}

async function runOnPool(pool: pg.Pool, request: SqlRequest): Promise<StatementResult[]> {
  const client = await pool.connect()
  let broken = true
  try {
    const results =
      request.kind === 'statement'
        ? [await execute(client, request.statement)]
        : await runTransaction(client, request)
    broken = leavesTraces(results)
    return results
  } catch (error) {
    broken = !isOfStatement(error)
    throw error
  } finally {
    client.release(broken)
  }
}

/** Whether Postgres refused a statement and the connection goes on: a fatal error ends it. */
const isOfStatement = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.severity === 'ERROR'

async function runTransaction(
  client: pg.PoolClient,
  request: SqlRequest & { kind: 'transaction' },
): Promise<StatementResult[]> {
  await client.query(beginStatement(request.mode))
  try {
    const results: StatementResult[] = []
    for (const statement of request.statements) results.push(await execute(client, statement))
    await client.query('COMMIT')
    return results
  } catch (error) {
    // A connection that broke has nothing to roll back, and its own error says more.
    if (isOfStatement(error)) await client.query('ROLLBACK')
    throw error
  }
}

/** The driver's own setting, which its published types leave out. */
interface ExtendedQuery extends pg.QueryArrayConfig {
  queryMode: 'extended'
}

async function execute(
  client: pg.PoolClient,
  { text, params }: Statement,
): Promise<StatementResult> {
  // The extended protocol refuses several statements in one text, as Neon does.
  const query: ExtendedQuery = {
    text,
    values: params,
    rowMode: 'array',
    types: rawText,
    queryMode: 'extended',
  }
  const { command, rowCount, fields, rows } = await client.query<(string | null)[]>(query)
  return {
    command: command ?? '',
    rowCount,
    fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows,
  }
}
