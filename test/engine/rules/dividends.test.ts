import fc from 'fast-check'
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

/** A moment of a day of March; the number keeps moments apart. */
const moment = (day: number, minute: number, n: number): string =>
  `2026-03-${String(day).padStart(2, '0')}T15:${String(minute).padStart(2, '0')}:${String(n).padStart(2, '0')}Z`

const BOUGHT = '2026-03-02T15:00:00Z'

describe('A dividend', () => {
  it('belongs to the trade that held the shares, also when they were sold before it was paid', () => {
    const fills = [fill('a', 100, BOUGHT), fill('a', -100, '2026-03-12T15:00:00Z')]
    expect(shares(dividend('25', '2026-03-10'), fills)).toEqual({ a: '25' })
    expect(shares(dividend('25', null), fills)).toEqual({ a: '25' })
  })

  it('under the old symbol belongs to the trade whose shares go on under another', () => {
    const renamed: ShareChange = {
      ...{ activityIds: ['n'], from: 'AAPL', to: 'PEAR', at: at('2026-03-12T05:00:00Z') },
      ...{ before: decimal(100), after: decimal(100) },
    }
    const fills = [fill('a', 100, BOUGHT), fill('a', -100, '2026-03-16T15:00:00Z', 'PEAR')]
    expect(shares(dividend('25', null), fills, [renamed])).toEqual({ a: '25' })
    expect(shares(dividend('25', '2026-03-10'), fills, [renamed])).toEqual({ a: '25' })
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

  it('on shares bought with a covered call as one entry belongs to that trade', () => {
    const fills = [
      fill('covered_call', 100, BOUGHT),
      fill('covered_call', -100, '2026-03-20T20:00:00Z'),
    ]
    expect(shares(dividend('25', '2026-03-10'), fills)).toEqual({ covered_call: '25' })
  })

  it('on delivered shares belongs to the trade that they opened', () => {
    const delivered = { ...fill('put_shares', 100, '2026-03-10T01:00:00Z'), isOrder: false }
    expect(shares(dividend('25', '2026-03-10'), [delivered])).toEqual({ put_shares: '25' })
  })

  it('that is reversed, and what is withheld from it, are shared by the same weights', () => {
    const fills = [fill('a', 25, BOUGHT), fill('b', 75, BOUGHT)]
    const facts = [
      dividend('40', '2026-03-10'),
      { ...dividend('-40', '2026-03-10'), activityId: 'reversal' },
      { ...dividend('-6', '2026-03-10'), activityId: 'withheld' },
    ]
    const found = shareDividends(facts, fills, [], []).map(
      ({ activityId, tradeId, amount }) => `${activityId} ${tradeId} ${amount}`,
    )
    expect(found).toEqual([
      ...['d a 10', 'd b 30'],
      ...['reversal a -10', 'reversal b -30'],
      ...['withheld a -1.5', 'withheld b -4.5'],
    ])
  })

  it('of any amount has shares that sum to it, or none, in any order of the facts', () => {
    const fills = fc.array(
      fc.record({
        trade: fc.constantFrom('a', 'b', 'c', 'd'),
        quantity: fc.integer({ min: -300, max: 300 }).filter((quantity) => quantity !== 0),
        day: fc.integer({ min: 1, max: 28 }),
        minute: fc.integer({ min: 0, max: 59 }),
      }),
      { maxLength: 12 },
    )
    const paid = fc.record({
      cents: fc.integer({ min: -99_999, max: 99_999 }).filter((cents) => cents !== 0),
      day: fc.option(fc.integer({ min: 10, max: 28 }), { nil: null }),
    })
    fc.assert(
      fc.property(fills, paid, (drawn, { cents, day }) => {
        const facts = drawn.map(({ trade, quantity, day: date, minute }, n) =>
          fill(trade, quantity, moment(date, minute, n)),
        )
        const exDate = day === null ? null : `2026-03-${day}`
        const fact = dividend(decimal(String(cents)).div(decimal('100')).toString(), exDate)
        const found = shareDividends([fact], facts, [], [])
        const sum = found.reduce((total, share) => total.plus(decimal(share.amount)), decimal('0'))
        if (found.length > 0) expect(sum.eq(fact.amount)).toBe(true)
        const turned = shareDividends([fact], facts.toReversed(), [], [])
        const byTrade = (rows: typeof found) =>
          Object.fromEntries(rows.map(({ tradeId, amount }) => [tradeId, amount]))
        expect(byTrade(turned)).toEqual(byTrade(found))
      }),
    )
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
