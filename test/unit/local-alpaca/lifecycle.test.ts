import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { orderPayload } from '../../../src/local/alpaca/order-payload'

const bracketOf = (broker: Broker) =>
  broker.submit({
    at: '2026-09-10T14:00:00Z',
    symbol: 'AAPL',
    side: 'buy',
    qty: '10',
    limitPrice: '200',
    orderClass: 'bracket',
    takeProfit: { limitPrice: '210' },
    stopLoss: { stopPrice: '190' },
  })
const statuses = (order: { legs: readonly { status: string }[] }) =>
  order.legs.map((leg) => leg.status)

describe('replacing an order', () => {
  it('creates an order with a new id and the whole quantity, and keeps the old fills', () => {
    const broker = new Broker()
    const old = broker.submit({
      at: '2026-09-10T14:00:00Z',
      symbol: 'F',
      side: 'buy',
      qty: '10',
      limitPrice: '11',
    })
    broker.fill(old.id, { at: '2026-09-10T14:00:01Z', qty: '4', price: '11' })
    const next = broker.replace(old.id, { at: '2026-09-10T14:01:00Z', limitPrice: '11.1' })

    expect(orderPayload(old, false)).toMatchObject({
      status: 'replaced',
      filled_qty: '4',
      replaced_by: next.id,
      replaced_at: '2026-09-10T14:01:00Z',
    })
    expect(orderPayload(next, false)).toMatchObject({
      replaces: old.id,
      qty: '10',
      filled_qty: '0',
      limit_price: '11.1',
    })
    expect(() => broker.fill(old.id, { at: '2026-09-10T14:02:00Z', price: '11' })).toThrow(
      RangeError,
    )
  })

  it('replaces the legs of a multi-leg order', () => {
    const broker = new Broker()
    const old = broker.submitMultileg({
      at: '2026-09-10T14:00:00Z',
      qty: '1',
      limitPrice: '-1',
      legs: [
        { symbol: 'SPY261130P00721000', side: 'sell' },
        { symbol: 'SPY261130P00706000', side: 'buy' },
      ],
    })
    const next = broker.replace(old.id, { at: '2026-09-10T14:01:00Z', limitPrice: '-0.9' })
    expect(statuses(old)).toEqual(['replaced', 'replaced'])
    expect(next.legs.map((leg) => leg.replaces?.id)).toEqual(old.legs.map((leg) => leg.id))
  })
})

describe('a bracket', () => {
  it('holds its exits until the entry is filled, then activates only the take-profit', () => {
    const broker = new Broker()
    const entry = bracketOf(broker)
    expect(statuses(entry)).toEqual(['held', 'held'])
    broker.fill(entry.id, { at: '2026-09-10T14:01:00Z', price: '200' })
    expect(statuses(entry)).toEqual(['new', 'held'])
    expect(entry.legs.map((leg) => leg.intent)).toEqual(['sell_to_close', 'sell_to_close'])
  })

  it('reduces the stop by what the take-profit sold, and cancels it at the end', () => {
    const broker = new Broker()
    const entry = bracketOf(broker)
    broker.fill(entry.id, { at: '2026-09-10T14:01:00Z', price: '200' })
    const [takeProfit] = entry.legs
    if (!takeProfit) throw new Error('the bracket has no exits')
    const target = takeProfit.id
    broker.fill(target, { at: '2026-09-10T15:00:00Z', qty: '4', price: '210' })
    expect(entry.legs[1]?.qty?.toFixed()).toBe('6')
    broker.fill(target, { at: '2026-09-10T15:01:00Z', price: '210' })
    expect(statuses(entry)).toEqual(['filled', 'canceled'])
    expect(broker.cash()).toBe('100100')
  })

  it('ends with all its members', () => {
    const broker = new Broker()
    const entry = bracketOf(broker)
    broker.cancel(entry.id, '2026-09-10T14:05:00Z')
    expect([entry.status, ...statuses(entry)]).toEqual(['canceled', 'canceled', 'canceled'])
  })
})

