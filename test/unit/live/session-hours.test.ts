import { expect, test } from 'vitest'
import { hoursAt } from '../../../src/live/upstream/session-hours'

const day = (date: string, close = '16:00') => ({ date, open: '09:30', close })
const at = (time: string) => Date.parse(time)

test("follow New York's clock over the change to summer time", () => {
  const days = [day('2026-03-06'), day('2026-03-09')]
  const before = hoursAt(days, at('2026-03-06T14:19:59Z'))
  expect(before).toEqual({ isOpen: false, changesAt: at('2026-03-06T14:20:00Z') })
  const friday = hoursAt(days, at('2026-03-06T14:20:00Z'))
  expect(friday).toEqual({ isOpen: true, changesAt: at('2026-03-06T21:15:00Z') })
  const weekend = hoursAt(days, at('2026-03-06T21:15:00Z'))
  expect(weekend).toEqual({ isOpen: false, changesAt: at('2026-03-09T13:20:00Z') })
})

test('are unknown when the calendar has no day ahead', () => {
  expect(hoursAt([day('2026-03-06')], at('2026-03-07T00:00:00Z'))).toBeNull()
})
