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

describe('replacing', () => {
  it('gives a new id to the whole quantity and keeps the old fills', () => {
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

  it('renews the legs of an mleg', () => {
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
  it('holds its exits until the entry is filled, then wakes the target alone', () => {
    const broker = new Broker()
    const entry = bracketOf(broker)
    expect(statuses(entry)).toEqual(['held', 'held'])
    broker.fill(entry.id, { at: '2026-09-10T14:01:00Z', price: '200' })
    expect(statuses(entry)).toEqual(['new', 'held'])
    expect(entry.legs.map((leg) => leg.intent)).toEqual(['sell_to_close', 'sell_to_close'])
  })

  it('cuts the stop by what the target has sold, and cancels it when it is done', () => {
    const broker = new Broker()
    const entry = bracketOf(broker)
    broker.fill(entry.id, { at: '2026-09-10T14:01:00Z', price: '200' })
    const target = entry.legs[0]?.id ?? ''
    broker.fill(target, { at: '2026-09-10T15:00:00Z', qty: '4', price: '210' })
    expect(entry.legs[1]?.qty?.toFixed()).toBe('6')
    broker.fill(target, { at: '2026-09-10T15:01:00Z', price: '210' })
    expect(statuses(entry)).toEqual(['filled', 'canceled'])
    expect(broker.cash()).toBe('100100')
  })

  it('ends as a group', () => {
    const broker = new Broker()
    const entry = bracketOf(broker)
    broker.cancel(entry.id, '2026-09-10T14:05:00Z')
    expect([entry.status, ...statuses(entry)]).toEqual(['canceled', 'canceled', 'canceled'])
  })
})

describe('an OCO', () => {
  it('is its own target, and is passed on after its leg', () => {
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

describe('time', () => {
  it('ends day orders at the close, with what they have filled', () => {
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

  it('lets an order of Friday evening live until Monday', () => {
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
