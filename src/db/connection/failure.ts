import { NeonDbError } from '@neondatabase/serverless'

/** Why the database could not run a statement, when the statement itself is not at fault. */
export interface DatabaseFailure {
  /**
   * A sentence for the caller. It quotes nothing of the database's message, which may hold names
   * and data.
   */
  message: string
  /** Seconds after which to retry; undefined when a person must change something first. */
  retryAfter?: number
}

/**
 * A kind of failure, recognised by its SQLSTATE. Neon's proxy gives none, or XX000: then by its
 * message.
 */
interface Kind extends DatabaseFailure {
  state?: RegExp
  words?: RegExp
}

const SOON = 5

const MINUTES = 60

/** For failures that end with a billing period or when rows are deleted. */
const AN_HOUR = 3600

/**
 * The first kind that matches applies. Neon's messages are those of its proxy (`auth`,
 * `control_plane` and `serverless` in neondatabase/neon).
 */
const KINDS: readonly Kind[] = [
  {
    state: /^(42P01|42703|3F000)$/,
    message: 'The database lacks tables or columns of this version: run npm run db:migrate.',
  },
  {
    // A missing operator has the same SQLSTATE, but is a mistake in a statement.
    state: /^42883$/,
    words: /^function /,
    message: 'The database lacks functions of this version: run npm run db:migrate.',
  },
  {
    state: /^28/,
    message: 'The database refused the user or the password of DATABASE_URL.',
  },
  {
    state: /^3D000$/,
    message: 'The database that DATABASE_URL names does not exist.',
  },
  {
    state: /^42501$/,
    message: 'The role of DATABASE_URL lacks the rights on these tables: use their owner.',
  },
  {
    state: /^53100$/,
    message: 'The database has no room left: raise its size limit or delete rows.',
    retryAfter: AN_HOUR,
  },
  {
    words: /quota|HTTP status 402/i,
    message:
      "A quota of the database is used up: raise it in Neon's console, or wait for its reset.",
    retryAfter: AN_HOUR,
  },
  {
    words: /password authentication failed|role .* does not exist/i,
    message: 'The database refused the user or the password of DATABASE_URL.',
  },
  {
    words: /database .* does not exist/i,
    message: 'The database that DATABASE_URL names does not exist.',
  },
  {
    words: /endpoint (is|has been) disabled/i,
    message: "The database's endpoint is disabled: enable it in Neon's console.",
  },
  {
    words: /(endpoint|branch|project).* (cannot|could not) be found/i,
    message: 'Neon knows no endpoint by the host of DATABASE_URL.',
  },
  {
    words: /not allowed to connect|blocked network|IP allow/i,
    message: "The database's list of allowed addresses does not include this Worker's.",
  },
  {
    words:
      /connection string|incorrect scheme|(missing|invalid) (database name|username|hostname)|missing authentication|malformed endpoint|endpoint id is not specified/i,
    message: 'The database cannot read DATABASE_URL as a connection string.',
  },
  {
    state: /^25006$/,
    message: 'The database is read-only at the moment.',
    retryAfter: MINUTES,
  },
  {
    state: /^57014$/,
    message: 'The database cancelled the query, which took too long.',
    retryAfter: SOON,
  },
  {
    state: /^53/,
    message: 'The database has too few resources for another request at the moment.',
    retryAfter: SOON,
  },
  {
    state: /^(40|55P03|57|08|XX)/,
    message: 'The database could not finish; the request itself is valid.',
    retryAfter: SOON,
  },
]

/** No answer from Postgres or from Neon's proxy. */
const UNANSWERED: DatabaseFailure = { message: 'The database did not answer.', retryAfter: SOON }

/** An oversized request or response stays too large: a mistake in this program, not a failure. */
const TOO_LARGE = /(request|response) is too large/

/**
 * The database's failure behind a thrown error. Null when the error is not the database's, or when
 * the statement was at fault: a constraint, a value, or a mistake in the statement.
 */
export function databaseFailure(thrown: unknown): DatabaseFailure | null {
  const error = databaseError(thrown)
  if (error === null) return null
  const state = error.code || null
  const words = state === null || state === 'XX000' || state === '42883' ? error.message : ''
  const kind = KINDS.find((one) => fits(one, state, words))
  if (kind !== undefined) {
    const { message, retryAfter } = kind
    return { message, ...(retryAfter !== undefined && { retryAfter }) }
  }
  return state === null && !TOO_LARGE.test(words) ? UNANSWERED : null
}

function fits({ state: states, words: texts }: Kind, state: string | null, words: string): boolean {
  if (states !== undefined && (state === null || !states.test(state))) return false
  return texts === undefined || texts.test(words)
}

/** The error of Neon's driver in the chain of causes: Drizzle and others wrap it. */
export function databaseError(thrown: unknown): NeonDbError | null {
  if (thrown instanceof NeonDbError) return thrown
  return thrown instanceof Error ? databaseError(thrown.cause) : null
}

/** The SQLSTATE of a failed statement; null when the failure is not the database's answer. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && error.code.length === 5)
    return error.code
  return sqlState(error.cause)
}

/** Whether the database did not answer. The statement may or may not have run. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof NeonDbError) return !error.code
  return error instanceof Error && isUnanswered(error.cause)
}
