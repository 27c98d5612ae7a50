import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import {
  FEE_RULES,
  type FeeFact,
  type FeeFill,
  type FeeRule,
  shareFees,
  tradeDateOf,
} from '../../../src/engine/output/fees'
import { newYorkDate } from '../../../src/time/new-york'
import { at } from '../support/facts'

const DAY = '2026-01-08'

const fee = (rule: FeeRule, amount: string, more: Partial<FeeFact> = {}): FeeFact => ({
  ...{ activityId: `fee ${rule}`, rule, executionId: null, orderId: null, coin: null, day: DAY },
  amount: decimal(amount),
  postedAt: null,
  ...more,
})

interface Filled extends Partial<Omit<FeeFill, 'quantity' | 'price'>> {
  price?: string
  time?: string
}

const fill = (
  tradeId: string,
  quantity: string,
  legKind: FeeFill['legKind'] = 'put',
  { price = '1', time = '08 15:00', ...more }: Filled = {},
): FeeFill => ({
  tradeId,
  executionId: `${tradeId} ${quantity} ${time}`,
  orderId: null,
  parentId: null,
  underlying: legKind === 'crypto' ? 'BTC/USD' : 'AAPL',
  legKind,
  side: 'sell',
  quantity: decimal(quantity),
  price: decimal(price),
  multiplier: decimal(legKind === 'put' || legKind === 'call' ? 100 : 1),
  at: at(time),
  day: newYorkDate(at(time)),
  isCharged: false,
  ...more,
})

const shares = (fees: FeeFact[], fills: FeeFill[]) =>
  shareFees(fees, fills)
    .map(({ tradeId, amount }) => `${tradeId} ${amount}`)
    .sort()

describe('fees of one execution or order', () => {
  it('are charged to the trade that the execution served', () => {
    const fills = [
      fill('a', '1', 'put', { executionId: 'x1' }),
      fill('b', '1', 'put', { executionId: 'x2' }),
    ]
    expect(shares([fee('execution', '0.03', { executionId: 'x2' })], fills)).toEqual(['b 0.03'])
  })

  it('are shared by quantity where the execution served two trades', () => {
    const fills = [
      fill('a', '2', 'put', { executionId: 'x' }),
      fill('b', '1', 'put', { executionId: 'x' }),
    ]
    const occ = fee('execution', '0.09', { executionId: 'x' })
    expect(shares([occ], fills)).toEqual(['a 0.06', 'b 0.03'])
  })

  it('go to the order that a commission names, or to the legs of the parent', () => {
    const fills = [
      fill('a', '1', 'stock', { orderId: 'o1' }),
      fill('b', '3', 'put', { orderId: 'o2', parentId: 'p' }),
      fill('b', '1', 'call', { orderId: 'o3', parentId: 'p' }),
    ]
    expect(shares([fee('order', '1', { orderId: 'o1' })], fills)).toEqual(['a 1'])
    expect(shares([fee('order', '2', { orderId: 'p' })], fills)).toEqual(['b 2'])
  })
})

