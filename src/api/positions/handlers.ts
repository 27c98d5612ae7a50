import { listPositions, type PositionRow } from '../../db/positions/list'
import { requireScope } from '../auth/authenticate'
import { jsonTime } from '../http/json-values'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentPosition } from './present'
import { POSITIONS } from './requests'
import type { getPositions } from './routes'

export const list: RouteHandler<typeof getPositions> = async (c) => {
  const { is_open, limit, cursor, include, ...named } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const filter = { ...named, isOpen: is_open === 'all' ? is_open : is_open === 'true' }
  if (include) requireScope(c.get('client'), include)
  const after = cursor && { symbol: cursor[0], createdAt: cursor[1], id: cursor[2] }
  const { rows, accountKnown } = await listPositions(db, filter, {
    limit: limit + 1,
    after,
    withRaw: include !== undefined,
  })
  requireKnownAccount(settings, named.account, accountKnown)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  return c.json(
    { status: 'success' as const, positions: shown.map(presentPosition), next_cursor: nextCursor },
    200,
  )
}

function cursorAfter(row: PositionRow): string {
  // The stored symbol, because the list is sorted by it and not by the spelling of responses.
  return writeCursor(POSITIONS, [row.symbol, jsonTime(row.createdAt), row.id])
}
