import * as z from 'zod'
import { clearMarks, replaceCheckpoints } from '../../db/ledger/checkpoints'
import { dirtyUnderlying, readDirty } from '../../db/ledger/dirty'
import type { FoldedUnderlying } from '../../db/ledger/folded'
import { replaceUnbooked } from '../../db/ledger/unbooked'
import { assignOrders, renumberBegun } from '../../db/orders/assign-trades'
import { closeCausesOf } from '../../db/positions/close-causes'
import { replaceFills, replaceTrades } from '../../db/trades/store'
import { ENGINE_VERSION } from '../../engine/book/checkpoint'
import { LARGEST } from '../budget/sizes'
import { fencedTrip, roundTrip } from '../run/round-trip'
import type { LedgerSession } from '../run/session'
import { refusedState } from '../store/tolerant'
import { failureOf, underSuspicion } from './begun-folds'
import { checkpointShape } from './checkpoint-shape'
import { type Claim, markedIn } from './claim'
import { foldUnderlyings } from './fold-underlyings'
import type { LedgerReport } from './report'

/**
 * Round trips of one group of underlyings: to read its facts, to read those of a chunk again, and
 * to write the result.
 */
const TRIPS = 3

/**
 * Into so many parts a group is split whose rows the database refuses: few calls find one
 * underlying among hundreds.
 */
const PARTS = 4

/** What of the marks is folded, and how. */
export interface Choice {
  /** The units of these underlyings alone; null for all. */
  only: readonly string[] | null
  isChosen: (claim: Claim) => boolean
  /** Puts together what is folded at once: no more orders than a chunk has. */
  groupsOf: (claims: readonly Claim[], chunk: number) => Claim[][]
}

/** What became of the marks. */
export interface FoldOutcome {
  /** False when the budget ended first. */
  isDone: boolean
  /** Marked underlyings that were not chosen. */
  left: Claim[]
}

/** Folds of one run: what it counts, and what it must not try twice. */
export class MarkedFolds {
  /** Underlyings that could not be worked out, with the error of each. */
  readonly failed = new Map<string, unknown>()

  constructor(
    private readonly session: LedgerSession,
    private readonly report: LedgerReport,
  ) {}

  /**
   * Folds what is chosen of the marks, until nothing of it is marked but what failed, or the budget
   * ends.
   */
  async fold({ only, isChosen, groupsOf }: Choice): Promise<FoldOutcome> {
    const done = new Map<string, string>()
    const chosen = new Set<string>()
    const resumed = new Map<string, number | null>()
    for (let { fold: chunk } = this.session.sizes; this.session.budget.affords(1 + TRIPS); ) {
      const marked = await this.readClaims(only, chunk)
      this.failWhatStays(marked, done)
      const open = marked.filter(({ underlying }) => !this.failed.has(underlying))
      for (const claim of open) if (isChosen(claim)) chosen.add(claim.underlying)
      const claims = open.filter(({ underlying }) => chosen.has(underlying))
      if (claims.length === 0) return { isDone: true, left: open }
      let stuck = false
      for (const group of groupsOf(claims, chunk)) {
        if (!this.session.budget.affords(TRIPS)) return { isDone: false, left: [] }
        const fold = await this.foldGroup(group, chunk)
        for (const { underlying, members, marks, resumeAt } of fold.folded) {
          // What goes on before the only quiet moment of its chunk would come no further than that,
          // for ever.
          stuck ||= resumeAt !== null && resumed.get(underlying) === resumeAt
          resumed.set(underlying, resumeAt)
          if (resumeAt !== null || this.failed.has(underlying)) continue
          done.set(underlying, versionsOf(marks))
          this.report.underlyings += members.length
        }
        stuck ||= fold.stuck
      }
      if (stuck) chunk = nextChunk(chunk)
    }
    return { isDone: false, left: [] }
  }

  private async readClaims(only: Choice['only'], chunk: number): Promise<Claim[]> {
    const { session } = this
    const { groupingWindowSeconds: windowSeconds } = session
    const { accountId } = session.lease
    const engineVersion = ENGINE_VERSION
    const [rows] = await roundTrip(
      session,
      readDirty({ accountId, engineVersion, windowSeconds, limit: chunk + 1, only }),
    )
    return z
      .array(dirtyUnderlying)
      .parse(rows)
      .map((row) => ({ ...row, checkpoint: this.readCheckpoint(row) }))
  }

