import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import { type Instrument, instrumentOf } from '../../../src/engine/model/instrument'
import { at, Facts, type OrderOptions } from '../support/facts'
import { Grouped } from '../support/grouped'

const coin = (name: string): Instrument =>
  instrumentOf(`${name}/USD`, 'crypto', null, null, decimal(1), `${name}/USD`)

/** Writes orders on pairs of coins: `ETH/BTC` is ETH, quoted in BTC. */
class Pairs extends Facts {
  trade(
    side: 'buy' | 'sell',
    pair: string,
    qty: number,
    price: number,
    time: string,
    more: OrderOptions = {},
  ): string {
    const [base = '', quote = 'USD'] = pair.split('/')
    const id = this.order(side, null, 'B', qty, price, time, more)
    const order = this.orders.at(-1)
    if (!order) throw new Error('no order')
    order.instrument = coin(base)
    if (quote !== 'USD') order.paidWith = coin(quote)
    return id
  }
}

const summary = (facts: Facts) =>
  new Grouped(facts).all.trades
    .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1))
    .map(({ underlying, status, incomplete, entryCash, realizedPl, legs }) => ({
      ...{ underlying, status, incomplete },
      entry: entryCash === null ? null : Number(entryCash),
      pl: realizedPl === null ? null : Number(realizedPl),
      open: legs.map((leg) => Number(leg.open_qty)).reduce((sum, qty) => sum + qty, 0),
    }))

const known = { incomplete: false }

