import { describe, expect, test } from 'vitest'
import { newYorkEndOfDay, newYorkMidnight } from '../../../src/time/new-york'

describe('a day on the exchange’s clock', () => {
  test.each([
    ['winter', '2026-01-15', '2026-01-15T05:00:00Z', '2026-01-16T04:59:59.999999Z'],
    ['summer', '2026-07-04', '2026-07-04T04:00:00Z', '2026-07-05T03:59:59.999999Z'],
    ['clocks go forward', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59.999999Z'],
    ['the day after', '2026-03-09', '2026-03-09T04:00:00Z', '2026-03-10T03:59:59.999999Z'],
    ['clocks go back', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59.999999Z'],
    ['the day after', '2026-11-02', '2026-11-02T05:00:00Z', '2026-11-03T04:59:59.999999Z'],
    ['the rule before 2007', '2006-04-02', '2006-04-02T05:00:00Z', '2006-04-03T03:59:59.999999Z'],
    ['the end of a year', '2026-12-31', '2026-12-31T05:00:00Z', '2027-01-01T04:59:59.999999Z'],
    ['a leap day', '2028-02-29', '2028-02-29T05:00:00Z', '2028-03-01T04:59:59.999999Z'],
  ])('%s: %s', (_, date, start, end) => {
    expect(newYorkMidnight(date)).toBe(start)
    expect(newYorkEndOfDay(date)).toBe(end)
    expect(newYorkMidnight(date)).toBe(start)
  })

  test('a day ends one microsecond before the next begins, every day of ten years', () => {
    for (let day = Date.UTC(2020, 0, 1); day < Date.UTC(2030, 0, 1); day += 86_400_000) {
      const [today, tomorrow] = [day, day + 86_400_000].map((at) =>
        new Date(at).toISOString().slice(0, 10),
      )
      const end = newYorkEndOfDay(today ?? '')
      const next = newYorkMidnight(tomorrow ?? '')
      expect(end.slice(19)).toBe('.999999Z')
      expect(Date.parse(next) - Date.parse(`${end.slice(0, 19)}Z`)).toBe(1000)
      expect(['04:00:00Z', '05:00:00Z']).toContain(next.slice(11))
    }
  })
})
