import type { SyncProgress } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'
import { reachesBack } from '../pages/plan'
import type { SyncRun } from './sync-run'

/** The kinds of rows that a sync reads from Alpaca, in this order. */
export const ROW_KINDS = ['orders', 'activities', 'positions'] as const

export type RowKind = (typeof ROW_KINDS)[number]

/** A step of a sync: reading one kind of row, or folding the ledger. */
export type Step = RowKind | 'ledger'

/** Consecutive runs of one account that together do what the budget of one does not allow. */
export interface Series {
  /** The start of its first run. */
  since: Date
  /** The kinds that its runs have read. */
  done: readonly RowKind[]
}

/** The series that a run continues. After a run that was complete or failed, a new one begins. */
export function seriesOf(run: SyncRun): Series {
  const { resumeAt, resumeSince, resumeDone } = run.state
  if (resumeAt === null || resumeSince === null) return { since: run.startedAt, done: [] }
  return {
    since: new Date(readStoredMoment(resumeSince)),
    done: ROW_KINDS.filter(
      (kind) => resumeDone.includes(kind) && (kind === 'positions' || reachesBack(run, kind)),
    ),
  }
}

/** The progress to store at the start of a step, so that the next run begins there. */
export const resumingAt = (step: Step, { since, done }: Series): SyncProgress => ({
  resumeAt: step,
  resumeSince: since.toISOString(),
  resumeDone: [...done],
})

/** The progress to store when a series has ended. */
export const NO_SERIES = {
  resumeAt: null,
  resumeSince: null,
  resumeDone: [],
} satisfies SyncProgress
