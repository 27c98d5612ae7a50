import { readCalendar } from '../../db/calendar/read'
import { addDays } from '../../time/calendar'
import { newYorkDateOf } from '../../time/new-york'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { writeCalendar } from './icalendar'
import { presentCalendar } from './present'
import type { getCalendar } from './routes'

/** Days for which past dividends stay in the calendar. */
const DIVIDEND_DAYS = 366

export const feed: RouteHandler<typeof getCalendar> = async (c) => {
  const { account } = c.req.valid('query')
  const { db, settings, now } = c.get('deps')
  const since = addDays(newYorkDateOf(now().toISOString()), -DIVIDEND_DAYS)
  const rows = await readCalendar(db, account, since)
  requireKnownAccount(settings, account, rows.accounts.length > 0)
  const { origin } = new URL(c.req.url)
  return c.body(writeCalendar(presentCalendar(rows, { account, origin })), 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': 'inline; filename="legbook.ics"',
  })
}
