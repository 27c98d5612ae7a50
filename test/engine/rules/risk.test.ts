import { describe, expect, it } from 'vitest'
import { groupOrders } from '../../../src/engine/group'
import { decimal } from '../../../src/engine/model/decimal'
import { type AdjustedDeliverable, instrumentOf } from '../../../src/engine/model/instrument'
import type { RiskRow } from '../../../src/engine/risk/trade-risk'
import { runsOf } from '../../support/effort'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'
import { randomBook } from '../support/random-book'
import { profitOfRows, riskIsExpected } from '../support/risk'
import { STRATEGIES } from '../support/strategies'

/** Prices of options around shares at 100, by strike. */
const CALLS: Record<string, number> = { 90: 11.2, 95: 7.1, 100: 4, 105: 1.9, 110: 0.8 }
const PUTS: Record<string, number> = { 85: 0.3, 90: 0.6, 95: 1.6, 100: 3.8, 105: 6.9, 110: 10.7 }

/**
 * Max profit, max loss and break-evens of each structure at these prices, worked out by hand and by
 * trying every half cent. All other structures have several expiries or no option.
 */
const WORKED_OUT: Record<string, [number | null, number | null, number[]]> = {
  long_call: [null, -400, [104]],
  short_call: [400, null, [104]],
  long_put: [9620, -380, [96.2]],
  short_put: [380, -9620, [96.2]],
  covered_call: [690, -9810, [98.1]],
  covered_put: [660, null, [101.6]],
  protective_put: [null, -660, [101.6]],
  protective_call: [9810, -690, [98.1]],
  collar: [530, -470, [99.7]],
  reverse_collar: [470, -530, [99.7]],
  conversion: [20, 20, []],
  reversal: [-20, -20, []],
  covered_strangle: [850, -19150, [96.5]],
  bull_call_spread: [290, -210, [102.1]],
  bear_call_spread: [210, -290, [102.1]],
  bull_put_spread: [220, -280, [97.8]],
  bear_put_spread: [280, -220, [97.8]],
  long_straddle: [null, -780, [92.2, 107.8]],
  short_straddle: [780, null, [92.2, 107.8]],
  long_strangle: [null, -350, [91.5, 108.5]],
  short_strangle: [350, null, [91.5, 108.5]],
  long_guts: [null, -400, [91, 109]],
  short_guts: [400, null, [91, 109]],
  strip: [null, -1160, [94.2, 111.6]],
  strap: [null, -1180, [88.2, 105.9]],
  risk_reversal: [null, -9530, [105.3]],
  reverse_risk_reversal: [9530, null, [105.3]],
  synthetic_long: [null, -10020, [100.2]],
  synthetic_short: [10020, null, [100.2]],
  call_ratio_spread: [480, null, [100.2, 109.8]],
  put_ratio_spread: [440, -9060, [90.6, 99.4]],
  call_backspread: [null, -480, [100.2, 109.8]],
  put_backspread: [9060, -440, [90.6, 99.4]],
  bull_call_ladder: [370, null, [101.3, 113.7]],
  bear_call_ladder: [null, -370, [101.3, 113.7]],
  bull_put_ladder: [8660, -340, [86.6, 98.4]],
  bear_put_ladder: [340, -8660, [86.6, 98.4]],
  long_call_butterfly: [400, -100, [96, 104]],
  short_call_butterfly: [100, -400, [96, 104]],
  long_put_butterfly: [410, -90, [95.9, 104.1]],
  short_put_butterfly: [90, -410, [95.9, 104.1]],
  call_broken_wing_butterfly: [510, -490, [105.1]],
  put_broken_wing_butterfly: [540, -960, [94.6]],
  inverse_call_bwb: [490, -510, [105.1]],
  inverse_put_bwb: [960, -540, [94.6]],
  long_call_condor: [200, -300, [93, 107]],
  short_call_condor: [300, -200, [93, 107]],
  long_put_condor: [220, -280, [92.8, 107.2]],
  short_put_condor: [280, -220, [92.8, 107.2]],
  iron_butterfly: [430, -70, [95.7, 104.3]],
  reverse_iron_butterfly: [70, -430, [95.7, 104.3]],
  broken_wing_iron_butterfly: [530, -470, [94.7]],
  iron_condor: [210, -290, [92.9, 107.1]],
  reverse_iron_condor: [290, -210, [92.9, 107.1]],
  unbalanced_iron_condor_widths: [240, -760, [92.6, 107.4]],
  jade_lizard: [270, -9230, [92.3, 107.7]],
  reverse_jade_lizard: [290, null, [92.1, 107.9]],
  big_lizard: [590, -9410, [94.1]],
  long_box: [-50, -50, []],
  short_box: [50, 50, []],
  bull_zebra: [null, -1840, [99.2]],
  seagull_bullish: [450, -9550, [100.5]],
  call_christmas_tree: [700, -300, [98, 108.5]],
  iron_condor_x5: [1050, -1450, [92.9, 107.1]],
  covered_call_x3: [2070, -29430, [98.1]],
  partial_covered_call_200sh_1c: [null, -19810, [99.05]],
  bear_zebra: [10240, -1760, [101.2]],
  bearish_seagull: [470, null, [99.7]],
  put_christmas_tree: [670, -330, [91.65, 101.7]],
  covered_straddle: [780, -19220, [96.1]],
  reverse_big_lizard: [620, null, [106.2]],
}

