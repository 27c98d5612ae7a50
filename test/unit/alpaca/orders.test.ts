import { describe, expect, test } from 'vitest'
import { type Order, parseOrder } from '../../../src/alpaca/order'
import { countOrders, flattenOrders } from '../../../src/alpaca/order-page'
import { isTerminal } from '../../../src/alpaca/order-status'
import { legPayload, orderPayload, parentPayload } from './payloads'

function read(changes: Record<string, unknown>): Order {
  const parsed = parseOrder(orderPayload(changes), null)
  if (!parsed.ok) throw new Error(parsed.reject.reason)
  return parsed.row
}

function reasonFor(changes: Record<string, unknown>): string {
  const payload = orderPayload(changes)
  const { orders, rejects } = flattenOrders([payload])
  expect(orders).toEqual([])
  expect(rejects).toHaveLength(1)
  expect(rejects[0]).toMatchObject({ source: 'order', payload })
  const [reject] = rejects
  if (!reject) throw new Error('nothing was refused')
  return reject.reason
}

describe('an order payload', () => {
  test('becomes a row with exact decimals, UTC moments and the terms of its symbol', () => {
    const payload = orderPayload({ hwm: '1', usd: { qty: '1' } })
    expect(flattenOrders([payload])).toEqual({
      parents: [],
      rejects: [],
      orders: [
        {
          id: 'a1b2c3d4-0000-4000-8000-000000000001',
          clientOrderId: 'c-1',
          parentOrderId: null,
          symbol: 'AAPL261218C00340000',
          underlying: 'AAPL',
          paidWith: null,
          assetClass: 'us_option',
          assetId: 'd0b0c0a0-0000-4000-8000-000000000001',
          orderClass: 'simple',
          side: 'buy',
          positionIntent: 'buy_to_open',
          qty: '2',
          notional: null,
          ratioQty: null,
          filledQty: '2',
          filledAvgPrice: '12.55',
          orderType: 'limit',
          timeInForce: 'day',
          limitPrice: '12.6',
          stopPrice: null,
          trailPrice: null,
          trailPercent: null,
          status: 'filled',
          expiryDate: '2026-12-18',
          strikePrice: '340',
          optionType: 'call',
          replaces: null,
          replacedBy: null,
          submittedAt: '2026-09-10T17:11:25.2164Z',
          filledAt: '2026-09-10T17:11:25.217Z',
          expiredAt: null,
          canceledAt: null,
          failedAt: null,
          replacedAt: null,
          expiresAt: null,
          createdAt: '2026-09-10T17:11:25.2164Z',
          updatedAt: '2026-09-10T17:11:25.21759Z',
          raw: payload,
        },
      ],
    })
  })

  test('can have JSON numbers instead of text', () => {
    const order = read({ qty: 2, filled_qty: 1e-7, filled_avg_price: 0.1, limit_price: 100 })
    expect(order).toMatchObject({
      qty: '2',
      filledQty: '0.0000001',
      filledAvgPrice: '0.1',
      limitPrice: '100',
    })
  })

  test.each([
    ['""', ''],
    ['null', null],
    ['absent', undefined],
  ])('reads %s as null', (_, nothing) => {
    const order = read({
      client_order_id: nothing,
      asset_id: nothing,
      qty: nothing,
      position_intent: nothing,
      filled_avg_price: nothing,
      filled_at: nothing,
      updated_at: nothing,
      time_in_force: nothing,
    })
    expect(order).toMatchObject({
      clientOrderId: null,
      assetId: null,
      qty: null,
      positionIntent: null,
      filledAvgPrice: null,
      filledAt: null,
      updatedAt: null,
      timeInForce: null,
    })
    expect(read({ filled_qty: nothing }).filledQty).toBe('0')
    expect(read({ order_class: nothing }).orderClass).toBe('simple')
    expect(read({ status: nothing }).status).toBe('unknown')
    expect(read({ created_at: nothing }).createdAt).toBeNull()
    expect(read({ asset_class: nothing }).assetClass).toBe('us_option')
  })

  test('has its type from `type`, otherwise from the deprecated `order_type`', () => {
    expect(read({ type: '', order_type: 'limit' }).orderType).toBe('limit')
    expect(read({ type: 'market', order_type: '' }).orderType).toBe('market')
    expect(read({ type: '', order_type: '' }).orderType).toBeNull()
  })

  test('keeps unknown words except in the status and the intent', () => {
    const order = read({
      asset_class: 'us_index',
      symbol: 'SPX',
      order_class: 'ladder',
      time_in_force: 'gtx',
    })
    expect(order).toMatchObject({
      assetClass: 'us_index',
      orderClass: 'ladder',
      timeInForce: 'gtx',
    })
    expect(read({ status: 'quantum' }).status).toBe('unknown')
    expect(isTerminal(read({ status: 'quantum' }).status)).toBe(false)
    expect(read({ position_intent: 'hold' }).positionIntent).toBeNull()
  })

  test('with the name of an event as status has the status of that event', () => {
    expect(read({ status: 'fill' }).status).toBe('filled')
    expect(read({ status: 'partial_fill' }).status).toBe('partially_filled')
    expect(read({ status: 'held' }).status).toBe('held')
  })

  test.each([
    ['buy_minus', 'buy', null],
    ['sell_plus', 'sell', null],
    ['sell_short', 'sell', 'sell_to_open'],
    ['sell_short_exempt', 'sell', 'sell_to_open'],
  ])('with the side %s has the side %s, and without an intent %s', (word, side, intent) => {
    const order = read({ side: word, position_intent: undefined })
    expect(order).toMatchObject({ side, positionIntent: intent })
    expect(read({ side: word, position_intent: 'buy_to_close' }).positionIntent).toBe(
      'buy_to_close',
    )
  })

  test.each(['undisclosed', 'cross', 'cross_short', 'sell_long', 'BUY', 'constructor'])(
    'with the unknown side %s is refused',
    (side) => {
      const parsed = parseOrder(orderPayload({ side }), null)
      expect(parsed).toMatchObject({ reject: { reason: 'side: neither buy nor sell' } })
    },
  )

  test('can be filled without a price', () => {
    expect(read({ filled_qty: '1', filled_avg_price: null })).toMatchObject({
      filledQty: '1',
      filledAvgPrice: null,
    })
  })

  test('of the stream has its nanoseconds rounded like later responses', () => {
    expect(read({ submitted_at: '2026-09-10T13:11:25.577197611-04:00' }).submittedAt).toBe(
      '2026-09-10T17:11:25.577198Z',
    )
  })

  test('by amount has no quantity', () => {
    const order = read({ symbol: 'FI111225', asset_class: 'ipo', qty: null, notional: '500' })
    expect(order).toMatchObject({ qty: null, notional: '500', optionType: null, expiryDate: null })
  })

  test.each<[string, Record<string, unknown>]>([
    ['id: missing', { id: undefined }],
    ['id: missing', { id: '' }],
    ['id: not text', { id: 7 }],
    ['symbol: missing', { symbol: null }],
    ['symbol: not an OCC option symbol', { symbol: 'AAPL' }],
    ['side: neither buy nor sell', { side: 'hold' }],
    ['side: missing', { side: '' }],
    ['qty: negative', { qty: '-1' }],
    ['qty: not a decimal number', { qty: 'abc' }],
    ['qty: not a decimal number', { qty: '1,000' }],
    ['qty: not a decimal number', { qty: true }],
    ['qty: not a decimal number', { qty: Number.NaN }],
    ['filled_qty: negative', { filled_qty: -1 }],
    ['limit_price: too long for a decimal number', { limit_price: '9'.repeat(1000) }],
    ['created_at: no time zone', { created_at: '2026-09-10T17:11:25' }],
    ['filled_at: no such moment', { filled_at: '2026-13-10T17:11:25Z' }],
    ['updated_at: not an RFC 3339 time', { updated_at: 'soon' }],
    ['submitted_at: not text', { submitted_at: 1757524285 }],
    ['created_at: missing, and so is submitted_at', { created_at: null, submitted_at: null }],
    ['status: not text', { status: 7 }],
    ['legs: not a list', { legs: 'two' }],
    ['qty: negative; filled_qty: not a decimal number', { qty: '-1', filled_qty: 'x' }],
  ])('is refused with the reason %s', (reason, changes) => {
    expect(reasonFor(changes)).toBe(reason)
  })

  test.each([null, 'order', 7, true, [[]]])(
    'is refused when it is not an object: %j',
    (payload) => {
      const { orders, parents, rejects } = flattenOrders([payload, orderPayload()])
      expect(orders).toHaveLength(1)
      expect(parents).toEqual([])
      expect(rejects).toMatchObject([{ source: 'order', id: null, payload }])
    },
  )

  test('is refused with a reason that never contains the value', () => {
    expect(reasonFor({ qty: 'PA3XYZ12345' })).not.toContain('PA3')
  })
})

