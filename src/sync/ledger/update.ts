import type { SQL } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../../db/client'
import { assignOrders, renumberBegun } from '../../db/ledger/assign-orders'
import { flagPendingFees } from '../../db/ledger/fees'
import { linkPositions } from '../../db/ledger/link-positions'
import { dirtyUnderlying, readDirty } from '../../db/ledger/read-dirty'
import {
  clearMarks,
  type FoldedUnderlying,
  replaceCheckpoints,
  writeFills,
  writeTrades,
} from '../../db/ledger/write-fold'
import { closeCausesOf, giveUpCauses } from '../../db/write/positions'
import { ENGINE_VERSION } from '../../engine/book/checkpoint'
import { newYorkDate } from '../../time/new-york'
import { type Budget, BudgetSpent } from '../budget'
import type { Log } from '../log'
import { roundTrip } from '../round-trip'
import { LARGEST } from '../sizes'
import { refusedState } from '../tolerant'
import { checkpointShape } from './checkpoint-shape'
import type { Claim } from './claim'
import { LedgerError } from './error'
import { foldUnderlyings } from './fold-underlyings'
import { shareOutFees } from './share-fees'

/** What the ledger works with inside a run. */
export interface LedgerContext {
  db: Database
  /** The statement that begins every batch of writes. */
  fence: () => SQL
  groupingWindowSeconds: number
  budget: Budget
  now: () => Date
  log: Log
  /** Orders that are folded at once. */
  chunk: number
}

/** What folding the ledger did. */
export interface LedgerReport {
  /** Underlyings whose trades were worked out again. */
  underlyings: number
  /** Trades, fills and order legs that came out otherwise than they stood. */
  changed: number
  has_more: boolean
}

/** Round trips for one group of underlyings: read facts, read those of a chunk again, write. */
const TRIPS = 3

async function readClaims(ctx: LedgerContext, accountId: string, chunk: number): Promise<Claim[]> {
  const { groupingWindowSeconds: windowSeconds } = ctx
  const [rows] = await roundTrip(
    ctx,
    readDirty({ accountId, engineVersion: ENGINE_VERSION, windowSeconds, limit: chunk + 1 }),
  )
  return z
    .array(dirtyUnderlying)
    .parse(rows)
    .map((row) => ({ ...row, checkpoint: checkpointShape.nullable().parse(row.checkpoint) }))
}

