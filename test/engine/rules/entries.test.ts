import { describe, expect, it } from 'vitest'
import { instrumentOf } from '../../../src/engine/model/instrument'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

/** Gives the contract of an order another root, with the same terms. */
function underRoot(facts: Facts, place: number, root: string): void {
  const order = facts.orders[place]
  if (!order) throw new Error('no such order')
  const { symbol, kind, strike, expiry, multiplier, underlying } = order.instrument
  const other = `${root}${symbol.slice(-15)}`
  order.instrument = instrumentOf(other, kind, strike, expiry, multiplier, underlying)
}

describe('windows', () => {
  it('are chains of opening orders, each at most 300 s after the one before', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 1, 1, '05 15:00:00')
    facts.sellToOpen('P95', 1, 2, '05 15:05:00')
    facts.sellToOpen('C105', 1, 2, '05 15:10:00')
    facts.buyToOpen('C110', 1, 1, '05 15:15:00')
    expect(new Grouped(facts).names).toEqual(['iron_condor open'])
  })

  it('end after 300 s', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 1, 1, '05 15:00:00')
    facts.sellToOpen('P95', 1, 2, '05 15:05:01')
    expect(new Grouped(facts).names).toEqual(['long_put open', 'short_put open'])
  })

  it('go by creation, not by when an order fills', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 1, 1, '05 15:00')
    facts.sellToOpen('P95', 1, 2, '05 15:01', { fills: [[1, 2, '05 20:00']] })
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'bull_put_spread', entryCash: '100' })
  })
})

describe('parents', () => {
  it('the opening legs of one parent are one entry, whatever their expiries', () => {
    const facts = new Facts()
    facts.sellToOpen('C100', 1, 2, '05 15:00', { parent: 'p' })
    facts.buyToOpen('C100f', 1, 3, '05 15:00', { parent: 'p' })
    expect(new Grouped(facts).names).toEqual(['long_call_calendar open'])
  })

  it('a parent with no name of its own stays one trade', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 2, '05 15:00', { parent: 'p' })
    facts.buyToOpen('C105', 1, 2, '05 15:00', { parent: 'p' })
    facts.sellToOpen('P95', 3, 2, '05 15:00', { parent: 'p' })
    expect(new Grouped(facts).names).toEqual(['options open'])
  })
})

describe('simple orders', () => {
  it('of one window and one expiry are one entry', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 2, 2, '05 15:00')
    facts.sellToOpen('C105', 2, 2, '05 15:01')
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'short_strangle', quantity: '2' })
  })

  it('shares join the option entry of their window', () => {
    const facts = new Facts()
    facts.buy('S', 100, 100, '05 15:00')
    facts.sellToOpen('C105', 1, 2, '05 15:02')
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'covered_call',
      coveredBy: null,
      entryCash: '-9800',
      expiryDate: '2026-01-16',
    })
  })
})

describe('flat points', () => {
  it('an opening order created after the entry went flat starts anew', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 2, '05 15:00')
    facts.sellToClose('C100', 1, 3, '05 15:01')
    facts.buyToOpen('C100', 1, 4, '05 15:02')
    expect(new Grouped(facts).names).toEqual(['long_call closed', 'long_call open'])
  })

  it('one created before but first filled after the entry went flat starts anew', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 2, '05 15:00')
    facts.sellToOpen('C105', 1, 1, '05 15:00:30', { fills: [[1, 1, '05 15:04']] })
    facts.sellToClose('C100', 1, 3, '05 15:01')
    expect(new Grouped(facts).names).toEqual(['long_call closed', 'short_call open'])
  })
})

describe('within a window', () => {
  it('entries of the same structure add up', () => {
    const facts = new Facts()
    for (const [parent, time] of [
      ['a', '05 15:00'],
      ['b', '05 15:03'],
    ] as const) {
      facts.buyToOpen('P90', 1, 1, time, { parent })
      facts.sellToOpen('P95', 1, 2, time, { parent })
    }
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'bull_put_spread', quantity: '2' })
  })

  it('two verticals become an iron condor', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'a' })
    facts.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'a' })
    facts.sellToOpen('C105', 1, 2, '05 15:05', { parent: 'b' })
    facts.buyToOpen('C110', 1, 1, '05 15:05', { parent: 'b' })
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'iron_condor', entryCash: '200' })
  })

  it('a far and a near call become a calendar', () => {
    const facts = new Facts()
    facts.buyToOpen('C100f', 1, 4, '05 15:00')
    facts.sellToOpen('C100', 1, 2, '05 15:01')
    expect(new Grouped(facts).names).toEqual(['long_call_calendar open'])
  })

  it('the two nearest in time merge first', () => {
    const facts = new Facts()
    facts.buyToOpen('C100f', 1, 4, '05 15:00')
    facts.sellToOpen('C105', 1, 2, '05 15:01', { parent: 'a' })
    facts.buyToOpen('C110', 1, 1, '05 15:01', { parent: 'a' })
    facts.buyToOpen('P90', 1, 1, '05 15:03', { parent: 'b' })
    facts.sellToOpen('P95', 1, 2, '05 15:03', { parent: 'b' })
    expect(new Grouped(facts).names).toEqual(['long_call open', 'iron_condor open'])
  })

  it('what has no name together stays apart', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 2, '05 15:00', { parent: 'a' })
    facts.sellToOpen('C105', 1, 1, '05 15:00', { parent: 'a' })
    facts.buyToOpen('C100f', 1, 2, '05 15:01', { parent: 'b' })
    facts.sellToOpen('C105f', 1, 1, '05 15:01', { parent: 'b' })
    expect(new Grouped(facts).names).toEqual(['bull_call_spread open', 'bull_call_spread open'])
  })
})

