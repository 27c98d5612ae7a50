import type { DirtyUnderlying } from '../../db/ledger/read-dirty'
import type { Checkpoint } from '../../engine/book/checkpoint'

/** An underlying to fold, with those folded together with it, and the checkpoint to start from. */
export interface Claim extends Omit<DirtyUnderlying, 'checkpoint'> {
  checkpoint: Checkpoint | null
}
