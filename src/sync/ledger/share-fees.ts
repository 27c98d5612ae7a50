import * as z from 'zod'
import {
  dividendRow,
  mergeDividendShares,
  readDividends,
  readShareChanges,
  readShareFills,
  shareChangeRow,
  shareFillRow,
} from '../../db/dividends/share'
import { refreshCashDays } from '../../db/fees/cash-days'
import {
  clearFeeMark,
  type DirtyFees,
  dirtyFees,
  feeFillRow,
  feeRow,
  mergeFeeShares,
  readDirtyFees,
  readFeeFills,
  readFees,
} from '../../db/fees/share'
import { beginFolds, type FoldMark, type Reach } from '../../db/ledger/marks'
import { decimal } from '../../engine/model/decimal'
import { type DividendShare, shareDividends } from '../../engine/output/dividends'
import { type FeeShare, shareFees } from '../../engine/output/fees'
import { fencedTrip, roundTrip } from '../run/round-trip'
import type { LedgerSession } from '../run/session'
import { failureOf, isContained, underSuspicion } from './begun-folds'
import { writeInReach } from './reach'

/** The shares of fees and of dividends of one range of days. */
interface Shares {
  fees: FeeShare[]
  dividends: DividendShare[]
}

async function sharesOf(session: LedgerSession, dirty: DirtyFees): Promise<Shares> {
  const { accountId } = session.lease
  const [, fees, fills, ...ofDividends] = await fencedTrip(
    session,
    beginFolds(accountId, [FEES], { alone: true, now: session.now() }),
    readFees(accountId, dirty),
    readFeeFills(accountId, dirty),
    readDividends(accountId, dirty),
    readShareFills(accountId, dirty),
    readShareChanges(accountId),
  )
  return { fees: feeShares(fees, fills), dividends: dividendShares(...ofDividends) }
}

function feeShares(fees: unknown, fills: unknown): FeeShare[] {
  return shareFees(
    z
      .array(feeRow)
      .parse(fees)
      .map((row) => ({
        activityId: row.activity_id,
        amount: decimal(row.amount),
        rule: row.rule,
        executionId: row.execution_id,
        orderId: row.order_id,
        coin: row.coin,
        day: row.day,
        postedAt: row.posted_at,
      })),
    z
      .array(feeFillRow)
      .parse(fills)
      .map((row) => ({
        tradeId: row.trade_id,
        executionId: row.execution_id,
        orderId: row.order_id,
        parentId: row.parent_id,
        underlying: row.underlying,
        legKind: row.leg_kind,
        side: row.side,
        quantity: decimal(row.qty),
        price: decimal(row.price),
        multiplier: decimal(row.multiplier),
        at: row.at,
        day: row.day,
        isCharged: row.is_charged,
      })),
  )
}

function dividendShares(dividends?: unknown, fills?: unknown, changes?: unknown): DividendShare[] {
  const actions = z.array(shareChangeRow).parse(changes)
  return shareDividends(
    z
      .array(dividendRow)
      .parse(dividends)
      .map((row) => ({
        activityId: row.activity_id,
        symbol: row.symbol,
        amount: decimal(row.amount),
        exDate: row.ex_date,
        day: row.day,
      })),
    z
      .array(shareFillRow)
      .parse(fills)
      .map((row) => ({
        tradeId: row.trade_id,
        symbol: row.symbol,
        side: row.side,
        quantity: decimal(row.qty),
        at: row.at,
        isOrder: row.is_order,
        activityId: row.activity_id,
      })),
    actions.flatMap(({ from, to, before, after, at, activity_ids: activityIds }) =>
      from === null || before === null
        ? []
        : [{ activityIds, from, to, before: decimal(before), after: decimal(after), at }],
    ),
    actions.flatMap(({ from, to: symbol, after, at, activity_ids: [activityId] }) =>
      from !== null || activityId === undefined
        ? []
        : [{ activityId, symbol, quantity: decimal(after), at }],
    ),
  )
}

/** The mark of the account's fees and dividends. */
const FEES = ''

/** The failure of a mark that stays because some of the trades cannot be folded. */
export const WAITS_FOR_TRADES = 'waits for trades'

/** What became of the fees. */
export interface FeesOutcome {
  /** The budget ended first. */
  hasMore: boolean
  /** The mark, where it was not chosen. */
  left: FoldMark | null
  /** What stopped the sharing; null when nothing did. */
  error: unknown
}

/** Shares out the fees of the days whose fees or fills changed, if their mark is chosen. */
export async function shareOutFees(
  session: LedgerSession,
  isChosen: (mark: FoldMark) => boolean,
): Promise<FeesOutcome> {
  const { budget, begunFolds: begun } = session
  const { accountId } = session.lease
  const outcome: FeesOutcome = { hasMore: false, left: null, error: null }
  for (let isFirst = true; budget.affords(3); isFirst = false) {
    const [rows] = await roundTrip(session, readDirtyFees(accountId, session.sizes.fold))
    const [dirty] = z.array(dirtyFees).parse(rows)
    if (!dirty) return outcome
    // Further parts follow the first, whose mark said whether they may.
    if (isFirst && !isChosen(dirty.mark)) return { ...outcome, left: dirty.mark }
    try {
      const reach = await underSuspicion(begun, [FEES], () => sharePart(session, dirty))
      begun.delete(FEES)
      // The rest follows when what cannot be folded is mended: then this range is shared out again.
      if (reach === 'folded') {
        begun.set(FEES, WAITS_FOR_TRADES)
        return outcome
      }
    } catch (error) {
      if (!isContained(error)) throw error
      begun.set(FEES, failureOf(error))
      return { ...outcome, error }
    }
    if (!dirty.more) return outcome
  }
  return { ...outcome, hasMore: true }
}

/** Shares out the fees of one range of days; the mark stays where some trades are out of reach. */
async function sharePart(session: LedgerSession, dirty: DirtyFees): Promise<Reach> {
  const { accountId } = session.lease
  const shares = await sharesOf(session, dirty)
  return await writeInReach((reach) =>
    fencedTrip(
      session,
      ...mergeFeeShares(accountId, dirty, shares.fees, reach),
      ...mergeDividendShares(accountId, dirty, shares.dividends, reach),
      refreshCashDays(accountId, dirty.from, dirty.to),
      ...(reach === 'all' ? [clearFeeMark(accountId, dirty)] : []),
    ),
  )
}
