import { describe, expect, it } from 'vitest'
import { groupOrders } from '../../../src/engine/group'
import { decimal } from '../../../src/engine/model/decimal'
import type { Instrument } from '../../../src/engine/model/instrument'
import { ACTION, at, Facts, instrument } from '../support/facts'
import { Grouped } from '../support/grouped'

/** Facts of several underlyings that are folded together. */
class Renamed extends Facts {
  private rows = 0

  /** Other facts, of another underlying. */
  with(other: Facts): this {
    this.orders.push(...other.orders)
    this.events.push(...other.events)
    return this
  }

  /** So many of one thing go, and so many of another come. */
  rename(
    [from, gone]: [Instrument, number],
    [to, come]: [Instrument, number],
    { day, group = null }: { day: string; group?: string | null },
  ): this {
    for (const [instrument, change] of [[to, come] as const, [from, gone] as const]) {
      this.events.push({
        ...{ ...ACTION, kind: 'name', type: 'adjustment', id: `row-${++this.rows}`, instrument },
        ...{ quantity: decimal(change), groupId: group },
        ...{ date: `2026-01-${day}`, at: at(`${day} 05:00`) },
      })
    }
    return this
  }
}

/** Facts of one underlying; their ids begin with its name, so that no two underlyings share any. */
function factsOf(underlying: string): Facts {
  const facts = new Facts(underlying)
  const order = facts.order.bind(facts)
  let made = 0
  facts.order = (side, intent, leg, qty, price, time, more = {}) =>
    order(side, intent, leg, qty, price, time, { id: `${underlying}-${++made}`, ...more })
  return facts
}

const shares = (underlying: string) => instrument('S', underlying)