  /** A checkpoint that cannot be read costs a fold from the beginning, and no more. */
  private readCheckpoint({ underlying, checkpoint }: { underlying: string; checkpoint?: unknown }) {
    const read = checkpointShape.nullable().safeParse(checkpoint)
    if (read.success) return read.data
    const { log, lease } = this.session
    const about = { account_id: lease.accountId, underlying }
    log({ level: 'warn', event: 'checkpoint_unreadable', ...about })
    return null
  }

  /** A mark that has not gone although all of it was folded would be folded for ever. */
  private failWhatStays(marked: readonly Claim[], done: ReadonlyMap<string, string>): void {
    for (const claim of marked) {
      if (done.get(claim.underlying) === versionsOf(claim.marks))
        this.fail(claim, new Error('the mark stays'))
    }
  }

  private async foldGroup(group: readonly Claim[], chunk: number) {
    const marks = group.flatMap(markedIn)
    return await underSuspicion(this.session.begunFolds, marks, async () => {
      const fold = await foldUnderlyings(this.session, group, chunk)
      for (const { claim, error } of fold.failed) this.fail(claim, error)
      await this.writeTolerated(fold.folded)
      return fold
    })
  }

  private fail(
    { members, marks }: Pick<FoldedUnderlying, 'members' | 'marks'>,
    error: unknown,
  ): void {
    for (const member of members) this.failed.set(member, error)
    for (const { underlying } of marks) this.session.begunFolds.set(underlying, failureOf(error))
  }

  /**
   * Writes the folded underlyings. Splits what the database refuses until each faulty underlying is
   * alone.
   */
  private async writeTolerated(folded: FoldedUnderlying[]): Promise<void> {
    const [only, ...others] = folded
    if (!only) return
    try {
      this.report.changed += await this.write(folded)
      this.session.onFolded?.()
      for (const { marks } of folded)
        for (const { underlying } of marks) this.session.begunFolds.delete(underlying)
    } catch (error) {
      if (refusedState(error) === null) throw error
      if (others.length === 0) return this.fail(only, error)
      const size = Math.ceil(folded.length / PARTS)
      for (let from = 0; from < folded.length; from += size)
        await this.writeTolerated(folded.slice(from, from + size))
    }
  }

  private async write(folded: FoldedUnderlying[]): Promise<number> {
    const { session } = this
    const { accountId } = session.lease
    const counted = [
      replaceTrades(accountId, folded),
      replaceFills(accountId, folded),
      assignOrders(accountId, folded),
      ...renumberBegun(accountId, folded),
    ]
    const results = await fencedTrip(
      session,
      ...counted,
      closeCausesOf(
        accountId,
        folded.flatMap(({ members }) => members),
      ),
      ...replaceUnbooked(accountId, folded),
      ...replaceCheckpoints(accountId, ENGINE_VERSION, folded),
      ...clearMarks(accountId, folded, session.groupingWindowSeconds),
    )
    const rows = results.slice(0, counted.length).flatMap((some) => z.array(changedRow).parse(some))
    return rows.reduce((sum, { changed }) => sum + changed, 0)
  }
}

const changedRow = z.object({ changed: z.number() })

const versionsOf = (marks: FoldedUnderlying['marks']): string =>
  marks.map(({ underlying, version }) => `${underlying} ${version}`).join()

/**
 * A larger chunk, for an underlying without a quiet moment: quickly up to what an isolate is known
 * to hold, then by steps.
 */
const nextChunk = (chunk: number): number =>
  chunk < LARGEST.fold ? Math.min(LARGEST.fold, chunk * 4) : chunk * 2

/** Puts underlyings together as far as one chunk goes. */
export function groupsByChunk(claims: readonly Claim[], chunk: number): Claim[][] {
  const groups: Claim[][] = []
  let room = 0
  for (const claim of claims) {
    const group = groups.at(-1)
    if (group && claim.orders <= room) group.push(claim)
    else {
      groups.push([claim])
      room = chunk
    }
    room -= claim.orders
  }
  return groups
}