describe('entries without a name', () => {
  it('are contracts of two roots with equal terms: calls of SPX and SPXW are two trades', () => {
    const facts = new Facts('SPX')
    facts.buyToOpen('C5000', 2, 1, '05 15:00')
    facts.buyToOpen('C5000', 2, 1.5, '05 15:02')
    underRoot(facts, 1, 'SPXW')
    expect(new Grouped(facts).names).toEqual(['long_call open', 'long_call open'])
  })

  it('leave a contract of another root beside a spread of equal strikes', () => {
    const facts = new Facts('SPX')
    facts.buyToOpen('C5000', 1, 9, '05 15:00')
    facts.sellToOpen('C5010', 1, 5, '05 15:01')
    facts.sellToOpen('C5010', 1, 5, '05 15:02')
    underRoot(facts, 2, 'SPXW')
    expect(new Grouped(facts).names).toEqual(['bull_call_spread open', 'short_call open'])
  })

  it('are taken apart into named multi-leg structures', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 2, 1, '05 15:00')
    facts.sellToOpen('P95', 2, 2, '05 15:01')
    facts.sellToOpen('C105', 1, 2, '05 15:02')
    facts.buyToOpen('C110', 1, 1, '05 15:03')
    expect(new Grouped(facts).names).toEqual(['bull_put_spread open', 'bear_call_spread open'])
  })

  it('fewest legs over first, those become trades of their own', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 3, '05 15:00')
    facts.sellToOpen('C105', 1, 2, '05 15:01')
    facts.buyToOpen('C110', 5, 1, '05 15:02')
    const grouped = new Grouped(facts)
    expect(grouped.names).toHaveLength(2)
    // 100/105 and 105/110 each leave one leg over after the same time: the first by symbols is
    // taken.
    expect(grouped.names).toContain('bull_call_spread open')
  })

  it('where no multi-leg structure is found, each leg is a trade of its own', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 3, '05 15:00')
    facts.buyToOpen('C105', 1, 2, '05 15:01')
    facts.buyToOpen('C110', 1, 1, '05 15:02')
    expect(new Grouped(facts).names).toEqual(['long_call open', 'long_call open', 'long_call open'])
  })

  it('two cash-secured puts sold minutes apart at different strikes and quantities are two trades', () => {
    const facts = new Facts()
    const first = facts.sellToOpen('P90', 1, 1, '05 15:00')
    const second = facts.sellToOpen('P95', 1, 2, '05 15:02')
    const grouped = new Grouped(facts)
    expect(grouped.names).toEqual(['short_put open', 'short_put open'])
    expect(grouped.of(first)).not.toBe(grouped.of(second))
  })

  it('shares bought beside an option with which they have no name are a trade of their own', () => {
    const facts = new Facts()
    facts.buy('S', 30, 100, '05 15:00')
    facts.sellToOpen('C105', 1, 2, '05 15:02')
    expect(new Grouped(facts).names.toSorted()).toEqual(['long_stock open', 'short_call open'])
  })

  it('beyond 8 legs, the largest structures are taken first', () => {
    const facts = new Facts()
    facts.buyToOpen('P80', 1, 1, '05 15:00')
    facts.sellToOpen('P85', 1, 2, '05 15:00:01')
    facts.sellToOpen('C115', 1, 2, '05 15:00:02')
    facts.buyToOpen('C120', 1, 1, '05 15:00:03')
    for (const [i, strike] of [125, 130, 135, 140, 145].entries())
      facts.buyToOpen(`C${strike}`, 7 + 2 * i, 1, `05 15:01:0${i}`)
    const { names } = new Grouped(facts)
    expect(names).toHaveLength(6)
    expect(names).toContain('iron_condor open')
  })
})

