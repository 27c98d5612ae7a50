import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import type { OrderRequest } from '../../../src/local/alpaca/order-request'
import { micros } from '../../../src/time/micros'

const LATER = micros('2026-12-31T00:00:00Z')

function filled(broker: Broker, request: Omit<OrderRequest, 'at'>, price: string): void {
  const order = broker.submit({ at: '2026-09-08T14:00:00Z', ...request })
  broker.fill(order.id, { at: '2026-09-08T14:00:00Z', price })
}

function rows(broker: Broker, type: string): Readonly<Record<string, unknown>>[] {
  return broker
    .activities(LATER)
    .filter((row) => row.type === type)
    .map((row) => row.payload)
}

describe('the expiry of an option', () => {
  it('has a positive quantity for a short contract', () => {
    const broker = new Broker()
    filled(broker, { symbol: 'UNH260911P00347500', side: 'sell', qty: '1' }, '2')
    broker.expireOption('UNH260911P00347500', { at: '2026-09-11T20:00:00Z' })

    const [row] = rows(broker, 'OPEXP')
    expect(row).toMatchObject({
      qty: '1',
      net_amount: '0',
      cusip: 'UNH260911P00347500',
      // The expiry of a Friday is dated Monday and created on Tuesday morning.
      date: '2026-09-14',
      created_at: '2026-09-15T08:20:21.45728Z',
    })
    expect(String(row?.id)).toMatch(/^20260914000000000::/)
    expect(broker.holdings()).toEqual([])
    expect(
      broker.activities(micros('2026-09-15T08:00:00Z')).map((entry) => entry.type),
    ).not.toContain('OPEXP')
  })

  it('can be posted in the same evening', () => {
    const broker = new Broker({ optionEvents: 'same-evening' })
    filled(broker, { symbol: 'F260911C00012000', side: 'buy', qty: '2' }, '0.1')
    broker.expireOption('F260911C00012000', { at: '2026-09-11T20:00:00Z' })
    expect(rows(broker, 'OPEXP')).toMatchObject([
      { qty: '-2', date: '2026-09-11', created_at: '2026-09-12T00:45:00Z' },
    ])
  })
})

describe.each([
  ['a short call', 'F261016C00012000', 'sell', '1', '-100', '1200'],
  ['a short put', 'F261016P00012000', 'sell', '1', '100', '-1200'],
] as const)('the assignment of %s', (_, symbol, side, change, shares, net) => {
  it('moves a hundred shares at the strike under one group_id', () => {
    const broker = new Broker()
    filled(broker, { symbol, side, qty: '1' }, '0.5')
    broker.assign(symbol, { at: '2026-10-16T20:00:00Z' })
    const [event] = rows(broker, 'OPASN')
    const [delivery] = rows(broker, 'OPTRD')
    expect(event).toMatchObject({ symbol, qty: change, net_amount: '0' })
    expect(delivery).toMatchObject({ symbol: 'F', qty: shares, price: '12', net_amount: net })
    expect(delivery?.group_id).toBe(event?.group_id)
    expect(delivery?.id).not.toBe(event?.id)
    expect(broker.held('F')).toBe(shares)
    expect(Number(broker.cash())).toBe(100050 + Number(net))
  })
})

describe('the exercise of an option', () => {
  it('delivers shares at the strike for a long put', () => {
    const broker = new Broker()
    filled(broker, { symbol: 'F261016P00012500', side: 'buy', qty: '2' }, '1')
    broker.exercise('F261016P00012500', { at: '2026-10-16T20:00:00Z', qty: '1' })
    expect(rows(broker, 'OPEXC')).toMatchObject([{ qty: '-1' }])
    expect(rows(broker, 'OPTRD')).toMatchObject([
      { qty: '-100', price: '12.5', net_amount: '1250' },
    ])
    expect(broker.holdings()).toEqual([
      { symbol: 'F', qty: '-100' },
      { symbol: 'F261016P00012500', qty: '1' },
    ])
  })

  it('has a row for each deliverable of an adjusted contract', () => {
    const broker = new Broker()
    const symbol = 'GME1261016C00020000'
    broker.defineContract(symbol, {
      underlying: 'GME',
      deliverables: [
        { symbol: 'GME', amount: '100', allocationPercentage: '95' },
        { symbol: 'GME.WS', amount: '10', allocationPercentage: '5' },
      ],
    })
    filled(broker, { symbol, side: 'buy', qty: '1' }, '4')
    broker.exercise(symbol, { at: '2026-10-16T20:00:00Z' })
    expect(rows(broker, 'OPTRD')).toMatchObject([
      { symbol: 'GME', qty: '100', price: '19', net_amount: '-1900' },
      { symbol: 'GME.WS', qty: '10', price: '10', net_amount: '-100' },
    ])
  })

  it('fails without a long position', () => {
    const broker = new Broker()
    expect(() => broker.exercise('F261016P00012500', { at: '2026-10-16T20:00:00Z' })).toThrow(
      RangeError,
    )
    expect(() => broker.assign('F261016P00012500', { at: '2026-10-16T20:00:00Z' })).toThrow(
      RangeError,
    )
  })
})

