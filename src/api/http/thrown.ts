import { NeonDbError } from '@neondatabase/serverless'
import { databaseFailure } from '../../db/connection/failure'

/** The innermost cause. Drizzle wraps errors and puts a statement's parameters into the message. */
function rootCause(thrown: unknown): unknown {
  let cause = thrown
  while (cause instanceof Error && !(cause instanceof NeonDbError) && cause.cause !== undefined) {
    cause = cause.cause
  }
  return cause
}

/** An error for the log: name, message, SQLSTATE and stack frames, without any data. */
export function describeThrown(thrown: unknown) {
  const cause = rootCause(thrown)
  if (!(cause instanceof Error)) return { error: typeof cause }
  const sqlstate = cause instanceof NeonDbError ? cause.code : undefined
  return {
    error: cause.name,
    ...(sqlstate === undefined ? {} : { sqlstate }),
    ...messageOf(cause),
    stack: stackFrames(cause),
  }
}

/** Messages of the driver itself, without an answer of Postgres. */
const SAID_BY_THE_DRIVER =
  /^(Error connecting to database|Server error \(HTTP status \d+\)|the answer of the database was cut off)/

/**
 * The routine of Postgres behind RAISE in functions and triggers, whose message can be any text.
 */
const RAISED = 'exec_stmt_raise'

/**
 * The message, only if it cannot contain data, which may be personal. Postgres quotes data in
 * messages about data, but not in those about the statement (SQLSTATE class 42), the transaction
 * (40) or the server (53, 57). Without a SQLSTATE, Neon's proxy names the user and the driver
 * quotes the body of a gateway. A JSON parser quotes its input.
 */
function messageOf(cause: Error): { message?: string } {
  if (cause instanceof NeonDbError) {
    const { code, routine } = cause
    const message = code
      ? /^(40|42|53|57)/.test(code) && routine && routine !== RAISED && cause.message
      : (SAID_BY_THE_DRIVER.exec(cause.message)?.[0] ?? databaseFailure(cause)?.message)
    return message ? { message } : {}
  }
  return cause instanceof SyntaxError ? {} : { message: cause.message }
}

/** At most six stack frames, without the first line, which repeats the message. */
function stackFrames({ stack }: Error): string[] {
  if (stack === undefined) return []
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 6)
}
