import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../../src/engine/model/decimal'
import { type BookLeg, recogniseStructure } from '../../src/engine/strategies/recognise'
import { FAR, NEAR } from './support/facts'
import { STRATEGIES, type StrategyCase } from './support/strategies'

const bookOf = ({ legs }: StrategyCase): BookLeg[] =>
  legs.map(({ kind, qty, strike, expiry }) => ({
    kind,
    quantity: decimal(qty),
    strike: strike === undefined ? null : decimal(strike),
    expiry: expiry === undefined ? null : expiry === 'near' ? NEAR : FAR,
  }))

/**
 * A book written short: `C100-1` a short call, `P95f+2` two long puts of the far expiry, `S+100`
 * shares.
 */
function book(text: string): BookLeg[] {
  return text.split(' ').map((word) => {
    const [, letter = '', strike = '', far = '', qty = ''] =
      /^([CPSB])([\d.]*)(f*)([+-].+)$/.exec(word) ?? []
    const kind = ({ C: 'call', P: 'put', S: 'stock', B: 'crypto' } as const)[letter]
    if (!kind) throw new Error(`no leg: ${word}`)
    const expiry = ['2026-01-16', '2026-02-20', '2026-03-20'][far.length] ?? null
    return {
      kind,
      quantity: decimal(Number(qty)),
      strike: strike === '' ? null : decimal(strike),
      expiry: strike === '' ? null : expiry,
    }
  })
}

const nameOf = (legs: readonly BookLeg[]) => {
  const { strategy, strategyType } = recogniseStructure(legs)
  return `${strategy} ${strategyType}`
}

const FAMILIES = { near: ['2026-01-16', '2026-04-17'], far: ['2026-05-15', '2027-01-15'] }

describe('the named structures', () => {
  it('are 86', () => {
    expect(STRATEGIES).toHaveLength(86)
  })

  it.each(STRATEGIES)('$case', (strategy) => {
    expect(nameOf(bookOf(strategy))).toBe(`${strategy.strategy} ${strategy.strategy_type}`)
  })

  it('are the same in any order of legs, scale, strikes and expiries of their shape', () => {
    const variation = fc.record({
      strategy: fc.constantFrom(...STRATEGIES),
      order: fc.infiniteStream(fc.nat()),
      scale: fc.integer({ min: 1, max: 40 }),
      width: fc.integer({ min: 1, max: 50 }),
      base: fc.integer({ min: 1, max: 40_000 }),
      near: fc.constantFrom(...FAMILIES.near),
      far: fc.constantFrom(...FAMILIES.far),
    })
    fc.assert(
      fc.property(variation, ({ strategy, order, scale, width, base, near, far }) => {
        const varied = bookOf(strategy).map((leg) => ({
          ...leg,
          quantity: leg.quantity.times(scale),
          strike: leg.strike?.times(width).plus(decimal(base).div(8)) ?? null,
          expiry: leg.expiry && (leg.expiry === NEAR ? near : far),
        }))
        const keys = varied.map((leg) => ({ leg, key: order.next().value ?? 0 }))
        const shuffled = keys.sort((a, b) => a.key - b.key).map(({ leg }) => leg)
        expect(nameOf(shuffled)).toBe(`${strategy.strategy} ${strategy.strategy_type}`)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('books of our own', () => {
  it.each([
    ['S+0.5', 'long_stock stock'],
    ['S-7', 'short_stock stock'],
    ['B+0.00012', 'long_crypto crypto'],
    ['B-2', 'short_crypto crypto'],
    ['C100+1 C105-3', 'call_ratio_spread ratio_spread'],
    ['C100+2 C105-3', 'call_ratio_spread ratio_spread'],
    ['P90+3 P95-2', 'put_backspread ratio_spread'],
    ['C100+10 C105-10', 'bull_call_spread vertical_spread'],
    ['C100+1 C100+2 C105-3', 'bull_call_spread vertical_spread'],
    ['S+300 C105-3', 'covered_call covered_call'],
    ['S+250 C105-2', 'covered_call covered_call'],
    ['S+200 P95+2 C105-2', 'collar collar'],
    ['P95f+1 P95-1', 'long_put_calendar calendar_spread'],
    ['P90+1 P95-1 C105-1 C115+1', 'iron_condor iron_condor'],
  ])('%s is %s', (legs, name) => {
    expect(nameOf(book(legs))).toBe(name)
  })

  it.each([
    ['fewer shares than the calls need', 'S+50 C105-1'],
    ['more shares than a collar covers', 'S+200 P95+1 C105-1'],
    ['a call and a put of unequal numbers far apart', 'C105+1 P95+2'],
    ['three expiries', 'C100+1 C100f-1 C100ff+1'],
    ['two calls long', 'C100+1 C105+1'],
    ['an iron condor of unequal numbers', 'P90+1 P95-1 C105-2 C110+2'],
    ['a butterfly with its middle long too', 'C95+1 C100+2 C105+1'],
    ['a condor with a leg turned', 'C90+1 C95-1 C105+1 C110-1'],
    ['coins beside an option', 'B+1 C100-1'],
    ['what cancels out', 'C100+1 C100-1'],
  ])('%s is no structure: options', (_, legs) => {
    expect(nameOf(book(legs))).toBe('options options')
  })

  it('counts how many of the structure there are', () => {
    expect(recogniseStructure(book('P90+6 P95-6 C105-6 C110+6')).units).toBe(6)
    expect(recogniseStructure(book('C100+2 C105-4')).units).toBe(2)
    expect(recogniseStructure(book('S+300 C105-3')).units).toBe(3)
  })

  it('looks at a book of 14 legs once', () => {
    const strikes = [90, 95, 100, 105, 110, 115, 120]
    const legs = strikes.flatMap((strike, i) => [`C${strike}+${i + 1}`, `P${strike}-${i + 1}`])
    expect(nameOf(book(legs.join(' ')))).toBe('options options')
  })
})