describe('pairs of coins', () => {
  it('bought with a coin take its lots at cost and have their basis: ETH/BTC', () => {
    const facts = new Pairs('BTC/USD')
    facts.trade('buy', 'BTC/USD', 1, 50_000, '05 15:00')
    facts.trade('buy', 'ETH/BTC', 10, 0.05, '06 15:00')
    facts.trade('sell', 'ETH/USD', 10, 3000, '07 15:00')
    expect(summary(facts)).toEqual([
      { underlying: 'BTC/USD', status: 'partial', ...known, entry: -50_000, pl: 0, open: 0.5 },
      { underlying: 'ETH/USD', status: 'closed', ...known, entry: -25_000, pl: 5000, open: 0 },
    ])
  })

  it('sold for a coin pay with the coin that is sold, and the order belongs to the coin bought', () => {
    const facts = new Pairs('BTC/USD')
    const bought = facts.trade('buy', 'ETH/USD', 10, 2000, '05 15:00')
    const sold = facts.trade('sell', 'ETH/BTC', 10, 0.05, '06 15:00')
    facts.trade('sell', 'BTC/USD', 0.5, 50_000, '07 15:00')
    expect(summary(facts)).toEqual([
      { underlying: 'ETH/USD', status: 'closed', ...known, entry: -20_000, pl: 0, open: 0 },
      { underlying: 'BTC/USD', status: 'closed', ...known, entry: -20_000, pl: 5000, open: 0 },
    ])
    const grouped = new Grouped(facts)
    expect(grouped.of(bought).underlying).toBe('ETH/USD')
    expect(grouped.of(sold).underlying).toBe('BTC/USD')
    expect(grouped.of(sold).legs.map(({ symbol }) => symbol)).toEqual(['BTC/USD'])
  })

  it('paid with a stablecoin take the stablecoin: BTC/USDC there and back', () => {
    const facts = new Pairs('BTC/USD')
    facts.trade('buy', 'USDC/USD', 10_000, 1.001, '05 15:00')
    facts.trade('buy', 'BTC/USDC', 0.2, 50_000, '06 15:00')
    facts.trade('sell', 'BTC/USDC', 0.2, 55_000, '07 15:00')
    facts.trade('sell', 'USDC/USD', 11_000, 1, '08 15:00')
    expect(summary(facts)).toEqual([
      { underlying: 'USDC/USD', status: 'closed', ...known, entry: -10_010, pl: 0, open: 0 },
      { underlying: 'BTC/USD', status: 'closed', ...known, entry: -10_010, pl: 0, open: 0 },
      { underlying: 'USDC/USD', status: 'closed', ...known, entry: -10_010, pl: 990, open: 0 },
    ])
  })

  it('are one position whatever they are quoted in', () => {
    const facts = new Pairs('ETH/USD')
    facts.trade('buy', 'USDT/USD', 1000, 1, '05 15:00')
    facts.trade('buy', 'ETH/USD', 1, 2000, '05 16:00')
    facts.trade('buy', 'ETH/USDT', 0.5, 2000, '06 15:00')
    facts.trade('sell', 'ETH/USD', 1.5, 2100, '07 15:00')
    const { trades } = new Grouped(facts).all
    expect(trades.every(({ status, incomplete }) => status === 'closed' && !incomplete)).toBe(true)
    const profit = trades.reduce((sum, { realizedPl }) => sum + Number(realizedPl), 0)
    expect(profit).toBe(150)
  })

  it('have no dollars of their own: payment and purchase cancel, and both name the order', () => {
    const facts = new Pairs('BTC/USD')
    facts.trade('buy', 'BTC/USD', 1, 30_000, '05 15:00')
    facts.trade('buy', 'BTC/USD', 1, 50_000, '06 15:00')
    const order = facts.trade('buy', 'ETH/BTC', 30, 0.05, '07 15:00')
    const paid = new Grouped(facts).all.fills.filter(({ orderId }) => orderId === order)
    expect(paid.map(({ kind }) => kind)).toEqual(['conversion', 'conversion'])
    const cash = paid.map(({ side, qty, price }) => (side === 'sell' ? 1 : -1) * +qty * +price)
    expect(cash.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 6)
  })

  it('paid with more coins than are known make the coin bought incomplete too', () => {
    const facts = new Pairs('BTC/USD')
    facts.trade('buy', 'BTC/USD', 0.1, 50_000, '05 15:00')
    facts.trade('buy', 'ETH/BTC', 10, 0.05, '06 15:00')
    facts.trade('sell', 'ETH/USD', 10, 3000, '07 15:00')
    expect(summary(facts).map(({ incomplete, status }) => [incomplete, status])).toEqual([
      [false, 'closed'],
      [true, 'closed'],
      [true, 'closed'],
    ])
  })

  it('filled in part, then canceled, count with what they filled; a rest has the average price', () => {
    const facts = new Pairs('BTC/USD')
    facts.trade('buy', 'BTC/USD', 1, 50_000, '05 15:00')
    facts.trade('buy', 'ETH/BTC', 10, 0.05, '06 15:00', {
      fills: [[2, 0.05, '06 15:01']],
      filled: 4,
    })
    expect(summary(facts)).toMatchObject([{ open: 0.8 }, { open: 4, entry: -10_000 }])
  })

  it('bought pay their fee with the coin bought, which shrinks it at the same cost', () => {
    const facts = new Pairs('BTC/USD')
    facts.trade('buy', 'ETH/USD', 10, 2000, '05 15:00')
    facts.trade('sell', 'ETH/BTC', 10, 0.05, '06 15:00')
    facts.coinFee(0.00125, '2026-01-06', { posted: at('06 15:00:03') })
    facts.trade('sell', 'BTC/USD', 0.49875, 50_000, '07 15:00')
    expect(summary(facts)[1]).toMatchObject({ status: 'closed', pl: 4937.5 })
  })
})

describe('coins cannot be short', () => {
  it('what is transferred out beyond what is known makes an incomplete trade', () => {
    const facts = new Facts('BTC/USD')
    facts.events.push({
      ...{ type: 'transfer', id: '20260106000000000::t', instrument: coin('BTC'), groupId: null },
      ...{ quantity: decimal(-1), price: decimal(100), at: at('06 15:00'), date: '2026-01-06' },
    })
    expect(new Grouped(facts).one).toMatchObject({ strategy: 'long_crypto', incomplete: true })
  })

  it.each([null, 'open', 'close'] as const)(
    'what is sold beyond what is known makes an incomplete trade (intent %s)',
    (intent) => {
      const facts = new Facts('BTC/USD')
      facts.buy('B', 1, 100, '05 15:00')
      facts.order('sell', intent, 'B', 1.5, 110, '06 15:00')
      expect(summary(facts).map(({ incomplete, pl }) => [incomplete, pl])).toEqual([
        [false, 10],
        [true, null],
      ])
      facts.buy('B', 2, 100, '07 15:00')
      expect(new Grouped(facts).names.filter((name) => name.includes('short'))).toEqual([])
    },
  )
})
