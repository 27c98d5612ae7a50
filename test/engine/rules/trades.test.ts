import { describe, expect, it } from 'vitest'
import { tradeIdFor } from '../../../src/engine/output/trade-id'
import { ACCOUNT, Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

const vertical = (facts: Facts, time: string, parent: string, units = 1) => {
  facts.buyToOpen('P90', units, 1, time, { parent })
  return facts.sellToOpen('P95', units, 2, time, { parent })
}

describe('trades', () => {
  it('the same structure while a trade is open in full ratio is a scale-in of it', () => {
    const facts = new Facts()
    const first = vertical(facts, '05 15:00', 'a')
    const second = vertical(facts, '06 15:00', 'b', 2)
    const grouped = new Grouped(facts)
    expect(grouped.of(second)).toBe(grouped.of(first))
    expect(grouped.one).toMatchObject({ quantity: '3', entryCash: '300' })
  })

  it('a scale-in counts once, however often other orders of its window open and close', () => {
    const facts = new Facts()
    const first = vertical(facts, '05 15:00', 'a')
    vertical(facts, '06 15:00', 'b')
    for (const [i, call] of ['C105', 'C110', 'C115'].entries()) {
      facts.buyToOpen(call, 1, 1, `06 15:0${2 * i + 1}`)
      facts.sellToClose(call, 1, 1, `06 15:0${2 * i + 2}`)
    }
    expect(new Grouped(facts).of(first)).toMatchObject({ quantity: '2' })
  })

  it('also when part of it was closed in ratio', () => {
    const facts = new Facts()
    vertical(facts, '05 15:00', 'a', 2)
    facts.sellToClose('P90', 1, 1, '06 15:00', { parent: 'b' })
    facts.buyToClose('P95', 1, 1, '06 15:00', { parent: 'b' })
    vertical(facts, '07 15:00', 'c')
    expect(new Grouped(facts).names).toEqual(['bull_put_spread partial'])
  })

  it('not when one leg is closed: then it is a new trade', () => {
    const facts = new Facts()
    vertical(facts, '05 15:00', 'a')
    facts.buyToClose('P95', 1, 1, '06 15:00')
    vertical(facts, '07 15:00', 'c')
    expect(new Grouped(facts).names).toEqual(['bull_put_spread partial', 'bull_put_spread open'])
  })

  it('not with other sides, other symbols or another ratio', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 1, '05 15:00', { parent: 'a' })
    facts.sellToOpen('C105', 2, 1, '05 15:00', { parent: 'a' })
    facts.buyToOpen('C100', 1, 1, '06 15:00', { parent: 'b' })
    facts.sellToOpen('C105', 3, 1, '06 15:00', { parent: 'b' })
    expect(new Grouped(facts).names).toEqual(['call_ratio_spread open', 'call_ratio_spread open'])
  })

  it('not after it went flat', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 1, '05 15:00')
    facts.sellToClose('C100', 1, 2, '05 16:00')
    facts.buyToOpen('C100', 1, 1, '05 17:00')
    expect(new Grouped(facts).names).toEqual(['long_call closed', 'long_call open'])
  })

  it('is partial while some is closed and some open', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 3, 1, '05 15:00')
    facts.sellToClose('C100', 1, 2, '06 15:00')
    expect(new Grouped(facts).one).toMatchObject({ status: 'partial', realizedPl: '100' })
    expect(new Grouped(facts).one.legs[0]).toMatchObject({ qty: '3', open_qty: '2' })
  })

  it('its id is of the account and the earliest filled opening leg', () => {
    const facts = new Facts()
    facts.buyToOpen('P85', 1, 1, '05 14:59', { id: 'unfilled', fills: [] })
    facts.sellToOpen('P95', 1, 2, '05 15:00', { id: 'b' })
    facts.buyToOpen('P90', 1, 1, '05 15:00', { id: 'a' })
    expect(new Grouped(facts).one.tradeId).toBe(tradeIdFor(ACCOUNT, 'a'))
  })

  it('an id is a version 5 UUID', () => {
    expect(tradeIdFor(ACCOUNT, 'a')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-/,
    )
    expect(tradeIdFor(ACCOUNT, 'a')).not.toBe(tradeIdFor('another account', 'a'))
  })

  it('further trades that one fact opens have ids of their own', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.sellToOpen('P95', 1, 2, '05 15:01', { parent: 'p' })
    facts.buyToOpen('P90', 1, 1, '05 15:01', { parent: 'p' })
    const event = facts.assign('P95', 2, { id: '20260116000000000::assigned' })
    const shares = new Grouped(facts).all.trades.filter((trade) => trade.strategy === 'long_stock')
    expect(shares.map((trade) => trade.tradeId).sort()).toEqual(
      [tradeIdFor(ACCOUNT, `${event}-shares`), tradeIdFor(ACCOUNT, `${event}-shares:2`)].sort(),
    )
  })

  it('an activity that goes by the id of an order opens a trade with an id of its own', () => {
    const facts = new Facts()
    const bought = facts.buyToOpen('C100', 1, 3, '05 15:00', { id: 'one-id' })
    facts.expire('P90', -1, { id: 'one-id' })
    const { trades } = new Grouped(facts).all
    expect(trades.map((trade) => trade.strategy).sort()).toEqual(['long_call', 'long_put'])
    expect(new Set(trades.map((trade) => trade.tradeId)).size).toBe(2)
    expect(new Grouped(facts).of(bought).strategy).toBe('long_call')
  })

  it('an order that serves several trades carries the one of its largest share', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 1, 3, '05 15:00')
    const spread = facts.buyToOpen('C100', 2, 3, '06 15:00', { parent: 'p' })
    facts.sellToOpen('C105', 2, 1, '06 15:00', { parent: 'p' })
    const close = facts.sellToClose('C100', 3, 4, '07 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(close)).toBe(grouped.of(spread))
    const parts = grouped.all.fills.filter((fill) => fill.orderId === close)
    expect(parts.map((fill) => fill.qty).sort()).toEqual(['1', '2'])
  })

  it('legs are numbered by expiry, strike and kind; a closing order has the number of its leg', () => {
    const facts = new Facts()
    facts.sellToOpen('C105', 1, 2, '05 15:00', { id: 'c105', parent: 'p' })
    facts.sellToOpen('P95', 1, 2, '05 15:00', { id: 'p95', parent: 'p' })
    facts.buyToClose('C105', 1, 1, '06 15:00', { id: 'close' })
    const numbers = new Grouped(facts).all.orders.map((o) => `${o.orderId} ${o.legNumber}`)
    expect(numbers.sort()).toEqual(['c105 2', 'close 2', 'p95 1'])
  })

  it('credit or debit, and the cash of entry and exit', () => {
    const facts = new Facts()
    vertical(facts, '05 15:00', 'a')
    facts.sellToClose('P90', 1, 0.5, '06 15:00', { parent: 'b' })
    facts.buyToClose('P95', 1, 0.75, '06 15:00', { parent: 'b' })
    expect(new Grouped(facts).one).toMatchObject({
      direction: 'credit',
      entryCash: '100',
      exitCash: '-25',
      realizedPl: '75',
    })
  })
})
