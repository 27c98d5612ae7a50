import type { IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'

/** One statement with its parameters as Postgres text. */
export interface Statement {
  text: string
  params: (string | null)[]
}

/** The content of a request: one statement, or several as one transaction. */
export type SqlRequest =
  | { kind: 'statement'; statement: Statement }
  | { kind: 'transaction'; statements: Statement[]; mode: TransactionMode }

/** The mode of a transaction; null is the server's default. */
export interface TransactionMode {
  isolation: IsolationLevel | null
  readOnly: boolean | null
  deferrable: boolean | null
}

export type IsolationLevel =
  | 'READ UNCOMMITTED'
  | 'READ COMMITTED'
  | 'REPEATABLE READ'
  | 'SERIALIZABLE'

/** A request that does not have Neon's form: it gets a 400 with this message. */
export class BadSqlRequest extends Error {}

const isolationLevels: Record<string, IsolationLevel> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

const statementBody = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) })
const transactionBody = z.object({ queries: z.array(statementBody) })
const requestBody = z.union([transactionBody, statementBody])

/**
 * Reads a request of Neon's SQL over HTTP: the body's statements and the headers' transaction mode.
 * @throws {BadSqlRequest} when the body is not JSON of that form, or a header has an unknown value.
 */
export function readSqlRequest(headers: IncomingHttpHeaders, body: string): SqlRequest {
  requireRawText(headers)
  const parsed = requestBody.safeParse(parseJson(body))
  if (!parsed.success) throw new BadSqlRequest('the body must be {query, params} or {queries}')
  if (!('queries' in parsed.data)) return { kind: 'statement', statement: toStatement(parsed.data) }
  return {
    kind: 'transaction',
    statements: parsed.data.queries.map(toStatement),
    mode: readMode(headers),
  }
}

/** The driver always requests rows as arrays of Postgres text. Other formats are refused. */
function requireRawText(headers: IncomingHttpHeaders): void {
  for (const name of ['neon-raw-text-output', 'neon-array-mode']) {
    if (headers[name] !== 'true') throw new BadSqlRequest(`${name} must be true`)
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new BadSqlRequest('the body is not JSON')
  }
}

function readMode(headers: IncomingHttpHeaders): TransactionMode {
  return {
    isolation: readIsolation(headers['neon-batch-isolation-level']),
    readOnly: readFlag(headers, 'neon-batch-read-only'),
    deferrable: readFlag(headers, 'neon-batch-deferrable'),
  }
}

function readIsolation(value: string | string[] | undefined): IsolationLevel | null {
  if (value === undefined) return null
  const level = isolationLevels[String(value)]
  if (level === undefined) throw new BadSqlRequest('unknown neon-batch-isolation-level')
  return level
}

function readFlag(headers: IncomingHttpHeaders, name: string): boolean | null {
  const value = headers[name]
  if (value === undefined) return null
  if (value !== 'true' && value !== 'false') throw new BadSqlRequest(`${name} is true or false`)
  return value === 'true'
}

function toStatement(body: z.infer<typeof statementBody>): Statement {
  return { text: body.query, params: body.params.map(toPostgresText) }
}

/** Postgres' text form of a JSON value: arrays as array literals, objects as JSON. */
function toPostgresText(value: unknown): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `{${value.map(toArrayElement).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function toArrayElement(value: unknown): string {
  const text = toPostgresText(value)
  if (text === null) return 'NULL'
  return Array.isArray(value) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`
}
