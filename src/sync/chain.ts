import { readStoredMoment } from '../db/moment'
import type { SyncProgress } from '../db/write/sync-state'
import type { AccountRun } from './account-run'
import { historyStart } from './walk-from'

/** The kinds of facts that are read, in the order in which a run reads them. */
export const FACTS = ['orders', 'activities', 'positions'] as const

export type Fact = (typeof FACTS)[number]

/** What a run does: reads facts, and works out the ledger. */
export type Step = Fact | 'ledger'

/** Runs that together do what one alone has no budget for. */
export interface Chain {
  since: Date
  /** What its runs have read. */
  done: readonly Fact[]
}

/** The chain that a run goes on with; after a complete run, or one that failed, it begins its own. */
export function chainOf(run: AccountRun): Chain {
  const { resumeAt, resumeSince, resumeDone } = run.state
  if (resumeAt === null || resumeSince === null) return { since: run.startedAt, done: [] }
  return {
    since: new Date(readStoredMoment(resumeSince)),
    done: FACTS.filter((fact) => resumeDone.includes(fact) && reachesBack(run, fact)),
  }
}

/** What to write down at the start of a step, so that the next run begins there. */
export const resumingAt = (step: Step, { since, done }: Chain): SyncProgress => ({
  resumeAt: step,
  resumeSince: since.toISOString(),
  resumeDone: [...done],
})

/** What to write down when a chain has ended. */
export const NO_CHAIN = { resumeAt: null, resumeSince: null, resumeDone: [] } satisfies SyncProgress

/** Whether the last reading went as far back as the run's request asks. */
function reachesBack({ request, state, ...run }: AccountRun, fact: Fact): boolean {
  const { full, since } = request
  if (fact === 'positions' || (!full && since === undefined)) return true
  const walkFrom = fact === 'orders' ? state.ordersWalkFrom : state.activitiesWalkFrom
  const start = Date.parse(historyStart(run))
  const asked = full || since === undefined ? start : Math.max(start, Date.parse(since))
  return walkFrom !== null && Date.parse(readStoredMoment(walkFrom)) <= asked
}
