import { NeonDbError } from '@neondatabase/serverless'
import { databaseFailure } from '../../db/connection/failure'

/** The error that was thrown first: Drizzle and others wrap it, and put a statement's parameters into their own message. */
function rootCause(thrown: unknown): unknown {
  let cause = thrown
  while (cause instanceof Error && !(cause instanceof NeonDbError) && cause.cause !== undefined) {
    cause = cause.cause
  }
  return cause
}

/** A thrown thing as facts for the log: its name, message, SQLSTATE and where it happened; no values. */
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

/** What the driver itself says where nobody spoke for Postgres. */
const SAID_BY_THE_DRIVER =
  /^(Error connecting to database|Server error \(HTTP status \d+\)|the answer of the database was cut off)/

/** The routine of Postgres that raises what a function or trigger says, which can be any text. */
const RAISED = 'exec_stmt_raise'

/**
 * The message, where it cannot hold data, which may be personal. Postgres quotes data in messages about data; its own
 * messages about the statement (42), the transaction (40) or the server (53, 57) hold none. Without a SQLSTATE, Neon's
 * proxy names the user, and the driver quotes the body of a gateway. A JSON parser quotes its input.
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

/** Where it happened, without the message that the first line repeats. */
function stackFrames({ stack }: Error): string[] {
  return (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 6)
}
