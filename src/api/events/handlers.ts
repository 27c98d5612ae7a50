import { listAccountIds } from '../../db/accounts/named'
import { readEvents } from '../../db/events/read'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { presentEvent } from './present'
import type { getEvents } from './routes'

/** The id in events of a configured account that was never synced: Alpaca has not named it. */
const NOT_YET_KNOWN = ''

export const list: RouteHandler<typeof getEvents> = async (c) => {
  const { account, after, types, limit } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const [accountId = NOT_YET_KNOWN, ...others] = await listAccountIds(db, account)
  requireKnownAccount(settings, account, accountId !== NOT_YET_KNOWN)
  if (others.length > 0) {
    throw new ApiError('invalid_parameter', {
      param: 'account',
      message: 'account is required, because sequence numbers are per account.',
    })
  }
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
