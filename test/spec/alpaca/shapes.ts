import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { contractPayload } from '../../../src/local/alpaca/routes/contract-payload'
import { micros } from '../../../src/time/micros'
import { isObject, type Json, type Payloads, rowOf } from './payloads'

const NOW = micros('2026-09-11T20:00:00Z')
const ADJUSTED = 'GME1261016C00003000'

/** The keys of a payload with their JSON types, except some keys. */
function shape(payload: Json, except: readonly string[] = []): string[] {
  return Object.entries(payload)
    .filter(([key]) => !except.includes(key))
    .map(([key, value]) => `${key}: ${typeOf(value)}`)
    .sort()
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function legsOf(payload: Json): Json[] {
  return Array.isArray(payload.legs) ? payload.legs.filter(isObject) : []
}

/** A day with a spread, a single call, an expiry, an assignment and the day's fees. */
function playedDay(): Broker {
  const broker = new Broker({ fees: true, openedAt: '2026-08-05T03:48:40.594917Z' })
  const put = 'F260910P00012000'
  const short = broker.submit({ at: '2026-09-10T17:00:00Z', symbol: put, side: 'sell', qty: '2' })
  broker.fill(short.id, { at: '2026-09-10T17:00:00.000001Z', price: '1' })
  const spread = broker.submitMultileg({
    at: '2026-09-10T17:11:25.164468Z',
    qty: '1',
    legs: [
      { symbol: 'SPY261130P00721000', side: 'sell' },
      { symbol: 'SPY261130P00706000', side: 'buy' },
    ],
  })
  broker.fillSpread(spread.id, { at: '2026-09-10T17:11:25.217586Z', prices: ['9.41', '7.4'] })
  const symbol = 'AAPL261218C00340000'
  const call = broker.submit({ at: '2026-09-10T17:12:25Z', symbol, side: 'buy', qty: '1' })
  broker.fill(call.id, { at: '2026-09-10T17:12:25.4Z', price: '12.55' })
  broker.assign(put, { at: '2026-09-10T20:00:00Z', qty: '1' })
  broker.expireOption(put, { at: '2026-09-10T20:00:00Z' })
  broker.postDailyFees('2026-09-10')
  broker.dividend('F', { at: '2026-09-11T12:00:00Z', perShare: '0.15' })
  return broker
}

/** Tests that the stand-in's payloads have the keys and types of others. */
export function describeShapes(title: string, read: () => Payloads): void {
  describe(`the keys and types of the stand-in's payloads are those of ${title}`, () => {
    const theirs = read()
    const broker = playedDay()
    const activities = broker
      .activities(micros('2026-09-20T00:00:00Z'))
      .map(({ payload }) => ({ ...payload }))
    const orders = [...broker.orders.all()].map((order) => orderPayload(order, true))

    it('the account', () => {
      expect(shape(broker.account(NOW))).toEqual(shape(theirs.account))
    })

    it('a filled market multi-leg order and its legs', () => {
      const ours = rowOf(orders, { order_class: 'mleg', symbol: '' })
      const their = rowOf(theirs.orders, { order_class: 'mleg', order_type: '' })
      expect(shape(ours)).toEqual(shape(their))
      expect(legsOf(ours).map((leg) => shape(leg))).toEqual(legsOf(their).map((leg) => shape(leg)))
      for (const key of ['symbol', 'side', 'asset_class', 'order_type', 'type']) {
        expect(ours[key]).toBe(their[key])
      }
    })

    it('a filled simple option order', () => {
      const ours = rowOf(orders, { symbol: 'AAPL261218C00340000' })
      expect(shape(ours)).toEqual(shape(rowOf(theirs.orders, { order_class: 'simple' })))
    })

    it('an OCO and its held leg', () => {
      const oco = new Broker().submit({
        at: '2026-09-10T16:17:18.505921Z',
        symbol: 'NVDA',
        side: 'sell',
        qty: '55',
        timeInForce: 'gtc',
        intent: 'sell_to_close',
        orderClass: 'oco',
        takeProfit: { limitPrice: '226' },
        stopLoss: { stopPrice: '210.5' },
        source: null,
      })
      const ours = orderPayload(oco, true)
      expect(shape(ours)).toEqual(shape(theirs.oco))
      expect(legsOf(ours).map((leg) => shape(leg))).toEqual(
        legsOf(theirs.oco).map((leg) => shape(leg)),
      )
    })

    it('a bracket and its two held legs', () => {
      const bracket = new Broker().submit({
        at: '2026-02-04T16:55:39.264322Z',
        symbol: 'AAPL',
        side: 'sell',
        qty: '10',
        limitPrice: '274.13',
        orderClass: 'bracket',
        takeProfit: { limitPrice: '261.17' },
        stopLoss: { stopPrice: '278.81' },
      })
      const ours = orderPayload(bracket, true)
      // An SDK that recorded brackets adds ratio_qty and drops source and subtag.
      const except = ['ratio_qty', 'source', 'subtag']
      expect(shape(ours, except)).toEqual(shape(theirs.bracket, except))
      const kinds = (order: Json) =>
        legsOf(order).map(({ type, status, position_intent }) => [type, status, position_intent])
      expect(kinds(ours)).toEqual(kinds(theirs.bracket))
    })

    it('a coin order', () => {
      const at = '2026-09-10T16:00:00Z'
      const order = new Broker().submit({ at, symbol: 'BTC/USD', side: 'buy', qty: '0.0001' })
      // The documentation is older than these fields, and shows a commission of the broker API.
      const except = ['position_intent', 'expires_at', 'commission', 'source']
      expect(shape(orderPayload(order, true), except)).toEqual(shape(theirs.coinOrder, except))
    })

    it('positions in options and in shares', () => {
      const isOption = { asset_class: 'us_option' }
      const option = rowOf(broker.positions(NOW), isOption)
      expect(shape(option)).toEqual(shape(rowOf(theirs.positions, isOption)))
      const share = rowOf(broker.positions(NOW), { symbol: 'F' })
      expect(shape(share)).toEqual(shape(theirs.sharePosition))
    })

    it('fills, whose ids are stamped with the time in New York', () => {
      const fill = rowOf(activities, { activity_type: 'FILL', side: 'sell_short' })
      expect(shape(fill)).toEqual(shape(rowOf(theirs.fills, { activity_type: 'FILL' })))
      expect(shape(fill)).toEqual(shape(theirs.shortSale))
      const { id } = rowOf(activities, { activity_type: 'FILL', price: '9.41' })
      expect(id).toMatch(/^20260910131125217::/)
    })

    it.each(['OCC', 'ORF', 'REG', 'TAF', 'CAT'])('a fee of type %s', (type) => {
      const fee = { activity_type: 'FEE', activity_sub_type: type }
      expect(shape(rowOf(activities, fee))).toEqual(shape(rowOf(theirs.otherActivities, fee)))
    })

    it('a deposit', () => {
      const deposit = { activity_type: 'JNLC' }
      expect(shape(rowOf(activities, deposit))).toEqual(
        shape(rowOf(theirs.otherActivities, deposit)),
      )
    })

    it('an expiry, an assignment and a dividend', () => {
      const of = (type: string) => rowOf(activities, { activity_type: type })
      expect(shape(of('OPEXP'))).toEqual(shape(theirs.expiry))
      expect(shape(of('OPASN'))).toEqual(shape(theirs.assignment))
      const except = ['description']
      expect(shape(of('DIV'), except)).toEqual(shape(theirs.dividend, except))
    })

    it('an adjusted contract, with and without deliverables', () => {
      broker.defineContract(ADJUSTED, { underlying: 'GME' })
      const ours = (deliverables: boolean): Json => {
        const payload = contractPayload(broker, ADJUSTED, NOW, deliverables)
        if (!payload) throw new Error(`${ADJUSTED} is no contract`)
        return payload
      }
      expect(shape(ours(false))).toEqual(shape(theirs.contract))
      expect(shape(ours(true))).toEqual(shape(theirs.contractWithDeliverables))
    })
  })

  it(`the stand-in replays the account of ${title} to the same cash and positions`, () => {
    const { account, orders, fills, positions, otherActivities } = read()
    const broker = new Broker({ openedAt: '2026-08-05T03:48:40.594917Z' })
    const at = '2026-09-14T18:00:00Z'
    for (const order of orders.flatMap((top) => [top, ...legsOf(top)])) {
      if (order.symbol === '') continue
      const { price } = rowOf(fills, { order_id: order.id })
      const { side, symbol, qty } = order
      if (side !== 'buy' && side !== 'sell') throw new Error(`order ${order.id} has no side`)
      const placed = broker.submit({ at, symbol: String(symbol), side, qty: String(qty) })
      broker.fill(placed.id, { at, price: String(price) })
    }
    for (const { symbol, current_price: current, lastday_price: before } of positions) {
      broker.mark(String(symbol), String(current), String(before))
    }
    for (const { activity_type: type, net_amount: amount } of otherActivities) {
      if (type === 'FEE') broker.deposit({ at, amount: String(amount) })
    }
    // The positions' marks are of the next day.
    const now = micros('2026-09-15T13:30:00Z')
    const { cash, equity, long_market_value, short_market_value } = account
    expect(broker.account(now)).toMatchObject({
      cash,
      equity,
      long_market_value,
      short_market_value,
    })
    const ours = broker.positions(now)
    expect(ours).toHaveLength(positions.length)
    for (const { asset_id: _, ...position } of positions) {
      expect(rowOf(ours, { symbol: position.symbol })).toMatchObject(position)
    }
  })
}
