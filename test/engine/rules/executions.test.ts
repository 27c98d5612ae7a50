import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import { ACTION, at, endOfDay, Facts, instrument, NEAR } from '../support/facts'
import { Grouped } from '../support/grouped'

describe('executions', () => {
  it('fills give price, quantity and time: bought at 2.00 and 2.10, sold at 3.00', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 3, 0, '05 15:00', {
      fills: [
        [1, 2, '05 15:00:01'],
        [2, 2.1, '05 15:00:09'],
      ],
    })
    facts.sellToClose('C100', 3, 3, '06 15:00')
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({
      status: 'closed',
      openedAt: '2026-01-05T15:00:01.000000Z',
      entryCash: '-620',
      exitCash: '900',
      realizedPl: '280',
    })
  })

  it('what fills do not tell of is one execution at the implied price: 3 at 2.00 in all, 1 at 1.80 known', () => {
    const facts = new Facts()
    const id = facts.buyToOpen('C100', 3, 2, '05 15:00', {
      filled: 3,
      fills: [[1, 1.8, '05 15:00:01']],
    })
    const { fills } = new Grouped(facts).all
    expect(fills.map((fill) => [fill.executionId, fill.qty, fill.price])).toEqual([
      [`${id}-fill-1`, '1', '1.8'],
      [`${id}:rest`, '2', '2.1'],
    ])
  })

  it('a canceled order with fills counts for what was filled', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 5, 2, '05 15:00', { fills: [[2, 2, '05 15:00:01']] })
    expect(new Grouped(facts).one).toMatchObject({
      status: 'open',
      quantity: '2',
      entryCash: '-400',
    })
  })

  it('an execution that two activities tell of counts once, as the later says', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 2, 3, '05 15:00', { fills: [[1, 3, '05 15:01']], filled: 1 })
    const [order] = facts.orders
    const [fill] = order?.fills ?? []
    if (!order || !fill) throw new Error('no fill')
    order.fills = [{ ...fill, activityId: 'order-later', price: decimal(2) }, fill]
    expect(new Grouped(facts).one).toMatchObject({ quantity: '1', entryCash: '-200' })
  })

  it('both exits of a bracket fill: the second, reported as a short sale, opens a short trade', () => {
    const facts = new Facts()
    facts.buy('S', 100, 50, '05 15:00', { id: 'entry' })
    facts.sellToClose('S', 100, 55, '05 16:00', { exitOf: 'entry' })
    facts.sellToClose('S', 100, 45, '05 16:01', { exitOf: 'entry', short: true })
    const grouped = new Grouped(facts)
    expect(grouped.trade('long_stock')).toMatchObject({ status: 'closed', realizedPl: '500' })
    expect(grouped.trade('short_stock')).toMatchObject({ status: 'open', entryCash: '4500' })
  })

  it('both exits of a bracket fill as plain sales: the excess is incomplete, without a profit', () => {
    const facts = new Facts()
    facts.buy('S', 100, 50, '05 15:00', { id: 'entry' })
    facts.sellToClose('S', 100, 55, '05 16:00', { exitOf: 'entry' })
    facts.sellToClose('S', 100, 45, '05 16:01', { exitOf: 'entry' })
    const statuses = new Grouped(facts).all.trades.map(({ status, realizedPl }) => [
      status,
      realizedPl,
    ])
    expect(statuses).toContainEqual(['closed', '500'])
    expect(statuses).toContainEqual(['closed', null])
  })

  it('one short sale among the fills of a sale does not make the others openings', () => {
    const facts = new Facts()
    facts.buy('S', 60, 50, '05 15:00')
    facts.sell('S', 100, 55, '05 16:00', {
      fills: [
        [60, 55, '05 16:00:01'],
        [40, 55, '05 16:00:02'],
      ],
    })
    const sale = facts.orders.at(-1)
    if (!sale) throw new Error('no sale')
    sale.fills = sale.fills.map((fill, i) => (i === 1 ? { ...fill, opensShort: true } : fill))
    const grouped = new Grouped(facts)
    expect(grouped.trade('long_stock')).toMatchObject({ status: 'closed', realizedPl: '300' })
    expect(grouped.trade('short_stock')).toMatchObject({ status: 'open', quantity: '40' })
  })

  it('what one sale closes of the unknown and what it sells short are two trades with two ids', () => {
    const facts = new Facts()
    facts.sellToClose('S', 100, 55, '05 16:00', {
      fills: [
        [60, 55, '05 16:00:01'],
        [40, 55, '05 16:00:02'],
      ],
    })
    const sale = facts.orders.at(-1)
    if (!sale) throw new Error('no sale')
    sale.fills = sale.fills.map((fill, i) => (i === 1 ? { ...fill, opensShort: true } : fill))
    const { all } = new Grouped(facts)
    expect(all.trades.map(({ strategy, incomplete }) => [strategy, incomplete])).toEqual(
      expect.arrayContaining([
        ['long_stock', true],
        ['short_stock', false],
      ]),
    )
    expect(new Set(all.trades.map(({ tradeId }) => tradeId)).size).toBe(2)
  })

  it('a busted order that stays filled with nothing filled does not count', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 2, 2, '05 15:00', { fills: [[2, 2, '05 15:00:01']], filled: 0 })
    const trades = new Grouped(facts).all.trades
    expect(trades.map(({ status, realizedPl }) => [status, realizedPl])).toEqual([
      ['unfilled', null],
    ])
  })

  it('fills beyond the filled quantity do not count: of 2 and 2 with 2 filled, the later one does', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 2, 2.5, '05 15:00', {
      fills: [
        [2, 2, '05 15:00:01'],
        [2, 2.5, '05 15:30'],
      ],
      filled: 2,
    })
    expect(new Grouped(facts).one).toMatchObject({ quantity: '2', entryCash: '-500' })
  })

  it('expiry, assignment and exercise close at 0 by their signed quantity', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 2, 1.5, '05 15:00')
    facts.buyToOpen('C105', 1, 1, '05 16:00')
    facts.expire('P95', 2)
    facts.expire('C105', -1)
    const grouped = new Grouped(facts)
    expect(grouped.trade('short_put')).toMatchObject({ status: 'closed', realizedPl: '300' })
    expect(grouped.trade('long_call')).toMatchObject({ status: 'closed', realizedPl: '-100' })
    expect(grouped.trade('long_call').closedBy).toEqual(['expiration'])
  })

  it('an event dated on or after the expiry takes effect after that day’s fills', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 2, 1.5, '05 15:00')
    facts.buyToClose('P95', 1, 0.05, '16 20:59')
    facts.expire('P95', 1)
    const trade = new Grouped(facts).one
    expect(trade.closedAt).toBe('2026-01-17T04:59:59.999999Z')
    expect(trade).toMatchObject({ status: 'closed', realizedPl: '295' })
    expect(trade.closedBy).toEqual(['expiration', 'order'])
  })

  it('an early one takes effect at the start of its date in New York', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 1.5, '05 15:00')
    facts.assign('P95', 1, { early: '2026-01-07' })
    const trade = new Grouped(facts).trade('short_put')
    expect(trade.closedAt).toBe('2026-01-07T05:00:00.000000Z')
  })

  it('or just after the opening if that is later', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 1.5, '07 15:00')
    facts.assign('P95', 1, { early: '2026-01-07' })
    const trade = new Grouped(facts).trade('short_put')
    expect(trade).toMatchObject({ status: 'closed', incomplete: false, realizedPl: '150' })
    expect(trade.closedAt).toBe('2026-01-07T15:00:01.000000Z')
  })

  it('and just after a transfer that brings the position', () => {
    const facts = new Facts()
    const quantity = decimal(-1)
    const rest = { date: '2026-01-07', groupId: null, at: at('07 15:00'), price: null }
    const put = instrument('P95')
    facts.events.push({ type: 'transfer', id: 'moved-in', instrument: put, quantity, ...rest })
    facts.assign('P95', 1, { early: '2026-01-07' })
    const trade = new Grouped(facts).trade('short_put')
    expect(trade).toMatchObject({ status: 'closed', quantity: '1' })
    expect(trade.closedAt).toBe('2026-01-07T15:00:00.000000Z')
  })

  it('two early ones of a contract: the second waits for what the first leaves nothing of', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 1.5, '05 15:00')
    const late = facts.sellToOpen('P95', 1, 1.7, '07 15:00')
    facts.assign('P95', 1, { early: '2026-01-07' })
    facts.assign('P95', 1, { early: '2026-01-07' })
    const grouped = new Grouped(facts)
    expect(grouped.all.trades.some((trade) => trade.incomplete)).toBe(false)
    expect(grouped.of(late)).toMatchObject({ status: 'closed', realizedPl: '170' })
  })

  it('deliveries are paired by group, whatever day they are dated', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 1.5, '05 15:00')
    facts.assign('P95', 1)
    const [, delivery] = facts.events
    if (delivery) delivery.at = endOfDay(NEAR) + 3 * 86_400_000_000
    const shares = new Grouped(facts).trade('long_stock')
    expect(shares.openedAt).toBe('2026-01-17T04:59:59.999999Z')
  })

  it('a split carries the basis over and books no profit: 100 at 30.00 become 300 at 10.00', () => {
    const facts = new Facts()
    facts.buy('S', 100, 30, '05 15:00')
    const rest = { date: '2026-01-07', groupId: 'split', at: at('07 05:00') }
    for (const [id, change] of [
      ['a', -100],
      ['b', 300],
    ] as const) {
      const quantity = decimal(change)
      facts.events.push({
        ...{ ...ACTION, ...rest, type: 'adjustment' },
        ...{ id, instrument: instrument('S'), quantity },
      })
    }
    facts.sell('S', 300, 11, '08 15:00')
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({ status: 'closed', realizedPl: '300', entryCash: '-3000' })
  })

  it('a split of what is not held changes nothing', () => {
    const facts = new Facts()
    const rest = { date: '2026-01-05', groupId: null, at: at('05 05:00') }
    const quantity = decimal(300)
    facts.events.push({
      ...ACTION,
      type: 'adjustment',
      id: 'a',
      instrument: instrument('S'),
      quantity,
      ...rest,
    })
    facts.buy('S', 100, 30, '05 15:00')
    expect(new Grouped(facts).one).toMatchObject({ status: 'open', quantity: '100' })
  })

  it('a reverse split shares out its fractions exactly', () => {
    const facts = new Facts()
    facts.buy('S', 100, 3, '05 15:00')
    facts.buy('S', 200, 3, '06 15:00')
    const rest = { date: '2026-01-07', groupId: 'split', at: at('07 05:00') }
    for (const [id, change] of [
      ['a', -300],
      ['b', 100],
    ] as const) {
      const quantity = decimal(change)
      facts.events.push({
        ...{ ...ACTION, ...rest, type: 'adjustment' },
        ...{ id, instrument: instrument('S'), quantity },
      })
    }
    facts.sell('S', 100, 10, '08 15:00')
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({ status: 'closed', incomplete: false })
    expect(
      decimal(trade.realizedPl ?? 0)
        .round(6)
        .toFixed(),
    ).toBe('100')
  })

  it('an adjusted contract’s multiplier is its own, shares have 1', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 2, '05 15:00', { multiplier: 150 })
    facts.sellToClose('C100', 1, 3, '06 15:00', { multiplier: 150 })
    expect(new Grouped(facts).one.realizedPl).toBe('150')
    const shares = new Facts()
    shares.buy('S', 2.5, 10, '05 15:00')
    shares.sell('S', 2.5, 12, '06 15:00')
    expect(new Grouped(shares).one.realizedPl).toBe('5')
  })

  it('a fee taken in coins raises the basis of what is left', () => {
    const facts = new Facts('BTC/USD')
    facts.buy('B', 1, 100, '05 15:00')
    facts.events.push({
      type: 'coin_fee',
      id: 'fee',
      instrument: instrument('B', 'BTC/USD'),
      quantity: decimal('-0.2'),
      at: at('05 16:00'),
      date: '2026-01-05',
      groupId: null,
    })
    facts.sell('B', 0.8, 150, '06 15:00')
    expect(new Grouped(facts).one).toMatchObject({ status: 'closed', realizedPl: '20' })
  })
})

