import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOccSymbol } from '../../../src/alpaca/occ'

describe('parseOccSymbol', () => {
  test('reads the root, the expiry, the type and the strike', () => {
    expect(parseOccSymbol('AAPL261218C00340000')).toEqual({
      root: 'AAPL',
      underlying: 'AAPL',
      expiryDate: '2026-12-18',
      optionType: 'call',
      strikePrice: '340',
      adjusted: false,
    })
  })

  test.each([
    ['GME1261016C00003000', 'GME1', 'GME', '2026-10-16', '3', true],
    ['BRKB261218C00500000', 'BRKB', 'BRK.B', '2026-12-18', '500', false],
    ['WKHS2250417C00002000', 'WKHS2', 'WKHS', '2025-04-17', '2', true],
    ['XRX1270115C00001000', 'XRX1', 'XRX', '2027-01-15', '1', true],
    ['F250228P00009850', 'F', 'F', '2025-02-28', '9.85', false],
    ['QS240301P00000500', 'QS', 'QS', '2024-03-01', '0.5', false],
    ['SPX260116P05000000', 'SPX', 'SPX', '2026-01-16', '5000', false],
    ['SPXW260116P05000000', 'SPXW', 'SPX', '2026-01-16', '5000', false],
    ['XSP260116P00500000', 'XSP', 'XSP', '2026-01-16', '500', false],
    ['VIX260121C00020000', 'VIX', 'VIX', '2026-01-21', '20', false],
    ['VIXW260114C00020000', 'VIXW', 'VIX', '2026-01-14', '20', false],
    ['DJX260116C00450000', 'DJX', 'DJX', '2026-01-16', '450', false],
    ['DJXW260116C00450000', 'DJXW', 'DJX', '2026-01-16', '450', false],
    ['NKLAQ270115C00000500', 'NKLAQ', 'NKLAQ', '2027-01-15', '0.5', false],
    ['AAPL240229C12345678', 'AAPL', 'AAPL', '2024-02-29', '12345.678', false],
  ])('reads %s', (symbol, root, underlying, expiryDate, strikePrice, adjusted) => {
    expect(parseOccSymbol(symbol)).toMatchObject({
      root,
      underlying,
      expiryDate,
      strikePrice,
      adjusted,
    })
  })

  test.each([
    'BRK.B',
    'GME.WS',
    'FI111225',
    '067RGT019',
    'AAPL',
    '',
    'BTC/USD',
    'BTCUSD',
    '261218C00340000',
    'AAPL261318C00340000',
    'AAPL260230C00340000',
    'AAPL261218X00340000',
    'aapl261218C00340000',
    'AAPL  261218C00340000',
    'TOOLONG261218C00340000',
    'AAPL261218C00000000',
    'AAPL261218C0034000O',
    '1261218C00340000',
  ])('%s is no option', (symbol) => {
    expect(parseOccSymbol(symbol)).toBeNull()
  })

  test('reads every symbol that its parts are written to', () => {
    const letters = fc.stringMatching(/^[A-Z]{1,5}$/)
    const suffix = fc.constantFrom('', '1', '2')
    const expiry = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    })
    const strike = fc.integer({ min: 1, max: 99_999_999 })
    fc.assert(
      fc.property(
        letters,
        suffix,
        expiry,
        fc.boolean(),
        strike,
        (name, digit, day, call, mills) => {
          const expiryDate = day.toISOString().slice(0, 10)
          const date = expiryDate.slice(2).replaceAll('-', '')
          const tail = `${call ? 'C' : 'P'}${String(mills).padStart(8, '0')}`
          const symbol = `${name}${digit}${date}${tail}`
          const parsed = parseOccSymbol(symbol)
          expect(parsed).toMatchObject({
            root: name + digit,
            underlying: name,
            expiryDate,
            optionType: call ? 'call' : 'put',
            adjusted: digit !== '',
          })
          expect(Math.round(Number(parsed?.strikePrice) * 1000)).toBe(mills)
          expect(parsed?.strikePrice).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/)
        },
      ),
    )
  })
})
