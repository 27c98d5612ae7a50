import { NeonDbError } from '@neondatabase/serverless'

/** What was thrown first: Drizzle and others wrap it, and put a statement's parameters into their own message. */
export function rootCause(thrown: unknown): unknown {
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

/**
 * The message, where it cannot hold data, which may be personal. Postgres quotes data in messages about data, and triggers in
 * what they like; not in those about the statement (42), the transaction (40) or itself (53, 57). Where nobody spoke for
 * Postgres the driver quotes the body of a gateway, and a parser quotes what it could not read.
 */
function messageOf(cause: Error): { message?: string } {
  if (cause instanceof NeonDbError) {
    const message = cause.code
      ? /^(40|42|53|57)/.test(cause.code) && cause.message
      : /^[^:]*/.exec(cause.message)?.[0]
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
