import type { Reach } from '../../db/ledger/marks'
import { refusedState } from '../store/tolerant'

/**
 * Writes what concerns trades of many underlyings. Where the database refuses that, it may be
 * because of one that cannot be folded either: then it is written for all that no mark waits for.
 *
 * @returns how far the write went.
 */
export async function writeInReach(write: (reach: Reach) => Promise<unknown>): Promise<Reach> {
  try {
    await write('all')
    return 'all'
  } catch (error) {
    if (refusedState(error) === null) throw error
    await write('folded')
    return 'folded'
  }
}
