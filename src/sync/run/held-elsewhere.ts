import * as z from 'zod'
import type { StatementRows } from '../../db/statements/batch'
import { SyncError } from './errors'

const heldRow = z.object({ seconds: z.number() })

/**
 * The error of a run that did not get the lease, or lost it.
 *
 * @param rows of `secondsHeld`: how long the other run has the lease. Empty when that run has just
 * ended; undefined when nobody asked.
 */
export function heldElsewhere(
  message: string,
  rows: StatementRows | undefined,
  options: ErrorOptions = {},
): SyncError {
  const seconds = heldRow.safeParse(rows?.[0]).data?.seconds ?? 1
  return new SyncError('sync_in_progress', message, {
    ...options,
    ...(rows && { retryAfter: seconds }),
  })
}

/**
 * The error of a run that lost its lease, with the time that the other run still has; any other
 * failure as it is.
 */
export function stillHeld(failure: unknown, rows: StatementRows | undefined): unknown {
  if (!(failure instanceof SyncError) || failure.code !== 'sync_in_progress') return failure
  return heldElsewhere(failure.message, rows, { cause: failure.cause })
}
