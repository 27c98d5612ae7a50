import { describe, expect, it } from 'vitest'
import { groupOrders } from '../../../src/engine/group'
import { Facts, type OrderOptions } from '../support/facts'
import { Grouped } from '../support/grouped'

type Side = 'buy' | 'sell'
type Intent = 'open' | 'close' | null

/** Facts of several underlyings that are folded together. */
class Account extends Facts {
  /** Adds an order on the shares of one of them; its id is `id`. */
  trade(
    id: string,
    of: string,
    [side, intent, quantity, price]: [Side, Intent, number, number],
    time: string,
    more: OrderOptions = {},
  ): void {
    const facts = new Facts(of)
    facts.order(side, intent, 'S', quantity, price, time, { id, ...more })
    this.orders.push(...facts.orders)
  }

  /** Adds shares of one of them that move in or (below zero) out. */
  move(of: string, quantity: number, day: string, price: number): void {
    const facts = new Facts(of)
    facts.transfer('S', quantity, day, price)
    this.events.push(...facts.events)
  }
}

/** Trades as `symbol strategy status profit`, then what of it is open, in the order of opening. */
const lines = (facts: Facts): string[] =>
  new Grouped(facts).all.trades
    .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0))
    .map(({ underlying, strategy, status, realizedPl, legs }) => {
      const open = legs.filter(({ open_qty }) => open_qty !== '0')
      const held = open.map((leg) => `, ${leg.side} ${leg.open_qty} ${leg.symbol}`)
      return `${underlying} ${strategy} ${status} ${realizedPl}${held.join('')}`
    })

const unbooked = (facts: Facts): string[] =>
  groupOrders(facts.ledger, { windowSeconds: 300 }).unbooked.map(({ reason }) => reason)

describe('a transfer and a corporate action of one day', () => {
  it('shares that move out go before an action would net them against what a short seller owes', () => {
    const facts = new Account()
    facts.trade('warrants', 'WT', ['buy', 'open', 80, 1], '05 15:00')
    facts.trade('short', 'UNIT', ['sell', 'open', 500, 30], '05 15:10', { short: true })
    facts.move('WT', -80, '06', 2)
    facts.action('split', 500, '06', { of: 'UNIT', price: 30, group: 'g' })
    facts.action('split', -500, '06', { of: 'NEW', price: 30, group: 'g' })
    facts.action('split', -125, '06', { of: 'WT', price: 0, group: 'g' })
    expect(lines(facts)).toEqual([
      'WT long_stock closed 0',
      'NEW short_stock open 0, short 500 NEW',
      'WT short_stock open 0, short 125 WT',
    ])
  })

  it('shares that an action brings move out before the same are sold short', () => {
    const facts = new Account()
    facts.trade('bought', 'OLD', ['buy', 'open', 3, 40], '05 15:00')
    facts.action('merger', -3, '06', { of: 'OLD', price: 40, group: 'g' })
    facts.action('merger', 1.5, '06', { of: 'KO', price: 80, group: 'g' })
    facts.move('KO', -1.5, '06', 81)
    facts.trade('short', 'KO', ['sell', null, 7.5, 82], '06 15:00', { short: true })
    expect(lines(facts)).toEqual(['KO long_stock closed 0', 'KO short_stock open 0, short 7.5 KO'])
  })

  it('a transfer out of what an action of its day takes whole comes after that action', () => {
    const facts = new Account()
    facts.trade('bought', 'KO', ['buy', 'open', 100, 50], '05 15:00')
    facts.move('KO', -50, '06', 26)
    facts.action('split', -100, '06', { of: 'KO', price: 50 })
    facts.action('split', 200, '06', { of: 'KO', price: 25 })
    expect(lines(facts)).toEqual(['KO long_stock partial 0, long 150 KO'])
    expect(unbooked(facts)).toEqual([])
  })
})

