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
    ...(quotesValues(sqlstate) ? {} : { message: cause.message }),
    stack: stackFrames(cause),
  }
}

/** Messages about bad data and broken constraints quote the data, which may be personal. */
function quotesValues(sqlstate: string | undefined): boolean {
  return sqlstate?.startsWith('22') === true || sqlstate?.startsWith('23') === true
}

/** Where it happened, without the message that the first line repeats. */
function stackFrames({ stack }: Error): string[] {
  return (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 6)
}
