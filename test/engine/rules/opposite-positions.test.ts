import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

const lines = (facts: Facts): string[] =>
  new Grouped(facts).all.trades
    .map(({ strategy, status, realizedPl, legs }) => {
      const open = legs
        .filter((leg) => !decimal(leg.open_qty).isZero)
        .map((leg) => `${leg.side} ${leg.symbol} ${leg.open_qty} at ${leg.open_cost}`)
      return [`${strategy} ${status} ${realizedPl}`, ...open].join(', ')
    })
    .sort()

const unbooked = (facts: Facts) => new Grouped(facts).all.unbooked.map(({ reason }) => reason)

describe('what comes in where the other side is held', () => {
  it('a merger into a short position closes it at what the shares cost', () => {
    const facts = new Facts()
    facts.buy('S', 100, 10, '05 15:00')
    const other = new Facts('META')
    other.order('sell', 'open', 'S', 40, 30, '05 15:01', { id: 'short', short: true })
    facts.orders.push(...other.orders)
    facts.action('merger', -100, '07', { price: 10, group: 'g' })
    facts.action('merger', 50, '07', { of: 'META', price: 20, group: 'g' })
    expect(lines(facts)).toEqual([
      'long_stock partial 0, long META 10 at 200',
      'short_stock closed 400',
    ])
  })

  it('a merger into a long position of a short closes it likewise', () => {
    const facts = new Facts()
    facts.sellToOpen('S', 100, 10, '05 15:00', { short: true })
    const other = new Facts('META')
    other.order('buy', 'open', 'S', 30, 8, '05 15:01', { id: 'long' })
    facts.orders.push(...other.orders)
    facts.action('name', 100, '07', { price: 10, group: 'g' })
    facts.action('name', -100, '07', { of: 'META', price: 10, group: 'g' })
    expect(lines(facts)).toEqual([
      'long_stock closed 60',
      'short_stock partial 0, short META 70 at -700',
    ])
  })

  it('spun-off shares without a cost close a short position at 0', () => {
    const facts = new Facts()
    facts.sellToOpen('S', 20, 5, '05 15:00', { short: true })
    facts.action('spin_off', 20, '07', { price: 0 })
    expect(lines(facts)).toEqual(['short_stock closed 100'])
  })

  it('shares that a short seller owes come out of shares that are held', () => {
    const facts = new Facts()
    facts.buy('S', 30, 5, '05 15:00')
    facts.action('spin_off', -10, '07', { price: 0 })
    expect(lines(facts)).toEqual(['long_stock partial -50, long AAPL 20 at 100'])
  })

  it('shares transferred in close a short position at their price, without one at its own cost', () => {
    for (const [price, profit] of [
      [50, '1000'],
      [null, '0'],
    ] as const) {
      const facts = new Facts()
      facts.sellToOpen('S', 100, 60, '05 15:00', { short: true })
      facts.transfer('S', 100, '07', price)
      expect(lines(facts)).toEqual([`short_stock closed ${profit}`])
    }
  })

  it('contracts transferred against a short position move it out at its own cost', () => {
    const facts = new Facts()
    facts.sellToOpen('C100', 1, 2, '05 15:00', { short: true })
    facts.transfer('C100', 1, '07', 0.5)
    expect(lines(facts)).toEqual(['short_call closed 0'])
  })
})

describe('the time of an event of which only the day is known', () => {
  it('a symbol that is traded on the day of its end, and held as before, ends after that', () => {
    const facts = new Facts()
    facts.buy('S', 100, 10, '05 15:00')
    facts.sellToClose('S', 50, 12, '07 15:00')
    facts.buyToOpen('S', 50, 11, '07 18:00')
    facts.action('name', -100, '07', { price: 10, group: 'g' })
    facts.action('name', 100, '07', { of: 'META', price: 10, group: 'g' })
    expect(unbooked(facts)).toEqual([])
    expect(new Grouped(facts).all.trades.some(({ incomplete }) => incomplete)).toBe(false)
  })

  it('a position that is bought and moved out on one day is moved out after it is bought', () => {
    const facts = new Facts()
    facts.buy('S', 10, 20, '07 15:00')
    facts.transfer('S', -10, '07', 20)
    expect(lines(facts)).toEqual(['long_stock closed 0'])
  })

  it('two symbols that swap their names keep their own costs', () => {
    const facts = new Facts()
    facts.buy('S', 100, 10, '05 15:00')
    const other = new Facts('META')
    other.order('buy', 'open', 'S', 50, 20, '05 15:01', { id: 'other' })
    facts.orders.push(...other.orders)
    for (const [of, to, quantity] of [
      ['AAPL', 'META', 100],
      ['META', 'AAPL', 50],
    ] as const) {
      facts.action('name', -quantity, '07', { of, group: of })
      facts.action('name', quantity, '07', { of: to, group: of })
    }
    expect(unbooked(facts)).toEqual([])
    expect(lines(facts)).toEqual([
      'long_stock open 0, long AAPL 50 at 1000',
      'long_stock open 0, long META 100 at 1000',
    ])
  })

  it('an action that takes two positions away books nothing', () => {
    const facts = new Facts()
    facts.buy('S', 10, 20, '05 15:00')
    const other = new Facts('META')
    other.order('buy', 'open', 'S', 5, 20, '05 15:01', { id: 'other' })
    facts.orders.push(...other.orders)
    facts.action('merger', -10, '07', { price: 20, group: 'g' })
    facts.action('merger', -5, '07', { of: 'META', price: 20, group: 'g' })
    facts.action('merger', 15, '07', { of: 'NEW', price: 20, group: 'g' })
    expect(new Set(unbooked(facts))).toEqual(new Set(['it removes AAPL and META']))
  })
})
