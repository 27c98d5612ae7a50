import type { SyncProgress } from '../../db/runs/state'
import { readStoredMoment } from '../../db/statements/moment'
import { reachesBack } from '../pages/walk-from'
import type { SyncRun } from './sync-run'

/** The kinds of facts that are read, in the order in which a run reads them. */
export const FACTS = ['orders', 'activities', 'positions'] as const

export type Fact = (typeof FACTS)[number]

/** What a run does: reads facts, and works out the ledger. */
export type Step = Fact | 'ledger'

/** Runs that together do what one alone has no budget for. */
export interface Series {
  since: Date
  /** What its runs have read. */
  done: readonly Fact[]
}

/** The chain that a run goes on with; after a complete run, or one that failed, it begins its own. */
export function seriesOf(run: SyncRun): Series {
  const { resumeAt, resumeSince, resumeDone } = run.state
  if (resumeAt === null || resumeSince === null) return { since: run.startedAt, done: [] }
  return {
    since: new Date(readStoredMoment(resumeSince)),
    done: FACTS.filter(
      (fact) => resumeDone.includes(fact) && (fact === 'positions' || reachesBack(run, fact)),
    ),
  }
}

/** What to write down at the start of a step, so that the next run begins there. */
export const resumingAt = (step: Step, { since, done }: Series): SyncProgress => ({
  resumeAt: step,
  resumeSince: since.toISOString(),
  resumeDone: [...done],
})

/** What to write down when a chain has ended. */
export const NO_SERIES = {
  resumeAt: null,
  resumeSince: null,
  resumeDone: [],
} satisfies SyncProgress
