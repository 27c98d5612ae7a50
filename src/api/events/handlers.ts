import { listAccountIds } from '../../db/accounts/named'
import { readEvents } from '../../db/events/read'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount, requireOneAccount } from '../lists/known-account'
import { presentEvent } from './present'
import type { getEvents } from './routes'

/** The id in events of a configured account that was never synced: Alpaca has not named it. */
const NOT_YET_KNOWN = ''

export const list: RouteHandler<typeof getEvents> = async (c) => {
  const { account, after, types, limit } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const accountIds = await listAccountIds(db, account)
  requireKnownAccount(settings, account, accountIds.length > 0)
  const accountId = requireOneAccount(accountIds) ?? NOT_YET_KNOWN
  const { events, lastSeq } = await readEvents(db, { accountId, after, types, limit })
  return c.json(
    {
      status: 'success' as const,
      events: events.map((event) => presentEvent(accountId, event)),
      last_seq: lastSeq,
    },
    200,
  )
}