describe('corporate actions', () => {
  it('adjust a contract without a change of cash or cost', () => {
    const broker = new Broker()
    filled(broker, { symbol: 'LRCX261115C00950000', side: 'buy', qty: '1' }, '10.5')
    const before = broker.cash()
    broker.adjustOption('LRCX261115C00950000', {
      at: '2026-10-03T12:00:00Z',
      to: 'LRCX261115C00095000',
      qty: '10',
      subType: 'SPLIT.FSPLIT',
    })
    expect(broker.cash()).toBe(before)
    expect(
      rows(broker, 'OPCA').map(({ symbol, qty, price, net_amount }) => ({
        symbol,
        qty,
        price,
        net_amount,
      })),
    ).toEqual(
      expect.arrayContaining([
        { symbol: 'LRCX261115C00950000', qty: '-1', price: '10.5', net_amount: '1050' },
        { symbol: 'LRCX261115C00095000', qty: '10', price: '1.05', net_amount: '-1050' },
      ]),
    )
  })

  it('split shares and keep their cost', () => {
    const broker = new Broker()
    filled(broker, { symbol: 'NVDA', side: 'buy', qty: '3' }, '1200')
    broker.split('NVDA', { at: '2026-09-10T12:00:00Z', from: '1', to: '10' })
    expect(broker.positions(LATER)).toMatchObject([
      { qty: '30', avg_entry_price: '120', cost_basis: '3600' },
    ])
  })

  it('pay dividends on the shares held', () => {
    const broker = new Broker()
    filled(broker, { symbol: 'KO', side: 'buy', qty: '150' }, '60')
    broker.dividend('KO', { at: '2026-09-15T12:00:00Z', perShare: '0.51' })
    expect(rows(broker, 'DIV')).toMatchObject([
      { net_amount: '76.5', qty: '150', per_share_amount: '0.51' },
    ])
  })
})

describe('fees', () => {
  it('of the OCC name their execution, and the sums of a day name the account', () => {
    const broker = new Broker({ fees: true })
    filled(broker, { symbol: 'F261016C00012000', side: 'sell', qty: '4' }, '2.5')
    expect(broker.cash()).toBe('101000')
    expect(broker.cash('2026-09-08T14:01:00Z')).toBe('100999.9') // 4 x 0.025
    broker.postDailyFees('2026-09-08')

    const [execution] = broker.executions
    const fees = rows(broker, 'FEE')
    const of = (subType: string) => fees.find((fee) => fee.activity_sub_type === subType)
    expect(of('OCC')).toMatchObject({ net_amount: '-0.1', execution_id: execution?.id })
    expect(of('ORF')).toMatchObject({
      net_amount: '-0.06',
      description: `ORF fee for proceed of 4 contracts on 2026-09-08 by ${broker.accountNumber}`,
    })
    expect(of('REG')).toMatchObject({ net_amount: '-0.03' }) // 1000 x 0.0000206, up
    expect(of('TAF')).toMatchObject({ net_amount: '-0.02' }) // 4 x 0.00329, up
    expect(of('CAT')).toMatchObject({
      net_amount: '-0.01',
      created_at: '2026-09-09T00:06:32.4257Z',
    })
    for (const fee of fees) expect(fee).not.toHaveProperty('symbol')
  })

  it('of coins can be charged in coins', () => {
    const broker = new Broker()
    filled(broker, { symbol: 'BTC/USD', side: 'buy', qty: '0.1' }, '60000')
    broker.coinFee('BTC/USD', { at: '2026-09-08T14:00:05Z', qty: '0.00025' })
    expect(rows(broker, 'CFEE')).toMatchObject([
      {
        qty: '-0.00025',
        net_amount: '0',
        symbol: 'BTCUSD',
        cusip: 'BTC123456',
        description: 'Coin Pair Transaction Fee (Non USD)',
      },
    ])
    expect(broker.held('BTC/USD')).toBe('0.09975')
  })
})
