import { describe, expect, it } from 'vitest'
import { termOf } from '../../../src/engine/tax/holding-period'

describe('the term of a holding', () => {
  it.each([
    ['2025-01-12', '2026-01-12', 'short'],
    ['2025-01-12', '2026-01-13', 'long'],
    // Rev. Rul. 66-7: what was acquired on the last day of a month is long-term from the first day
    // of the 13th month after it.
    ['2023-02-28', '2024-02-29', 'short'],
    ['2023-02-28', '2024-03-01', 'long'],
    ['2024-02-29', '2025-02-28', 'short'],
    ['2024-02-29', '2025-03-01', 'long'],
    ['2024-02-28', '2025-02-28', 'short'],
    ['2024-02-28', '2025-03-01', 'long'],
    ['2024-12-31', '2025-12-31', 'short'],
    ['2024-12-31', '2026-01-01', 'long'],
    ['2025-04-30', '2026-04-30', 'short'],
    ['2025-04-30', '2026-05-01', 'long'],
  ])('from %s to %s is %s', (acquired, sold, term) => {
    expect(termOf(acquired, sold)).toBe(term)
  })
})
