import { describe, expect, it } from 'vitest'
import type { EventFact } from '../../../src/engine/model/facts'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

describe('assignment and exercise', () => {
  it('close the option at 0 and open a share trade at the strike, with assigned_from', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.assign('P95', 1)
    facts.sell('S', 100, 97, '20 15:00')
    const grouped = new Grouped(facts)
    const put = grouped.trade('short_put')
    expect(put).toMatchObject({ status: 'closed', closedBy: ['assignment'], realizedPl: '200' })
    expect(grouped.trade('long_stock')).toMatchObject({
      assignedFrom: put.tradeId,
      entryCash: '-9500',
      realizedPl: '200',
      closedBy: ['order'],
    })
  })

  it('without groups on one day belong to the shares of their own underlyings', () => {
    const facts = new Facts()
    const other = new Facts('META')
    for (const book of [facts, other]) {
      book.buyToOpen('P100', 1, 2, '05 15:00')
      book.exercise('P100', -1)
    }
    facts.orders.push(...other.orders.map((order) => ({ ...order, id: `other-${order.id}` })))
    // The first option by id is the one whose shares have the last id.
    for (const { type, ...event } of other.events) {
      const id = type === 'delivery' ? `a-${event.id}` : `z-${event.id}`
      facts.events.push({ ...event, type, id } as EventFact)
    }
    for (const event of facts.events) event.groupId = null
    const { trades } = new Grouped(facts).all
    const opened = trades.filter(({ strategy }) => strategy === 'short_stock')
    const nameOf = (id: string | null) => trades.find(({ tradeId }) => tradeId === id)?.underlying
    expect(opened.map((trade) => [trade.underlying, nameOf(trade.assignedFrom)]).sort()).toEqual([
      ['AAPL', 'AAPL'],
      ['META', 'META'],
    ])
  })

  it('a spread with both legs in the money nets within its trade: width 5, credit 2, loss 300', () => {
    const facts = new Facts()
    facts.sellToOpen('C100', 1, 3, '05 15:00', { parent: 'p' })
    facts.buyToOpen('C105', 1, 1, '05 15:00', { parent: 'p' })
    facts.assign('C100', 1)
    facts.exercise('C105', -1)
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'bear_call_spread',
      status: 'closed',
      closedBy: ['assignment', 'exercise'],
      entryCash: '200',
      exitCash: '-500',
      realizedPl: '-300',
    })
  })

  it('what nets not opens shares: two assigned, one exercised', () => {
    const facts = new Facts()
    facts.sellToOpen('C100', 2, 3, '05 15:00', { parent: 'p' })
    facts.buyToOpen('C105', 1, 1, '05 15:00', { parent: 'p' })
    facts.assign('C100', 2)
    facts.exercise('C105', -1)
    const grouped = new Grouped(facts)
    expect(grouped.names).toHaveLength(2)
    expect(grouped.trade('short_stock')).toMatchObject({ quantity: '100', entryCash: '10000' })
    expect(grouped.all.trades.find((t) => t.expiryDate !== null)?.realizedPl).toBe('0')
  })

  it('a buy-write called away closes the shares that the trade itself holds', () => {
    const facts = new Facts()
    facts.buy('S', 100, 100, '05 15:00')
    facts.sellToOpen('C105', 1, 2, '05 15:01')
    facts.assign('C105', 1)
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'covered_call',
      status: 'closed',
      closedBy: ['assignment'],
      realizedPl: '700',
    })
  })

  it('a covered call called away closes its cover’s shares, though others are older', () => {
    const facts = new Facts()
    facts.buy('S', 50, 90, '05 15:00', { parent: 'odd lot' })
    const lot = facts.sellToOpen('P95', 1, 2, '05 16:00')
    facts.assign('P95', 1, { early: '2026-01-06' })
    const call = facts.sellToOpen('C105', 1, 1, '07 15:00')
    facts.assign('C105', 1)
    const grouped = new Grouped(facts)
    const shares = grouped.all.trades.find(
      (trade) => trade.assignedFrom === grouped.of(lot).tradeId,
    )
    expect(grouped.of(call)).toMatchObject({ strategy: 'covered_call', realizedPl: '100' })
    expect(grouped.of(call).coveredBy).toBe(shares?.tradeId)
    expect(shares).toMatchObject({ status: 'closed', closedBy: ['assignment'], realizedPl: '1000' })
  })

  it('then other opposite shares, first in first out', () => {
    const facts = new Facts()
    const shares = facts.buy('S', 150, 100, '05 15:00')
    facts.buyToOpen('P95', 1, 2, '06 15:00')
    facts.exercise('P95', -1)
    const grouped = new Grouped(facts)
    expect(grouped.of(shares)).toMatchObject({ status: 'partial', realizedPl: '-500' })
    expect(grouped.of(shares).closedBy).toEqual(['exercise'])
    expect(grouped.names).toHaveLength(2)
  })

  it('of two trades delivering both ways, the second closes what the first opened', () => {
    const facts = new Facts()
    facts.sellToOpen('P105', 1, 2, '05 15:00')
    facts.sellToOpen('C95', 1, 2, '06 15:00')
    facts.assign('P105', 1)
    facts.assign('C95', 1)
    const grouped = new Grouped(facts)
    expect(grouped.names.filter((name) => name.includes('stock'))).toEqual(['long_stock closed'])
    expect(grouped.trade('long_stock').realizedPl).toBe('-1000')
  })

  it('early assigned shares and a later exercise do not net within the trade', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 3, '05 15:00', { parent: 'p' })
    facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'p' })
    facts.assign('P95', 1, { early: '2026-01-07' })
    facts.exercise('P90', -1, { early: '2026-01-08' })
    const grouped = new Grouped(facts)
    expect(grouped.trade('bull_put_spread').realizedPl).toBe('200')
    expect(grouped.trade('long_stock')).toMatchObject({ status: 'closed', realizedPl: '-500' })
  })

  it('one of three puts assigned leaves the trade partial', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 3, 2, '05 15:00')
    facts.assign('P95', 1, { early: '2026-01-07' })
    expect(new Grouped(facts).trade('short_put')).toMatchObject({
      status: 'partial',
      realizedPl: '200',
    })
  })
})

