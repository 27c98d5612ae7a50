import { describe, expect, it } from 'vitest'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

describe('overrides', () => {
  it('merge: two verticals of two days become one iron condor', () => {
    const facts = new Facts()
    const puts = facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'a' })
    const put = facts.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'a' })
    const call = facts.sellToOpen('C105', 1, 2, '06 15:00', { parent: 'b' })
    const calls = facts.buyToOpen('C110', 1, 1, '06 15:00', { parent: 'b' })
    facts.merge(puts, put, call, calls)
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'iron_condor', entryCash: '200' })
  })

  it('split: opening legs of a window get a trade of their own', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    const call = facts.sellToOpen('C105', 1, 2, '05 15:01')
    facts.split(call)
    expect(new Grouped(facts).names).toEqual(['short_put open', 'short_call open'])
  })

  it('are applied before closing: the merged legs are closed as a set', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 3, '05 15:00')
    const long = facts.buyToOpen('C100', 1, 3, '05 16:00', { parent: 'a' })
    const short = facts.sellToOpen('C105', 1, 1, '06 15:00')
    facts.merge(long, short)
    facts.sellToClose('C100', 1, 4, '07 15:00')
    facts.buyToClose('C105', 1, 0.5, '07 15:01')
    const grouped = new Grouped(facts)
    expect(grouped.of(short)).toMatchObject({ strategy: 'bull_call_spread', status: 'closed' })
    expect(grouped.of(short).realizedPl).toBe('150')
  })

  it('merge: an order that is executed while the other’s window goes on stays with it', () => {
    const facts = new Facts()
    const late = '05 16:37:02'
    facts.buyToOpen('C110', 1, 2, '02 15:00')
    const call = facts.sellToOpen('C95', 1, 3.85, '05 16:30', { fills: [[1, 3.85, late]] })
    const put = facts.buyToOpen('P100', 1, 6.63, '05 16:36')
    facts.sellToClose('C110', 1, 3, '05 16:36:30')
    facts.sellToOpen('P90f', 1, 4.39, '05 16:38')
    facts.merge(call, put)
    const grouped = new Grouped(facts)
    expect(grouped.of(call)).toEqual(grouped.of(put))
    expect(grouped.of(call)).toMatchObject({ status: 'open', entryCash: '-278' })
    expect(grouped.all.fills).toHaveLength(5)
  })

  it('merge: round trips of one window, though it was flat between them', () => {
    const facts = new Facts()
    const trip = (at: string, until: string, price: number) => {
      const open = facts.buyToOpen('C100', 1, 2, `05 ${at}`)
      facts.sellToClose('C100', 1, price, `05 ${until}`)
      return open
    }
    const first = trip('15:00', '15:01', 3)
    const second = trip('15:02', '15:03', 4)
    const third = trip('15:04', '15:05', 5)
    facts.merge(first, third)
    const grouped = new Grouped(facts)
    expect(grouped.of(first)).toEqual(grouped.of(third))
    expect(grouped.of(first)).toMatchObject({ quantity: '2', realizedPl: '400' })
    expect(grouped.of(second)).toMatchObject({ quantity: '1', realizedPl: '200' })
  })

  it('rename, tag and annotate the trade that holds the fact', () => {
    const facts = new Facts()
    const id = facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.override('annotate', [id], { strategy: 'wheel', tags: ['income'], note: 'for rent' })
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'wheel',
      strategyType: 'single_leg',
      tags: ['income'],
      note: 'for rent',
    })
  })

  it('survive what comes later: a trade annotated before it was scaled into', () => {
    const facts = new Facts()
    const id = facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.override('annotate', [id], { note: 'kept' })
    facts.sellToOpen('P95', 1, 3, '07 15:00')
    facts.buyToClose('P95', 2, 1, '08 15:00')
    expect(new Grouped(facts).one).toMatchObject({ status: 'closed', note: 'kept' })
  })
})
