import * as z from 'zod'
import { EVERYWHERE, errorResponses } from '../http/responses'
import { createRoute } from '../http/route'
import { calendarQuery } from './requests'

const DESCRIPTION =
  'iCalendar (RFC 5545) to subscribe to. Its events last whole days: each expiry of open legs, one event per trade and date; ' +
  'short options that are in the money at the last mark, on their expiry; and the ex-dates of dividends booked in the last ' +
  '366 days, as far as Alpaca names them. The UID of an event never changes. Calendar clients cannot send headers: make a ' +
  'token of the scope calendar, and add it as `?token=`. Tokens of other scopes are accepted in the header alone.'

const EXAMPLE = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//legbook//calendar//EN',
  'BEGIN:VEVENT',
  'UID:0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01-expiry-20261218@legbook',
  'DTSTAMP:20261120T150000Z',
  'DTSTART;VALUE=DATE:20261218',
  'DTEND;VALUE=DATE:20261219',
  'SUMMARY:SPY 1x 500/505 call spread expires',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

export const getCalendar = createRoute({
  method: 'get',
  path: '/calendar.ics',
  security: 'address',
  request: { query: calendarQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getCalendar',
    tags: ['Trades'],
    summary: 'Subscribe to expiries, assignments at risk and ex-dividend dates',
    description: DESCRIPTION,
    responses: {
      ...errorResponses(EVERYWHERE),
      200: {
        description: 'The calendar, by date.',
        headers: {
          'Content-Disposition': {
            description: 'Name of the file.',
            required: true,
            schema: { type: 'string' as const },
            example: 'inline; filename="legbook.ics"',
          },
        },
        content: {
          'text/calendar': { schema: z.string(), examples: { calendar: { value: EXAMPLE } } },
        },
      },
    },
  }),
})
