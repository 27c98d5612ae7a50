import { describe, expect, it } from 'vitest'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

/**
 * A single call of the older trade, a vertical of the younger, both with the call struck at 100.
 */
function singleAndVertical() {
  const facts = new Facts()
  const single = facts.buyToOpen('C100', 1, 3, '05 15:00')
  const vertical = facts.buyToOpen('C100', 1, 3, '06 15:00', { parent: 'p' })
  facts.sellToOpen('C105', 1, 1, '06 15:00', { parent: 'p' })
  return { facts, single, vertical }
}

describe('closing', () => {
  it('a parent’s legs find the trade whose open symbols are exactly the set', () => {
    const { facts, single, vertical } = singleAndVertical()
    facts.sellToClose('C100', 1, 4, '07 15:00', { parent: 'x' })
    facts.buyToClose('C105', 1, 1, '07 15:00', { parent: 'x' })
    const grouped = new Grouped(facts)
    expect(grouped.of(vertical)).toMatchObject({ status: 'closed', realizedPl: '100' })
    expect(grouped.of(single).status).toBe('open')
  })

  it('so do simple closing orders of one window', () => {
    const { facts, single, vertical } = singleAndVertical()
    facts.sellToClose('C100', 1, 4, '07 15:00')
    facts.buyToClose('C105', 1, 1, '07 15:04')
    const grouped = new Grouped(facts)
    expect(grouped.of(vertical).status).toBe('closed')
    expect(grouped.of(single).status).toBe('open')
  })

  it('one leg alone finds the trade that is that leg alone, though another is older', () => {
    const facts = new Facts()
    const vertical = facts.buyToOpen('C100', 1, 3, '05 15:00', { parent: 'p' })
    facts.sellToOpen('C105', 1, 1, '05 15:00', { parent: 'p' })
    const single = facts.buyToOpen('C100', 1, 3, '06 15:00')
    facts.sellToClose('C100', 1, 4, '07 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(single).status).toBe('closed')
    expect(grouped.of(vertical).status).toBe('open')
  })

  it('else a trade that has all of the set, the oldest', () => {
    const facts = new Facts()
    const condor = ['P90', 'P95', 'C105', 'C110'].map((leg, i) =>
      i === 0 || i === 3
        ? facts.buyToOpen(leg, 1, 1, '05 15:00', { parent: 'p' })
        : facts.sellToOpen(leg, 1, 2, '05 15:00', { parent: 'p' }),
    )
    facts.buyToClose('P95', 1, 1, '07 15:00', { parent: 'x' })
    facts.sellToClose('P90', 1, 0.5, '07 15:00', { parent: 'x' })
    const grouped = new Grouped(facts)
    expect(grouped.of(condor[0] ?? '')).toMatchObject({ status: 'partial', realizedPl: '50' })
  })

  it('what is left searches again: two verticals closed by one parent', () => {
    const facts = new Facts()
    const puts = facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'a' })
    facts.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'a' })
    const calls = facts.sellToOpen('C105', 1, 2, '06 15:00', { parent: 'b' })
    facts.buyToOpen('C110', 1, 1, '06 15:00', { parent: 'b' })
    facts.sellToClose('P90', 1, 1, '07 15:00', { parent: 'x' })
    facts.buyToClose('P95', 1, 1, '07 15:00', { parent: 'x' })
    facts.buyToClose('C105', 1, 1, '07 15:00', { parent: 'x' })
    facts.sellToClose('C110', 1, 1, '07 15:00', { parent: 'x' })
    const grouped = new Grouped(facts)
    expect(grouped.of(puts)).toMatchObject({ status: 'closed', realizedPl: '100' })
    expect(grouped.of(calls)).toMatchObject({ status: 'closed', realizedPl: '100' })
  })

  it('and finds the trade of two legs before an older one of one', () => {
    const { facts, single, vertical } = singleAndVertical()
    const put = facts.buyToOpen('P95', 1, 1, '06 18:00')
    for (const leg of ['C100', 'P95']) facts.sellToClose(leg, 1, 4, '07 15:00')
    facts.buyToClose('C105', 1, 1, '07 15:01')
    const grouped = new Grouped(facts)
    expect(grouped.of(vertical).status).toBe('closed')
    expect(grouped.of(put).status).toBe('closed')
    expect(grouped.of(single).status).toBe('open')
  })

  it('at last leg by leg, first in first out', () => {
    const facts = new Facts()
    const first = facts.buyToOpen('C100', 1, 3, '05 15:00', { parent: 'a' })
    facts.sellToOpen('C105', 1, 1, '05 15:00', { parent: 'a' })
    const second = facts.buyToOpen('C100', 1, 3, '06 15:00', { parent: 'b' })
    facts.sellToOpen('C110', 1, 1, '06 15:00', { parent: 'b' })
    facts.sellToClose('C100', 1, 4, '07 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(first).status).toBe('partial')
    expect(grouped.of(second).status).toBe('open')
  })

  it.each([
    ['P95', 'P90'],
    ['P90', 'P95'],
  ])(
    'of shares delivered at one moment those of the put %s that opened first, before %s',
    (first, second) => {
      const facts = new Facts()
      facts.sellToOpen(first, 1, 2, '05 15:00')
      facts.sellToOpen(second, 1, 1, '06 15:00')
      facts.assign('P95', 1)
      facts.assign('P90', 1)
      facts.sell('S', 100, 97, '20 15:00')
      const { trades } = new Grouped(facts).all
      const closed = trades.find(
        ({ strategy, status }) => strategy === 'long_stock' && status === 'closed',
      )
      const put = trades.find(({ legs: [leg] }) => leg?.strike === first.slice(1))
      expect(put).toBeDefined()
      expect(closed?.assignedFrom).toBe(put?.tradeId)
    },
  )

  it('within a trade lots close first in first out: bought at 1 and 2, one sold at 3', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 1, '05 15:00')
    facts.buyToOpen('C100', 1, 2, '06 15:00')
    facts.sellToClose('C100', 1, 3, '07 15:00')
    expect(new Grouped(facts).one.realizedPl).toBe('200')
  })

  it('events without an order go first in first out', () => {
    const { facts, single, vertical } = singleAndVertical()
    facts.expire('C100', -1)
    const grouped = new Grouped(facts)
    expect(grouped.of(single).status).toBe('closed')
    expect(grouped.of(vertical).status).toBe('open')
  })

  it('a liquidation of one leg is a plain close of it: the trade stays, partial', () => {
    const facts = new Facts()
    const id = facts.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'p' })
    facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'p' })
    facts.buyToClose('P95', 1, 4, '16 20:30')
    const grouped = new Grouped(facts)
    expect(grouped.of(id)).toMatchObject({ status: 'partial', realizedPl: '-200' })
  })

  it('an order that waits does not keep what another closes meanwhile', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 1, '05 15:00')
    facts.buyToOpen('C100', 1, 2, '07 15:00')
    const waiting = facts.sellToClose('C100', 1, 5, '06 15:00', { fills: [[1, 5, '08 15:00']] })
    const quick = facts.sellToClose('C100', 1, 3, '06 15:01')
    const grouped = new Grouped(facts)
    expect(grouped.names).toEqual(['long_call closed', 'long_call closed'])
    expect(grouped.of(quick).realizedPl).toBe('200')
    expect(grouped.of(waiting).realizedPl).toBe('300')
  })

  it('a leg past its expiry that no activity explains stays open: nothing is booked', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 1, '05 15:00')
    facts.buy('S', 1, 100, '30 15:00')
    expect(new Grouped(facts).trade('long_call').status).toBe('open')
  })
})