/** Puts underlyings together as far as one chunk goes. */
function groupsOf(claims: readonly Claim[], chunk: number): Claim[][] {
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

const changedRow = z.object({ changed: z.number() })

async function writeFold(
  ctx: LedgerContext,
  accountId: string,
  folded: FoldedUnderlying[],
): Promise<number> {
  const counted = [
    writeTrades(accountId, folded),
    writeFills(accountId, folded),
    assignOrders(accountId, folded),
    ...renumberBegun(accountId, folded),
  ]
  const [, ...results] = await roundTrip(
    ctx,
    ctx.fence(),
    ...counted,
    closeCausesOf(
      accountId,
      folded.flatMap(({ members }) => members),
    ),
    ...replaceCheckpoints(accountId, ENGINE_VERSION, folded),
    ...clearMarks(accountId, folded, ctx.groupingWindowSeconds),
  )
  const counts = results.slice(0, counted.length).flatMap((rows) => z.array(changedRow).parse(rows))
  return counts.reduce((sum, { changed }) => sum + changed, 0)
}

/**
 * A larger chunk for an underlying that has no segment end in a chunk: quickly up to the size that
 * an isolate is known to hold, then doubling.
 */
const nextChunk = (chunk: number): number =>
  chunk < LARGEST.fold ? Math.min(LARGEST.fold, chunk * 4) : chunk * 2

/** Underlyings that could not be worked out in this run, with the error of each. */
type Failed = Map<string, unknown>

function note(failed: Failed, members: readonly string[], error: unknown): void {
  for (const member of members) failed.set(member, error)
}

/**
 * Writes results and reports them. If the database refuses a group, its underlyings are written one
 * by one.
 */
async function writeTolerated(
  ctx: LedgerContext,
  accountId: string,
  folded: FoldedUnderlying[],
  failed: Failed,
  report: LedgerReport,
): Promise<void> {
  const [only, ...others] = folded
  if (!only) return
  try {
    report.changed += await writeFold(ctx, accountId, folded)
  } catch (error) {
    if (refusedState(error) === null) throw error
    if (others.length === 0) note(failed, only.members, error)
    else for (const one of folded) await writeTolerated(ctx, accountId, [one], failed, report)
  }
}

const versionsOf = (marks: Claim['marks']): string =>
  marks.map(({ underlying, version }) => `${underlying} ${version}`).join()

/** Folds what is marked until nothing is but what failed, which is true, or the budget ends. */
async function foldMarked(
  ctx: LedgerContext,
  accountId: string,
  failed: Failed,
  report: LedgerReport,
): Promise<boolean> {
  const done = new Map<string, string>()
  const resumed = new Map<string, number | null>()
  for (let { chunk } = ctx; ctx.budget.affords(1 + TRIPS); ) {
    const marked = await readClaims(ctx, accountId, chunk)
    // A mark that has not gone although all of it was folded would be folded for ever.
    for (const { underlying, members, marks } of marked) {
      if (done.get(underlying) === versionsOf(marks))
        note(failed, members, new Error('the mark stays'))
    }
    const claims = marked.filter(({ underlying }) => !failed.has(underlying))
    if (claims.length === 0) return true
    let stuck = false
    for (const group of groupsOf(claims, chunk)) {
      if (!ctx.budget.affords(TRIPS)) return false
      const fold = await foldUnderlyings(ctx, accountId, group, chunk)
      for (const { members, error } of fold.failed) note(failed, members, error)
      await writeTolerated(ctx, accountId, fold.folded, failed, report)
      for (const { underlying, members, marks, resumeAt } of fold.folded) {
        // A chunk with a single segment end would resume at that same end for ever.
        stuck ||= resumeAt !== null && resumed.get(underlying) === resumeAt
        resumed.set(underlying, resumeAt)
        if (resumeAt !== null || failed.has(underlying)) continue
        done.set(underlying, versionsOf(marks))
        report.underlyings += members.length
      }
      stuck ||= fold.stuck
    }
    if (stuck) chunk = nextChunk(chunk)
  }
  return false
}

function tellFailed({ log }: LedgerContext, accountId: string, failed: Failed): void {
  for (const [underlying, error] of failed) {
    const reason = error instanceof Error ? error.name : typeof error
    log({ level: 'error', event: 'ledger_fold_failed', account_id: accountId, underlying, reason })
  }
}

/** Does what `updateLedger` does, and reports as it goes; false when the budget ended before. */
async function bringUpToDate(
  ctx: LedgerContext,
  accountId: string,
  report: LedgerReport,
): Promise<boolean> {
  const failed: Failed = new Map()
  const isFolded = await foldMarked(ctx, accountId, failed, report)
  tellFailed(ctx, accountId, failed)
  if (!isFolded) return false
  const fees = await shareOutFees(ctx, accountId)
  if (fees.hasMore || !ctx.budget.affords(1)) return false
  const today = newYorkDate(ctx.now().getTime() * 1000)
  await roundTrip(
    ctx,
    ctx.fence(),
    linkPositions(accountId),
    flagPendingFees(accountId, today),
    giveUpCauses(accountId, ctx.now()),
  )
  if (failed.size > 0) throw new LedgerError([...failed.keys()])
  return true
}

/**
 * Recomputes the trades of an account's underlyings whose facts changed, each from the checkpoint
 * before the change; shares out the fees of the days that changed; links open positions to their
 * trades. What the budget cuts off stays marked.
 *
 * @throws LedgerError at the end, if facts of some underlyings could not be folded. They stay
 * marked.
 */
export async function updateLedger(ctx: LedgerContext, accountId: string): Promise<LedgerReport> {
  const report: LedgerReport = { underlyings: 0, changed: 0, has_more: false }
  try {
    report.has_more = !(await bringUpToDate(ctx, accountId, report))
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
    report.has_more = true
  }
  return report
}
