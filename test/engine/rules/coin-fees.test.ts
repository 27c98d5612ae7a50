import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupOrders } from '../../../src/engine/group'
import { decimal } from '../../../src/engine/model/decimal'
import { newYorkDate } from '../../../src/time/new-york'
import { at, Facts } from '../support/facts'
import { Grouped } from '../support/grouped'
import { textOf } from '../support/loader'

const HOURS = 3_600_000
const START = Date.parse('2026-01-06T15:00:00Z')
/** In units of a billionth: what a coin is counted in. */
const COIN = 1_000_000_000

/**
 * One trade of an account that buys, pays its fee in coins and sells some or all of what it has.
 */
const dealings = fc.array(
  fc.record({
    bought: fc.integer({ min: 1, max: 900 }).map((thousandths) => thousandths * 1_000_000),
    /** In hundredths of a percent. */
    rate: fc.constantFrom(25, 15),
    sold: fc.constantFrom(0, 0.4, 1, 1),
    pause: fc.integer({ min: 1, max: 20 }),
    inUtc: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

const coins = () => new Facts('BTC/USD')

/** Bought, a quarter of a percent of it taken, and all that is left sold. */
function roundTrip(facts: Facts, qty: number, bought: string, sold: string, intents = false) {
  const fee = qty / 400
  facts.order('buy', intents ? 'open' : null, 'B', qty, 1000, bought)
  facts.order('sell', intents ? 'close' : null, 'B', qty - fee, 1100, sold)
  return fee
}

describe('fees taken in coins', () => {
  it.each([
    ['the same day', '2026-01-06'],
    ['the next day', '2026-01-07'],
  ])('dated %s, the trade is closed: 0.49875 sold for 548.625, 0.5 bought for 500', (_, date) => {
    const facts = coins()
    facts.buy('B', 0.5, 1000, '06 15:00')
    facts.coinFee(0.00125, date)
    facts.sell('B', 0.49875, 1100, '06 18:00')
    const { one } = new Grouped(facts)
    expect(one).toMatchObject({ strategy: 'long_crypto', status: 'closed', incomplete: false })
    expect(one).toMatchObject({ entryCash: '-500', exitCash: '548.625' })
    expect(Number(one.realizedPl)).toBe(48.625)
    expect(one.legs).toMatchObject([{ open_qty: '0' }])
  })

  it('take effect just after the opening: what is left costs more from then on', () => {
    const facts = coins()
    facts.buy('B', 1, 80, '06 15:00')
    facts.coinFee(0.2, '2026-01-06')
    facts.sell('B', 0.4, 150, '06 18:00')
    const { one } = new Grouped(facts)
    expect(one).toMatchObject({ status: 'partial', realizedPl: '20' })
    expect(one.legs).toMatchObject([{ open_qty: '0.4', avg_open_price: '100' }])
  })

  it.each([
    ['0.5, then 0.3', [0.5, 0.3]],
    ['0.3, then 0.5', [0.3, 0.5]],
  ])('follow each its own buy of a day: %s', (_, [first = 0, second = 0]) => {
    for (const intents of [false, true]) {
      const facts = coins()
      const fees = [
        roundTrip(facts, first, '06 15:00', '06 16:00', intents),
        roundTrip(facts, second, '06 17:00', '06 18:00', intents),
      ]
      for (const fee of fees) facts.coinFee(fee, '2026-01-06')
      const { trades } = new Grouped(facts).all
      const profits = [first, second].map((qty) => (qty * (0.9975 * 1100 - 1000)).toFixed(5))
      expect(trades.map(({ realizedPl }) => Number(realizedPl).toFixed(5)).sort()).toEqual(
        profits.sort(),
      )
      for (const trade of trades)
        expect(trade).toMatchObject({
          status: 'closed',
          incomplete: false,
          strategy: 'long_crypto',
        })
    }
  })

  it('of a day in one sum: taken where no sale misses the coins', () => {
    const facts = coins()
    const fee = roundTrip(facts, 0.5, '06 15:00', '06 16:00')
    facts.coinFee(fee + roundTrip(facts, 0.3, '06 17:00', '06 18:00'), '2026-01-06')
    expect(new Grouped(facts).one).toMatchObject({ status: 'closed', strategy: 'long_crypto' })
  })

  it('are not taken from coins of the day before that are sold whole', () => {
    const facts = coins()
    facts.buy('B', 0.1, 1000, '05 15:00')
    facts.sell('B', 0.1, 1100, '06 14:00')
    facts.coinFee(roundTrip(facts, 0.5, '06 15:00', '06 18:00'), '2026-01-06')
    expect(new Grouped(facts).names).toEqual(['long_crypto closed', 'long_crypto closed'])
  })

  it('of a buy in the night are dated by UTC’s next day, and taken at its start in New York', () => {
    const facts = coins()
    facts.buy('B', 0.5, 1000, '07 02:00')
    facts.coinFee(0.00125, '2026-01-07')
    facts.sell('B', 0.49875, 1100, '07 14:00')
    facts.coinFee(roundTrip(facts, 0.3, '07 15:00', '07 16:00'), '2026-01-07')
    expect(new Grouped(facts).names).toEqual(['long_crypto closed', 'long_crypto closed'])
  })

  it('wait for a buy in the night of their own day in New York', () => {
    const facts = coins()
    facts.buy('B', 0.5, 1000, '07 04:58')
    facts.coinFee(0.00125, '2026-01-06')
    facts.sell('B', 0.49875, 1100, '07 14:00')
    const { one } = new Grouped(facts)
    expect([one.status, Number(one.realizedPl)]).toEqual(['closed', 48.625])
  })

  it('wait through the 25th hour of the day on which the clock is put back', () => {
    const facts = coins()
    facts.buy('B', 0.5, 1000, '2026-11-02T04:30:00Z')
    facts.coinFee(0.00125, '2026-11-01')
    for (const event of facts.events) event.at = Date.parse('2026-11-01T04:00:00Z') * 1000
    facts.sell('B', 0.49875, 1100, '2026-11-02T15:00:00Z')
    const { one } = new Grouped(facts)
    expect([one.status, Number(one.realizedPl)]).toEqual(['closed', 48.625])
  })

  it('that nothing covers take what there is when their day is over, and wait no longer', () => {
    const facts = coins()
    facts.buy('B', 0.001, 1000, '06 15:00')
    facts.coinFee(0.00125, '2026-01-06')
    const later = facts.buy('B', 0.5, 1000, '08 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.names).toEqual(['long_crypto closed', 'long_crypto open'])
    expect(grouped.all.fills).toContainEqual(
      expect.objectContaining({ kind: 'transfer', executedAt: '2026-01-07T04:59:59.999999Z' }),
    )
    expect(grouped.of(later)).toMatchObject({ quantity: '0.5' })
  })

  it('leave what the broker holds, whatever is bought and sold how often on a day', () => {
    fc.assert(
      fc.property(dealings, fc.boolean(), (deals, intents) => {
        const facts = coins()
        let held = 0
        let now = START
        const next = (hours: number) => {
          now += hours * HOURS
          return new Date(now).toISOString()
        }
        for (const { bought, rate, sold, pause, inUtc } of deals) {
          const boughtAt = next(pause)
          facts.order('buy', intents ? 'open' : null, 'B', bought / COIN, 1000, boughtAt)
          const fee = Math.ceil((bought * rate) / 10_000)
          const posted = (now + 3000) * 1000
          facts.coinFee(fee / COIN, inUtc ? boughtAt.slice(0, 10) : newYorkDate(now * 1000), {
            posted,
          })
          held += bought - fee
          const part = Math.floor(held * sold)
          if (part === 0) continue
          held -= part
          facts.order('sell', intents ? 'close' : null, 'B', part / COIN, 1100, next(1))
        }
        const { trades } = new Grouped(facts).all
        expect(trades.filter((trade) => trade.incomplete)).toEqual([])
        expect(new Set(trades.map(({ strategy }) => strategy))).toEqual(new Set(['long_crypto']))
        const legs = trades.flatMap((trade) => trade.legs)
        const open = legs.reduce((sum, leg) => sum + Number(leg.open_qty) * COIN, 0)
        expect(Math.round(open)).toBe(held)
      }),
      { numRuns: 300 },
    )
  })

  it('of every day leave the nights between quiet enough to go on from', () => {
    const facts = coins()
    for (let day = 5; day < 25; day++) {
      const of = (time: string) => `${String(day).padStart(2, '0')} ${time}`
      const fee = roundTrip(facts, 0.5, of('15:00'), of('18:00'))
      facts.coinFee(fee, `2026-01-${String(day).padStart(2, '0')}`)
    }
    const whole = groupOrders(facts.ledger, { windowSeconds: 300, checkpointEvery: 4 })
    expect(whole.checkpoints.length).toBeGreaterThan(10)
    expect(whole.trades.every(({ status }) => status === 'closed')).toBe(true)
    expect(textOf(whole)).toBe(textOf(new Grouped(facts).all))
  })

  it.each([
    ['DOT, taker', 788.4, 1.971],
    ['DOT, maker', 73.277, 0.1099155],
    ['UNI, rounded up to nine places', 112.962074947, 0.282405188],
  ])('shrink the lot of the execution that they fit: %s', (_, bought, fee) => {
    const facts = coins()
    facts.buy('B', 40, 10, '06 10:00')
    facts.buy('B', bought, 20, '06 12:00')
    facts.buy('B', 60, 30, '06 14:00')
    facts.coinFee(fee, '2026-01-06', { posted: at('06 15:00') })
    // Sold at cost: what is lost is the fee alone, at the cost of the lot that it shrank.
    facts.sell('B', 40, 10, '07 15:00')
    expect(Number(new Grouped(facts).one.realizedPl)).toBe(0)
    facts.sell('B', Number((bought - fee).toFixed(9)), 20, '07 16:00')
    const { one } = new Grouped(facts)
    expect(one.legs).toMatchObject([{ open_qty: '60' }])
    expect(Number(one.realizedPl)).toBeCloseTo(-fee * 20, 9)
  })

  it('posted hours later, after the sale, are booked on the purchase: all of the profit stays', () => {
    const facts = coins()
    facts.buy('B', 0.5, 1000, '06 22:00')
    facts.sell('B', 0.49875, 1100, '07 02:00')
    facts.coinFee(0.00125, '2026-01-07', { posted: at('07 04:21') })
    const { one } = new Grouped(facts)
    expect([one.status, Number(one.realizedPl), one.incomplete]).toEqual(['closed', 48.625, false])
  })

  it('of one order with both rates shrink each its own execution', () => {
    const facts = coins()
    const fills: [number, number, string][] = [
      [100, 10, '06 12:00:01'],
      [50, 10, '06 12:00:05'],
    ]
    facts.buy('B', 150, 10, '06 12:00', { fills })
    facts.coinFee(0.075, '2026-01-06', { posted: at('06 12:00:07') })
    facts.coinFee(0.25, '2026-01-06', { posted: at('06 12:00:03') })
    facts.sell('B', 149.675, 11, '06 13:00')
    const { one } = new Grouped(facts)
    expect([one.status, Number(one.realizedPl)]).toEqual(['closed', 146.425])
  })

  it('do not belong to a fill that the broker took back: coins held before pay them', () => {
    const facts = coins()
    facts.buy('B', 1, 1000, '05 15:00')
    facts.buy('B', 0.5, 1500, '06 12:00')
    facts.buy('B', 4, 2000, '06 15:00')
    const busted = facts.orders.at(-1)
    if (busted) busted.filledQuantity = decimal(0)
    facts.coinFee(0.01, '2026-01-06', { posted: at('06 15:00:02') })
    facts.sell('B', 0.99, 1100, '06 16:00')
    const sold = new Grouped(facts).all.fills.filter(({ effect }) => effect === 'close')
    expect(sold.map(({ qty, realizedPl }) => [qty, Number(realizedPl)])).toEqual([['0.99', 89]])
  })
})
