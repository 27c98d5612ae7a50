import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import type { ActionKind } from '../../../src/engine/model/facts'
import { type Instrument, instrumentOf } from '../../../src/engine/model/instrument'
import { at, Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

const ONE = decimal(1)

/** Shares of another symbol than the book's own, which is AAPL. */
const shares = (symbol: string): Instrument =>
  instrumentOf(symbol, 'stock', null, null, ONE, symbol)

/** A row as `symbol quantity price net`. */
type Row = [symbol: string, quantity: string, price?: string | null, net?: string]

class ActionFacts extends Facts {
  private rows = 0

  act(kind: ActionKind, rows: Row[], { day = '07', group = null as string | null } = {}): this {
    for (const [symbol, quantity, price = null, net = '0'] of rows)
      this.events.push({
        ...{ type: 'adjustment', kind, id: `row-${++this.rows}`, groupId: group },
        ...{ date: `2026-01-${day}`, at: at(`${day} 05:00`), instrument: shares(symbol) },
        quantity: decimal(quantity),
        price: price === null ? null : decimal(price),
        cash: decimal(net),
        names: [],
      })
    return this
  }

  move(quantity: number, price: number | null, day = '08'): this {
    this.events.push({
      ...{ type: 'transfer', id: `move-${++this.rows}`, groupId: null },
      ...{ date: `2026-01-${day}`, at: at(`${day} 05:00`), instrument: shares('AAPL') },
      quantity: decimal(quantity),
      price: price === null ? null : decimal(price),
    })
    return this
  }
}

/** A purchase of AAPL on the 5th. */
function bought(quantity: number, price: number): ActionFacts {
  const facts = new ActionFacts()
  facts.buy('S', quantity, price, '05 15:00')
  return facts
}

const trades = (facts: ActionFacts) =>
  new Grouped(facts).all.trades
    .map(({ legs, status, realizedPl, closedBy, assignedFrom }) => ({
      legs: legs.map((leg) => `${leg.symbol} ${leg.open_qty} costs ${leg.open_cost}`).join(', '),
      ...{ status, realizedPl, closedBy, isLinked: assignedFrom !== null },
    }))
    .sort((a, b) => (a.legs < b.legs ? -1 : 1))

describe('the figures of corporate actions', () => {
  it('a cash merger closes 2 bought at 5.88 at 25.27: a profit of 13.51', () => {
    const facts = bought(2, 5.88).act('merger', [
      ['AAPL', '0', null, '25.27'],
      ['AAPL', '-2', '5.88'],
    ])
    expect(new Grouped(facts).one).toMatchObject({
      ...{ status: 'closed', realizedPl: '13.51', exitCash: '25.27' },
      closedBy: ['corporate_action'],
    })
  })

  it('cash that does not divide closes lots exactly: 100.00 for 3 bought at 30 is 10', () => {
    const facts = bought(1, 30)
    facts.buy('S', 2, 30, '06 15:00')
    facts.act('merger', [['AAPL', '-3', '30', '100']])
    const realized = trades(facts).reduce((sum, t) => sum.plus(t.realizedPl ?? 0), decimal(0))
    expect(realized.toFixed()).toBe('10')
  })

  it('a stock merger carries the basis over: 10 at 24.60 become 2.55 that cost 246', () => {
    const facts = bought(10, 24.6).act('merger', [
      ['COP', '2.55', '96.470588'],
      ['AAPL', '-10', '24.6'],
    ])
    expect(trades(facts)).toMatchObject([
      { legs: 'COP 2.55 costs 246', status: 'open', realizedPl: '0' },
    ])
  })

  it('cash of a mixed merger reduces the basis: 61.74 less 58.70 leaves 3.04', () => {
    const facts = bought(1, 61.74).act('merger', [
      ['AAPL', '-1', '61.74'],
      ['Y', '0.1', '30.4'],
      ['AAPL', '0', null, '58.7'],
    ])
    expect(trades(facts)).toMatchObject([{ legs: 'Y 0.1 costs 3.04', realizedPl: '0' }])
  })

  it('cash beyond the basis is profit: 8.29 for 6.20 earns 2.09, and the shares cost nothing', () => {
    const facts = bought(1, 6.2).act('merger', [
      ['AAPL', '-1', '6.2'],
      ['Y', '1', '0'],
      ['AAPL', '0', null, '8.29'],
    ])
    expect(new Grouped(facts).one).toMatchObject({
      ...{ realizedPl: '2.09', status: 'open', closedBy: [] },
      legs: [{ symbol: 'Y', open_cost: '0', realized_pl: '2.09' }],
    })
  })

  it('a mixed merger of a short pays the cash: 58.70 of the 61.74 received, 3.04 stay', () => {
    const facts = new ActionFacts()
    facts.order('sell', 'open', 'S', 1, 61.74, '05 15:00')
    facts.act('merger', [
      ['AAPL', '1', '61.74'],
      ['Y', '-0.1', '30.4'],
      ['AAPL', '0', null, '-58.7'],
    ])
    expect(trades(facts)).toMatchObject([{ legs: 'Y 0.1 costs -3.04', realizedPl: '0' }])
  })

  it('a spin-off that restates the parent shares the basis: 100 are 90 and 10', () => {
    const facts = bought(10, 10).act('spin_off', [
      ['Y', '5', '2'],
      ['AAPL', '-10', '10'],
      ['AAPL', '10', '9'],
    ])
    expect(trades(facts)).toMatchObject([
      { legs: 'AAPL 10 costs 90', isLinked: false },
      { legs: 'Y 5 costs 10', isLinked: true, status: 'open' },
    ])
  })

  it('a spin-off of one row has the basis 0, and the parent keeps its own', () => {
    expect(trades(bought(10, 10).act('spin_off', [['Y', '5', '0']]))).toMatchObject([
      { legs: 'AAPL 10 costs 100' },
      { legs: 'Y 5 costs 0' },
    ])
  })

  it('a unit split into shares and warrants leaves the basis 210.48 with the shares', () => {
    const facts = bought(8, 26.31).act('split', [
      ['AAPL', '-8', '26.31'],
      ['SH', '8', '26.31'],
      ['WT', '2', '0'],
    ])
    expect(trades(facts)).toMatchObject([
      { legs: 'SH 8 costs 210.48', isLinked: false },
      { legs: 'WT 2 costs 0', isLinked: true },
    ])
  })

  it('a name change with one symbol twice changes nothing', () => {
    const facts = bought(3, 7).act('name', [
      ['AAPL', '-3', '7'],
      ['AAPL', '3', '7'],
    ])
    expect(trades(facts)).toMatchObject([{ legs: 'AAPL 3 costs 21', status: 'open' }])
  })

  it('name changes of one day follow from each other in any order of their rows', () => {
    const facts = bought(3, 7).act('name', [
      ['C', '3', '7'],
      ['B', '-3', '7'],
      ['B', '3', '7'],
      ['AAPL', '-3', '7'],
    ])
    expect(trades(facts)).toMatchObject([{ legs: 'C 3 costs 21', status: 'open' }])
  })

  it('a worthless removal loses the rest of the basis: 4 at 2.50 lose 10', () => {
    expect(trades(bought(4, 2.5).act('worthless', [['AAPL', '-4']]))).toMatchObject([
      { status: 'closed', realizedPl: '-10', closedBy: ['corporate_action'] },
    ])
  })

  it('an exchange for shares, for cash, and for both', () => {
    const swap = bought(50, 8).act('reorganization', [
      ['AAPL', '-50'],
      ['Y', '50'],
      ['Z', '10'],
    ])
    expect(trades(swap)).toMatchObject([
      { legs: 'Y 50 costs 400', isLinked: false },
      { legs: 'Z 10 costs 0', isLinked: true },
    ])
    const cash = bought(50, 8).act('reorganization', [['AAPL', '-50', '10', '500']])
    expect(trades(cash)).toMatchObject([{ status: 'closed', realizedPl: '100' }])
    const both = bought(50, 8).act('reorganization', [
      ['AAPL', '-50', null, '150'],
      ['Y', '25'],
    ])
    expect(trades(both)).toMatchObject([{ legs: 'Y 25 costs 250', realizedPl: '0' }])
  })

  it('a tender of 97 of 100 pays 53 each: 97 bought at 50 earn 291', () => {
    const facts = bought(100, 50)
      .act('voluntary', [
        ['AAPL', '-97'],
        ['737CVR019', '97'],
      ])
      .act('voluntary', [['737CVR019', '-97']], { day: '14' })
      .act('voluntary', [['737CVR019', '0', null, '5141']], { day: '14' })
    const [trade] = trades(facts)
    expect(trade).toMatchObject({ status: 'partial', realizedPl: '291' })
    expect(trade?.legs).toContain('AAPL 3 costs 150')
  })

  it('a stock dividend adds shares at the same total cost: 1.12 cost 50', () => {
    expect(trades(bought(1, 50).act('stock_dividend', [['AAPL', '0.12']]))).toMatchObject([
      { legs: 'AAPL 1.12 costs 50', realizedPl: '0' },
    ])
  })

  it('cash in lieu is exit cash of a trade that stays open', () => {
    expect(
      new Grouped(bought(3, 10).act('cash_in_lieu', [['AAPL', '0', null, '4.21']])).one,
    ).toMatchObject({ status: 'open', realizedPl: '4.21', exitCash: '4.21', closedBy: [] })
  })

  it('a return of capital of 25 reduces a basis of 20 to 0 and earns 5', () => {
    const facts = bought(10, 2).act('return_of_capital', [['AAPL', '0', null, '25']])
    expect(trades(facts)).toMatchObject([{ legs: 'AAPL 10 costs 0', realizedPl: '5' }])
  })

  it('a chain of split, merger and spin-off keeps every cent of 1,000', () => {
    const facts = bought(10, 100)
      .act('split', [['AAPL', '20']])
      .act(
        'merger',
        [
          ['AAPL', '-30', '33.333333'],
          ['Y', '7', '142.857143'],
        ],
        { day: '08' },
      )
      .act(
        'spin_off',
        [
          ['Z', '1', '100'],
          ['Y', '-7', '142.857143'],
          ['Y', '7', '128.571429'],
        ],
        { day: '09' },
      )
    const costs = new Grouped(facts).all.trades.flatMap(({ legs }) => legs)
    expect(costs.reduce((sum, leg) => sum.plus(leg.open_cost ?? 0), decimal(0)).toFixed()).toBe(
      '1000',
    )
  })

  it.each<[string, ActionKind, Row[]]>([
    ['takes more than is held', 'merger', [['AAPL', '-3', '5', '40']]],
    ['lacks its counterpart', 'merger', [['AAPL', '-2', '5']]],
    ['lacks the shares that its cash is for', 'merger', [['AAPL', '0', null, '40']]],
    ['changes what is not held', 'split', [['X', '2']]],
  ])('books nothing where an action %s', (_, kind, rows) => {
    expect(trades(bought(2, 5).act(kind, rows))).toMatchObject([
      { legs: 'AAPL 2 costs 10', status: 'open', realizedPl: '0' },
    ])
  })

  it('what moves out closes at its own cost', () => {
    expect(trades(bought(2, 5).move(-2, 9))).toMatchObject([
      { status: 'closed', realizedPl: '0', closedBy: ['transfer'] },
    ])
  })

  it('what moves in opens at its price; more out than known is incomplete', () => {
    const facts = new ActionFacts().move(10, 23.75)
    expect(trades(facts)).toMatchObject([{ legs: 'AAPL 10 costs 237.5' }])
    expect(new Grouped(new ActionFacts().move(-3, 9)).one).toMatchObject({
      ...{ incomplete: true, status: 'closed', closedBy: ['transfer'] },
    })
  })
})
