import * as z from 'zod'
import type { Rows } from '../db/write/batch'
import { SyncError } from './errors'

const heldRow = z.object({ seconds: z.number() })

/** What a run is told that did not get the lease; `rows` are those of `secondsHeld`, read in the same transaction. */
export function heldElsewhere(message: string, rows: Rows | undefined): SyncError {
  const held = heldRow.safeParse(rows?.[0])
  return new SyncError(
    'sync_in_progress',
    message,
    held.success ? { retryAfter: held.data.seconds } : {},
  )
}