describe('fees that are sums of a day', () => {
  const bought: Filled = { side: 'buy' }

  it('REG of shares: sales of shares by proceeds; a large buy and options pay nothing', () => {
    const fills = [
      fill('a', '100', 'stock', { price: '30' }),
      fill('b', '10', 'stock', { price: '100' }),
      fill('c', '10000', 'stock', { ...bought, price: '500' }),
      fill('d', '50', 'put'),
      fill('e', '1', 'crypto', { price: '90000' }),
    ]
    expect(shares([fee('share_proceeds', '0.08')], fills)).toEqual(['a 0.06', 'b 0.02'])
  })

  it('TAF of shares: sales of shares by quantity', () => {
    const fills = [
      fill('a', '100', 'stock', { price: '30' }),
      fill('b', '300', 'stock', { price: '1' }),
      fill('c', '900', 'stock', bought),
      fill('d', '50', 'call'),
    ]
    expect(shares([fee('share_quantity', '0.08')], fills)).toEqual(['a 0.02', 'b 0.06'])
  })

  it('REG of options: sales of options by proceeds; TAF by contracts', () => {
    const fills = [
      fill('a', '1', 'put', { price: '3' }),
      fill('b', '3', 'call', { price: '1' }),
      fill('c', '9', 'put', bought),
      fill('d', '500', 'stock', { price: '100' }),
    ]
    expect(shares([fee('option_proceeds', '0.08')], fills)).toEqual(['a 0.04', 'b 0.04'])
    expect(shares([fee('option_quantity', '0.08')], fills)).toEqual(['a 0.02', 'b 0.06'])
  })

  it('ORF: option contracts of both sides; the recorded 0.23 of 15 contracts', () => {
    const fills = [fill('a', '9', 'put'), fill('b', '6', 'call', bought), fill('c', '100', 'stock')]
    expect(shares([fee('option_contracts', '0.23')], fills)).toEqual(['a 0.14', 'b 0.09'])
  })

  it('CAT: all fills by shares, a contract is 100 of them, coins are none', () => {
    const fills = [
      fill('a', '3', 'put', bought),
      fill('b', '100', 'stock'),
      fill('c', '5', 'crypto'),
    ]
    expect(shares([fee('all_fills', '0.08')], fills)).toEqual(['a 0.06', 'b 0.02'])
  })

  it('give the cents that rounding leaves to the largest remainders, of equals by trade id', () => {
    const three = [fill('c', '1'), fill('a', '1'), fill('b', '1')]
    expect(shares([fee('all_fills', '0.02')], three)).toEqual(['a 0.01', 'b 0.01', 'c 0'])
    // 2/7 and 5/7 of 0.03: 0.857 and 2.142 cents.
    const two = [fill('a', '2'), fill('b', '5')]
    expect(shares([fee('all_fills', '0.03')], two)).toEqual(['a 0.01', 'b 0.02'])
  })

  it('give a rebate back, and share an amount finer than a cent in its own last digit', () => {
    const five = [fill('a', '4'), fill('b', '1')]
    expect(shares([fee('all_fills', '-0.05')], five)).toEqual(['a -0.04', 'b -0.01'])
    const fine = [fill('a', '1'), fill('b', '2')]
    expect(shares([fee('all_fills', '0.0003')], fine)).toEqual(['a 0.0001', 'b 0.0002'])
  })

  it('count an execution from 20:00 New York for the next trading day', () => {
    // 8 January is a Thursday; 01:00 UTC is 20:00 of the evening before.
    const fills = [
      fill('a', '100', 'stock', { time: '08 01:00' }),
      fill('b', '100', 'stock', { time: '08 00:59' }),
      fill('c', '100', 'stock', { time: '08 20:00' }),
      fill('d', '100', 'stock', { time: '09 01:30' }),
    ]
    expect(shares([fee('share_quantity', '0.02')], fills)).toEqual(['a 0.01', 'c 0.01'])
    expect(tradeDateOf(at('2026-01-16T01:00:00Z'))).toBe('2026-01-16')
    // A Sunday evening before a Monday without trading.
    expect(tradeDateOf(at('2026-01-19T01:00:00Z'))).toBe('2026-01-20')
  })

  it('stay with the account where no fill explains them, as fees of rule account do', () => {
    const fills = [fill('a', '1', 'crypto'), fill('b', '5', 'stock', bought)]
    for (const rule of [
      'option_contracts',
      'option_proceeds',
      'share_proceeds',
      'account',
    ] as const)
      expect(shares([fee(rule, '0.08')], fills)).toEqual([])
    expect(shares([fee('execution', '0.03', { executionId: 'unknown' })], fills)).toEqual([])
    expect(shares([fee('all_fills', '0.08', { day: '2026-01-09' })], fills)).toEqual([])
  })
})

