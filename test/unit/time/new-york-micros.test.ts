import { describe, expect, it } from 'vitest'
import { DAY, HOUR, micros, momentText, rfc3339 } from '../../../src/time/micros'
import { endOfNewYorkDay, newYorkDate, newYorkTime } from '../../../src/time/new-york'

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
