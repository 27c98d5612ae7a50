import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimal, decimal, ZERO } from '../../src/engine/model/decimal'
import { type ExpiryClaim, type Payoff, payoffOf } from '../../src/engine/risk/payoff'

/** A claim in whole units: quantities in thousandths, money in cents. */
interface Written {
  kind: 'stock' | 'call' | 'put'
  milli: number
  shares: number
  strikeCents: number
}

const claimOf = ({ kind, milli, shares, strikeCents }: Written): ExpiryClaim =>
  kind === 'stock'
    ? { kind, quantity: decimal(milli, 3) }
    : {
        kind,
        quantity: decimal(milli, 3),
        shares: decimal(shares),
        strikeValue: decimal(strikeCents * shares, 2),
      }

function worth(claim: ExpiryClaim, price: Decimal): Decimal {
  if (claim.kind === 'stock') return claim.quantity.times(price)
  const gain = claim.shares.times(price).minus(claim.strikeValue)
  const value = claim.kind === 'call' ? gain : gain.neg()
  return value.gt(0) ? value.times(claim.quantity) : ZERO
}

/** The P/L at a price: what is fixed, and what each leg is worth there. */
const profitAt = (fixed: Decimal, claims: readonly ExpiryClaim[], price: Decimal): Decimal =>
  claims.reduce((sum, claim) => sum.plus(worth(claim, price)), fixed)

/** The P/L at a price in cents, in thousandths of cents: whole numbers all along. */
function oracle(fixedCents: number, claims: readonly Written[], cents: number): number {
  return claims.reduce((sum, { kind, milli, shares, strikeCents }) => {
    if (kind === 'stock') return sum + milli * cents
    const gain = kind === 'call' ? cents - strikeCents : strikeCents - cents
    return sum + milli * shares * Math.max(0, gain)
  }, fixedCents * 1000)
}

const written: fc.Arbitrary<Written> = fc.record({
  kind: fc.constantFrom('stock', 'call', 'put'),
  milli: fc.integer({ min: -5000, max: 5000 }).filter((milli) => milli !== 0),
  shares: fc.constantFrom(100, 100, 100, 10, 150),
  strikeCents: fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom(9500, 10_000, 10_500)),
})

const books = fc.record({
  fixedCents: fc.integer({ min: -3_000_000, max: 3_000_000 }),
  claims: fc.array(written, { minLength: 1, maxLength: 6 }),
})

const holds = (
  check: (book: { fixedCents: number; claims: Written[] }, payoff: Payoff) => void,
): void => {
  fc.assert(
    fc.property(books, (book) => {
      check(book, payoffOf(decimal(book.fixedCents, 2), book.claims.map(claimOf)))
    }),
    { numRuns: 2000 },
  )
}

/** Whether a value lies on the line through two knots: exactly, without a division. */
function isOnLine(knots: Payoff['knots'], at: number, price: Decimal, pl: Decimal): boolean {
  const [a, b] = [knots[at], knots[at + 1]]
  if (!a || !b) throw new Error('no line')
  const rise = b.pl.minus(a.pl).times(price.minus(a.price))
  return pl.minus(a.pl).times(b.price.minus(a.price)).eq(rise)
}