describe('orders that never fill', () => {
  it('do not count towards the structure, and carry the trade they were meant for', () => {
    const facts = new Facts()
    const filled = facts.sellToOpen('P95', 1, 2, '05 15:00')
    const canceled = facts.buyToOpen('P90', 1, 1, '05 15:01', { fills: [] })
    const grouped = new Grouped(facts)
    expect(grouped.names).toEqual(['short_put open'])
    expect(grouped.of(canceled)).toBe(grouped.of(filled))
  })

  it('count for the window', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 1, 1, '05 15:00')
    facts.sellToOpen('P95', 1, 2, '05 15:04', { fills: [] })
    facts.sellToOpen('P95', 1, 2, '05 15:08')
    expect(new Grouped(facts).names).toEqual(['bull_put_spread open'])
  })

  it('a replaced one carries its successor’s trade', () => {
    const facts = new Facts()
    const old = facts.buyToOpen('C100', 1, 2, '05 15:00', { fills: [], replacedBy: 'new' })
    const successor = facts.buyToOpen('C100', 1, 2, '05 15:30', { id: 'new' })
    const grouped = new Grouped(facts)
    expect(grouped.of(old)).toBe(grouped.of(successor))
    expect(grouped.names).toEqual(['long_call open'])
  })

  it('a ring of replacements does no harm', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 2, '05 15:00', { id: 'a', fills: [], replacedBy: 'b' })
    facts.buyToOpen('C100', 1, 2, '05 15:30', { id: 'b', fills: [], replacedBy: 'a' })
    expect(() => new Grouped(facts)).not.toThrow()
  })

  it('one of a window that went flat carries the trade that it was meant for, the nearest', () => {
    const facts = new Facts()
    const first = facts.buyToOpen('C100', 1, 2, '05 15:00')
    const beside = facts.buyToOpen('C100', 1, 1, '05 15:00:30', { fills: [] })
    facts.sellToClose('C100', 1, 3, '05 15:01')
    const second = facts.buyToOpen('C100', 1, 2, '05 15:02')
    facts.sellToClose('C100', 1, 3, '05 15:03')
    const grouped = new Grouped(facts)
    expect(grouped.of(beside)).toEqual(grouped.of(first))
    expect(grouped.of(second)).not.toEqual(grouped.of(first))
  })

  it('a closing one carries the trade that it would have closed', () => {
    const facts = new Facts()
    const open = facts.buyToOpen('C100', 1, 2, '05 15:00')
    const close = facts.sellToClose('C100', 1, 5, '06 15:00', { fills: [] })
    const grouped = new Grouped(facts)
    expect(grouped.of(close)).toBe(grouped.of(open))
  })

  it('closing legs of one parent carry the trades that each would have closed, where no trade has them all', () => {
    const facts = new Facts()
    const call = facts.buyToOpen('C100', 1, 2, '05 15:00')
    const put = facts.buyToOpen('P90', 1, 2, '06 15:00')
    const [a, b] = ['C100', 'P90'].map((leg) =>
      facts.sellToClose(leg, 1, 5, '07 15:00', { parent: 'p', fills: [] }),
    )
    const grouped = new Grouped(facts)
    expect([a, b].map((id) => grouped.of(id ?? ''))).toEqual([grouped.of(call), grouped.of(put)])
    expect(grouped.names).toEqual(['long_call open', 'long_put open'])
  })

  it('what the parent of a closing one would have opened says nothing of what it would have closed', () => {
    const facts = new Facts()
    const call = facts.buyToOpen('C100', 1, 2, '05 15:00')
    facts.buyToOpen('C100', 1, 2, '06 15:00', { parent: 'a' })
    facts.sellToOpen('C105', 1, 1, '06 15:00', { parent: 'a' })
    const close = facts.sellToClose('C100', 1, 5, '07 15:00', { parent: 'roll', fills: [] })
    facts.buyToOpen('C105', 1, 5, '07 15:00', { parent: 'roll', fills: [] })
    const grouped = new Grouped(facts)
    expect(grouped.of(close)).toEqual(grouped.of(call))
  })

  it('the exits of a bracket carry the trade of their entry', () => {
    const facts = new Facts()
    const entry = facts.buy('S', 10, 100, '05 15:00', { id: 'entry' })
    const profit = facts.sellToClose('S', 10, 110, '05 15:00', { exitOf: 'entry' })
    const stop = facts.sellToClose('S', 10, 90, '05 15:00', { exitOf: 'entry', fills: [] })
    const grouped = new Grouped(facts)
    expect(grouped.of(stop)).toBe(grouped.of(entry))
    expect(grouped.of(profit)).toMatchObject({ status: 'closed', realizedPl: '100' })
  })

  it('an entry with no fill is recognised by what was ordered: pending while one works', () => {
    const facts = new Facts()
    facts.buyToOpen('P90', 2, 1, '05 15:00', { parent: 'p', fills: [], working: true })
    facts.sellToOpen('P95', 2, 2, '05 15:00', { parent: 'p', fills: [], working: true })
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'bull_put_spread',
      status: 'pending',
      quantity: '2',
      realizedPl: null,
    })
  })

  it('then unfilled', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 1, '05 15:00', { fills: [] })
    expect(new Grouped(facts).names).toEqual(['long_call unfilled'])
  })
})
