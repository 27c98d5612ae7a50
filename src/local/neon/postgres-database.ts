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
  })
  // A server that goes away breaks idle connections: the pool replaces them at the next request.
  pool.on('error', () => undefined)
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
    broken = !(error instanceof pg.DatabaseError)
    throw error
  } finally {
    client.release(broken)
  }
}

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
    await client.query('ROLLBACK')
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