describe('an assignment and a transfer or a corporate action of one day', () => {
  it('shares that are delivered and moved out are gone before the same are sold short', () => {
    const facts = new Account()
    facts.sellToOpen('P100', 3, 2, '05 15:00')
    facts.assign('P100', 3, { early: '2026-01-06' })
    facts.move('AAPL', -300, '06', 98)
    facts.trade('short', 'AAPL', ['sell', 'open', 200, 97], '06 15:00', { short: true })
    expect(lines(facts)).toEqual([
      'AAPL short_put closed 600',
      'AAPL long_stock closed 0',
      'AAPL short_stock open 0, short 200 AAPL',
    ])
  })

  it('shares that are delivered short and split are closed before the same are bought', () => {
    const facts = new Account()
    facts.sellToOpen('C105', 1, 2, '05 15:00')
    facts.assign('C105', 1, { early: '2026-01-06' })
    facts.action('split', 100, '06', { price: 35 })
    facts.action('split', -5, '06', { price: 700 })
    facts.trade('closed', 'AAPL', ['buy', 'close', 5, 400], '06 15:00')
    facts.trade('again', 'AAPL', ['buy', 'open', 200, 70], '06 16:00')
    expect(unbooked(facts)).toEqual([])
    expect(lines(facts)).toEqual([
      'AAPL short_call closed 200',
      'AAPL short_stock closed 8500',
      'AAPL long_stock open 0, long 200 AAPL',
    ])
  })
})