describe('a multi-leg order', () => {
  test('becomes a parent, and its legs become orders', () => {
    const { parents, orders, rejects } = flattenOrders([parentPayload()])
    expect(rejects).toEqual([])
    expect(parents).toMatchObject([
      {
        id: 'parent-1',
        qty: '2',
        filledAvgPrice: '-2.01',
        orderType: 'limit',
        legCount: 2,
        legIds: ['leg-1', 'leg-2'],
      },
    ])
    expect(orders).toMatchObject([
      { id: 'leg-1', parentOrderId: 'parent-1', side: 'sell', orderType: null, ratioQty: '1' },
      { id: 'leg-2', parentOrderId: 'parent-1', side: 'buy', symbol: 'AAPL261218C00345000' },
    ])
  })

  test.each<[string, Record<string, unknown>]>([
    [
      'a side and the nil asset, as the stream shows it',
      { side: 'buy', asset_id: '00000000-0000-0000-0000-000000000000' },
    ],
    ['a symbol', { symbol: 'AAPL', asset_class: 'us_equity', side: 'buy' }],
    ['a null symbol', { symbol: null, side: null }],
    ['an unknown class', { order_class: '' }],
  ])('becomes a parent with %s', (_, changes) => {
    const { parents, orders, rejects } = flattenOrders([parentPayload(changes)])
    expect([parents.length, orders.length, rejects.length]).toEqual([1, 2, 0])
  })

  test.each([null, undefined, []])('without legs (%j) becomes a parent', (legs) => {
    const { parents, orders, rejects } = flattenOrders([parentPayload({ legs })])
    expect(parents).toMatchObject([{ id: 'parent-1', legCount: 0, legIds: [] }])
    expect([orders, rejects]).toEqual([[], []])
  })

  test('keeps its other legs when one is refused', () => {
    const bad = legPayload(2, { side: 'hold' })
    const { parents, orders, rejects } = flattenOrders([
      parentPayload({ legs: [legPayload(1), bad] }),
    ])
    expect(parents).toMatchObject([{ legCount: 2, legIds: ['leg-1', 'leg-2'] }])
    expect(orders).toMatchObject([{ id: 'leg-1', parentOrderId: 'parent-1' }])
    expect(rejects).toEqual([
      { source: 'order', id: 'leg-2', reason: 'side: neither buy nor sell', payload: bad },
    ])
  })

  test('keeps its legs when the parent is refused', () => {
    const { parents, orders, rejects } = flattenOrders([parentPayload({ limit_price: 'x' })])
    expect(parents).toEqual([])
    expect(orders.map((order) => order.parentOrderId)).toEqual(['parent-1', 'parent-1'])
    expect(rejects).toMatchObject([{ id: 'parent-1', reason: 'limit_price: not a decimal number' }])
  })

  test('is refused without an id', () => {
    const { parents, orders, rejects } = flattenOrders([parentPayload({ id: null })])
    expect(parents).toEqual([])
    expect(orders).toHaveLength(2)
    expect(rejects).toMatchObject([{ id: null, reason: 'id: missing' }])
  })

  test('has legs that are orders without a parent when they are read flat', () => {
    const { parents, orders } = flattenOrders([legPayload(1)])
    expect(parents).toEqual([])
    expect(orders).toMatchObject([{ id: 'leg-1', parentOrderId: null, orderClass: 'mleg' }])
  })

  test('has a leg that was read flat and nested once, newest and with its parent', () => {
    const nested = parentPayload({
      legs: [legPayload(1, { status: 'new', updated_at: '2026-09-10T17:00:00Z' })],
    })
    const flat = legPayload(1, { updated_at: '2026-09-10T17:00:00.5Z' })
    for (const page of [
      [nested, flat],
      [flat, nested],
    ]) {
      expect(flattenOrders(page).orders).toMatchObject([
        { id: 'leg-1', parentOrderId: 'parent-1', status: 'filled' },
      ])
    }
  })

  test('can have a leg of shares', () => {
    const shares = legPayload(1, { symbol: 'AAPL', asset_class: 'us_equity', ratio_qty: '100' })
    expect(flattenOrders([parentPayload({ legs: [shares] })]).orders).toMatchObject([
      { symbol: 'AAPL', underlying: 'AAPL', optionType: null, parentOrderId: 'parent-1' },
    ])
  })

  test('has a leg whose absent asset class is read from its symbol', () => {
    const leg = legPayload(1, { asset_class: '' })
    expect(flattenOrders([parentPayload({ legs: [leg] })]).orders).toMatchObject([
      { optionType: 'call' },
    ])
  })
})