describe('an OCO', () => {
  it('is the take-profit itself, and is submitted after its leg', () => {
    const broker = new Broker()
    const oco = broker.submit({
      at: '2026-09-10T16:17:18.505921Z',
      symbol: 'NVDA',
      side: 'sell',
      qty: '55',
      timeInForce: 'gtc',
      intent: 'sell_to_close',
      orderClass: 'oco',
      takeProfit: { limitPrice: '226' },
      stopLoss: { stopPrice: '210.5' },
    })
    expect(orderPayload(oco, true)).toMatchObject({
      limit_price: '226',
      status: 'new',
      submitted_at: '2026-09-10T16:17:18.510165Z',
      expires_at: '2026-12-09T21:00:00Z',
      legs: [
        {
          stop_price: '210.5',
          status: 'held',
          type: 'stop',
          submitted_at: '2026-09-10T16:17:18.505921Z',
        },
      ],
    })
  })
})

describe('the passing of time', () => {
  it('expires day orders at the close, and their fills stay', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T14:00:00Z',
      symbol: 'F',
      side: 'buy',
      qty: '10',
      limitPrice: '9',
    })
    broker.fill(order.id, { at: '2026-09-10T14:00:01Z', qty: '3', price: '9' })
    broker.expireOrders('2026-09-10T20:00:00Z')
    expect(orderPayload(order, false)).toMatchObject({
      status: 'expired',
      filled_qty: '3',
      expired_at: '2026-09-10T20:00:00Z',
    })
  })

  it('keeps an order of Friday evening until the close of Monday', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-11T22:00:00Z',
      symbol: 'F',
      side: 'buy',
      qty: '1',
      status: 'accepted',
    })
    expect(orderPayload(order, false).expires_at).toBe('2026-09-14T20:00:00Z')
  })
})

describe('changes without an order of the user', () => {
  const CALL = 'F261016C00012000'

  it('include a liquidation, which is an order by Alpaca', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T14:00:00Z',
      symbol: CALL,
      side: 'sell',
      qty: '2',
    })
    broker.fill(order.id, { at: '2026-09-10T14:00:01Z', price: '1' })
    const liquidation = broker.liquidate(CALL, { at: '2026-09-10T19:40:00Z', price: '0.5' })
    expect(orderPayload(liquidation, false)).toMatchObject({
      side: 'buy',
      position_intent: 'buy_to_close',
      filled_qty: '2',
      source: null,
    })
    expect(broker.cash()).toBe('100100')
  })

  it('include a position that is transferred in and one that vanishes', () => {
    const broker = new Broker()
    broker.transferIn(CALL, { at: '2026-09-10T14:00:00Z', qty: '1', price: '23.75' })
    expect(broker.holdings()).toEqual([{ symbol: CALL, qty: '1' }])
    broker.vanish(CALL, '2026-09-11T14:00:00Z')
    expect(broker.holdings()).toEqual([])
    expect(broker.cash()).toBe('100000')
  })
})

describe('changes of an order', () => {
  it('always increase updated_at', () => {
    const broker = new Broker()
    const at = '2026-09-10T14:00:00Z'
    const order = broker.submit({ at, symbol: 'F', side: 'buy', qty: '2' })
    const seen = [order.updatedAt]
    for (const qty of ['1', '1']) {
      broker.fill(order.id, { at, qty, price: '11' })
      seen.push(order.updatedAt)
    }
    expect(new Set(seen).size).toBe(3)
    expect([...seen].sort((a, b) => a - b)).toEqual(seen)
  })

  it('can submit the order again', () => {
    const broker = new Broker()
    const order = broker.submit({
      at: '2026-09-10T22:00:00Z',
      symbol: 'F',
      side: 'buy',
      qty: '2',
      status: 'accepted',
    })
    broker.resubmit(order.id, '2026-09-11T13:30:00Z')
    expect(orderPayload(order, false)).toMatchObject({
      status: 'new',
      created_at: '2026-09-10T22:00:00Z',
      submitted_at: '2026-09-11T13:30:00Z',
    })
  })
})

describe('an old account', () => {
  it('has no position_intent, and its fills have the side sell_short when they open', () => {
    const broker = new Broker({ positionIntent: false })
    const order = broker.submit({ at: '2026-09-10T14:00:00Z', symbol: 'F', side: 'sell', qty: '1' })
    expect(orderPayload(order, false)).not.toHaveProperty('position_intent')
    expect(broker.fill(order.id, { at: '2026-09-10T14:00:01Z', price: '11' }).side).toBe(
      'sell_short',
    )
  })
})
