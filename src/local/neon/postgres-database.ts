import pg from 'pg'
import {
  beginStatement,
  leavesTraces,
  type SqlDatabase,
  type StatementResult,
} from './sql-database'
import type { SqlRequest, Statement } from './sql-request'

/** Returns the server's text for values of every type. */
const rawText = { getTypeParser: () => (text: string) => text }

/**
 * A Postgres server as a database of the endpoint: one pooled connection for each request.
 * @param connectionString a `postgresql://` URL. Its credentials are sent to that server only.
 */
export function postgresDatabase(connectionString: string, connections = 10): SqlDatabase {
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    options: '-c timezone=UTC',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // A connection can break at any moment: the query that uses it fails, and the pool opens another
  // connection for the next query. The pool listens for errors of idle connections only; without
  // further listeners an error event would end the process.
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

/** True when Postgres refused a statement and keeps the connection; a fatal error ends it. */
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
    // A broken connection has nothing to roll back, and its first error says more.
    if (isOfStatement(error)) await client.query('ROLLBACK')
    throw error
  }
}

/** `queryMode` is missing in the driver's published types. */
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
    command,
    rowCount,
    fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows,
  }
}
