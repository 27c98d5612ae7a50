import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDecimal } from '../../../src/alpaca/decimal'
import { Refusal } from '../../../src/time/refusal'

describe('readDecimal', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['100.0', '100'],
    ['007.50', '7.5'],
    ['+3', '3'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-514.790552088631999405963', '-514.790552088631999405963'],
    ['22577.2578201313066474', '22577.2578201313066474'],
    ['1e-7', '0.0000001'],
    ['-1.25E+3', '-1250'],
    ['12.5e-1', '1.25'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [0.1, '0.1'],
    [-2.01, '-2.01'],
    [-0, '0'],
  ])('%s is %s', (given, expected) => {
    expect(readDecimal(given)).toBe(expected)
  })

  test.each([
    'abc',
    '',
    ' 1',
    '1 ',
    '1,000',
    '--1',
    '1.2.3',
    '.',
    'e5',
    '0x10',
    'NaN',
    'Infinity',
    '١',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%s is refused', (given) => {
    expect(readDecimal(given)).toEqual(new Refusal('not a decimal number'))
  })

  test.each(['9'.repeat(41), `0.${'1'.repeat(41)}`, '1e500', '1e-500', '0'.repeat(5000)])(
    'a decimal of absurd length is refused: %#',
    (given) => {
      expect(readDecimal(given)).toEqual(new Refusal('too long for a decimal number'))
    },
  )

  test('keeps the value of any decimal text, and returns plain decimal text unchanged', () => {
    const text = fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -15, max: 15 }))
      .map(([digits, exponent]) => `${digits}e${exponent}`)
    fc.assert(
      fc.property(text, (given) => {
        const plain = readDecimal(given)
        if (plain instanceof Refusal) throw new Error(plain.reason)
        expect(plain).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
        expect(new Big(plain).eq(new Big(given))).toBe(true)
        expect(readDecimal(plain)).toBe(plain)
      }),
    )
  })

  test('writes any JSON number with all its digits', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
    fc.assert(
      fc.property(number, (given) => {
        const plain = readDecimal(given)
        if (plain instanceof Refusal) {
          expect(Math.abs(given)).toBeLessThan(1e-20)
        } else {
          expect(plain).not.toMatch(/e/i)
          expect(Number(plain)).toBe(given === 0 ? 0 : given)
        }
      }),
    )
  })
})
