import { describe, expect, it } from 'vitest'
import { groupOrders } from '../../../src/engine/group'
import { decimal } from '../../../src/engine/model/decimal'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

/** Facts of X and the successors of it, folded together. */
function held(quantity: number, price: number): Facts {
  const facts = new Facts('X')
  facts.buyToOpen('S', quantity, price, '05 15:00')
  return facts
}

/** Adds a sale of all that is held of another symbol. */
function sell(facts: Facts, of: string, quantity: number, price: number, time = '12 15:00'): void {
  const other = new Facts(of)
  other.sellToClose('S', quantity, price, time, { id: `sell-${of}-${time}` })
  facts.orders.push(...other.orders)
}

const tradeOf = ({ all }: Grouped, underlying: string) => {
  const found = all.trades.find((row) => row.underlying === underlying)
  if (!found) throw new Error(`no trade of ${underlying}`)
  return found
}

describe('corporate actions', () => {
  it('a 3 for 1 split of 100 shares at 100 keeps a cost of exactly 10000: sold at 40, 2000', () => {
    const facts = held(100, 100)
    facts.action('split', -100, '06', { price: 100 })
    facts.action('split', 300, '06', { price: 33.3333 })
    facts.sellToClose('S', 100, 40, '07 15:00')
    facts.sellToClose('S', 200, 40, '08 15:00')
    const { one } = new Grouped(facts)
    expect(one).toMatchObject({ realizedPl: '2000', entryCash: '-10000', exitCash: '12000' })
  })

  it('an old row of a split can name the difference alone', () => {
    const facts = held(100, 30)
    facts.action('old_split', 200, '06')
    facts.sellToClose('S', 300, 11, '07 15:00')
    expect(new Grouped(facts).one.realizedPl).toBe('300')
  })

  it('a cash merger closes 3 shares at 10 for exactly 25.27: a loss of 4.73', () => {
    const facts = held(3, 10)
    facts.action('merger', -3, '06', { price: 5.88 })
    facts.action('merger', 0, '06', { cash: 25.27 })
    expect(new Grouped(facts).one).toMatchObject({
      status: 'closed',
      exitCash: '25.27',
      realizedPl: '-4.73',
      closedBy: ['corporate_action'],
    })
  })

  it('a cash merger of a short position pays: 3 sold at 10, 25.27 paid, a gain of 4.73', () => {
    const facts = new Facts('X')
    facts.sellToOpen('S', 3, 10, '05 15:00')
    facts.action('merger', 3, '06')
    facts.action('merger', 0, '06', { cash: -25.27 })
    expect(new Grouped(facts).one.realizedPl).toBe('4.73')
  })

  it('a stock merger carries the basis: 2000 at 0.8 are 200 at 8, sold at 9 for 200', () => {
    const facts = held(2000, 0.8)
    facts.action('merger', -2000, '06', { price: 0.8 })
    facts.action('merger', 200, '06', { of: 'Y', price: 8 })
    sell(facts, 'Y', 200, 9)
    expect(new Grouped(facts).one).toMatchObject({
      underlying: 'Y',
      realizedPl: '200',
      closedBy: ['order'],
    })
  })

  it('cash of a mixed merger reduces the basis: 61.74 less 58.70 leaves 3.04', () => {
    const facts = held(1, 61.74)
    facts.action('merger', -1, '06', { price: 61.74 })
    facts.action('merger', 0.1, '06', { of: 'Y', price: 30.4 })
    facts.action('merger', 0, '06', { cash: 58.7 })
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({ realizedPl: '0', closedBy: [], status: 'open' })
    expect(trade.legs[0]?.open_cost).toBe('3.04')
  })

  it('cash of a mixed merger beyond the basis is profit: 8.29 over 6.20 earns 2.09', () => {
    const facts = held(1, 6.2)
    facts.action('merger', -1, '06', { price: 6.2 })
    facts.action('merger', 0.5, '06', { of: 'Y', price: 0 })
    facts.action('merger', 0, '06', { cash: 8.29 })
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({ realizedPl: '2.09', exitCash: '2.09', status: 'open' })
    expect(trade.legs[0]?.open_cost).toBe('0')
  })

  it('a spin-off with the parent restated shares 1000: 900 stay, 100 go to a trade of its own', () => {
    const facts = held(100, 10)
    facts.action('spin_off', 50, '06', { of: 'Y', price: 2 })
    facts.action('spin_off', -100, '06', { price: 10 })
    facts.action('spin_off', 100, '06', { price: 9 })
    const grouped = new Grouped(facts)
    const [parent, child] = [tradeOf(grouped, 'X'), tradeOf(grouped, 'Y')]
    expect(parent.legs[0]?.open_cost).toBe('900')
    expect(child).toMatchObject({ assignedFrom: parent.tradeId, quantity: '50' })
    expect(child.legs[0]?.open_cost).toBe('100')
  })

  it('a spin-off in one row has basis 0, and comes from the parent that its text names', () => {
    const facts = held(100, 10)
    facts.action('spin_off', 50, '06', { of: 'Y', price: 0, names: ['X'] })
    const grouped = new Grouped(facts)
    const [parent, child] = [tradeOf(grouped, 'X'), tradeOf(grouped, 'Y')]
    expect(child.assignedFrom).toBe(parent.tradeId)
    expect([parent.legs[0]?.open_cost, child.legs[0]?.open_cost]).toEqual(['1000', '0'])
  })

  it('a unit of 8 at 26.31 splits into shares with the basis and warrants without', () => {
    const facts = held(8, 26.31)
    facts.action('split', -8, '06', { price: 26.31 })
    facts.action('split', 8, '06', { of: 'S', price: 26.31 })
    facts.action('split', 2, '06', { of: 'W', price: 0 })
    const grouped = new Grouped(facts)
    expect(tradeOf(grouped, 'S').legs[0]?.open_cost).toBe('210.48')
    expect(tradeOf(grouped, 'W').legs[0]?.open_cost).toBe('0')
    expect(tradeOf(grouped, 'W').assignedFrom).toBe(tradeOf(grouped, 'S').tradeId)
  })

  it('a stock dividend adds shares at the same cost: 112 shares cost 1000', () => {
    const facts = held(100, 10)
    facts.action('stock_dividend', 12, '06')
    const [leg] = new Grouped(facts).one.legs
    expect(leg).toMatchObject({ open_qty: '112', open_cost: '1000' })
  })

  it('a worthless removal closes at 0: the basis of 1000 is lost', () => {
    const facts = held(100, 10)
    facts.action('worthless', -100, '06')
    expect(new Grouped(facts).one).toMatchObject({ realizedPl: '-1000', exitCash: '0' })
  })

  it('a tender of 97 of 100 shares closes the offered ones at 5141: 97 at 50 earn 291', () => {
    const facts = held(100, 50)
    facts.action('voluntary', -97, '06')
    facts.action('voluntary', 97, '06', { of: '611NSP014' })
    facts.action('voluntary', -97, '13', { of: '611NSP014' })
    facts.action('voluntary', 0, '13', { of: '611NSP014', cash: 5141 })
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({ realizedPl: '291', status: 'partial' })
    expect(trade.legs.map((leg) => leg.open_cost).sort()).toEqual(['0', '150'])
  })

  it('cash in lieu is profit and closes nothing; a return of capital reduces the basis', () => {
    const facts = held(100, 10)
    facts.action('cash_in_lieu', 0, '06', { cash: 4.5 })
    facts.action('return_of_capital', 0, '07', { cash: 50 })
    const trade = new Grouped(facts).one
    expect(trade).toMatchObject({ realizedPl: '4.5', closedBy: [], status: 'open' })
    expect(trade.legs[0]?.open_cost).toBe('950')
  })

  it('several name changes of a day are told apart by the symbols that texts name', () => {
    const facts = held(100, 10)
    const other = new Facts('A')
    other.buyToOpen('S', 100, 20, '05 16:00', { id: 'of-a' })
    facts.orders.push(...other.orders)
    facts.action('name', 100, '06', { of: 'B', names: ['A', 'B'] })
    facts.action('name', 100, '06', { of: 'Y', names: ['X', 'Y'] })
    facts.action('name', -100, '06', { of: 'A' })
    facts.action('name', -100, '06')
    const grouped = new Grouped(facts)
    expect(tradeOf(grouped, 'Y').entryCash).toBe('-1000')
    expect(tradeOf(grouped, 'B').entryCash).toBe('-2000')
  })

  it('an adjusted contract carries its basis, whatever the nets: 1 at 1.07 becomes 20 at 107', () => {
    const facts = new Facts('X')
    facts.buyToOpen('C100', 1, 1.07, '05 15:00')
    facts.action('option', -1, '06', { leg: 'C100', price: 1.07 })
    facts.action('option', 20, '06', { leg: 'C5', price: 0.05 })
    expect(new Grouped(facts).one.legs[0]).toMatchObject({ open_qty: '20', open_cost: '107' })
  })

  it('a chain of split, merger and spin-off keeps every cent: 300 paid, 300 held', () => {
    const facts = held(3, 100)
    facts.action('split', -3, '06')
    facts.action('split', 7, '06')
    facts.action('merger', -7, '07', { price: 1 })
    facts.action('merger', 11, '07', { of: 'Y', price: 0.6364 })
    facts.action('spin_off', -11, '08', { of: 'Y', price: 3 })
    facts.action('spin_off', 11, '08', { of: 'Y', price: 2 })
    facts.action('spin_off', 11, '08', { of: 'Z', price: 1 })
    const { all } = new Grouped(facts)
    const costs = all.trades.flatMap(({ legs }) => legs.map((leg) => leg.open_cost ?? '0'))
    expect(costs.reduce((sum, cost) => sum.plus(cost), decimal(0)).toFixed()).toBe('300')
  })

  it('takes effect after the sales of its date where only that fits: payable day before ex date', () => {
    const facts = held(100, 30)
    facts.sellToClose('S', 40, 31, '06 15:00')
    facts.action('split', -60, '06')
    facts.action('split', 180, '06')
    const [leg] = new Grouped(facts).one.legs
    expect(leg).toMatchObject({ open_qty: '180', open_cost: '1800' })
  })
})