describe('a bracket, OCO or OTO', () => {
  test.each(['bracket', 'oco', 'oto'])(
    'of class %s has a first order that is an order like its legs',
    (order_class) => {
      const shares = { symbol: 'AAPL', asset_class: 'us_equity', order_class }
      const legs = [
        orderPayload({ ...shares, id: 'stop', side: 'sell', status: 'held', filled_qty: '0' }),
      ]
      const { parents, orders } = flattenOrders([orderPayload({ ...shares, id: 'first', legs })])
      expect(parents).toEqual([])
      expect(orders).toMatchObject([
        { id: 'first', parentOrderId: null },
        { id: 'stop', parentOrderId: 'first', status: 'held' },
      ])
    },
  )

  test('keeps its legs when its first order is refused', () => {
    const legs = [orderPayload({ id: 'stop', order_class: 'oco' })]
    const { orders, rejects } = flattenOrders([
      orderPayload({ id: 'first', order_class: 'oco', qty: '-5', legs }),
    ])
    expect(orders).toMatchObject([{ id: 'stop', parentOrderId: 'first' }])
    expect(rejects).toMatchObject([{ id: 'first', reason: 'qty: negative' }])
  })
})

test('legs count as orders of a page', () => {
  expect(countOrders([parentPayload(), orderPayload(), null])).toBe(5)
})
