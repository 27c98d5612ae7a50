import type { BrokerPosition } from '../../alpaca/position'
import { closeCausesSince } from '../../db/positions/close-causes'
import { closeVanished, mergePositions } from '../../db/positions/store'
import { healRest } from '../../db/quarantine/heal'
import { quarantine, type Refused } from '../../db/quarantine/store'
import { addCounts } from '../run/report'
import { type SyncRun, write } from '../run/sync-run'
import { mergeCountsOf } from '../store/merge-counts'
import { writeTolerantly } from '../store/tolerant'
import { doubtOf } from './doubt'
import { eachOnce } from './each-once'

/**
 * Brings the positions of the account up to date in one transaction: stores what Alpaca holds,
 * closes what it no longer holds. An item that cannot be parsed could be any position: then none is
 * closed, and the others are still updated. The same holds for a list that lost most of its value
 * while the account contradicts it. If the list cannot be read, nothing changes.
 */
export async function syncPositions(run: SyncRun): Promise<void> {
  const list = await run.client.positions()
  const { positions, rejects: unread } = eachOnce(list)
  // An item that cannot be parsed keeps all positions from being closed anyway.
  const doubt = unread.length > 0 ? null : await doubtOf(run, positions)
  const rejects = doubt === null ? unread : [doubt]
  const refused: Refused[] = [...rejects]
  const counts = { inserted: 0, updated: 0 }
  const attempt = async (part: readonly BrokerPosition[]) => {
    const isComplete = part.length === positions.length && refused.length === 0
    const stored = await writePositions(run, part, isComplete)
    counts.inserted += stored.inserted
    counts.updated += stored.updated
  }
  await writeTolerantly(positions, {
    attempt,
    refuse: (row, state) => refused.push(refusedRow(row, `SQLSTATE ${state}`)),
    affords: () => run.budget.affords(1),
    putOff: (part) => refused.push(...part.map((row) => refusedRow(row, 'in company'))),
  })
  await finish(run, refused)
  run.held = null
  addCounts(run.positions, {
    ...counts,
    seen: positions.length + rejects.length,
    unchanged:
      positions.length + rejects.length - refused.length - counts.inserted - counts.updated,
    quarantined: refused.length,
  })
}

async function writePositions(
  run: SyncRun,
  positions: readonly BrokerPosition[],
  isComplete: boolean,
) {
  const { id } = run.account
  const now = run.now()
  const progress = { positionsSyncedAt: now.toISOString() }
  if (!isComplete) {
    const [merged] = await write(run, [mergePositions(id, positions)])
    return mergeCountsOf(merged)
  }
  const [, merged] = await write(
    run,
    // A symbol that one position leaves can be another's in the same list, so closing comes first.
    [
      closeVanished(id, positions, now),
      mergePositions(id, positions),
      closeCausesSince(id, now),
      healRest(id, 'position', [], now),
    ],
    progress,
  )
  return mergeCountsOf(merged)
}

async function finish(run: SyncRun, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return
  const { id } = run.account
  const now = run.now()
  await write(run, [healRest(id, 'position', refused, now), quarantine(id, refused, now)])
}

function refusedRow({ symbol, raw }: BrokerPosition, how: string): Refused {
  return {
    source: 'position',
    id: symbol,
    reason: `the database refused it (${how})`,
    payload: raw,
  }
}