describe('cover', () => {
  it('a short call opened on its own while uncommitted shares cover it is a covered call', () => {
    const facts = new Facts()
    const shares = facts.buy('S', 200, 100, '05 15:00')
    const call = facts.sellToOpen('C105', 2, 1, '06 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(call)).toMatchObject({
      strategy: 'covered_call',
      strategyType: 'covered_call',
      coveredBy: grouped.of(shares).tradeId,
    })
  })

  it('not when the shares are too few', () => {
    const facts = new Facts()
    facts.buy('S', 150, 100, '05 15:00')
    facts.sellToOpen('C105', 2, 1, '06 15:00')
    expect(new Grouped(facts).names).toEqual(['long_stock open', 'short_call open'])
  })

  it('nor when they are committed to another call, until that is closed', () => {
    const facts = new Facts()
    facts.buy('S', 100, 100, '05 15:00')
    facts.sellToOpen('C105', 1, 1, '06 15:00')
    const second = facts.sellToOpen('C110', 1, 1, '07 15:00')
    facts.buyToClose('C105', 1, 0.5, '08 15:00')
    const third = facts.sellToOpen('C100', 1, 1, '08 16:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(second).strategy).toBe('short_call')
    expect(grouped.of(third).strategy).toBe('covered_call')
  })

  it('shares left of a buy-write cover the next call', () => {
    const facts = new Facts()
    const shares = facts.buy('S', 100, 100, '05 15:00')
    facts.sellToOpen('C105', 1, 2, '05 15:01')
    facts.buyToClose('C105', 1, 1, '06 15:00')
    const next = facts.sellToOpen('C105f', 1, 3, '07 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(next)).toMatchObject({ strategy: 'covered_call' })
    expect(grouped.of(next).coveredBy).toBe(grouped.of(shares).tradeId)
  })

  it.each([
    ['covered_strangle', 'covered_strangle', 'P95', 'sell', 'C105'],
    ['covered_straddle', 'covered_strangle', 'P100', 'sell', 'C100'],
    ['collar', 'collar', 'P95', 'buy', 'C105'],
  ] as const)(
    'a %s is put on 100 shares held since the day before',
    (name, type, put, side, call) => {
      const facts = new Facts()
      const shares = facts.buy('S', 100, 100, '05 15:00')
      facts.order(side, 'open', put, 1, 2, '06 15:00')
      const other = facts.sellToOpen(call, 1, 2, '06 15:01')
      const grouped = new Grouped(facts)
      expect(grouped.of(other)).toMatchObject({
        strategy: name,
        strategyType: type,
        coveredBy: grouped.of(shares).tradeId,
      })
    },
  )

  it('a short put on 100 short shares is a covered put', () => {
    const facts = new Facts()
    const shares = facts.sellToOpen('S', 100, 100, '05 15:00')
    const put = facts.sellToOpen('P95', 1, 2, '06 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(put)).toMatchObject({
      strategy: 'covered_put',
      strategyType: 'covered_put',
      coveredBy: grouped.of(shares).tradeId,
    })
  })

  it('a short call on a long call of a later expiry is a poor man’s covered call, once for each', () => {
    const facts = new Facts()
    const long = facts.buyToOpen('C95f', 1, 12, '05 15:00')
    const first = facts.sellToOpen('C105', 1, 2, '06 15:00')
    const second = facts.sellToOpen('C110', 1, 1, '07 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(first)).toMatchObject({
      strategy: 'poor_mans_covered_call',
      strategyType: 'covered_call',
      coveredBy: grouped.of(long).tradeId,
    })
    expect(grouped.of(second)).toMatchObject({ strategy: 'short_call', coveredBy: null })
    expect(grouped.of(long).strategy).toBe('long_call')
  })

  it('the long call that is left of a diagonal covers the next short call', () => {
    const facts = new Facts()
    const long = facts.buyToOpen('C95f', 1, 12, '05 15:00', { parent: 'a' })
    facts.sellToOpen('C105', 1, 2, '05 15:00', { parent: 'a' })
    const whole = facts.sellToOpen('C110', 1, 1, '06 15:00')
    facts.buyToClose('C105', 1, 1, '07 15:00')
    const next = facts.sellToOpen('C115', 1, 1, '08 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(whole)).toMatchObject({ strategy: 'short_call', coveredBy: null })
    expect(grouped.of(next)).toMatchObject({
      strategy: 'poor_mans_covered_call',
      coveredBy: grouped.of(long).tradeId,
    })
    expect(grouped.of(long).strategy).toBe('long_call_diagonal')
  })

  it('of two calls sold in one window on shares for one, the first sold is covered', () => {
    const facts = new Facts()
    facts.buyToOpen('S', 100, 100, '05 15:00')
    const first = facts.sellToOpen('C110', 1, 1, '06 15:00')
    const second = facts.sellToOpen('C105', 1, 2, '06 15:02')
    const grouped = new Grouped(facts)
    expect(grouped.of(first).strategy).toBe('covered_call')
    expect(grouped.of(second)).toMatchObject({ strategy: 'short_call', coveredBy: null })
  })

  it('a long call of the same expiry covers no lone short call', () => {
    const facts = new Facts()
    facts.buyToOpen('C95', 1, 12, '05 15:00')
    const call = facts.sellToOpen('C105', 1, 2, '06 15:00')
    expect(new Grouped(facts).of(call)).toMatchObject({ strategy: 'short_call', coveredBy: null })
  })

  it('shares cover before a long call does', () => {
    const facts = new Facts()
    facts.buyToOpen('C95f', 1, 12, '05 15:00')
    const shares = facts.buy('S', 100, 100, '05 16:00')
    const call = facts.sellToOpen('C105', 1, 2, '06 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(call).coveredBy).toBe(grouped.of(shares).tradeId)
  })

  it('shares bought later that day cover a call sold before, and those of the next day do not', () => {
    for (const [time, name] of [
      ['06 19:00', 'covered_call'],
      ['07 15:00', 'short_call'],
    ] as const) {
      const facts = new Facts()
      const call = facts.sellToOpen('C105', 1, 2, '06 15:00')
      const shares = facts.buy('S', 100, 100, time)
      const grouped = new Grouped(facts)
      expect(grouped.of(call).strategy).toBe(name)
      const covering = name === 'covered_call' ? grouped.of(shares).tradeId : null
      expect(grouped.of(call).coveredBy).toBe(covering)
    }
  })

  it('shares bought on the day of the expiry cover before the call is assigned', () => {
    const facts = new Facts()
    const call = facts.sellToOpen('C105', 1, 2, '16 15:00')
    const shares = facts.buy('S', 100, 106, '16 19:00')
    facts.assign('C105', 1)
    const grouped = new Grouped(facts)
    expect(grouped.of(call).strategy).toBe('covered_call')
    expect(grouped.of(shares)).toMatchObject({ status: 'closed', realizedPl: '-100' })
  })

  it('a call spread, a long put and a strangle of too many calls on held shares stay what they are', () => {
    const facts = new Facts()
    facts.buy('S', 100, 100, '05 15:00')
    const spread = facts.sellToOpen('C105', 1, 2, '06 15:00', { parent: 'spread' })
    facts.buyToOpen('C110', 1, 1, '06 15:00', { parent: 'spread' })
    const put = facts.buyToOpen('P95', 1, 1, '07 15:00')
    const strangle = facts.sellToOpen('P95f', 2, 2, '08 15:00')
    facts.sellToOpen('C105f', 2, 2, '08 15:01')
    const grouped = new Grouped(facts)
    for (const [order, name] of [
      [spread, 'bear_call_spread'],
      [put, 'long_put'],
      [strangle, 'short_strangle'],
    ] as const)
      expect(grouped.of(order)).toMatchObject({ strategy: name, coveredBy: null })
  })
})
