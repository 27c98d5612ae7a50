import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { micros } from '../../../src/time/micros'

const CALL = 'SPY261130C00700000'
const NOW = micros('2026-09-11T15:00:00Z')

function positionOf(broker: Broker, symbol: string): Record<string, unknown> | undefined {
  return broker.positions(NOW).find((position) => position.symbol === symbol)
}

describe('fills', () => {
  it('average the cost when they add to a position and keep it when they reduce it', () => {
    const broker = new Broker()
    const buy = broker.submit({ at: '2026-09-10T14:00:00Z', symbol: CALL, side: 'buy', qty: '3' })
    broker.fill(buy.id, { at: '2026-09-10T14:00:01Z', qty: '1', price: '2' })
    broker.fill(buy.id, { at: '2026-09-10T14:00:02Z', price: '3.5' })
    const sell = broker.submit({ at: '2026-09-10T15:00:00Z', symbol: CALL, side: 'sell', qty: '1' })
    broker.fill(sell.id, { at: '2026-09-10T15:00:01Z', price: '4' })
    broker.mark(CALL, '5', '4')

    expect(broker.cash()).toBe('99500') // 100000 - 200 - 700 + 400
    expect(positionOf(broker, CALL)).toMatchObject({
      qty: '2',
      side: 'long',
      avg_entry_price: '3',
      cost_basis: '600',
      market_value: '1000',
      unrealized_pl: '400',
      unrealized_plpc: '0.66667',
      unrealized_intraday_pl: '200',
      change_today: '0.25',
      exchange: '',
    })
    expect(orderPayload(buy, false)).toMatchObject({ filled_qty: '3', filled_avg_price: '3' })
  })

  it('can open a short position, whose amounts are negative', () => {
    const broker = new Broker()
    const sell = broker.submit({ at: '2026-09-10T14:00:00Z', symbol: CALL, side: 'sell', qty: '2' })
    const execution = broker.fill(sell.id, { at: '2026-09-10T14:00:01Z', price: '1.25' })
    broker.mark(CALL, '1', '1.25')

    expect(execution.side).toBe('sell_short')
    expect(broker.cash()).toBe('100250')
    expect(positionOf(broker, CALL)).toMatchObject({
      qty: '-2',
      qty_available: '-2',
      side: 'short',
      avg_entry_price: '1.25',
      cost_basis: '-250',
      market_value: '-200',
      unrealized_pl: '50',
      unrealized_plpc: '0.2',
    })
  })

  it('that cross zero start a new average cost', () => {
    const broker = new Broker()
    const buy = broker.submit({ at: '2026-09-10T14:00:00Z', symbol: 'F', side: 'buy', qty: '10' })
    broker.fill(buy.id, { at: '2026-09-10T14:00:01Z', price: '11' })
    const sell = broker.submit({ at: '2026-09-10T14:01:00Z', symbol: 'F', side: 'sell', qty: '25' })
    broker.fill(sell.id, { at: '2026-09-10T14:01:01Z', price: '12' })
    expect(positionOf(broker, 'F')).toMatchObject({ qty: '-15', avg_entry_price: '12' })
  })

  it('of fractions are apart from whole shares', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T14:00:00Z',
      symbol: 'GOOGL',
      side: 'buy',
      qty: '10.177047834',
    })
    broker.fill(order.id, { at: '2026-09-10T14:00:01Z', qty: '1.177047834', price: '100' })
    const last = broker.fill(order.id, { at: '2026-09-10T14:00:01Z', price: '100' })
    expect(last).toMatchObject({ qty: '9', cumQty: '10.177047834', orderStatus: 'filled' })
    expect(broker.cash()).toBe('98982.2952166')
  })

  it('of an order by amount buy the quantity that its dollars pay', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T14:00:00Z',
      symbol: 'VOO',
      side: 'buy',
      notional: '50',
    })
    const execution = broker.fill(order.id, { at: '2026-09-10T14:00:01Z', price: '600' })
    expect(execution).toMatchObject({ qty: '0.083333333', leavesQty: '0', orderStatus: 'filled' })
    expect(orderPayload(order, false)).toMatchObject({
      qty: null,
      notional: '50',
      filled_qty: '0.083333333',
    })
  })

  it('never exceed the remaining quantity', () => {
    const broker = new Broker()
    const order = broker.submit({ at: '2026-09-10T14:00:00Z', symbol: 'F', side: 'buy', qty: '1' })
    expect(() =>
      broker.fill(order.id, { at: '2026-09-10T14:00:01Z', qty: '2', price: '1' }),
    ).toThrow(RangeError)
  })

  it('of coins are BTC/USD in orders and BTCUSD in positions, with one asset_id', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T14:00:00Z',
      symbol: 'BTC/USD',
      side: 'buy',
      qty: '0.01',
    })
    broker.fill(order.id, { at: '2026-09-10T14:00:01Z', price: '60000' })
    const payload = orderPayload(order, false)
    expect(payload).toMatchObject({ symbol: 'BTC/USD', order_class: '', time_in_force: 'gtc' })
    expect(positionOf(broker, 'BTCUSD')).toMatchObject({ qty: '0.01', asset_id: payload.asset_id })
  })
})