const facts = () => new Facts()

const figuresOf = (risk: RiskRow | null) =>
  risk && [
    risk.max_profit === null ? null : Number(risk.max_profit),
    risk.max_loss === null ? null : Number(risk.max_loss),
    risk.breakevens.map(Number),
  ]

describe('the risk of a structure', () => {
  it.each(STRATEGIES)('$case', ({ case: name, legs }) => {
    const book = facts()
    for (const { kind, qty, strike = 0, expiry } of legs) {
      const word = kind === 'stock' ? 'S' : `${kind === 'call' ? 'C' : 'P'}${strike}`
      const price = kind === 'stock' ? 100 : (kind === 'call' ? CALLS : PUTS)[strike]
      const leg = expiry === 'far' ? `${word}f` : word
      const options = { parent: 'parent-1' }
      if (qty > 0) book.buyToOpen(leg, qty, price ?? 1, '05 15:00', options)
      else book.sellToOpen(leg, -qty, price ?? 1, '05 15:00', options)
    }
    const { risk } = new Grouped(book).one
    expect(figuresOf(risk)).toEqual(WORKED_OUT[name] ?? null)
  })
})

describe('the risk of a trade', () => {
  it('has knots at price 0, at the strikes and beyond them', () => {
    const book = facts()
    book.buyToOpen('C100', 1, 4, '05 15:00', { parent: 'p' })
    book.sellToOpen('C105', 1, 1.9, '05 15:00', { parent: 'p' })
    expect(new Grouped(book).one.risk?.knots).toEqual([
      { price: '0', pl: '-210' },
      { price: '100', pl: '-210' },
      { price: '105', pl: '290' },
      { price: '210', pl: '290' },
    ])
  })

  it('counts what is realized so far, before fees', () => {
    const book = facts()
    book.sellToOpen('P100', 2, 3.8, '05 15:00')
    book.buyToClose('P100', 1, 1.3, '06 15:00')
    // 250 realized, and 380 received for a put that costs 100 a dollar below 100.
    expect(figuresOf(new Grouped(book).one.risk)).toEqual([630, -9370, [93.7]])
  })

  it('is that of what is left when legs of one of two expiries are closed', () => {
    const book = facts()
    book.sellToOpen('C100', 1, 4, '05 15:00', { parent: 'p' })
    const far = book.buyToOpen('C100f', 1, 6, '05 15:00', { parent: 'p' })
    expect(new Grouped(book).of(far).risk).toBeNull()
    book.buyToClose('C100', 1, 1, '06 15:00')
    // 300 realized of 600 paid.
    expect(figuresOf(new Grouped(book).of(far).risk)).toEqual([null, -300, [103]])
  })

  it('is null once nothing is open', () => {
    const book = facts()
    book.sellToOpen('P100', 1, 3.8, '05 15:00')
    book.buyToClose('P100', 1, 1.3, '06 15:00')
    expect(new Grouped(book).one.risk).toBeNull()
  })

  it('is null for orders that are not filled, and for coins', () => {
    const book = facts()
    book.sellToOpen('P100', 1, 3.8, '05 15:00', { fills: [], working: true })
    expect(new Grouped(book).one).toMatchObject({ status: 'pending', risk: null })
    const coins = new Facts('BTC/USD')
    coins.buy('B', 1, 60_000, '05 15:00')
    expect(new Grouped(coins).one).toMatchObject({ status: 'open', risk: null })
  })

  it('is null where the cost of a part is unknown', () => {
    const book = facts()
    book.transfer('P100', 1, '05')
    expect(new Grouped(book).one).toMatchObject({ incomplete: true, risk: null })
  })

  it('of an option that is settled in cash is that of any option', () => {
    const book = new Facts('SPX')
    book.sellToOpen('P100', 2, 3.8, '05 15:00')
    book.assign('P100', 1, { early: '2026-01-07', cash: -120 })
    book.events.pop()
    // One cost 120 of the 380 received for it.
    expect(figuresOf(new Grouped(book).one.risk)).toEqual([640, -9360, [93.6]])
  })
})

