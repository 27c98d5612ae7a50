import type { DirtyUnderlying } from '../../db/ledger/dirty'
import type { FoldedUnderlying } from '../../db/trades/store'
import type { Checkpoint } from '../../engine/book/checkpoint'

/**
 * An underlying that is to be folded, with those that it goes with and the checkpoint it begins at.
 */
export interface Claim extends Omit<DirtyUnderlying, 'checkpoint'> {
  checkpoint: Checkpoint | null
}

/** The names of the marks that a claim is to clear. */
export const markedIn = ({ marks }: Pick<FoldedUnderlying, 'marks'>): string[] =>
  marks.map(({ underlying }) => underlying)