describe('a multi-leg order', () => {
  const short = 'SPY261130P00721000'
  const long = 'SPY261130P00706000'

  it('fills by spreads at a net price that is negative for a credit', () => {
    const broker = new Broker()
    const order = broker.submitMultileg({
      at: '2026-09-10T17:11:25.164468Z',
      qty: '2',
      legs: [
        { symbol: short, side: 'sell' },
        { symbol: long, side: 'buy' },
      ],
    })
    broker.fillSpread(order.id, {
      at: '2026-09-10T17:11:25.217586Z',
      qty: '1',
      prices: ['9.41', '7.4'],
    })
    expect(orderPayload(order, true)).toMatchObject({ status: 'partially_filled', filled_qty: '1' })
    broker.fillSpread(order.id, { at: '2026-09-10T17:11:26Z', prices: ['9.43', '7.4'] })

    const payload = orderPayload(order, true)
    expect(payload).toMatchObject({
      status: 'filled',
      filled_avg_price: '-2.02',
      symbol: '',
      side: '',
      asset_class: '',
      type: 'market',
      order_type: '',
      asset_id: '00000000-0000-0000-0000-000000000000',
      submitted_at: '2026-09-10T17:11:25.17464Z',
      expires_at: '2026-09-10T20:15:00Z',
      legs: [
        {
          symbol: short,
          filled_avg_price: '9.42',
          position_intent: 'sell_to_open',
          ratio_qty: '1',
        },
        { symbol: long, filled_avg_price: '7.4', submitted_at: '2026-09-10T17:11:25.17464Z' },
      ],
    })
    expect(payload).not.toHaveProperty('position_intent')
    expect(broker.cash()).toBe('100404') // 2 x 2.02 x 100
  })

  it('can sell calls against a leg of shares, whose multiplier is 1', () => {
    const broker = new Broker()
    const order = broker.submitMultileg({
      at: '2026-09-10T14:00:00Z',
      qty: '1',
      limitPrice: '20',
      legs: [
        { symbol: 'KO', side: 'buy', ratio: '100' },
        { symbol: 'KO261016C00065000', side: 'sell' },
      ],
    })
    broker.fillSpread(order.id, { at: '2026-09-10T14:00:01Z', prices: ['64', '1.5'] })
    expect(broker.cash()).toBe('93750') // 100000 - 6400 + 150
    expect(orderPayload(order, true)).toMatchObject({
      filled_avg_price: '62.5',
      order_type: 'limit',
      legs: [{ type: '', order_type: '', qty: '100' }, { qty: '1' }],
    })
  })
})

describe('the clock of an account', () => {
  it('never goes backwards', () => {
    const broker = new Broker()
    broker.deposit({ at: '2026-09-10T14:00:00.000002Z', amount: '1' })
    expect(() => broker.deposit({ at: '2026-09-10T14:00:00.000001Z', amount: '1' })).toThrow(
      RangeError,
    )
  })

  it('keeps microseconds and drops their trailing zeros', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T14:00:00.21759Z',
      symbol: 'F',
      side: 'buy',
      qty: '1',
    })
    expect(orderPayload(order, false).created_at).toBe('2026-09-10T14:00:00.21759Z')
  })
})