describe('the risk of a covered trade', () => {
  const covered = (shares: number, calls: number) => {
    const book = facts()
    book.buyToOpen('S', shares, 98.5, '05 15:00')
    const call = book.sellToOpen('C105', calls, 1.9, '07 15:00')
    return { book, call }
  }

  it('is judged with the shares that cover it, at their cost', () => {
    const { book, call } = covered(100, 1)
    const trade = new Grouped(book).of(call)
    expect(trade).toMatchObject({ strategy: 'covered_call' })
    expect(figuresOf(trade.risk)).toEqual([840, -9660, [96.6]])
  })

  it('takes no more shares than the short calls bind', () => {
    const { book, call } = covered(300, 2)
    expect(figuresOf(new Grouped(book).of(call).risk)).toEqual([1680, -19_320, [96.6]])
  })

  it('takes shares of several prices at their average', () => {
    const book = facts()
    book.buyToOpen('S', 100, 90, '05 15:00')
    book.buyToOpen('S', 100, 94, '05 15:02')
    const call = book.sellToOpen('C105', 1, 2, '07 15:00')
    const trade = new Grouped(book).of(call)
    expect(figuresOf(trade.risk)).toEqual([1500, -9000, [90]])
  })

  it('keeps the shares, and no profit that they made, of the trade that covers it', () => {
    const { book, call } = covered(200, 1)
    book.sellToClose('S', 100, 120, '08 15:00')
    expect(figuresOf(new Grouped(book).of(call).risk)).toEqual([840, -9660, [96.6]])
  })

  it('has no limit once its shares are sold', () => {
    const { book, call } = covered(100, 1)
    book.sellToClose('S', 100, 99, '08 15:00')
    const trade = new Grouped(book).of(call)
    expect(trade.coveredBy).not.toBeNull()
    expect(figuresOf(trade.risk)).toEqual([190, null, [106.9]])
  })

  it('is judged with the shares of several trades that cover it together', () => {
    const book = facts()
    book.buyToOpen('S', 60, 90, '05 15:00')
    book.transfer('S', 60, '06', 95)
    const call = book.sellToOpen('C105', 1, 2, '07 15:00')
    // 60 shares at 90 and 40 at 95 cost 9200.
    expect(figuresOf(new Grouped(book).of(call).risk)).toEqual([1500, -9000, [90]])
  })

  it('is judged with short shares when it is a short put', () => {
    const book = facts()
    book.sellToOpen('S', 100, 100, '05 15:00')
    const put = book.sellToOpen('P95', 1, 1.6, '07 15:00')
    const trade = new Grouped(book).of(put)
    expect(trade.strategy).toBe('covered_put')
    expect(figuresOf(trade.risk)).toEqual([660, null, [101.6]])
  })

  it('is null while a long call of a later expiry covers it', () => {
    const book = facts()
    book.buyToOpen('C90f', 1, 11, '05 15:00')
    const call = book.sellToOpen('C105', 1, 1.9, '07 15:00')
    expect(new Grouped(book).of(call)).toMatchObject({
      strategy: 'poor_mans_covered_call',
      risk: null,
    })
    book.sellToClose('C90f', 1, 12, '08 15:00')
    expect(figuresOf(new Grouped(book).of(call).risk)).toEqual([190, null, [106.9]])
  })
})

