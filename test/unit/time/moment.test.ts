import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAfterEpoch, daysSinceEpoch, readDate } from '../../../src/time/calendar'
import { compareMoments, momentOf, readMoment } from '../../../src/time/moment'
import { Refusal } from '../../../src/time/refusal'

describe('readMoment', () => {
  test.each([
    ['2026-09-10T17:11:25.217Z', '2026-09-10T17:11:25.217Z'],
    ['2026-09-10T17:11:25.217590Z', '2026-09-10T17:11:25.21759Z'],
    ['2026-09-10T17:11:25Z', '2026-09-10T17:11:25Z'],
    ['2026-09-10T17:11:25.000Z', '2026-09-10T17:11:25Z'],
    ['2026-09-10T17:11:25.577197611Z', '2026-09-10T17:11:25.577198Z'],
    ['2026-09-10T17:11:25.5771974999Z', '2026-09-10T17:11:25.577197Z'],
    ['2026-09-10T17:11:25.5771975Z', '2026-09-10T17:11:25.577198Z'],
    ['2026-09-10T12:17:18.505921123-04:00', '2026-09-10T16:17:18.505921Z'],
    ['2026-09-10T12:17:18-0400', '2026-09-10T16:17:18Z'],
    ['2026-09-10T22:00:00-04:00', '2026-09-11T02:00:00Z'],
    ['2026-03-01T00:30:00+05:30', '2026-02-28T19:00:00Z'],
    ['2024-03-01T00:30:00+05:30', '2024-02-29T19:00:00Z'],
    ['2026-09-10T17:11:25.217Z'.toLowerCase(), '2026-09-10T17:11:25.217Z'],
    ['2026-09-10 17:11:25.217+00:00', '2026-09-10T17:11:25.217Z'],
    ['2026-09-10T17:11:25-00:00', '2026-09-10T17:11:25Z'],
  ])('%s is %s', (given, expected) => {
    expect(readMoment(given)).toBe(expected)
  })

  test.each([
    ['2026-09-10T17:11:25.9999996Z', '2026-09-10T17:11:26Z'],
    ['2026-09-10T17:59:59.9999999Z', '2026-09-10T18:00:00Z'],
    ['2026-12-31T23:59:59.999999500Z', '2027-01-01T00:00:00Z'],
    ['2024-02-28T23:59:59.9999999Z', '2024-02-29T00:00:00Z'],
    ['2025-02-28T23:59:59.9999999Z', '2025-03-01T00:00:00Z'],
  ])('rounding %s carries to %s', (given, expected) => {
    expect(readMoment(given)).toBe(expected)
  })

  test.each([
    ['2026-09-10T17:11:25', 'no time zone'],
    ['2026-09-10T17:11:25.123', 'no time zone'],
    ['2026-13-01T00:00:00Z', 'no such moment'],
    ['2026-02-29T00:00:00Z', 'no such moment'],
    ['2026-00-10T00:00:00Z', 'no such moment'],
    ['2026-09-00T00:00:00-04:00', 'no such moment'],
    ['2026-09-10T24:00:00Z', 'no such moment'],
    ['2026-09-10T23:60:00Z', 'no such moment'],
    ['2026-09-10T23:00:60Z', 'no such moment'],
    ['2026-09-10T23:00:00+24:00', 'no such moment'],
    ['0000-01-01T00:00:00Z', 'no such moment'],
    ['9999-12-31T23:59:59.9999999Z', 'no such moment'],
    ['0001-01-01T00:00:00+01:00', 'no such moment'],
    ['2026-09-10', 'not an RFC 3339 time'],
    ['1757524285', 'not an RFC 3339 time'],
    ['2026-9-1T1:1:1Z', 'not an RFC 3339 time'],
    ['yesterday', 'not an RFC 3339 time'],
    ['2026-09-10T17:11:25Z; drop', 'not an RFC 3339 time'],
  ])('%s is refused: %s', (given, reason) => {
    expect(readMoment(given)).toEqual(new Refusal(reason))
  })

  test('names the same microsecond whatever offset and nanoseconds it was written with', () => {
    const moments = fc.record({
      seconds: fc.integer({ min: -2_000_000_000, max: 20_000_000_000 }),
      nanos: fc.integer({ min: 0, max: 999_999_999 }),
      offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    })
    fc.assert(
      fc.property(moments, ({ seconds, nanos, offset }) => {
        const local = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19)
        const away = `${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
        const text = `${local}.${String(nanos).padStart(9, '0')}${offset < 0 ? '-' : '+'}${away}`
        const micros = Math.round(nanos / 1000)
        const whole = new Date((seconds + Math.floor(micros / 1e6)) * 1000)
          .toISOString()
          .slice(0, 19)
        const fraction = `.${String(micros % 1e6).padStart(6, '0')}`.replace(/\.?0+$/, '')
        expect(readMoment(text)).toBe(`${whole}${fraction}Z`)
      }),
    )
  })

  test('reads its own answer as itself', () => {
    const seconds = fc.integer({ min: -60_000_000_000, max: 250_000_000_000 })
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999_999 }), (at, micros) => {
        const moment = momentOf(at, micros)
        expect(moment === null ? null : readMoment(moment)).toBe(moment)
      }),
    )
  })
})

describe('compareMoments', () => {
  test('orders by time where the text alone would not', () => {
    const given = ['2026-09-10T17:11:59.5Z', '2026-09-10T17:11:59.45Z', '2026-09-10T17:11:59Z']
    expect(given.toSorted(compareMoments)).toEqual(given.toReversed())
    expect(compareMoments('2026-09-10T17:11:59Z', '2026-09-10T17:11:59Z')).toBe(0)
  })
})

describe('calendar', () => {
  test('agrees with the Gregorian calendar of Date on every day', () => {
    const days = fc.integer({ min: -719_162, max: 2_932_896 })
    fc.assert(
      fc.property(days, (n) => {
        const day = dayAfterEpoch(n)
        const date = new Date(n * 86_400_000)
        expect([day.year, day.month, day.day]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ])
        expect(daysSinceEpoch(day.year, day.month, day.day)).toBe(n)
      }),
    )
  })

  test.each(['2026-02-29', '2026-13-01', '2026-00-01', '2026-01-32', '1900-02-29'])(
    '%s is no day',
    (given) => {
      expect(readDate(given)).toEqual(new Refusal('no such day'))
    },
  )

  test.each(['2024-02-29', '2000-02-29', '2026-12-31'])('%s is a day', (given) => {
    expect(readDate(given)).toBe(given)
  })

  test('a time is not a date', () => {
    expect(readDate('2026-01-01T00:00:00Z')).toEqual(new Refusal('not a date (YYYY-MM-DD)'))
  })
})

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
