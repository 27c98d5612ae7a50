import { expect, test } from 'vitest'
import { parseCalendar } from '../../../src/alpaca/calendar'
import { createAlpacaClient } from '../../../src/alpaca/client'

const DAY = { date: '2026-11-27', open: '09:30', close: '13:00', session_close: '1700' }

test('the calendar keeps days and bells, and leaves out rows that cannot be read', () => {
  const rows = [DAY, { ...DAY, open: '930' }, { ...DAY, date: '2026-02-30' }, null, 'a day']
  expect(parseCalendar(rows)).toEqual([{ date: '2026-11-27', open: '09:30', close: '13:00' }])
})

test('the client asks for the calendar from one day to another', async () => {
  const asked: string[] = []
  const client = createAlpacaClient({
    baseUrl: 'http://alpaca.test',
    keyId: 'key',
    secretKey: 'secret',
    fetch: async (input) => {
      asked.push(String(input))
      return Response.json([DAY])
    },
  })
  expect(await client.calendar('2026-11-26', '2026-12-06')).toHaveLength(1)
  expect(asked).toEqual(['http://alpaca.test/v2/calendar?start=2026-11-26&end=2026-12-06'])
})
