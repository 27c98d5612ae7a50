import { sqlState } from '../../db/connection/failure'

// The payload is at fault. 21000: two rows have one key; class 22: a value does not fit its column;
// 23: a constraint forbids it; 54: too large; P0: a trigger raises it.
const PAYLOAD_AT_FAULT = /^(21000|22|23|54|P0)/

/**
 * The SQLSTATE with which the database refused rows because of what they hold; null of any other
 * failure.
 */
export function refusedState(error: unknown): string | null {
  const state = sqlState(error)
  return state !== null && PAYLOAD_AT_FAULT.test(state) ? state : null
}

// Few parts find one faulty row in few calls and store the first good rows after few levels.
const PARTS = 4

/** How rows are written that may be refused. */
export interface Attempts<Row> {
  /** Writes some rows in one round trip, all or none. */
  attempt: (rows: readonly Row[]) => Promise<void>
  /** Told of a row that the database refused, with the SQLSTATE. */
  refuse: (row: Row, state: string) => void
  /** Whether there is budget for one more attempt. */
  affords: () => boolean
  /**
   * Told of rows that were not tried for want of budget, though others of their page were refused.
   */
  putOff: (rows: readonly Row[]) => void
}

/**
 * Writes rows in one round trip. When the database refuses them because of their content, splits
 * them in order until each faulty row is alone, so that one payload never loses its page.
 */
export async function writeTolerantly<Row>(
  rows: readonly Row[],
  attempts: Attempts<Row>,
): Promise<void> {
  try {
    await attempts.attempt(rows)
  } catch (error) {
    const state = refusedState(error)
    if (state === null) throw error
    const [only] = rows
    if (only === undefined) throw error
    if (rows.length === 1) return attempts.refuse(only, state)
    const size = Math.ceil(rows.length / PARTS)
    for (let from = 0; from < rows.length; from += size) {
      const part = rows.slice(from, from + size)
      if (attempts.affords()) await writeTolerantly(part, attempts)
      else attempts.putOff(part)
    }
  }
}
