import { describe, expect, it } from 'vitest'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

/** The open quantity of each side of the shares. */
const openShares = ({ all }: Grouped) =>
  all.trades.flatMap(({ legs }) =>
    legs.flatMap(({ kind, side, open_qty }) =>
      kind === 'stock' && open_qty !== '0' ? [`${side} ${open_qty}`] : [],
    ),
  )

describe('an exercise in the middle of a day', () => {
  it('delivers shares sold short minutes before: one closed short of +800', () => {
    const facts = new Facts()
    facts.buyToOpen('C92', 1, 1, '05 15:00')
    const short = facts.sellToOpen('S', 100, 100, '06 15:00')
    facts.exercise('C92', -1, { early: '2026-01-06', created: '06 15:05' })
    const grouped = new Grouped(facts)
    expect(openShares(grouped)).toEqual([])
    expect(grouped.of(short)).toMatchObject({
      strategy: 'short_stock',
      status: 'closed',
      closedBy: ['exercise'],
      realizedPl: '800',
      closedAt: '2026-01-06T15:05:00.000000Z',
    })
  })

  it('on the expiry day takes effect when it was created', () => {
    const facts = new Facts()
    facts.buyToOpen('C92', 1, 1, '16 14:40')
    const short = facts.sellToOpen('S', 100, 100, '16 15:00')
    facts.exercise('C92', -1, { created: '16 15:05' })
    const grouped = new Grouped(facts)
    expect(grouped.of(short)).toMatchObject({ realizedPl: '800', status: 'closed' })
    expect(openShares(grouped)).toEqual([])
  })

  it('without a moment comes after shares sold short on its day', () => {
    const facts = new Facts()
    facts.buyToOpen('C92', 1, 1, '05 15:00')
    const short = facts.sellToOpen('S', 100, 100, '06 15:00')
    facts.exercise('C92', -1, { early: '2026-01-06' })
    const grouped = new Grouped(facts)
    expect(openShares(grouped)).toEqual([])
    expect(grouped.of(short)).toMatchObject({ status: 'closed', realizedPl: '800' })
  })

  it('comes before the sale of its shares on the day before its row is dated', () => {
    const facts = new Facts()
    const call = facts.buyToOpen('C92', 1, 1, '05 15:00')
    facts.sellToClose('S', 100, 100, '06 15:00')
    facts.exercise('C92', -1, { early: '2026-01-07' })
    const grouped = new Grouped(facts)
    expect(openShares(grouped)).toEqual([])
    expect(grouped.trade('long_stock')).toMatchObject({
      incomplete: false,
      assignedFrom: grouped.of(call).tradeId,
      realizedPl: '800',
      closedBy: ['order'],
    })
  })

  it('comes before a sale on Friday where its row is dated on Monday', () => {
    const facts = new Facts()
    facts.buyToOpen('C92', 1, 1, '08 15:00')
    facts.sellToClose('S', 100, 100, '09 15:00')
    facts.exercise('C92', -1, { early: '2026-01-12' })
    expect(new Grouped(facts).trade('long_stock')).toMatchObject({ realizedPl: '800' })
  })

  it('stays at the start of its day where the shares sold then were held before', () => {
    const facts = new Facts()
    facts.buyToOpen('C92', 1, 1, '05 15:00')
    facts.buyToOpen('S', 100, 90, '05 16:00')
    facts.sellToClose('S', 100, 100, '06 15:00')
    facts.exercise('C92', -1, { early: '2026-01-06' })
    const grouped = new Grouped(facts)
    expect(openShares(grouped)).toEqual(['long 100'])
    expect(grouped.trade('long_call').closedAt).toBe('2026-01-06T05:00:00.000000Z')
  })
})

describe('an assignment', () => {
  it('of a call comes after shares bought to open on its day, and takes them', () => {
    const facts = new Facts()
    facts.sellToOpen('C95', 1, 2, '05 15:00')
    const bought = facts.buyToOpen('S', 100, 100, '06 15:00')
    facts.assign('C95', 1, { early: '2026-01-06' })
    const grouped = new Grouped(facts)
    expect(openShares(grouped)).toEqual([])
    expect(grouped.of(bought)).toMatchObject({ status: 'closed', realizedPl: '-500' })
  })

  it('at the expiry comes before an evening sale of its shares', () => {
    const facts = new Facts()
    facts.sellToOpen('P105', 1, 2, '15 15:00')
    facts.sellToClose('S', 100, 100, '16 22:00')
    facts.assign('P105', 1)
    expect(new Grouped(facts).trade('long_stock')).toMatchObject({
      incomplete: false,
      realizedPl: '-500',
    })
  })

  it('that no order can make room for leaves both sides open', () => {
    const facts = new Facts()
    facts.sellToOpen('P105', 1, 2, '05 15:00')
    facts.assign('P105', 1, { early: '2026-01-06' })
    facts.sellToOpen('S', 100, 100, '08 15:00')
    expect(openShares(new Grouped(facts)).sort()).toEqual(['long 100', 'short 100'])
  })
})

describe('shares delivered without a known option', () => {
  it('come before the first close that would lack them', () => {
    const facts = new Facts()
    facts.sellToClose('S', 100, 100, '06 15:00')
    facts.exercise('C92', -1, { early: '2026-01-07' })
    facts.events.splice(0, 1)
    expect(new Grouped(facts).one).toMatchObject({ incomplete: false, realizedPl: '800' })
  })
})