describe('coin fees in dollars', () => {
  const posted = at('09 04:21')
  const coinFee = (amount: string, more: Partial<FeeFact> = {}) =>
    fee('coin', amount, { day: '2026-01-09', postedAt: posted, ...more })

  it('go to the nearest earlier sale that they fit, rounded up to the cent: 2.2011 is 2.21', () => {
    const fills = [
      fill('a', '1', 'crypto', { price: '880.44', time: '09 00:51' }),
      fill('b', '1', 'crypto', { price: '4000', time: '09 01:30', underlying: 'ETH/USD' }),
      fill('c', '1', 'crypto', { price: '880.44', time: '09 05:00' }),
      fill('d', '1', 'crypto', { price: '880.44', time: '09 02:00', side: 'buy' }),
    ]
    expect(shares([coinFee('2.21')], fills)).toEqual(['a 2.21'])
    expect(shares([coinFee('6.00')], fills)).toEqual(['b 6'])
  })

  it('are charged once for each execution: two fees of two equal sales go to both', () => {
    const fills = [
      fill('a', '1', 'crypto', { price: '1000', time: '09 01:00' }),
      fill('b', '1', 'crypto', { price: '1000', time: '09 01:30' }),
    ]
    const fees = [coinFee('2.50', { activityId: 'f1' }), coinFee('2.50', { activityId: 'f2' })]
    expect(shares(fees, fills)).toEqual(['a 2.5', 'b 2.5'])
    const charged = fills.map((one) => ({ ...one, isCharged: one.tradeId === 'b' }))
    expect(shares([coinFee('2.50')], charged)).toEqual(['a 2.5'])
  })

  it('that fit nothing go to the nearest earlier sale of a coin; without one to the account', () => {
    const fills = [
      fill('a', '1', 'crypto', { price: '1000', time: '09 01:00' }),
      fill('b', '1', 'crypto', { price: '1000', time: '09 01:30' }),
    ]
    expect(shares([coinFee('7.77')], fills)).toEqual(['b 7.77'])
    expect(shares([coinFee('7.77', { postedAt: at('09 00:30') })], fills)).toEqual([])
    expect(shares([coinFee('7.77')], [fill('s', '100', 'stock')])).toEqual([])
  })

  it('are fitted to the whole execution where it served two trades', () => {
    const more = { price: '1000', time: '09 01:00', executionId: 'x' }
    const fills = [fill('a', '0.75', 'crypto', more), fill('b', '0.25', 'crypto', more)]
    expect(shares([coinFee('2.50')], fills)).toEqual(['a 1.88', 'b 0.62'])
  })

  it('that name a coin go to executions of that coin alone', () => {
    const fills = [
      fill('a', '1', 'crypto', { price: '1000', time: '09 01:00' }),
      fill('b', '1', 'crypto', { price: '1000', time: '09 01:30', underlying: 'ETH/USD' }),
    ]
    expect(shares([coinFee('2.50', { coin: 'BTC/USD' })], fills)).toEqual(['a 2.5'])
    expect(shares([coinFee('2.50', { coin: 'SOL/USD' })], fills)).toEqual([])
  })
})

describe('shares of any fee', () => {
  const fills = fc.array(
    fc
      .record({
        trade: fc.constantFrom('a', 'b', 'c', 'd'),
        kind: fc.constantFrom('put', 'call', 'stock', 'crypto'),
        side: fc.constantFrom('buy', 'sell'),
        quantity: fc.integer({ min: 1, max: 9000 }),
        price: fc.integer({ min: 0, max: 90_000 }),
        hour: fc.integer({ min: 0, max: 23 }),
        nth: fc.nat({ max: 5 }),
      })
      .map(({ trade, kind, side, quantity, price, hour, nth }) =>
        fill(trade, String(quantity), kind as FeeFill['legKind'], {
          side: side as FeeFill['side'],
          price: String(price / 100),
          time: `08 ${String(hour).padStart(2, '0')}:00`,
          executionId: kind === 'crypto' ? `${side} ${hour} ${nth}` : `x${nth}`,
          orderId: `o${nth}`,
        }),
      ),
    { maxLength: 12 },
  )
  const fees = fc.array(
    fc
      .record({
        rule: fc.constantFrom(...FEE_RULES),
        units: fc.integer({ min: -500, max: 5000 }),
        places: fc.constantFrom(2, 4),
        nth: fc.nat({ max: 6 }),
      })
      .map(({ rule, units, places, nth }) => ({
        ...fee(rule, '0'),
        amount: decimal(units, places),
        executionId: rule === 'execution' ? `x${nth}` : null,
        orderId: rule === 'order' ? `o${nth}` : null,
        postedAt: at('09 10:00'),
      })),
    { maxLength: 8 },
  )

  it('sum to what the broker charged, or there are none; the order of the rows does not matter', () => {
    fc.assert(
      fc.property(fees, fills, (charged, executed) => {
        const facts = charged.map((one, i) => ({ ...one, activityId: `f${i}` }))
        const found = shareFees(facts, executed)
        for (const { activityId, amount, rule } of facts) {
          const own = found.filter((share) => share.activityId === activityId)
          const sum = own.reduce((all, share) => all.plus(share.amount), decimal(0))
          if (own.length > 0) expect(sum.toFixed()).toBe(amount.toFixed())
          if (rule === 'account') expect(own).toEqual([])
        }
        const key = (one: object) => JSON.stringify(one)
        const turned = shareFees(facts.toReversed(), executed.toReversed())
        expect(turned.map(key).sort()).toEqual(found.map(key).sort())
      }),
    )
  })
})
