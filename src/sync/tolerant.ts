import { sqlState } from '../db/write/batch'

// Class 22: the value does not fit its column; 23: a constraint forbids it; 54: too large. The payload is at fault.
const PAYLOAD_AT_FAULT = /^(22|23|54)/

/**
 * Writes rows in one round trip. When the database refuses them because of what they hold, halves them until the rows at
 * fault stand alone, so that one payload never loses its page; these go to `refuse` with the SQLSTATE.
 */
export async function writeTolerantly<Row>(
  rows: readonly Row[],
  attempt: (rows: readonly Row[]) => Promise<void>,
  refuse: (row: Row, state: string) => void,
): Promise<void> {
  try {
    await attempt(rows)
  } catch (error) {
    const state = sqlState(error)
    if (state === null || !PAYLOAD_AT_FAULT.test(state)) throw error
    const [only] = rows
    if (only === undefined) throw error
    if (rows.length === 1) return refuse(only, state)
    const middle = Math.ceil(rows.length / 2)
    await writeTolerantly(rows.slice(0, middle), attempt, refuse)
    await writeTolerantly(rows.slice(middle), attempt, refuse)
  }
}
