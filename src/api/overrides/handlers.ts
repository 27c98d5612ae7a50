import type { Context } from 'hono'
import { listOverrides, type OverrideRow, readOverride } from '../../db/overrides/list'
import { readTrades } from '../../db/trades/select'
import { annotateTrade } from '../../sync/overrides/annotate'
import type { OverrideContext, OverrideOutcome } from '../../sync/overrides/change'
import { mergeTrades } from '../../sync/overrides/merge'
import { splitTrade } from '../../sync/overrides/split'
import { undoOverride } from '../../sync/overrides/undo'
import { actorOf } from '../auth/actor'
import type { AppEnv, Dependencies } from '../http/context'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentTrade } from '../trades/present'
import { presentOverride } from './present'
import { OVERRIDES } from './requests'
import type { deleteOverride, getOverrides, patchTrade, postMerge, postSplit } from './routes'

const success = { status: 'success' as const }

export const annotate: RouteHandler<typeof patchTrade> = async (c) => {
  const deps = c.get('deps')
  const patch = c.req.valid('json')
  const outcome = await annotateTrade(ledgerOf(c), c.req.valid('param').trade_id, patch)
  const { trades, override, has_more } = await show(deps, outcome)
  return c.json({ ...success, trade: only(trades), override, has_more }, 200)
}

export const merge: RouteHandler<typeof postMerge> = async (c) => {
  const deps = c.get('deps')
  const outcome = await mergeTrades(ledgerOf(c), c.req.valid('json').trade_ids)
  const { trades, override, has_more } = await show(deps, outcome)
  return c.json({ ...success, trade: only(trades), override: written(override), has_more }, 200)
}

export const split: RouteHandler<typeof postSplit> = async (c) => {
  const deps = c.get('deps')
  const { trade_id, order_ids } = c.req.valid('json')
  const outcome = await splitTrade(ledgerOf(c), trade_id, order_ids)
  const { trades, override, has_more } = await show(deps, outcome)
  return c.json({ ...success, trades, override: written(override), has_more }, 200)
}

export const undo: RouteHandler<typeof deleteOverride> = async (c) => {
  const deps = c.get('deps')
  const outcome = await undoOverride(ledgerOf(c), c.req.valid('param').id)
  const trades = await readTrades(deps.db, outcome.trade_ids)
  return c.json({ ...success, trades: trades.map(presentTrade), has_more: outcome.has_more }, 200)
}

export const list: RouteHandler<typeof getOverrides> = async (c) => {
  const { limit, cursor, ...filter } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const after = cursor && { createdAt: cursor[0], id: cursor[1] }
  const { rows, accountKnown } = await listOverrides(db, filter, { limit: limit + 1, after })
  requireKnownAccount(settings, filter.account, accountKnown)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  return c.json({ ...success, overrides: shown.map(presentOverride), next_cursor: nextCursor }, 200)
}

/** The context of a change: the ledger, the client, and the key of the write. */
function ledgerOf(c: Context<AppEnv>): OverrideContext {
  return { ...c.get('deps').ledger, actor: actorOf(c), keyed: c.get('keyed') }
}

/** Reads the result of a change: its trades, last opened first, and the override. */
async function show({ db }: Dependencies, outcome: OverrideOutcome) {
  const { trade_ids, override_id, has_more } = outcome
  const [trades, stored] = await Promise.all([
    readTrades(db, trade_ids),
    override_id === null ? null : readOverride(db, override_id),
  ])
  const override = asWritten(stored, outcome)
  return {
    trades: trades.map(presentTrade),
    override: override && presentOverride(override),
    has_more,
  }
}

/**
 * The override of the response. A repetition under an Idempotency-Key returns it as the first
 * attempt wrote it, even if it was deleted since.
 */
function asWritten(
  stored: OverrideRow | null,
  { written, trade_ids }: OverrideOutcome,
): OverrideRow | null {
  if (written === null) return stored
  return { ...written, tradeIds: stored?.tradeIds ?? trade_ids.toSorted() }
}

/** The trade is missing only if another request has just regrouped it. */
function only<Trade>([trade]: Trade[]): Trade {
  if (trade === undefined) throw new ApiError('trade_not_found')
  return trade
}

function written<Override>(override: Override | null): Override {
  if (override === null) throw new ApiError('override_not_found')
  return override
}

function cursorAfter(row: OverrideRow): string {
  const { created_at, id } = presentOverride(row)
  return writeCursor(OVERRIDES, [created_at, id])
}
