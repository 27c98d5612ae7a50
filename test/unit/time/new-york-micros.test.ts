import { describe, expect, it } from 'vitest'
import { DAY, HOUR, micros, momentText, rfc3339 } from '../../../src/time/micros'
import {
  endOfNewYorkDay,
  newYorkDate,
  newYorkTime,
  startOfNewYorkDay,
} from '../../../src/time/new-york'

const shown = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

describe('the New York day of a moment in microseconds', () => {
  it('is the date that the platform shows, at every hour of three years', () => {
    for (let at = micros('2025-01-01T00:00:00Z'); at < micros('2028-01-01T00:00:00Z'); at += HOUR)
      expect(newYorkDate(at)).toBe(shown.format(at / 1000))
  })

  it('ends one microsecond before the next begins, also on days of 23 and 25 hours', () => {
    for (let at = micros('2026-01-01T12:00:00Z'); at < micros('2027-01-01T12:00:00Z'); at += DAY) {
      const end = endOfNewYorkDay(at)
      expect(newYorkDate(end)).toBe(newYorkDate(at))
      expect(newYorkTime(newYorkDate(end + 1))).toBe(end + 1)
      expect(startOfNewYorkDay(end + 1)).toBe(end + 1)
      expect(startOfNewYorkDay(at)).toBe(newYorkTime(newYorkDate(at)))
    }
  })

  it('ends at the same moment for each of its hours, whichever day was asked for before', () => {
    for (const day of ['2026-03-07', '2026-03-08', '2026-10-31', '2026-11-01', '2026-11-02']) {
      const start = newYorkTime(day)
      const end = endOfNewYorkDay(start + 12 * HOUR)
      for (let at = start; at <= end; at += HOUR / 2) {
        expect(endOfNewYorkDay(at)).toBe(end)
        endOfNewYorkDay(at - DAY)
        expect(endOfNewYorkDay(at)).toBe(end)
        endOfNewYorkDay(at + DAY)
        expect(endOfNewYorkDay(at)).toBe(end)
      }
      expect(endOfNewYorkDay(end)).toBe(end)
      expect(endOfNewYorkDay(end + 1)).toBeGreaterThan(end)
      expect(endOfNewYorkDay(start - 1)).toBe(start - 1)
    }
  })
})

describe('text of a moment in microseconds', () => {
  it('has six decimal places, or none that are idle', () => {
    expect(momentText(micros('2026-09-10T17:11:20Z'))).toBe('2026-09-10T17:11:20.000000Z')
    expect(rfc3339(micros('2026-09-10T17:11:20Z'))).toBe('2026-09-10T17:11:20Z')
    expect(rfc3339(micros('1969-12-31T23:59:59.50Z'))).toBe('1969-12-31T23:59:59.5Z')
  })
})
