import { accountsOfQuarantined, listQuarantine, type QuarantineRow } from '../../db/quarantine/list'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKeys, requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentQuarantined, presentRetry } from './present'
import { QUARANTINE } from './requests'
import type { getQuarantine, postRetry } from './routes'

export const list: RouteHandler<typeof getQuarantine> = async (c) => {
  const { healed, limit, cursor, ...named } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const filter = { ...named, healed: healed === 'all' ? healed : healed === 'true' }
  const after = cursor && { createdAt: cursor[0], id: cursor[1] }
  const { rows, accountKnown } = await listQuarantine(db, filter, { limit: limit + 1, after })
  requireKnownAccount(settings, named.account, accountKnown)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  const quarantine = shown.map(presentQuarantined)
  return c.json({ status: 'success' as const, quarantine, next_cursor: nextCursor }, 200)
}

export const retry: RouteHandler<typeof postRetry> = async (c) => {
  const { db, settings, sync } = c.get('deps')
  const { account, ids } = c.req.valid('json')
  requireKeys(settings)
  const owners = ids === undefined ? [] : await accountsOfQuarantined(db, ids)
  if (ids !== undefined && owners.length < ids.length) throw new ApiError('quarantine_not_found')
  const [owner, ...others] = new Set(owners)
  // If all items belong to one account, the other accounts need no run.
  const whose = account ?? (others.length === 0 ? owner : undefined)
  const outcome = await sync({
    scope: 'quarantine',
    ...(whose && { account: whose }),
    ...(ids && { ids }),
    keyed: c.get('keyed')?.request,
  })
  return c.json({ status: 'success' as const, ...presentRetry(outcome) }, 200)
}

function cursorAfter(row: QuarantineRow): string {
  const { first_seen_at, id } = presentQuarantined(row)
  return writeCursor(QUARANTINE, [first_seen_at, id])
}
