import { flagPendingFees } from '../../db/fees/share'
import { giveUpCauses } from '../../db/positions/close-causes'
import { linkPositions } from '../../db/positions/link-trades'
import { newYorkDate } from '../../time/new-york'
import { BudgetSpent } from '../budget/budget'
import { fencedTrip } from '../run/round-trip'
import type { LedgerSession } from '../run/session'
import { failureOf, isContained } from './begun-folds'
import type { Claim } from './claim'
import { type LedgerPart, partFailed } from './error'
import { type Choice, groupsByChunk, MarkedFolds } from './fold-marked'
import { writeInReach } from './reach'
import type { FoldReport } from './report'
import { shareOutFees, WAITS_FOR_TRADES } from './share-fees'
import { isFailing, isHeld, isKiller, isSuspect, suspectGroups } from './suspects'

/**
 * Works out again the trades of an account's underlyings whose facts changed, each from the
 * checkpoint before the change; shares out the fees of the days that changed; links open positions
 * to their trades, and finds why others closed. What the budget cuts off stays marked, and what was
 * done until then is reported. Marks whose last fold failed or killed a run are left to
 * `foldTroubled`, so that all others are up to date before.
 */
export async function updateLedger(session: LedgerSession): Promise<FoldReport> {
  return await updateUnits(session, null)
}

/**
 * Does the same for the units of some underlyings, and leaves the marks of all others. The fees of
 * the days that changed are those of the whole account.
 */
export async function updateTouched(
  session: LedgerSession,
  underlyings: readonly string[],
): Promise<FoldReport> {
  return await updateUnits(session, underlyings)
}

async function updateUnits(session: LedgerSession, only: Choice['only']): Promise<FoldReport> {
  const { begunFolds: begun } = session
  const isChosen: IsChosen = ({ marks }) =>
    !marks.some((mark) => isFailing(mark, begun) || isSuspect(mark, begun))
  return await new Update(session).run({ only, isChosen, groupsOf: groupsByChunk }, isChosen)
}

/** The underlying of a change. */
export interface UnderlyingWork {
  underlying: string
  /** Whether an earlier attempt at the same change may have died while it shared out the fees. */
  isRepetition: boolean
}

/**
 * Works out again one underlying, with those that a corporate action ties to it, and nothing else
 * that is marked. One that killed runs is left as it is while it has to wait.
 * Fees during whose sharing a run died are left to the next sync; a repetition of a change tries
 * them once more, because its own first attempt may be that run.
 */
export async function updateUnderlying(
  session: LedgerSession,
  { underlying, isRepetition }: UnderlyingWork,
): Promise<FoldReport> {
  const { begunFolds: begun, now } = session
  const mayBeFolded: IsChosen = ({ marks }) => !marks.every((mark) => isHeld(mark, begun, now()))
  const choice = { only: [underlying], isChosen: mayBeFolded, groupsOf: groupsByChunk }
  const areFeesChosen: IsChosen = ({ marks }) =>
    !marks.some((mark) => isSuspect(mark, begun) && (!isRepetition || isKiller(mark)))
  return await new Update(session).run(choice, areFeesChosen)
}

/**
 * Does what `updateLedger` left: marks whose last fold stopped with an error, each alone; then
 * those during whose fold a run died, the most dangerous last. Those that killed several runs have
 * to wait, and count as failed.
 */
export async function foldTroubled(session: LedgerSession): Promise<FoldReport> {
  const { begunFolds: begun, now } = session
  const isChosen: IsChosen = ({ marks }) => !marks.every((mark) => isHeld(mark, begun, now()))
  const groupsOf = (claims: readonly Claim[]) => {
    const isSuspected = ({ marks }: Claim) => marks.some((mark) => isSuspect(mark, begun))
    const failing = claims.filter((claim) => !isSuspected(claim))
    return [...failing.map((claim) => [claim]), ...suspectGroups(claims.filter(isSuspected))]
  }
  return await new Update(session).run({ only: null, isChosen, groupsOf }, isChosen)
}