describe('opening or closing', () => {
  it('position_intent decides', () => {
    const facts = new Facts()
    facts.sellToOpen('C100', 1, 2, '05 15:00')
    facts.buyToClose('C100', 1, 1, '06 15:00')
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'short_call', realizedPl: '100' })
  })

  it('without it, the running position does', () => {
    const facts = new Facts()
    facts.sell('C100', 1, 2, '05 15:00')
    facts.buy('C100', 1, 1, '06 15:00')
    facts.buy('C100', 1, 3, '07 15:00')
    expect(new Grouped(facts).names).toEqual(['short_call closed', 'long_call open'])
  })

  it('an execution that crosses zero is split in two', () => {
    const facts = new Facts()
    facts.buy('S', 100, 10, '05 15:00')
    const order = facts.sell('S', 150, 12, '06 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.names).toEqual(['long_stock closed', 'short_stock open'])
    expect(grouped.trade('long_stock').realizedPl).toBe('200')
    expect(grouped.trade('short_stock').quantity).toBe('50')
    const parts = grouped.all.fills.filter((fill) => fill.orderId === order)
    expect(parts.map(({ effect, qty }) => [effect, qty])).toEqual([
      ['close', '100'],
      ['open', '50'],
    ])
  })

  it('and so it is within one window', () => {
    const facts = new Facts()
    facts.buy('S', 100, 10, '05 15:00')
    facts.sell('S', 150, 12, '05 15:01')
    expect(new Grouped(facts).names).toEqual(['long_stock closed', 'short_stock open'])
  })

  it('a close with no known open makes an incomplete trade, with null profit', () => {
    const facts = new Facts()
    facts.sellToClose('C100', 1, 2, '05 15:00')
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'long_call',
      status: 'closed',
      incomplete: true,
      realizedPl: null,
      entryCash: null,
    })
  })

  it('what is known is closed, only the rest is incomplete', () => {
    const facts = new Facts()
    const open = facts.buyToOpen('C100', 1, 2, '05 15:00')
    facts.sellToClose('C100', 3, 4, '06 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(open)).toMatchObject({ incomplete: false, realizedPl: '200' })
    expect(grouped.all.trades.find((t) => t.incomplete)).toMatchObject({ quantity: '2' })
  })

  it('shares of an unknown option’s assignment come from its incomplete trade', () => {
    const facts = new Facts()
    facts.assign('P95', 1)
    const grouped = new Grouped(facts)
    expect(grouped.trade('short_put').incomplete).toBe(true)
    expect(grouped.trade('long_stock').assignedFrom).toBe(grouped.trade('short_put').tradeId)
  })
})