describe('a corporate action that does not fit', () => {
  it.each([
    ['its quantity is not what is held', [-90, 270]],
    ['its counterpart is missing', [-100]],
    ['only its addition is known', [300]],
  ])('books nothing and is named where %s', (_, quantities) => {
    const facts = held(100, 30)
    const ids = quantities.map((quantity) => facts.action('split', quantity, '06'))
    const { all, one } = new Grouped(facts)
    expect(one.legs[0]).toMatchObject({ open_qty: '100', open_cost: '3000' })
    expect(all.unbooked.map(({ activityId }) => activityId)).toEqual(ids)
  })

  it('heals when the rest arrives, in either order', () => {
    const whole = held(100, 30)
    whole.action('split', -100, '06')
    whole.action('split', 300, '06')
    for (const late of [0, 1]) {
      const { ledger } = whole
      const events = ledger.events.filter((_, i) => i !== late)
      const part = groupOrders({ ...ledger, events }, { windowSeconds: 300 })
      expect(part.unbooked).toHaveLength(1)
      const healed = groupOrders(ledger, { windowSeconds: 300 })
      expect(healed.unbooked).toEqual([])
      expect(healed.trades[0]?.legs[0]?.open_qty).toBe('300')
    }
  })
})

describe('rows that contradict each other', () => {
  it('a new name for another number of shares books nothing, and heals with a correct row', () => {
    const facts = held(50, 10)
    facts.action('name', -50, '06', { price: 10, group: 'g' })
    const wrong = facts.action('name', 60, '06', { of: 'Y', price: 10, group: 'g' })
    const { all } = new Grouped(facts)
    expect(all.unbooked.map(({ reason }) => reason)).toEqual([
      'it replaces 50 X by 60 Y',
      'it replaces 50 X by 60 Y',
    ])
    expect(all.trades).toMatchObject([{ underlying: 'X', status: 'open' }])
    facts.events.splice(
      facts.events.findIndex(({ id }) => id === wrong),
      1,
    )
    facts.action('name', 50, '06', { of: 'Y', price: 10, group: 'g' })
    expect(new Grouped(facts).all).toMatchObject({ unbooked: [], trades: [{ underlying: 'Y' }] })
  })
})