/** Whether the marks of a claim, or the mark of the fees, are for this update. */
type IsChosen = (claim: Pick<Claim, 'marks'>) => boolean

/**
 * One update of a ledger: folds, shares out fees, links positions. The failure of a part does not
 * keep the others from theirs.
 */
class Update {
  private readonly report: FoldReport = {
    underlyings: 0,
    changed: 0,
    has_more: false,
    failures: { underlyings: [], parts: [] },
    left: { failing: false, suspects: false },
  }
  private readonly folds: MarkedFolds
  /** Parts that failed, with the reason. */
  private readonly parts = new Map<LedgerPart, string>()
  /** Underlyings that have to wait, or failed in this run already. */
  private readonly stuck = new Set<string>()

  constructor(private readonly session: LedgerSession) {
    this.folds = new MarkedFolds(session, this.report)
  }

  async run(choice: Choice, areFeesChosen: IsChosen): Promise<FoldReport> {
    try {
      this.report.has_more = !(await this.carryOut(choice, areFeesChosen))
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error
      this.report.has_more = true
    }
    const underlyings = [...new Set([...this.folds.failed.keys(), ...this.stuck])].sort()
    this.report.failures = { underlyings, parts: [...this.parts.keys()] }
    this.logFailures()
    return this.report
  }

  /** False when the budget ended before all was done. */
  private async carryOut(choice: Choice, areFeesChosen: IsChosen): Promise<boolean> {
    const { isDone, left } = await this.folds.fold(choice)
    for (const claim of left) this.leave(claim)
    return isDone && (await this.shareOutFees(areFeesChosen)) && (await this.linkPositions())
  }

  private leave({ members, marks }: Pick<Claim, 'members' | 'marks'>): void {
    const { report, session } = this
    const { begunFolds: begun } = session
    const isKnown = marks.some(({ underlying }) => typeof begun.get(underlying) === 'string')
    const isWaiting = marks.every((mark) => isHeld(mark, begun, session.now()))
    if (isKnown || isWaiting) for (const member of members) this.stuck.add(member)
    else if (marks.some((mark) => isSuspect(mark, begun))) report.left.suspects = true
    else report.left.failing = true
  }

  private async shareOutFees(isChosen: IsChosen): Promise<boolean> {
    const { report, session } = this
    const { begunFolds: begun } = session
    const fees = await shareOutFees(session, (mark) => isChosen({ marks: [mark] }))
    if (fees.error !== null) this.parts.set('fees', failureOf(fees.error))
    if (fees.left === null) return !fees.hasMore
    const failure = begun.get(fees.left.underlying)
    if (isHeld(fees.left, begun, session.now())) this.parts.set('fees', 'waits')
    else if (isSuspect(fees.left, begun)) report.left.suspects = true
    else if (typeof failure !== 'string') report.left.failing = true
    else if (failure !== WAITS_FOR_TRADES) this.parts.set('fees', failure)
    return true
  }

  private async linkPositions(): Promise<boolean> {
    const { session } = this
    const { accountId } = session.lease
    if (!session.budget.affords(1)) return false
    const now = session.now()
    try {
      const today = newYorkDate(now.getTime() * 1000)
      await writeInReach((reach) =>
        fencedTrip(
          session,
          linkPositions(accountId, reach),
          flagPendingFees(accountId, today, reach),
          giveUpCauses(accountId, now),
        ),
      )
    } catch (error) {
      if (!isContained(error)) throw error
      this.parts.set('positions', failureOf(error))
    }
    return true
  }

  private logFailures(): void {
    const { folds, parts, session } = this
    const { log, lease } = session
    const { accountId: account_id } = lease
    for (const [underlying, error] of folds.failed) {
      const reason = failureOf(error)
      log({ level: 'error', event: 'ledger_fold_failed', account_id, underlying, reason })
    }
    const { failing, suspects } = this.report.left
    // The update of what is left logs them.
    for (const underlying of failing || suspects ? [] : this.stuck)
      log({ level: 'error', event: 'ledger_fold_held', account_id, underlying })
    for (const [part, reason] of parts) log(partFailed(account_id, part, reason))
  }
}
