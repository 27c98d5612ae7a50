import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import { isSection1256, sixtyForty } from '../../../src/engine/tax/section-1256'

describe('a Section 1256 contract', () => {
  it.each([
    ['33.33', '20', '13.33'],
    ['-33.33', '-20', '-13.33'],
    ['100', '60', '40'],
    ['0', '0', '0'],
  ])(
    'with a gain of %s has %s long-term, to the cent, and the rest short-term',
    (gain, long, short) => {
      const parts = sixtyForty(decimal(gain))
      expect([parts.long.toFixed(), parts.short.toFixed()]).toEqual([long, short])
    },
  )

  it('is an option on a broad index, and none on a fund or on a stock of a similar name', () => {
    const option = (root: string) => `${root}260116C00100000`
    expect(['SPX', 'SPXW', 'XSP', 'NDX', 'RUT', 'VIX'].map(option).every(isSection1256)).toBe(true)
    expect(['SPY', 'QQQ', 'SPXL', 'VIXY', 'IWM'].map(option).some(isSection1256)).toBe(false)
  })
})