describe('a spin-off that restates its parent', () => {
  it('for another number of shares books nothing', () => {
    const facts = held(100, 15)
    facts.action('spin_off', -100, '06', { price: 15, group: 'g' })
    facts.action('spin_off', 90, '06', { price: 12, group: 'g' })
    facts.action('spin_off', 25, '06', { of: 'Y', price: 12, group: 'g' })
    const { all } = new Grouped(facts)
    expect(new Set(all.unbooked.map(({ reason }) => reason))).toEqual(
      new Set(['it replaces 100 X by 90 X']),
    )
    expect(all.trades).toMatchObject([{ legs: [{ symbol: 'X', open_cost: '1500' }] }])
  })
})

describe('a merger for shares and cash', () => {
  it('books nothing while its shares or its cash are missing, and heals when they come', () => {
    const facts = held(10, 30)
    facts.action('mixed_merger', -10, '06', { price: 30, group: 'g' })
    const shares = facts.action('mixed_merger', 5, '06', { of: 'Y', price: 40, group: 'g' })
    const cash = facts.action('mixed_merger', 0, '06', { cash: 100, group: 'g' })
    for (const late of [shares, cash]) {
      const events = facts.ledger.events.filter(({ id }) => id !== late)
      const part = groupOrders({ ...facts.ledger, events }, { windowSeconds: 300 })
      expect(part.unbooked.map(({ reason }) => reason)).toEqual([
        'its counterpart is missing',
        'its counterpart is missing',
      ])
      expect(part.trades).toMatchObject([{ underlying: 'X', status: 'open', realizedPl: '0' }])
    }
    expect(new Grouped(facts).one).toMatchObject({
      legs: [{ symbol: 'Y', open_qty: '5', open_cost: '200' }],
    })
  })
})

