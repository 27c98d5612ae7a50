import Big from 'big.js'
import { describe, expect, test } from 'vitest'
import { parseAccount } from '../../../src/alpaca/account'
import { type Activity, parseActivities, parseActivity } from '../../../src/alpaca/activity'
import { parseContract } from '../../../src/alpaca/contract'
import { readErrorBody } from '../../../src/alpaca/error-body'
import { flattenOrders } from '../../../src/alpaca/order-page'
import { isTerminal } from '../../../src/alpaca/order-status'
import { parsePositions } from '../../../src/alpaca/position'
import { bodyOf, haveSamples, listOf } from './samples'

if (!haveSamples) console.warn('skipped: ../shared/alpaca/samples is not there')

describe.skipIf(!haveSamples)('recorded and documented payloads', () => {
  test('the recorded account: 4 envelopes, 15 filled legs, 13 positions, to the cent', () => {
    const { parents, orders, rejects } = flattenOrders(listOf('real_orders_nested'))
    expect(rejects).toEqual([])
    expect(parents).toHaveLength(4)
    expect(orders).toHaveLength(15)
    for (const order of orders) {
      expect(order).toMatchObject({
        assetClass: 'us_option',
        status: 'filled',
        expiryDate: expect.any(String),
      })
      expect(order.filledQty).toBe(order.qty)
    }
    const fills = parseActivities(listOf('real_activities_fill'))
    expect(fills.rejects).toEqual([])
    const ids = new Set(orders.map(({ id }) => id))
    expect(
      fills.activities.filter(({ orderId }) => orderId !== null && ids.has(orderId)),
    ).toHaveLength(15)
    const held = parsePositions(listOf('real_positions_options'))
    expect(held.rejects).toEqual([])
    expect(held.positions.map(({ side }) => side).filter((side) => side === 'long')).toHaveLength(8)
    expect(held.positions).toHaveLength(13)
  })

  test('the recorded account: an envelope’s price is the net of its legs', () => {
    const { parents, orders } = flattenOrders(listOf('real_orders_nested'))
    for (const parent of parents) {
      const net = orders
        .filter(({ parentOrderId }) => parentOrderId === parent.id)
        .reduce((sum, leg) => {
          const price = new Big(leg.filledAvgPrice ?? 0).times(leg.ratioQty ?? 1)
          return leg.side === 'buy' ? sum.plus(price) : sum.minus(price)
        }, new Big(0))
      expect(net.toFixed()).toBe(parent.filledAvgPrice)
    }
  })

  test('the recorded account: deposit, fills and fees make its cash', () => {
    const { activities, rejects } = parseActivities(listOf('real_activities_mixed'))
    expect(rejects).toEqual([])
    const cash = activities.reduce((sum, row) => sum.plus(cashOf(row)), new Big(0))
    const account = parseAccount(bodyOf('real_account'))
    expect(account).toMatchObject({
      ok: true,
      row: { cash: cash.toFixed(), currency: 'USD', status: 'ACTIVE' },
    })
    const fees = activities.filter(({ activityType }) => activityType === 'FEE')
    const executions = new Set(
      activities
        .filter(({ activityType }) => activityType === 'FILL')
        .map(({ executionId }) => executionId),
    )
    const ofExecutions = fees.filter(({ executionId }) => executionId !== null)
    expect(ofExecutions.length).toBeGreaterThan(0)
    expect(ofExecutions.every(({ executionId }) => executions.has(executionId))).toBe(true)
  })

  test.each([
    ['real_order_oco_nested_held', 0, 2],
    ['real_order_bracket_nested_held', 0, 3],
    ['spec_order_mleg_nested_debit', 1, 2],
    ['spec_order_equity_simple', 0, 1],
    ['spec_order_option_simple', 0, 1],
    ['spec_order_crypto', 0, 1],
    ['spec_order_ipo_notional', 0, 1],
    ['docs_order_crypto_market', 0, 1],
  ])('%s: %i envelopes, %i orders', (name, envelopes, count) => {
    const { parents, orders, rejects } = flattenOrders([bodyOf(name)])
    expect(rejects).toEqual([])
    expect(parents).toHaveLength(envelopes)
    expect(orders).toHaveLength(count)
    for (const order of orders)
      expect(order.parentOrderId === null).toBe(order.id === orders[0]?.id && envelopes === 0)
  })

  test('the recorded OCO: the take-profit is the primary, its stop is held', () => {
    const { orders } = flattenOrders([bodyOf('real_order_oco_nested_held')])
    expect(orders).toMatchObject([
      {
        orderClass: 'oco',
        orderType: 'limit',
        status: 'new',
        limitPrice: '226',
        submittedAt: '2026-09-10T16:17:18.510165Z',
      },
      {
        orderClass: 'oco',
        orderType: 'stop',
        status: 'held',
        stopPrice: '210.5',
        updatedAt: '2026-09-10T16:17:18.506845Z',
      },
    ])
    expect(orders.some(({ status }) => isTerminal(status))).toBe(false)
  })

  test('the orders of the streams, Alpaca’s and the broker’s', () => {
    const names = [
      'ws_trade_update_fill_mleg',
      'ws_trade_update_new_equity',
      'ws_trade_update_fill_crypto',
      'broker_sse_trade_event_mleg_fill',
      'broker_sse_trade_event_new',
    ]
    const read = names.map((name) => flattenOrders(findOrders(bodyOf(name))))
    expect(read.flatMap(({ rejects }) => rejects)).toEqual([])
    expect(read.map(({ parents, orders }) => [parents.length, orders.length])).toEqual([
      [1, 2],
      [0, 1],
      [0, 1],
      [1, 2],
      [0, 1],
    ])
  })

  test('an order that closing a position made', () => {
    expect(flattenOrders([bodyOf('spec_close_position_response')])).toMatchObject({
      rejects: [],
      orders: [{}],
    })
    const bulk = findOrders(listOf('sdk_close_all_positions_with_error_bodies'))
    expect(flattenOrders(bulk)).toMatchObject({
      rejects: [],
      orders: [{ symbol: 'BTC/USD', underlying: 'BTC/USD' }],
    })
  })

  test.each([
    ['real_activities_nta_fees', 0],
    ['real_activities_partial_fills_same_ms', 0],
    ['sdk_broker_activities_page1', 0],
    ['sdk_broker_activities_page2', 0],
    ['docs_nta_option_expiry', 0],
    // One id for both rows of a pair: a slip of the page that nobody has recorded.
    ['docs_nta_option_exercise', 1],
    ['docs_nta_option_assignment', 1],
  ])('%s: all rows but %i', (name, refused) => {
    const rows = listOf(name)
    const { activities, rejects } = parseActivities(rows)
    expect(rejects.map(({ reason }) => reason)).toEqual(
      Array(refused).fill('id: of another row of the page'),
    )
    expect(activities).toHaveLength(rows.length - refused)
  })

  test.each([
    ['spec_activity_fill', '2022-02-02T18:55:09.981482Z'],
    ['spec_activity_div', '2019-08-01T04:00:00Z'],
    ['real_activity_div_fractional', '2020-01-01T05:00:00Z'],
    ['real_activity_fill_sell_short', '2026-04-23T17:30:23.252125Z'],
    ['real_activity_opasn', '2026-04-23T03:59:59.999999Z'],
    ['real_activity_opexp', '2025-10-11T03:59:59.999999Z'],
    ['sdk_activity_partial_fill', '2024-06-24T13:30:04.214535Z'],
  ])('%s takes effect at %s', (name, effectiveAt) => {
    expect(parseActivity(bodyOf(name))).toMatchObject({ ok: true, row: { effectiveAt } })
  })

  test('option events of the broker’s page, each kind with the sign it has', () => {
    const groups = Object.values(Object(bodyOf('broker_docs_option_events_QS'))).map((rows) =>
      parseActivities(Array.isArray(rows) ? rows : []),
    )
    expect(groups.flatMap(({ rejects }) => rejects)).toEqual([])
    const ends = groups
      .flatMap(({ activities }) => activities)
      .filter(({ activityType }) => activityType !== 'OPTRD')
    expect(ends.map(({ activityType, qty }) => `${activityType} ${qty}`)).toEqual([
      'OPEXC -1',
      'OPEXC -1',
      'OPASN 1',
      'OPASN 1',
      'OPEXP -1',
      'OPEXP -1',
    ])
  })

  test('rows of which only five keys were kept are refused, one by one', () => {
    const rows = listOf('real_activities_assignment_weekend_abridged')
    const { activities, rejects } = parseActivities(rows)
    expect(activities).toEqual([])
    expect(rejects.map(({ reason }) => reason)).toEqual(rows.map(() => 'id: missing'))
  })

  test('rows of the event stream, which has other names for its fields, are not mistaken for the API’s', () => {
    const rows = listOf('broker_docs_sse_nta_options_fees_corpactions')
    const { activities, rejects } = parseActivities(rows)
    expect(activities).toEqual([])
    expect(rejects).toHaveLength(rows.length)
    for (const { reason } of rejects) expect(reason).toContain('activity_type: missing')
  })

  test('error bodies', () => {
    const errors = listOf('docs_error_bodies').map((body) => readErrorBody(JSON.stringify(body)))
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set([40310000]))
    expect(errors[1]?.message).toBe('insufficient options buying power')
  })

  test.each([
    ['real_positions_equity_long', 'long'],
    ['real_position_equity_short', 'short'],
    ['docs_position_equity_fractional', 'long'],
    ['broker_docs_position_option_long', 'long'],
  ])('%s is %s', (name, side) => {
    const { positions, rejects } = parsePositions(listOf(name))
    expect(rejects).toEqual([])
    expect(new Set(positions.map((position) => position.side))).toEqual(new Set([side]))
  })

  test('documented positions, a coin among them', () => {
    expect(parsePositions(listOf('spec_positions_equity'))).toMatchObject({
      positions: [{}, {}],
      rejects: [],
    })
    const { positions, rejects } = parsePositions(listOf('docs_positions_crypto'))
    expect(rejects).toEqual([])
    expect(positions[0]).toMatchObject({
      symbol: 'BTCUSD',
      underlying: 'BTC/USD',
      avgEntryPrice: '22577.2578201313066474',
    })
  })

  test('contracts, adjusted ones too', () => {
    for (const name of ['real_option_contracts_adjusted', 'real_option_contract_deliverables']) {
      const contracts = listOf(name, 'option_contracts').map(parseContract)
      expect(contracts.length).toBeGreaterThan(0)
      for (const contract of contracts)
        expect(contract).toMatchObject({ ok: true, row: { multiplier: '100' } })
    }
    expect(
      listOf('real_option_contracts_adjusted', 'option_contracts').map(parseContract),
    ).toContainEqual(
      expect.objectContaining({
        row: expect.objectContaining({ root: 'XRX1', underlying: 'XRX', strikePrice: '1' }),
      }),
    )
    expect(parseContract(bodyOf('broker_docs_option_contract'))).toMatchObject({
      ok: true,
      row: { underlying: 'AAPL' },
    })
  })
})

function cashOf({ activityType, symbol, side, qty, price, netAmount }: Activity): Big {
  if (activityType !== 'FILL') return new Big(netAmount ?? 0)
  const cash = new Big(qty ?? 0).times(price ?? 0).times((symbol ?? '').length > 15 ? 100 : 1)
  return side === 'buy' ? cash.times(-1) : cash
}

/** Every object that has an order's own ids, wherever an event put it; legs stay in their order. */
function findOrders(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(findOrders)
  if (typeof value !== 'object' || value === null) return []
  if ('client_order_id' in value) return [value]
  return Object.values(value).flatMap(findOrders)
}
