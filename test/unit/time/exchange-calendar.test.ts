import { describe, expect, it } from 'vitest'
import { fillStamp } from '../../../src/local/alpaca/activity'
import { isTradingDay, nextTradingDay, session } from '../../../src/time/exchange-calendar'
import { micros, microsOf, rfc3339 } from '../../../src/time/micros'
import { newYorkDate, newYorkTime } from '../../../src/time/new-york'

describe('moments', () => {
  it.each([
    ['2026-09-10T17:11:25.21759Z', '2026-09-10T17:11:25.21759Z'],
    ['2023-12-12T22:31:24.577197611Z', '2023-12-12T22:31:24.577198Z'],
    ['2022-04-19T13:45:04.981350886-04:00', '2022-04-19T17:45:04.981351Z'],
    ['2026-12-31T23:59:59.9999996Z', '2027-01-01T00:00:00Z'],
  ])('%s is told as %s', (text, told) => {
    expect(rfc3339(micros(text))).toBe(told)
  })

  it.each(['2026-09-10T17:11:25', '2026-09-10', 'soon', '2026-13-10T17:11:25Z'])(
    '%s is none',
    (text) => {
      expect(microsOf(text)).toBeNull()
    },
  )
})

describe('New York', () => {
  it('begins the id of a fill as recorded ids begin', () => {
    expect(fillStamp(micros('2026-09-10T17:11:25.217586Z'))).toBe('20260910131125217')
    expect(fillStamp(micros('2021-01-27T19:49:30.176Z'))).toBe('20210127144930176')
  })

  it('changes its clocks in March and November', () => {
    expect(newYorkTime('2026-03-07', '16:00:00')).toBe(micros('2026-03-07T21:00:00Z'))
    expect(newYorkTime('2026-03-08', '16:00:00')).toBe(micros('2026-03-08T20:00:00Z'))
    expect(newYorkTime('2026-10-31', '16:00:00')).toBe(micros('2026-10-31T20:00:00Z'))
    expect(newYorkTime('2026-11-01', '16:00:00')).toBe(micros('2026-11-01T21:00:00Z'))
    expect(newYorkDate(micros('2026-11-22T04:59:59Z'))).toBe('2026-11-21')
  })
})

describe('the exchange', () => {
  it.each([
    '2025-01-01',
    '2025-01-20',
    '2025-02-17',
    '2025-04-18',
    '2025-05-26',
    '2025-06-19',
    '2025-07-04',
    '2025-09-01',
    '2025-11-27',
    '2025-12-25',
    '2026-04-03',
    '2026-07-03',
    '2026-11-22',
  ])('is shut on %s', (date) => {
    expect(isTradingDay(date)).toBe(false)
  })

  it('is open otherwise, from half past nine to four', () => {
    expect(nextTradingDay('2026-11-25')).toBe('2026-11-27')
    expect(session('2026-11-27').open).toBe(micros('2026-11-27T14:30:00Z'))
    expect(session('2026-11-27').close).toBe(micros('2026-11-27T21:00:00Z'))
  })
})
