import type { DirtyUnderlying } from '../../db/ledger/dirty'
import type { FoldedUnderlying } from '../../db/ledger/folded'
import type { Checkpoint } from '../../engine/book/checkpoint'

/** An underlying to fold, with those folded together with it, and the checkpoint to start from. */
export interface Claim extends Omit<DirtyUnderlying, 'checkpoint'> {
  checkpoint: Checkpoint | null
}

/** The names of the marks that a claim is to clear. */
export const markedIn = ({ marks }: Pick<FoldedUnderlying, 'marks'>): string[] =>
  marks.map(({ underlying }) => underlying)
