import { describe, expect, test } from 'vitest'
import { meaningOf } from '../../../src/alpaca/activity-types'
import { type ActivityTimes, effectiveAt } from '../../../src/alpaca/effective-at'

const exercise = (times: Partial<ActivityTimes>): string | null =>
  effectiveAt({
    meaning: meaningOf('OPEXC', null),
    date: '2026-01-07',
    transactionTime: null,
    createdAt: '2026-01-07T15:05:00.25Z',
    expiryDate: '2026-01-16',
    ...times,
  })

describe('effectiveAt', () => {
  test('an exercise created within market hours of its date takes effect then', () => {
    expect(exercise({})).toBe('2026-01-07T15:05:00.25Z')
    expect(exercise({ createdAt: '2026-01-07T14:30:00Z' })).toBe('2026-01-07T14:30:00Z')
    expect(exercise({ createdAt: '2026-01-07T21:00:00Z' })).toBe('2026-01-07T21:00:00Z')
  })

  test('an exercise created within market hours of its expiry day takes effect then', () => {
    expect(exercise({ expiryDate: '2026-01-07' })).toBe('2026-01-07T15:05:00.25Z')
  })

  test.each([
    ['before the opening bell', { createdAt: '2026-01-07T14:29:59Z' }],
    ['after the closing bell', { createdAt: '2026-01-07T21:00:01Z' }],
    ['on the next day', { createdAt: '2026-01-08T15:05:00Z' }],
    ['at an unknown time', { createdAt: null }],
  ])('an early exercise created %s takes effect at the start of its date', (_, times) => {
    expect(exercise(times)).toBe('2026-01-07T05:00:00Z')
  })

  test('an exercise dated after the expiry takes effect at the end of the expiry day', () => {
    const posted = { date: '2026-01-12', createdAt: '2026-01-12T15:05:00Z' }
    expect(exercise({ ...posted, expiryDate: '2026-01-09' })).toBe('2026-01-10T04:59:59.999999Z')
  })

  test('an assignment takes effect at the start of its date whenever it was created', () => {
    expect(exercise({ meaning: meaningOf('OPASN', null) })).toBe('2026-01-07T05:00:00Z')
  })
})