describe('a merger for shares and cash, and one for cash on the same day, without groups', () => {
  it('are two actions: 10 X become 5 Y and 100, and 5 Y are paid with 250', () => {
    const facts = held(10, 30)
    facts.action('mixed_merger', -10, '06', { price: 30 })
    facts.action('mixed_merger', 5, '06', { of: 'Y', price: 40 })
    facts.action('mixed_merger', 0, '06', { cash: 100 })
    facts.action('merger', -5, '06', { of: 'Y', price: 50 })
    facts.action('merger', 0, '06', { of: 'Y', cash: 250 })
    expect(new Grouped(facts).one).toMatchObject({ status: 'closed', realizedPl: '50' })
  })
})

describe('an action whose rows come in several parts', () => {
  it('brings one position: a merger of 80 and 20 shares into 40 and 10 keeps one trade', () => {
    const facts = held(100, 10)
    facts.action('merger', -80, '06', { price: 10, group: 'g' })
    facts.action('merger', 40, '06', { of: 'Y', price: 20, group: 'g' })
    facts.action('merger', -20, '06', { price: 10, group: 'g' })
    facts.action('merger', 10, '06', { of: 'Y', price: 20, group: 'g' })
    expect(new Grouped(facts).one).toMatchObject({
      assignedFrom: null,
      legs: [{ symbol: 'Y', open_qty: '50', open_cost: '1000' }],
    })
  })

  it('a split of 60 and 40 shares into 120 and 80 keeps one trade', () => {
    const facts = held(100, 10)
    for (const part of [60, 40]) {
      facts.action('split', -part, '06', { price: 10 })
      facts.action('split', 2 * part, '06', { price: 5 })
    }
    expect(new Grouped(facts).one).toMatchObject({
      legs: [{ symbol: 'X', open_qty: '200', open_cost: '1000' }],
    })
  })
})

describe('transfers', () => {
  it('out closes the lots at their own cost: no profit, no loss', () => {
    const facts = held(100, 10)
    facts.transfer('S', -100, '06', 99)
    expect(new Grouped(facts).one).toMatchObject({
      realizedPl: '0',
      status: 'closed',
      closedBy: ['transfer'],
    })
  })

  it('in opens at the price given, and is incomplete without one', () => {
    const priced = new Facts('X')
    priced.transfer('S', 10, '06', 100)
    expect(new Grouped(priced).one).toMatchObject({ entryCash: '-1000', incomplete: false })
    const unpriced = new Facts('X')
    unpriced.transfer('S', 10, '06')
    expect(new Grouped(unpriced).one).toMatchObject({ entryCash: null, incomplete: true })
  })

  it('out beyond what is known makes an incomplete trade', () => {
    const facts = held(100, 10)
    facts.transfer('S', -150, '06')
    expect(new Grouped(facts).all.trades.map(({ incomplete }) => incomplete).sort()).toEqual([
      false,
      true,
    ])
  })
})