describe('a corporate action of which only the day is known', () => {
  it('comes after a sale of contracts that it would net against contracts sold short', () => {
    const facts = new Facts()
    const long = facts.buyToOpen('C105', 2, 3, '05 15:00')
    facts.sellToOpen('C100', 2, 4, '05 16:00')
    facts.sellToClose('C105', 2, 5, '06 15:00')
    facts.action('option', 2, '06', { leg: 'C100', price: 4, group: 'g' })
    facts.action('option', -4, '06', { leg: 'C105', price: 2, group: 'g' })
    const grouped = new Grouped(facts)
    expect(grouped.of(long)).toMatchObject({ status: 'closed', realizedPl: '400' })
    expect(lines(facts)[1]).toBe('AAPL short_call open 0, short 4 AAPL260116C00105000')
  })

  it('comes after an assignment of contracts that it would net against contracts held', () => {
    const facts = new Facts()
    const short = facts.sellToOpen('C105', 3, 4, '05 15:00')
    facts.buyToOpen('C100', 3, 3, '05 16:00')
    facts.action('option', -3, '06', { leg: 'C100', price: 4, group: 'g' })
    facts.action('option', 6, '06', { leg: 'C105', price: 2, group: 'g' })
    facts.assign('C105', 3, { early: '2026-01-06' })
    expect(new Grouped(facts).of(short)).toMatchObject({
      closedBy: ['assignment'],
      realizedPl: '1200',
    })
    expect(lines(facts)[1]).toBe('AAPL long_call open 0, long 6 AAPL260116C00105000')
  })

  it('takes nothing from a sale of all that was bought on its day', () => {
    const facts = new Account()
    facts.trade('bought', 'AAPL', ['buy', null, 50, 100], '06 15:00')
    facts.trade('sold', 'AAPL', ['sell', null, 50, 110], '06 16:00')
    facts.trade('again', 'AAPL', ['buy', 'open', 7.5, 105], '06 17:00')
    facts.action('voluntary', -4, '06', { group: 'g' })
    facts.action('voluntary', 4, '06', { of: 'CNT', group: 'g' })
    expect(lines(facts)).toEqual([
      'AAPL long_stock closed 500',
      'CNT long_stock open 0, long 3.5 AAPL, long 4 CNT',
    ])
  })

  it('counts what is delivered in the middle of its day: a dividend on 50 shares, not on 5', () => {
    const facts = new Account()
    facts.trade('first', 'AAPL', ['buy', 'open', 5, 100], '05 14:40')
    facts.buyToOpen('P95', 1, 2, '05 15:00')
    facts.exercise('P95', -1, { early: '2026-01-06', created: '06 14:40' })
    facts.trade('closed', 'AAPL', ['buy', 'close', 95, 90], '06 15:00')
    facts.trade('again', 'AAPL', ['buy', 'open', 50, 90], '06 16:00')
    facts.action('stock_dividend', 6, '06')
    expect(lines(facts).at(-1)).toBe('AAPL long_stock open 0, long 56 AAPL')
    expect(new Grouped(facts).all.trades.some(({ incomplete }) => incomplete)).toBe(false)
  })

  it('lets spun-off shares get their new name before a split nets them', () => {
    const facts = new Account()
    facts.trade('parent', 'KO', ['buy', 'open', 8, 100], '05 15:00')
    facts.trade('short', 'AAPL', ['sell', 'open', 300, 70], '05 16:00', { short: true })
    facts.action('split', 300, '06', { price: 70, group: 'split' })
    facts.action('split', -300, '06', { of: 'NEW', price: 70, group: 'split' })
    facts.action('spin_off', 2, '06', { of: 'NEW', price: 0, group: 'spin-off' })
    facts.action('name', -2, '06', { of: 'NEW', price: 30, group: 'name' })
    facts.action('name', 2, '06', { of: 'NEW', price: 30, group: 'name' })
    expect(unbooked(facts)).toEqual([])
    expect(lines(facts)[1]).toMatch(/short 298 NEW$/)
  })

  it('comes before a close that lacks what it takes where a split of the rest brings it', () => {
    const facts = new Account()
    facts.trade('long', 'NVDA', ['buy', 'open', 200, 20], '05 15:00')
    facts.trade('short', 'WT', ['sell', 'open', 170, 5], '05 16:00', { short: true })
    facts.action('merger', 170, '06', { of: 'WT', price: 5, group: 'a' })
    facts.action('merger', -85, '06', { of: 'NVDA', price: 10, group: 'a' })
    facts.action('split', -115, '06', { of: 'NVDA', price: 20, group: 'b' })
    facts.action('split', 230, '06', { of: 'NVDA', price: 10, group: 'b' })
    facts.trade('closed', 'NVDA', ['sell', 'close', 116, 12], '06 15:00')
    expect(unbooked(facts)).toEqual([])
    expect(lines(facts)[0]).toMatch(/^NVDA long_stock partial -?\d+, long 114 NVDA$/)
  })

  it('is worthless for the rest of some rights, before others come and are offered', () => {
    const facts = new Account()
    facts.trade('rights', 'RGT', ['buy', 'open', 126, 1], '05 15:00')
    facts.action('voluntary', -13.5, '06', { of: 'RGT', group: 'offered' })
    facts.action('voluntary', 13.5, '06', { of: 'CNT', group: 'offered' })
    facts.action('voluntary', -63, '06', { of: 'RGT', cash: -630 })
    facts.action('voluntary', 63, '06', { of: 'KO' })
    facts.action('worthless', -63, '06', { of: 'RGT' })
    facts.action('spin_off', 27, '06', { of: 'RGT', price: 0 })
    expect(unbooked(facts)).toEqual([])
    const open = lines(facts).flatMap((line) => line.split(', ').slice(1))
    expect(open.sort()).toEqual(['long 13.5 CNT', 'long 13.5 RGT', 'long 63 KO'])
  })

  it('comes after a sale of all shares that are held where it takes as many', () => {
    const facts = new Account()
    facts.trade('held', 'KO', ['buy', 'open', 75, 100], '05 15:00')
    facts.trade('sold', 'KO', ['sell', 'close', 75, 110], '06 15:00')
    facts.trade('again', 'KO', ['buy', 'open', 150, 105], '06 16:00')
    facts.action('voluntary', -75, '06', { of: 'KO', group: 'g' })
    facts.action('voluntary', 75, '06', { of: 'CNT', group: 'g' })
    expect(lines(facts)).toEqual([
      'KO long_stock closed 750',
      'CNT long_stock open 0, long 75 CNT, long 75 KO',
    ])
  })

  it('of two that bring both sides of a symbol the one comes first that an order of the day closes', () => {
    const facts = new Account()
    facts.trade('short', 'NVDA', ['sell', 'open', 25, 80], '05 15:00', { short: true })
    facts.trade('long', 'CNT', ['buy', 'open', 226, 90], '05 16:00')
    facts.action('split', -226, '06', { of: 'CNT', price: 90, group: 'a' })
    facts.action('split', 226, '06', { of: 'NEW', price: 90, group: 'a' })
    facts.action('split', 25, '06', { of: 'NVDA', price: 80, group: 'b' })
    facts.action('split', -25, '06', { of: 'NEW', price: 80, group: 'b' })
    facts.trade('closed', 'NEW', ['buy', 'close', 25, 60], '06 15:00')
    expect(lines(facts)).toEqual([
      'NEW short_stock closed 500',
      'NEW long_stock open 0, long 226 NEW',
    ])
  })
})
