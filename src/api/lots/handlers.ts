import type * as z from 'zod'
import { endOfLots, type LotKey } from '../../db/lots/keys'
import { LotReader, type LotRow } from '../../db/lots/lots'
import { answerCsv, type Listing } from '../csv/download'
import { jsonTime } from '../http/json-values'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { LOT_COLUMNS } from './columns'
import { NOTE, presentLot, presentLotTotals } from './present'
import { LOTS, type lotQuery } from './requests'
import type { getLots, getLotsCsv } from './routes'

type Asked = z.output<typeof lotQuery>

const filterOf = ({
  account,
  underlying,
  closed_since: closedSince,
  closed_until: closedUntil,
  section_1256: asked,
}: Omit<Asked, 'limit' | 'cursor' | 'include'>) => ({
  ...{ account, underlying, closedSince, closedUntil },
  section1256: asked === undefined ? undefined : asked === 'true',
})

const keyOf = (cursor: Asked['cursor']): LotKey | undefined =>
  cursor && {
    closedAt: cursor[0],
    tradeId: cursor[1],
    executionId: cursor[2],
    symbol: cursor[3],
    part: cursor[4],
  }

const cursorOf = ({ closedAt, tradeId, executionId, symbol, part }: LotKey): string =>
  writeCursor(LOTS, [jsonTime(closedAt), tradeId, executionId, symbol, String(part)])

export const list: RouteHandler<typeof getLots> = async (c) => {
  const { limit, cursor, include, ...asked } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const reader = new LotReader(db, filterOf(asked))
  const { rows, accountKnown } = await reader.page({ limit: limit + 1, after: keyOf(cursor) })
  requireKnownAccount(settings, asked.account, accountKnown)
  const totals = include === undefined ? null : await reader.totals()
  const { shown, nextCursor } = pageOf(rows, limit, ({ key }) => cursorOf(key))
  return c.json(
    {
      status: 'success' as const,
      note: NOTE,
      lots: shown.map(presentLot),
      next_cursor: nextCursor,
      ...(totals && { totals: presentLotTotals(totals) }),
    },
    200,
  )
}

export const csvFile: RouteHandler<typeof getLotsCsv> = async (c) => {
  const { limit, cursor, fields, ...asked } = c.req.valid('query')
  const { db } = c.get('deps')
  const filter = filterOf(asked)
  const reader = new LotReader(db, filter)
  const listing: Listing<LotRow, LotKey> = {
    name: LOTS,
    columns: LOT_COLUMNS,
    page: (part) => reader.page(part),
    end: (after, most) => endOfLots(db, filter, after, most),
    keyOf: ({ key }) => key,
    cursorOf,
  }
  return await answerCsv(c, listing, {
    fields,
    limit,
    after: keyOf(cursor),
    account: asked.account,
  })
}
