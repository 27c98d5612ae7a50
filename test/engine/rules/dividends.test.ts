import { describe, expect, it } from 'vitest'
import { exDateOf } from '../../../src/alpaca/dividend'
import { decimal } from '../../../src/engine/model/decimal'
import {
  type DividendFact,
  type ShareChange,
  type ShareFill,
  shareDividends,
} from '../../../src/engine/output/dividends'

const at = (time: string) => Date.parse(time) * 1000

function fill(tradeId: string, qty: number, time: string, symbol = 'AAPL'): ShareFill {
  return {
    tradeId,
    symbol,
    side: qty > 0 ? 'buy' : 'sell',
    quantity: decimal(String(Math.abs(qty))),
    at: at(time),
    isOrder: true,
    activityId: null,
  }
}

const dividend = (amount: string, exDate: string | null, day = '2026-03-20'): DividendFact => ({
  activityId: 'd',
  symbol: 'AAPL',
  amount: decimal(amount),
  exDate,
  day,
})

const shares = (
  fact: DividendFact,
  fills: ShareFill[],
  changes: ShareChange[] = [],
): Record<string, string> =>
  Object.fromEntries(
    shareDividends([fact], fills, changes, []).map(({ tradeId, amount }) => [tradeId, amount]),
  )

const BOUGHT = '2026-03-02T15:00:00Z'

describe('A dividend', () => {
  it('belongs to the trade that held the shares, also when they were sold before it was paid', () => {
    const fills = [fill('a', 100, BOUGHT), fill('a', -100, '2026-03-12T15:00:00Z')]
    expect(shares(dividend('25', '2026-03-10'), fills)).toEqual({ a: '25' })
    expect(shares(dividend('25', null), fills)).toEqual({ a: '25' })
  })

  it('is shared by shares, odd cents going to the largest remainders', () => {
    const fills = [fill('a', 33, BOUGHT), fill('b', 67, BOUGHT)]
    expect(shares(dividend('0.77', '2026-03-10'), fills)).toEqual({ a: '0.25', b: '0.52' })
  })

  it('of equal remainders gives the odd cent to the first trade id', () => {
    const fills = [fill('b', 1, BOUGHT), fill('a', 1, BOUGHT)]
    expect(shares(dividend('0.03', '2026-03-10'), fills)).toEqual({ a: '0.02', b: '0.01' })
  })

  it('is not paid to who buys on the ex-date, whose session begins at 20:00 New York the evening before', () => {
    const fills = [fill('a', 100, BOUGHT), fill('b', 100, '2026-03-10T00:30:00Z')]
    expect(shares(dividend('25', '2026-03-10'), fills)).toEqual({ a: '25' })
    expect(shares(dividend('25', '2026-03-10'), fills.slice(1))).toEqual({})
  })

  it('on a short is paid by it, and what is withheld comes off the holder', () => {
    expect(shares(dividend('-25', '2026-03-10'), [fill('s', -100, BOUGHT)])).toEqual({ s: '-25' })
    expect(shares(dividend('-7.5', '2026-03-10'), [fill('a', 100, BOUGHT)])).toEqual({ a: '-7.5' })
  })

  it('goes by the shares after a split and a change of symbol between', () => {
    const split = {
      activityIds: ['s1', 's2'],
      before: decimal('20'),
      after: decimal('40'),
      at: at('2026-03-05T05:00:00Z'),
    }
    const fills = [
      fill('a', 10, BOUGHT, 'OLD'),
      fill('b', 10, BOUGHT, 'OLD'),
      fill('a', -10, '2026-03-06T15:00:00Z'),
    ]
    const carried = [{ ...split, from: 'OLD', to: 'AAPL' }]
    expect(shares(dividend('9', '2026-03-10'), fills, carried)).toEqual({ a: '3', b: '6' })
  })

  it('that no trade explains has no share', () => {
    expect(shares(dividend('25', '2026-03-10'), [])).toEqual({})
  })
})

describe('The ex-date', () => {
  it.each([
    ['Cash DIV @ 0.3, Pos QTY: 2.607144585, Rec Date: 2024-11-15', '2024-11-15'],
    ['Rec Date: 2024-05-28', '2024-05-28'],
    ['Rec Date: 2024-05-27', '2024-05-23'],
    ['Rec Date: 2024-02-12', '2024-02-09'],
    ['Rec Date: 2026-03-14', '2026-03-13'],
    ['Rec Date: 2026-02-30', null],
    ['Cash DIV', null],
    [null, null],
  ])('of the text %s is %s', (text, date) => {
    expect(exDateOf(text)).toBe(date)
  })
})