describe('a corporate action that makes a position another underlying’s', () => {
  it.each([['nc'], [null]])(
    'carries the basis of shares over, group %s: 200 to 210 is 1000',
    (group) => {
      const facts = new Renamed('FB')
      facts.buyToOpen('S', 100, 200, '05 15:00')
      facts.rename([shares('FB'), -100], [shares('META'), 100], { day: '06', group })
      const meta = factsOf('META')
      meta.sellToClose('S', 100, 210, '07 15:00')
      expect(new Grouped(facts.with(meta)).one).toMatchObject({
        underlying: 'META',
        status: 'closed',
        entryCash: '-20000',
        exitCash: '21000',
        realizedPl: '1000',
        incomplete: false,
        legs: [{ symbol: 'META', qty: '100', open_qty: '0', avg_open_price: '200' }],
      })
    },
  )

  it('carries the basis of options over: 2 bought at 5 and sold at 6 are 200', () => {
    const facts = new Renamed('FB')
    facts.buyToOpen('C100', 2, 5, '05 15:00')
    facts.rename([instrument('C100', 'FB'), -2], [instrument('C100', 'META'), 2], { day: '06' })
    const meta = factsOf('META')
    meta.sellToClose('C100', 2, 6, '07 15:00')
    expect(new Grouped(facts.with(meta)).one).toMatchObject({
      underlying: 'META',
      realizedPl: '200',
    })
  })

  it('follows a short position, and one that is renamed again', () => {
    const facts = new Renamed('A')
    facts.sellToOpen('P95', 1, 3, '05 15:00')
    const [a, b, c] = ['A', 'B', 'C'].map((name) => instrument('P95', name))
    if (!a || !b || !c) throw new Error('three names')
    facts.rename([a, 1], [b, -1], { day: '06', group: 'first' })
    facts.rename([b, 1], [c, -1], { day: '07', group: 'second' })
    const last = factsOf('C')
    last.buyToClose('P95', 1, 1, '08 15:00')
    const { all, one } = new Grouped(facts.with(last))
    expect(one).toMatchObject({ underlying: 'C', status: 'closed', realizedPl: '200' })
    expect(all.orders).toMatchObject([{ legNumber: 1 }, { legNumber: 1 }])
  })

  it('leaves a trade that closed before its old name, and one that closed in part has the new', () => {
    const facts = new Renamed('FB')
    facts.buyToOpen('C100', 1, 5, '05 15:00')
    facts.sellToClose('C100', 1, 6, '05 16:00')
    facts.buyToOpen('S', 100, 200, '05 17:00')
    facts.sellToClose('S', 40, 205, '05 18:00')
    facts.rename([shares('FB'), -60], [shares('META'), 60], { day: '06' })
    const meta = factsOf('META')
    meta.sellToClose('S', 60, 210, '07 15:00')
    const grouped = new Grouped(facts.with(meta))
    expect(grouped.trade('long_call')).toMatchObject({ underlying: 'FB', realizedPl: '100' })
    expect(grouped.trade('long_stock')).toMatchObject({ underlying: 'META', realizedPl: '800' })
  })

  it('leaves its legs their numbers, whenever rows are made', () => {
    const facts = new Renamed('FB')
    facts.sellToOpen('P95', 2, 3, '05 15:00')
    facts.sellToOpen('C110', 2, 5, '05 15:01')
    facts.buyToClose('P95', 1, 2, '06 15:00')
    const words = ['P95', 'C110']
    for (const [i, word] of words.entries()) {
      const [from, to] = [instrument(word, 'FB'), instrument(word, 'META')]
      facts.rename([from, 1 + i], [to, -1 - i], { day: '07', group: word })
    }
    const meta = factsOf('META')
    meta.buyToClose('C110', 2, 4, '08 15:00')
    meta.buyToClose('P95', 1, 1, '09 15:00')
    const { ledger } = facts.with(meta)
    for (const checkpointEvery of [1, 1000]) {
      const { orders } = groupOrders(ledger, { windowSeconds: 300, checkpointEvery })
      expect(orders.map(({ legNumber }) => legNumber)).toEqual([1, 2, 1, 2, 1])
    }
  })

  it('numbers an order by the names of its time, not by a later name of another leg', () => {
    const facts = new Renamed('FB')
    facts.sellToOpen('P90', 2, 3, '05 15:00', { parent: 'condor' })
    facts.buyToOpen('P95', 2, 5, '05 15:00', { parent: 'condor' })
    facts.buyToOpen('P100', 2, 5, '05 15:00', { parent: 'condor', fills: [] })
    facts.rename([instrument('P95', 'FB'), -2], [instrument('P100', 'FB'), 2], { day: '07' })
    const later = factsOf('FB')
    later.sellToClose('P100', 2, 4, '08 15:00')
    const { ledger } = facts.with(later)
    for (const checkpointEvery of [1, 1000]) {
      const { orders } = groupOrders(ledger, { windowSeconds: 300, checkpointEvery })
      expect(orders.map(({ legNumber }) => legNumber)).toEqual([1, 2, 1, 2])
    }
  })

  it('pairs the rows of one group by what they are of', () => {
    const facts = new Renamed('FB')
    facts.buyToOpen('C100', 2, 5, '05 15:00')
    facts.buyToOpen('P95', 2, 3, '05 16:00')
    facts.buyToOpen('S', 2, 200, '05 17:00')
    const names = ['C100', 'P95', 'S']
    for (const [i, word] of names.entries()) {
      const to = instrument(names.at(i - 1) ?? '', 'META')
      facts.rename([instrument(word, 'FB'), -2], [to, 2], { day: '06', group: 'all' })
    }
    const open = new Grouped(facts).all.trades.flatMap(({ legs }) => legs)
    expect(open.map(({ symbol, avg_open_price }) => [symbol, avg_open_price])).toEqual([
      ['META260116C00100000', '5'],
      ['META260116P00095000', '3'],
      ['META', '200'],
    ])
  })

  it('guesses nothing where rows without a group could be of either of two', () => {
    const facts = new Renamed('FB')
    facts.buyToOpen('S', 100, 200, '05 15:00')
    facts.rename([shares('FB'), -100], [shares('META'), 100], { day: '06' })
    facts.rename([shares('OLD'), -100], [shares('NEW'), 100], { day: '06' })
    expect(new Grouped(facts).one).toMatchObject({ underlying: 'FB', status: 'open' })
  })

  it.each([['a'], ['z']])(
    'takes nothing from the new name where the old is not held, id %s',
    (id) => {
      const meta = new Renamed('META')
      meta.buyToOpen('S', 50, 190, '05 15:00')
      meta.rename([shares('FB'), -100], [shares('META'), 100], { day: '06', group: 'nc' })
      const [come] = meta.events
      if (come) come.id = id
      expect(new Grouped(meta).one).toMatchObject({ underlying: 'META', quantity: '50' })
    },
  )

  it('covers a call on the new name by shares bought under the old', () => {
    const facts = new Renamed('FB')
    facts.buyToOpen('S', 100, 200, '05 15:00')
    facts.rename([shares('FB'), -100], [shares('META'), 100], { day: '06' })
    const meta = factsOf('META')
    meta.sellToOpen('C100', 1, 5, '07 15:00')
    meta.assign('C100', 1)
    const grouped = new Grouped(facts.with(meta))
    const stock = grouped.trade('long_stock')
    expect(grouped.trade('covered_call')).toMatchObject({ coveredBy: stock.tradeId })
    expect(stock).toMatchObject({ status: 'closed', underlying: 'META', realizedPl: '-10000' })
  })

  it('scales into what was entered under the old name, F in FX and all', () => {
    const facts = new Renamed('F')
    facts.buyToOpen('S', 100, 10, '05 15:00')
    facts.sellToOpen('C12', 1, 1, '05 15:01')
    facts.rename([shares('F'), -100], [shares('FX'), 100], { day: '06', group: 'shares' })
    const calls = [instrument('C12', 'F'), instrument('C12', 'FX')] as const
    facts.rename([calls[0], 1], [calls[1], -1], { day: '06', group: 'calls' })
    const after = factsOf('FX')
    after.buyToOpen('S', 100, 11, '07 15:00')
    after.sellToOpen('C12', 1, 1, '07 15:01')
    expect(new Grouped(facts.with(after)).one).toMatchObject({ underlying: 'FX', quantity: '2' })
  })

  it('keeps apart what was entered, closed and rolled of each before', () => {
    const facts = new Renamed('CEIX')
    facts.buyToOpen('C100', 1, 5, '05 15:00')
    facts.sellToClose('C100', 1, 6, '06 15:01')
    const other = factsOf('CNR')
    other.buyToOpen('C110', 1, 2, '05 15:01')
    other.sellToOpen('P95', 1, 2, '06 15:00')
    other.sellToClose('C110', 1, 3, '06 15:02')
    other.buyToOpen('C115', 1, 2, '06 15:03')
    other.buyToOpen('C120', 1, 2, '06 15:30')
    // Closed too far apart to be a set, were it not for what is closed of the other in between.
    other.buyToOpen('P90', 1, 2, '07 15:00')
    other.buyToOpen('P90', 1, 2, '07 16:00')
    other.buyToOpen('C130', 1, 2, '07 16:01')
    facts.buyToOpen('C105', 1, 2, '07 15:00')
    other.sellToClose('P90', 1, 2, '08 15:00')
    facts.sellToClose('C105', 1, 2, '08 15:04')
    other.sellToClose('C130', 1, 2, '08 15:08')
    facts.rename([instrument('C120', 'CEIX'), -1], [instrument('C120', 'CNR'), 1], { day: '09' })
    const alone = [facts, other].flatMap((one) => new Grouped(one).all.trades)
    const together = new Grouped(facts.with(other)).all.trades
    const byId = (a: { tradeId: string }, b: { tradeId: string }) =>
      a.tradeId < b.tradeId ? -1 : 1
    expect([...together].sort(byId)).toEqual([...alone].sort(byId))
  })

  it('makes one trade of what the user merged, by whatever name it was bought', () => {
    const facts = new Renamed('FB')
    const bought = facts.buyToOpen('S', 100, 200, '05 15:00')
    facts.rename([shares('FB'), -100], [shares('META'), 100], { day: '06' })
    const meta = factsOf('META')
    const more = meta.sellToOpen('C100', 1, 5, '07 15:00')
    facts.merge(bought, more)
    expect(new Grouped(facts.with(meta)).one).toMatchObject({
      underlying: 'META',
      status: 'open',
      legs: [{ symbol: 'META260116C00100000' }, { symbol: 'META' }],
    })
  })

  it('goes on from every checkpoint to the same', () => {
    const facts = new Renamed('FB')
    for (const day of ['05', '06', '07', '08']) facts.buyToOpen('S', 100, 200, `${day} 15:00`)
    facts.sellToClose('S', 50, 202, '08 16:00')
    facts.rename([shares('FB'), -350], [shares('META'), 350], { day: '09', group: 'nc' })
    const meta = factsOf('META')
    for (const day of ['12', '13', '14']) meta.sellToClose('S', 100, 210, `${day} 15:00`)
    const { ledger } = facts.with(meta)
    const options = { windowSeconds: 300, checkpointEvery: 1 }
    const whole = groupOrders(ledger, options)
    expect(whole.checkpoints.length).toBeGreaterThan(5)
    for (const from of structuredClone(whole.checkpoints)) {
      const rest = {
        ...ledger,
        orders: ledger.orders.filter((order) => order.createdAt >= from.at),
        events: ledger.events.filter((event) => event.at >= from.at),
      }
      expect(groupOrders(rest, { ...options, from }).trades).toEqual(whole.trades)
    }
  })
})
