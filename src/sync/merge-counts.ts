import * as z from 'zod'
import type { Rows } from '../db/write/batch'

const countsRow = z.object({ inserted: z.number(), updated: z.number() })

/** What a merging statement of `db/write` answered. */
export type MergeCounts = z.infer<typeof countsRow>

/** Reads the counts of a merging statement from its only row. */
export function mergeCountsOf(rows: Rows | undefined): MergeCounts {
  return countsRow.parse(rows?.[0])
}
