import * as z from 'zod'
import type { StatementRows } from '../../db/statements/batch'

/** What a merging statement of `db/write` answers. */
export const mergeCounts = z.object({ inserted: z.number(), updated: z.number() })

export type MergeCounts = z.infer<typeof mergeCounts>

/** Reads the counts of a merging statement from its only row. */
export function mergeCountsOf(rows: StatementRows | undefined): MergeCounts {
  return mergeCounts.parse(rows?.[0])
}
