import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { average, Decimal, decimal, plain } from '../../src/engine/model/decimal'

/** Near a power of two, on either side of zero. */
const near = (power: bigint): fc.Arbitrary<bigint> =>
  fc.tuple(fc.bigInt(power - 3n, power + 3n), fc.constantFrom(1n, -1n)).map(([a, b]) => a * b)

/**
 * Units of a last decimal place: small ones, what fits a double's whole numbers, and what does not.
 */
const units = fc.oneof(
  fc.bigInt(-10_000n, 10_000n),
  near(2n ** 30n),
  fc.bigInt(-(2n ** 40n), 2n ** 40n),
  near(2n ** 53n),
  fc.bigInt(-(10n ** 30n), 10n ** 30n),
  // Zeros at the end, without which a product fits a double.
  fc.tuple(fc.bigInt(-999n, 999n), fc.bigInt(4n, 14n)).map(([a, zeros]) => a * 10n ** zeros),
)

const texts = fc.tuple(units, fc.integer({ min: 0, max: 18 })).map(([whole, places]) => {
  const digits = String(whole < 0n ? -whole : whole).padStart(places + 1, '0')
  const point = digits.length - places
  const text = places > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits
  return whole < 0n ? `-${text}` : text
})

/** The big.js of averages. */
const ToTwelvePlaces = Big()
ToTwelvePlaces.DP = 12
ToTwelvePlaces.RM = Big.roundHalfEven

const withoutMinusZero = (value: Big): string => (value.eq(0) ? '0' : value.toFixed())

const sameAsBig = (
  ours: (a: Decimal, b: Decimal) => Decimal,
  theirs: (a: Big, b: Big) => Big,
): void =>
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const result = ours(decimal(a), decimal(b))
      expect(plain(result)).toBe(withoutMinusZero(theirs(new Big(a), new Big(b))))
    }),
    { numRuns: 500 },
  )

describe('decimals agree with big.js, whether they fit a whole number or not', () => {
  it('as text', () =>
    sameAsBig(
      (a) => a,
      (a) => a,
    ))
  it('in sums', () =>
    sameAsBig(
      (a, b) => a.plus(b),
      (a, b) => a.plus(b),
    ))
  it('in differences', () =>
    sameAsBig(
      (a, b) => a.minus(b),
      (a, b) => a.minus(b),
    ))
  it('in products', () =>
    sameAsBig(
      (a, b) => a.times(b),
      (a, b) => a.times(b),
    ))
  it('in products of products', () =>
    sameAsBig(
      (a, b) => a.times(b).times(b).plus(a),
      (a, b) => a.times(b).times(b).plus(a),
    ))
  it('in quotients', () =>
    sameAsBig(
      (a, b) => (b.eq(0) ? a : a.div(b)),
      (a, b) => (b.eq(0) ? a : a.div(b)),
    ))
  it('in averages', () =>
    sameAsBig(
      (a, b) => average(a, b) ?? a,
      (a, b) => (b.eq(0) ? a : new ToTwelvePlaces(a.toFixed()).div(b.toFixed())),
    ))
  it('rounded down', () =>
    sameAsBig(
      (a) => a.round(2, Decimal.roundDown),
      (a) => a.round(2, Big.roundDown),
    ))
  it('rounded up', () =>
    sameAsBig(
      (a) => a.round(3, Big.roundUp),
      (a) => a.round(3, Big.roundUp),
    ))
  it('rounded half to even', () =>
    sameAsBig(
      (a) => a.round(1),
      (a) => a.round(1),
    ))
  it('negated and absolute', () =>
    sameAsBig(
      (a, b) => a.neg().plus(b.abs()),
      (a, b) => a.neg().plus(b.abs()),
    ))
  it('in what is greater', () =>
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(Math.sign(decimal(a).cmp(decimal(b))) + 0).toBe(new Big(a).cmp(b))
        expect(decimal(a).s * (new Big(a).eq(0) ? 0 : 1) + 0).toBe(new Big(a).cmp(0))
        expect(decimal(a).toNumber() + 0).toBe(new Big(a).toNumber() + 0)
      }),
    ))
})

it('keeps a price of eighteen places and the cents of a billion apart', () => {
  const price = decimal('65432.123456789012345678')
  expect(plain(price.times(1000))).toBe('65432123.456789012345678')
  expect(plain(decimal('9007199254740993').plus('0.01'))).toBe('9007199254740993.01')
})

it('divides by a third to eighteen places, half to even', () => {
  expect(plain(decimal(1).div(3))).toBe('0.333333333333333333')
  expect(plain(decimal('17.27').div(5))).toBe('3.454')
})

it('rounds an average once, however many places its terms are written with', () => {
  // 209.16666666771250000005…: above the middle, and at the middle if cut to 18 places.
  const quantity = decimal('50.199203187')
  for (const zeros of ['', '.00', `.${'0'.repeat(12)}`, `.${'0'.repeat(18)}`])
    expect(average(decimal(`10500${zeros}`), quantity)?.toFixed()).toBe('209.166666667713')
})

it.each(['', '-', '.', '1.2.3', 'one', '1,5'])('refuses %j', (text) => {
  expect(() => decimal(text)).toThrow()
})