describe('the payoff at expiry', () => {
  it('equals the sum over the legs at every price, on the lines between knots and beyond', () => {
    fc.assert(
      fc.property(
        books,
        fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 5, maxLength: 20 }),
        ({ fixedCents, claims }, prices) => {
          const of = claims.map(claimOf)
          const { knots } = payoffOf(decimal(fixedCents, 2), of)
          for (const cents of prices) {
            const price = decimal(cents, 2)
            const pl = decimal(oracle(fixedCents, claims, cents), 5)
            expect(profitAt(decimal(fixedCents, 2), of, price).toFixed()).toBe(pl.toFixed())
            const next = knots.findIndex((knot) => knot.price.gt(price))
            const at = next < 0 ? knots.length - 2 : next - 1
            expect(isOnLine(knots, at, price, pl)).toBe(true)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('has knots at price 0 and at each strike, in ascending order, and one beyond the rest', () => {
    holds(({ claims }, { knots, breakevens }) => {
      const strikes = claims.flatMap(({ kind, strikeCents }) =>
        kind === 'stock' ? [] : [strikeCents],
      )
      const expected = [0, ...new Set(strikes)].sort((a, b) => a - b)
      const inner = knots.slice(0, -1).map(({ price }) => price.times(100).toNumber())
      expect(inner).toEqual(expected)
      const last = knots.at(-1)?.price ?? decimal(0)
      for (const price of [...knots.slice(0, -1).map((knot) => knot.price), ...breakevens])
        expect(last.gt(price)).toBe(true)
    })
  })

  it('is 0 at each break-even, to a billionth of a cent', () => {
    holds(({ fixedCents, claims }, { breakevens }) => {
      for (const price of breakevens) {
        const pl = profitAt(decimal(fixedCents, 2), claims.map(claimOf), price)
        expect(Math.abs(pl.toNumber())).toBeLessThan(1e-8)
        expect(price.gt(0)).toBe(true)
      }
    })
  })

  it('has a break-even wherever its sign changes above price 0', () => {
    fc.assert(
      fc.property(
        books,
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        ({ fixedCents, claims }, one, other) => {
          const { breakevens } = payoffOf(decimal(fixedCents, 2), claims.map(claimOf))
          const [from, to] = one < other ? [one, other] : [other, one]
          const signs = [from, to].map((cents) => Math.sign(oracle(fixedCents, claims, cents)))
          const between = breakevens.filter(
            (price) => price.gte(decimal(from, 2)) && price.lte(decimal(to, 2)),
          )
          // Price 0 is no break-even.
          const beginsAtZero = from === 0 && signs[0] === 0
          if (signs[0] !== signs[1] && !beginsAtZero) expect(between.length).toBeGreaterThan(0)
        },
      ),
      {
        numRuns: 2000,
        // Shares that cost nothing: their value is 0 at price 0 alone.
        examples: [
          [
            {
              fixedCents: 0,
              claims: [{ kind: 'stock', milli: 1, shares: 100, strikeCents: 1 }],
            },
            0,
            1,
          ],
        ],
      },
    )
  })

  it('attains its largest and smallest value, or grows without a limit', () => {
    holds(({ fixedCents, claims }, { knots, maxProfit, maxLoss }) => {
      const last = (knots.at(-1)?.price ?? decimal(1)).times(100).round().toNumber() + 1
      const far = oracle(fixedCents, claims, last)
      const farther = oracle(fixedCents, claims, last + 100)
      expect(maxProfit === null).toBe(farther > far)
      expect(maxLoss === null).toBe(farther < far)
      const values = knots.map(({ pl }) => pl)
      if (maxProfit) {
        expect(values.some((pl) => pl.eq(maxProfit))).toBe(true)
        expect(values.every((pl) => pl.lte(maxProfit))).toBe(true)
      }
      if (maxLoss) {
        expect(values.some((pl) => pl.eq(maxLoss))).toBe(true)
        expect(values.every((pl) => pl.gte(maxLoss))).toBe(true)
      }
    })
  })

  const at = (kind: 'call' | 'put', quantity: number, strike: number): ExpiryClaim => ({
    kind,
    quantity: decimal(quantity),
    shares: decimal(100),
    strikeValue: decimal(strike * 100),
  })

  it('has the ends of a range at 0 as break-evens, but not price 0 and no end without an end', () => {
    const butterfly = [at('call', 1, 95), at('call', -2, 100), at('call', 1, 105)]
    expect(payoffOf(decimal(0), butterfly).breakevens.join()).toBe('95,105')
    const condor = [at('put', 1, 90), at('put', -1, 95), at('call', -1, 105), at('call', 1, 110)]
    expect(payoffOf(decimal(0), condor).breakevens.join()).toBe('95,105')
    expect(payoffOf(decimal(500), condor).breakevens.join()).toBe('90,110')
    expect(payoffOf(decimal(-9500), [at('put', 1, 95)]).breakevens).toEqual([])
  })

  it('has a break-even where it touches 0', () => {
    const straddle = [at('call', 1, 100), at('put', 1, 100)]
    expect(payoffOf(decimal(0), straddle).breakevens.join()).toBe('100')
  })

  it('knows deliverables whose price per share has no end, and those that cash pays for', () => {
    const adjusted = (kind: 'call' | 'put', quantity: number, value: number): ExpiryClaim => ({
      kind,
      quantity: decimal(quantity),
      shares: decimal(33),
      strikeValue: decimal(value),
    })
    const claims = [
      adjusted('put', -2, 10_000),
      adjusted('call', 1, 10_000),
      adjusted('call', 3, -50),
      adjusted('put', 5, -50),
    ]
    const { knots } = payoffOf(decimal(700), claims)
    expect(knots.map(({ price }) => price.toFixed())).toEqual([
      '0',
      '303.030303030303',
      '606.060606060606',
    ])
    for (const { price, pl } of knots) {
      const difference = pl.minus(profitAt(decimal(700), claims, price))
      expect(Math.abs(difference.toNumber())).toBeLessThan(1e-9)
    }
  })

  it('has 12 places where a break-even cannot be written down', () => {
    const { breakevens } = payoffOf(decimal(-100), [at('call', 3, 10)])
    expect(breakevens.join()).toBe('10.333333333333')
  })
})