describe('the risk of adjusted contracts', () => {
  const longCall = (multiplier: number, adjusted: AdjustedDeliverable) => {
    const book = facts()
    book.buyToOpen('C100', 1, 4, '05 15:00')
    const [order] = book.orders
    if (!order) throw new Error('no order')
    const { expiry, underlying } = order.instrument
    order.instrument = instrumentOf(
      'AAPL1260116C00100000',
      'call',
      decimal(100),
      expiry,
      decimal(multiplier),
      underlying,
      adjusted,
    )
    return book
  }

  it('goes by the multiplier of the contract', () => {
    const { risk } = new Grouped(longCall(10, null)).one
    expect(figuresOf(risk)).toEqual([null, -40, [104]])
  })

  it('goes by the shares and the cash that the contract delivers', () => {
    const deliverable = { shares: decimal(160), cash: decimal(2000) }
    const { risk } = new Grouped(longCall(100, deliverable)).one
    // 160 shares and 2000 dollars for 10000 are worth it from 50 on.
    expect(figuresOf(risk)).toEqual([null, -400, [52.5]])
    expect(risk?.knots.map(({ price, pl }) => `${price} ${pl}`)).toEqual([
      '0 -400',
      '50 -400',
      '105 8400',
    ])
  })

  it('is null where the contract delivers another security too', () => {
    expect(new Grouped(longCall(100, 'other')).one.risk).toBeNull()
  })

  it('is the same from a checkpoint', () => {
    for (const deliverable of ['other', { shares: decimal(160), cash: decimal(2000) }] as const) {
      const book = longCall(100, deliverable)
      book.buyToOpen('S', 1, 100, '09 15:00')
      const whole = groupOrders(book.ledger, { windowSeconds: 300, checkpointEvery: 1 })
      const from = structuredClone(whole.checkpoints[0])
      if (!from) throw new Error('no checkpoint')
      const orders = book.orders.filter((order) => order.createdAt >= from.at)
      const rest = groupOrders({ ...book.ledger, orders }, { windowSeconds: 300, from })
      expect(rest.trades.map(({ risk }) => risk)).toEqual(whole.trades.map(({ risk }) => risk))
    }
  })
})

describe('the risk of every trade of random books', () => {
  it('equals the sum over open legs at every price, and is there if the options share an expiry', () => {
    let seen = 0
    for (let seed = 0; seed < runsOf(400, { few: 100 }); seed++) {
      const { trades } = groupOrders(randomBook(seed, 5 + (seed % 40)), { windowSeconds: 300 })
      for (const trade of trades) {
        if (trade.coveredBy !== null) continue
        expect(trade.risk !== null).toBe(riskIsExpected(trade))
        if (trade.risk === null) continue
        seen++
        for (const { price, pl } of trade.risk.knots)
          expect(profitOfRows(trade, [], decimal(price)).toFixed()).toBe(pl)
        for (const price of trade.risk.breakevens)
          expect(Math.abs(profitOfRows(trade, [], decimal(price)).toNumber())).toBeLessThan(1e-7)
      }
    }
    expect(seen).toBeGreaterThan(100)
  })
})
