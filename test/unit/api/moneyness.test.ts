import { describe, expect, it } from 'vitest'
import { parseOccSymbol } from '../../../src/alpaca/occ'
import { type HeldOption, inTheMoney } from '../../../src/api/calendar/moneyness'
import type { PositionMark } from '../../../src/db/calendar/read'
import { decimal } from '../../../src/engine/model/decimal'

const AT = '2026-12-16 15:00:00+00'

function option(symbol: string): HeldOption {
  const occ = parseOccSymbol(symbol)
  if (occ === null) throw new Error(`no option: ${symbol}`)
  const { underlying, optionType, strikePrice, expiryDate } = occ
  const strike = decimal(strikePrice)
  return { accountId: 'a', symbol, underlying, kind: optionType, strike, expiry: expiryDate }
}

function mark(
  symbol: string,
  currentPrice: string,
  more: Partial<PositionMark> = {},
): PositionMark {
  const occ = parseOccSymbol(symbol)
  return {
    accountId: 'a',
    symbol,
    underlying: occ?.underlying ?? symbol,
    optionType: occ?.optionType ?? null,
    strikePrice: occ?.strikePrice ?? null,
    expiryDate: occ?.expiryDate ?? null,
    currentPrice,
    updatedAt: AT,
    ...more,
  }
}

const CALL = 'SPY261218C00600000'
const PUT = 'SPY261218P00600000'

describe('an option is in the money', () => {
  it.each([
    ['a call below the price of the shares', CALL, '600.01', true],
    ['a call at the price of the shares', CALL, '600', false],
    ['a put above the price of the shares', PUT, '599.99', true],
    ['a put at the price of the shares', PUT, '600', false],
  ])('by the mark of the shares: %s', (_, symbol, price, isIn) => {
    // Its own mark says the opposite and does not count.
    const marks = [mark(symbol, isIn ? '0.01' : '300'), mark('SPY', price)]
    const found = inTheMoney(option(symbol), marks)
    expect(found).toEqual(isIn ? expect.objectContaining({ text: `SPY at ${price}` }) : null)
  })

  it('by a call and a put of its strike and expiry, whose newest mark dates it', () => {
    const marks = [mark(CALL, '12.5', { updatedAt: '2026-12-16 15:05:00+00' }), mark(PUT, '0.5')]
    expect(inTheMoney(option(CALL), marks)).toMatchObject({
      text: 'SPY at about 612, by the call and the put of this strike',
      at: '2026-12-16 15:05:00+00',
    })
    expect(inTheMoney(option(PUT), marks)).toBeNull()
  })

  it('by its own mark, if that is more than an option at the money is worth', () => {
    // Two days before the expiry, 0.4 x 60 % x sqrt(2 / 365) x 600 is about 10.8.
    expect(inTheMoney(option(PUT), [mark(PUT, '12')])?.text).toContain('its mark 12 is more')
    expect(inTheMoney(option(PUT), [mark(PUT, '9')])).toBeNull()
    const lastHour = { updatedAt: '2026-12-18 20:30:00+00' }
    expect(inTheMoney(option(PUT), [mark(PUT, '1.6', lastHour)])).not.toBeNull()
    expect(inTheMoney(option(PUT), [mark(PUT, '1.4', lastHour)])).toBeNull()
  })

  it('not by the marks of another account, strike, expiry or root', () => {
    const others = [
      mark('SPY', '900', { accountId: 'b' }),
      mark(CALL, '300', { accountId: 'b' }),
      mark('SPY261218C00601000', '300'),
      mark('SPY261218P00601000', '1'),
      mark('SPY261219P00600000', '1'),
    ]
    expect(inTheMoney(option(CALL), others)).toBeNull()
    expect(inTheMoney(option(CALL), [])).toBeNull()
    const weekly = [mark('SPXW261218C06000000', '100'), mark('SPX261218P06000000', '1')]
    expect(inTheMoney(option('SPX261218P06000000'), weekly)).toBeNull()
  })

  it('not by the shares, if its contract was adjusted', () => {
    const marks = [mark('GME', '100'), mark('GME1261218C00003000', '0.01')]
    expect(inTheMoney(option('GME1261218C00003000'), marks)).toBeNull()
  })
})
