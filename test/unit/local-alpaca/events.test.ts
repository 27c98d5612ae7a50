import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { micros } from '../../../src/time/micros'

const NOW = micros('2026-09-30T15:00:00Z')

function trade(broker: Broker, symbol: string, side: 'buy' | 'sell', qty: string, price: string) {
  const { clock: at } = broker
  const order = broker.submit({ at, symbol, side, qty })
  return { order, execution: broker.fill(order.id, { at, price }) }
}

const rows = (broker: Broker, ...types: string[]): Record<string, unknown>[] =>
  broker
    .activities(NOW)
    .map(({ payload }) => ({ ...payload }))
    .filter(({ activity_type: type }) => types.includes(String(type)))
    .sort((a, b) => (Number(a.qty ?? 0) < Number(b.qty ?? 0) ? -1 : 1))

const opened = (): Broker => new Broker({ openedAt: '2026-09-01T14:30:00Z', deposit: '100000' })

describe('a pair of coins', () => {
  it('moves the coin that pays, and no dollars', () => {
    const broker = opened()
    trade(broker, 'BTC/USD', 'buy', '1', '50000')
    trade(broker, 'ETH/BTC', 'buy', '10', '0.05')
    expect([broker.cash(), broker.held('BTC/USD'), broker.held('ETH/USD')]).toEqual([
      '50000',
      '0.5',
      '10',
    ])
    expect(broker.positions(NOW)).toMatchObject([
      { symbol: 'BTCUSD', avg_entry_price: '50000' },
      { symbol: 'ETHUSD', avg_entry_price: '2500' },
    ])
    trade(broker, 'ETH/BTC', 'sell', '4', '0.06')
    expect([broker.cash(), broker.held('BTC/USD'), broker.held('ETH/USD')]).toEqual([
      '50000',
      '0.74',
      '6',
    ])
  })

  it.each([
    ['buy', 'ETH/BTC', '0.0005', { symbol: 'ETHUSD', qty: '-0.025', net_amount: '0' }],
    ['sell', 'ETH/BTC', '0.05', { symbol: 'BTCUSD', qty: '-0.00125', net_amount: '0' }],
    ['sell', 'ETH/USD', '88.045', { net_amount: '-2.21' }],
  ] as const)('is charged on what a %s of %s brings, rounded up', (side, symbol, price, fee) => {
    const broker = opened()
    trade(broker, 'BTC/USD', 'buy', '1', '50000')
    trade(broker, 'ETH/USD', 'buy', '20', '10')
    const { execution } = trade(broker, symbol, side, '10', price)
    broker.chargeCoinFee(execution, { at: broker.clock })
    const [row, ...others] = rows(broker, 'CFEE')
    expect([row, others]).toMatchObject([fee, []])
    if (symbol === 'ETH/USD') {
      for (const key of ['symbol', 'qty', 'price', 'execution_id', 'order_id']) {
        expect(row).not.toHaveProperty(key)
      }
    }
  })
})

describe('an execution', () => {
  it('that is busted leaves the order filled with less, and its row', () => {
    const broker = opened()
    const { order, execution } = trade(broker, 'F', 'buy', '10', '11')
    broker.bust(execution.id, '2026-09-02T15:00:00Z')
    expect([broker.cash(), broker.held('F')]).toEqual(['100000', '0'])
    expect(orderPayload(order, false)).toMatchObject({ status: 'filled', filled_qty: '0' })
    expect(rows(broker, 'FILL')).toHaveLength(1)
  })

  it('that is corrected has a second row, and the order its price', () => {
    const broker = opened()
    const { order, execution } = trade(broker, 'F', 'buy', '10', '11')
    broker.correct(execution.id, { at: '2026-09-02T15:00:00Z', price: '10.5' })
    expect([broker.cash(), broker.held('F')]).toEqual(['99895', '10'])
    expect(orderPayload(order, false)).toMatchObject({
      filled_avg_price: '10.5',
      filled_qty: '10',
      filled_at: '2026-09-02T15:00:00Z',
    })
    expect(rows(broker, 'FILL').map(({ price }) => price)).toEqual(['11', '10.5'])
  })

  it('that is busted can vanish', () => {
    const broker = new Broker({ openedAt: '2026-09-01T14:30:00Z', bustedFills: 'vanish' })
    const { execution } = trade(broker, 'F', 'buy', '10', '11')
    broker.bust(execution.id, '2026-09-02T15:00:00Z')
    expect(rows(broker, 'FILL')).toEqual([])
  })
})

describe('a corporate action', () => {
  const at = '2026-09-03T10:31:06Z'

  it('for stock and cash lowers the cost that is carried on by the cash', () => {
    const broker = opened()
    trade(broker, 'ANSS', 'buy', '4', '330')
    const merger = { symbol: 'ANSS', type: 'MA', subType: 'SCMA', description: 'Merger' } as const
    const added = [{ symbol: 'SNPS', ratio: '0.5' }]
    broker.reorganize({ at, ...merger, added, cashPerShare: '200' })
    expect(rows(broker, 'MA')).toMatchObject([
      { symbol: 'ANSS', qty: '-4', price: '330', net_amount: '0' },
      { symbol: 'ANSS', net_amount: '800' },
      { symbol: 'SNPS', qty: '2', price: '260', net_amount: '0' },
    ])
    // 100,000 - 1,320 + 800.
    expect(broker.cash()).toBe('99480')
    expect(broker.holdings()).toEqual([{ symbol: 'SNPS', qty: '2' }])
  })

  it('on short shares is mirrored: they are closed, and pay the cash', () => {
    const broker = opened()
    trade(broker, 'JNPR', 'sell', '10', '36')
    const description = 'Cash Merger $40 per share'
    broker.reorganize({
      ...{ at, symbol: 'JNPR', type: 'MA', subType: 'CMA', description },
      cashPerShare: '40',
    })
    expect(rows(broker, 'MA')).toMatchObject([{ net_amount: '-400' }, { qty: '10' }])
    expect([broker.cash(), broker.holdings()]).toEqual(['99960', []])
  })

  it('that spins shares off restates the cost of its source', () => {
    const broker = opened()
    trade(broker, 'MMM', 'buy', '20', '100')
    broker.reorganize({
      ...{ at, symbol: 'MMM', type: 'SPIN', description: 'Spin-off', source: 'restated' },
      added: [{ symbol: 'SOLV', ratio: '0.25', costShare: '0.16' }],
    })
    expect(rows(broker, 'SPIN')).toMatchObject([
      { symbol: 'MMM', qty: '-20', price: '100' },
      { symbol: 'SOLV', qty: '5', price: '64' },
      { symbol: 'MMM', qty: '20', price: '84' },
    ])
    expect(broker.cash()).toBe('98000')
  })
})

describe('a transfer out', () => {
  it('has the average cost as its price, and needs what it takes', () => {
    const broker = opened()
    trade(broker, 'CSX', 'buy', '10', '33')
    trade(broker, 'CSX', 'buy', '10', '35')
    const request = { at: broker.clock, type: 'FOPT', qty: '5' } as const
    broker.transferOut('CSX', request)
    expect(rows(broker, 'FOPT')).toMatchObject([{ qty: '-5', price: '34', net_amount: '0' }])
    expect(broker.held('CSX')).toBe('15')
    expect(() => broker.transferOut('CSX', { ...request, qty: '16' })).toThrow(RangeError)
  })
})
