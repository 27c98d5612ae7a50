import type * as z from 'zod'
import { readTrade } from '../../db/trades/detail'
import type { TradeFilter } from '../../db/trades/filter'
import { listTrades } from '../../db/trades/list'
import type { StoredTrade } from '../../db/trades/select'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentTotals, presentTrade, presentTradeDetail } from './present'
import { TRADES, type tradeListFilter } from './requests'
import type { getTrade, getTrades } from './routes'

export const list: RouteHandler<typeof getTrades> = async (c) => {
  const { limit, cursor, include, ...asked } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const after = cursor && { openedAt: cursor[0], tradeId: cursor[1] }
  const { rows, totals, accountKnown } = await listTrades(db, tradeFilterOf(asked), {
    limit: limit + 1,
    after,
    withTotals: include === 'totals',
  })
  requireKnownAccount(settings, asked.account, accountKnown)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  return c.json(
    {
      status: 'success' as const,
      trades: shown.map(presentTrade),
      next_cursor: nextCursor,
      ...(totals && { totals: presentTotals(totals) }),
    },
    200,
  )
}

/** The filter of a list of trades, with the names that src/db uses. */
export function tradeFilterOf({
  strategy_type: strategyType,
  closed_since: closedSince,
  closed_until: closedUntil,
  ...filter
}: z.output<typeof tradeListFilter>): TradeFilter {
  return { ...filter, strategyType, closedSince, closedUntil }
}

export const one: RouteHandler<typeof getTrade> = async (c) => {
  const { account } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const { detail, accountKnown } = await readTrade(db, c.req.valid('param').trade_id, account)
  requireKnownAccount(settings, account, accountKnown)
  if (detail === null) throw new ApiError('trade_not_found', { param: 'trade_id' })
  return c.json({ status: 'success' as const, trade: presentTradeDetail(detail) }, 200)
}

function cursorAfter(row: StoredTrade): string {
  const { opened_at, trade_id } = presentTrade(row)
  return writeCursor(TRADES, [opened_at, trade_id])
}
