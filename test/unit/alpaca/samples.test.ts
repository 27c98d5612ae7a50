import Big from 'big.js'
import { describe, expect, test } from 'vitest'
import { parseAccount } from '../../../src/alpaca/account'
import { type Activity, parseActivities, parseActivity } from '../../../src/alpaca/activity'
import { parseContract } from '../../../src/alpaca/contract'
import { readErrorBody } from '../../../src/alpaca/error-body'
import { flattenOrders } from '../../../src/alpaca/order-page'
import { isTerminal } from '../../../src/alpaca/order-status'
import { parsePositions } from '../../../src/alpaca/position'
import { ACCOUNT, SAMPLES } from '../../support/alpaca-fixtures'

describe('the payloads of a whole account', () => {
  const { parents, orders, rejects } = flattenOrders(ACCOUNT.orders)
  const activities = parseActivities(ACCOUNT.activities)

  test('are 4 multi-leg parents and 14 filled option orders, each with one fill', () => {
    expect(rejects).toEqual([])
    expect(parents).toHaveLength(4)
    expect(orders).toHaveLength(14)
    for (const order of orders) {
      expect(order).toMatchObject({ assetClass: 'us_option', status: 'filled' })
      expect(order.expiryDate).toMatch(/^2026-1[0-2]-\d\d$/)
      expect(order.filledQty).toBe(order.qty)
    }
    expect(activities.rejects).toEqual([])
    const filled = activities.activities.flatMap(({ activityType, orderId }) =>
      activityType === 'FILL' ? [orderId] : [],
    )
    expect(filled.toSorted()).toEqual(orders.map(({ id }) => id).toSorted())
  })

  test('are 12 positions, 6 of them long', () => {
    const held = parsePositions(ACCOUNT.positions)
    expect(held.rejects).toEqual([])
    expect(held.positions).toHaveLength(12)
    expect(held.positions.filter(({ side }) => side === 'long')).toHaveLength(6)
  })

  test('have a net price on each parent that is the sum over its legs', () => {
    for (const parent of parents) {
      const legs = orders.filter(({ parentOrderId }) => parentOrderId === parent.id)
      expect(legs).toHaveLength(parent.legCount)
      const net = legs.reduce((sum, { id, side, filledAvgPrice, ratioQty }) => {
        const price = new Big(present(filledAvgPrice, id)).times(present(ratioQty, id))
        return side === 'buy' ? sum.plus(price) : sum.minus(price)
      }, new Big(0))
      expect(net.toFixed()).toBe(parent.filledAvgPrice)
    }
  })

  test('have a deposit, fills and fees that add up to the cash', () => {
    const cash = activities.activities.reduce((sum, row) => sum.plus(cashOf(row)), new Big(0))
    expect(parseAccount(ACCOUNT.account)).toMatchObject({
      ok: true,
      row: { cash: cash.toFixed(), currency: 'USD', status: 'ACTIVE', refused: null },
    })
  })

  test('have a clearing fee for each execution', () => {
    const rows = activities.activities
    const executions = rows.filter(({ activityType }) => activityType === 'FILL')
    const fees = rows.filter(({ activitySubType }) => activitySubType === 'OCC')
    const ids = (list: Activity[]) => list.map(({ executionId }) => executionId).toSorted()
    expect(ids(fees)).toEqual(ids(executions))
  })
})

describe('orders by kind', () => {
  test.each([
    ['oco', 0, 2],
    ['bracket', 0, 3],
    ['limit_multileg', 1, 2],
    ['option', 0, 1],
    ['shares', 0, 1],
    ['by_amount', 0, 1],
    ['coin', 0, 1],
    ['replaced_in_part', 0, 1],
    ['replacement', 0, 1],
  ] as const)('%s: %i multi-leg parents, %i orders', (name, parentCount, count) => {
    const { parents, orders, rejects } = flattenOrders([SAMPLES.orders[name]])
    expect(rejects).toEqual([])
    expect(parents).toHaveLength(parentCount)
    expect(orders).toHaveLength(count)
    const [first] = orders
    for (const order of orders) {
      expect(order.parentOrderId === null).toBe(order === first && parentCount === 0)
    }
  })

  test('the take-profit of an OCO is the parent, its stop is held, and neither is final', () => {
    const { orders } = flattenOrders([SAMPLES.orders.oco])
    expect(orders).toMatchObject([
      { orderClass: 'oco', orderType: 'limit', status: 'new', limitPrice: '241.5' },
      { orderClass: 'oco', orderType: 'stop', status: 'held', stopPrice: '219' },
    ])
    expect(orders.some(({ status }) => isTerminal(status))).toBe(false)
  })

  test('an order that was replaced in part keeps its fills and names the new one', () => {
    const { orders } = flattenOrders([SAMPLES.orders.replaced_in_part, SAMPLES.orders.replacement])
    expect(orders).toMatchObject([
      { status: 'replaced', filledQty: '12', replacedBy: SAMPLES.orders.replacement.id },
      { status: 'new', filledQty: '0', replaces: SAMPLES.orders.replaced_in_part.id },
    ])
  })

  test('an order of the stream is read like one of REST, with its nanoseconds rounded', () => {
    const { stream_multileg_fill: fill, stream_new_order: created } = SAMPLES.documented
    const { parents, orders, rejects } = flattenOrders([fill.data.order, created.data.order])
    expect(rejects).toEqual([])
    expect(parents).toMatchObject([{ filledAvgPrice: '2.3', legCount: 2 }])
    expect(orders.map(({ symbol }) => symbol)).toEqual([
      'HD261218P00380000',
      'HD261218P00370000',
      'HD',
    ])
    expect(orders[0]?.filledAt).toBe('2026-09-14T15:20:11.12884Z')
    expect(orders[2]?.updatedAt).toBe('2026-09-14T15:21:07.320004Z')
  })

  test('an old order on a coin without a slash gets the pair as underlying', () => {
    expect(flattenOrders([SAMPLES.documented.old_coin_order])).toMatchObject({
      orders: [{ symbol: 'BTCUSD', underlying: 'BTC/USD', orderClass: 'simple' }],
      rejects: [],
    })
  })

  test('the order that closes a position is read from the list of closed positions', () => {
    const [closed] = SAMPLES.documented.closed_positions
    expect(flattenOrders([closed?.body])).toMatchObject({
      orders: [{ symbol: 'LTC/USD', underlying: 'LTC/USD', status: 'accepted' }],
      rejects: [],
    })
  })
})

describe('activities', () => {
  test('all rows of a day with option events, fees and corporate actions are read', () => {
    const { activities, rejects } = parseActivities(SAMPLES.activities)
    expect(rejects).toEqual([])
    expect(activities).toHaveLength(SAMPLES.activities.length)
  })

  test.each([
    ['FILL', 'KO260911C00066000', '2026-09-11T14:01:01.5Z'],
    ['OPASN', 'KO260911P00067000', '2026-09-12T03:59:59.999999Z'],
    ['OPEXC', 'KO260911C00066000', '2026-09-12T03:59:59.999999Z'],
    ['OPEXP', 'KO260911C00072000', '2026-09-12T03:59:59.999999Z'],
    ['OPTRD', 'KO', '2026-09-14T04:00:00Z'],
    ['DIV', 'XOM', '2026-09-14T04:00:00Z'],
    ['ACATS', 'PFE', '2026-09-16T04:00:00Z'],
  ])('%s of %s takes effect at %s', (type, symbol, effectiveAt) => {
    const row = SAMPLES.activities.find(
      (one) => one.activity_type === type && one.symbol === symbol,
    )
    expect(parseActivity(row)).toMatchObject({ ok: true, row: { effectiveAt } })
  })

  test('option events have the signed change of the position as quantity', () => {
    const ends = parseActivities(SAMPLES.activities).activities.filter(({ activityType }) =>
      /^OP(EXP|EXC|ASN)$/.test(activityType),
    )
    expect(ends.map(({ activityType, qty }) => `${activityType} ${qty}`).toSorted()).toEqual([
      'OPASN 2',
      'OPEXC -1',
      'OPEXP -2',
      'OPEXP 1',
    ])
  })

  test('the second of two rows under one id is refused', () => {
    const { activities, rejects } = parseActivities(SAMPLES.documented.exercise_with_one_id)
    expect(activities).toMatchObject([{ activityType: 'OPEXC' }])
    expect(rejects).toMatchObject([{ reason: 'id: of another row of the page', again: true }])
  })

  test('rows of the event stream, whose fields have other names, are refused', () => {
    const { activities, rejects } = parseActivities(SAMPLES.documented.rows_of_the_event_stream)
    expect(activities).toEqual([])
    for (const { reason } of rejects) expect(reason).toContain('activity_type: missing')
    expect(rejects).toHaveLength(2)
  })

  test('rows without an id are refused one by one', () => {
    const rows = SAMPLES.activities.slice(0, 3).map(({ id: _, ...row }) => row)
    const { activities, rejects } = parseActivities(rows)
    expect(activities).toEqual([])
    expect(rejects.map(({ reason }) => reason)).toEqual(rows.map(() => 'id: missing'))
  })
})

describe('positions, contracts and errors', () => {
  test('long and short positions in shares, options and a coin are read', () => {
    const { positions, rejects } = parsePositions(SAMPLES.positions)
    expect(rejects).toEqual([])
    expect(positions.map(({ symbol, side, qty }) => `${symbol} ${side} ${qty}`)).toEqual([
      'DIS long 10',
      'DIS260918P00070000 long 1',
      'DIS261120C00125000 long 1',
      'DIS261120P00110000 short -2',
      'ETHUSD long 0.05',
      'PFE short -15',
      'T long 12',
      'VTI long 0.452802849',
    ])
    expect(positions[1]?.currentPrice).toBe('0')
  })

  test('a coin position keeps all its decimals and gets the pair as underlying', () => {
    expect(parsePositions([SAMPLES.documented.coin_position])).toMatchObject({
      positions: [
        {
          underlying: 'BTC/USD',
          avgEntryPrice: '61577.2578201313066474',
          unrealizedIntradayPl: '-514.790552088631999405963',
        },
      ],
      rejects: [],
    })
  })

  test.each([
    ['standard', 'AMC', 'AMC', '2.5'],
    ['adjusted', 'GME1', 'GME', '3'],
    ['with_deliverables', 'GME1', 'GME', '3'],
  ] as const)('the %s contract has root %s, underlying %s and strike %s', (...expected) => {
    const [name, root, underlying, strikePrice] = expected
    expect(parseContract(SAMPLES.contracts[name])).toMatchObject({
      ok: true,
      row: { root, underlying, strikePrice, multiplier: '100' },
    })
  })

  test('error bodies have a code and a message without names', () => {
    const errors = SAMPLES.documented.errors.map((body) => readErrorBody(JSON.stringify(body)))
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set([40310000]))
    expect(errors[1]?.message).toBe('insufficient options buying power')
  })
})

function present(value: string | null, id: string): string {
  if (value === null) throw new Error(`${id} lacks a value`)
  return value
}

function cashOf({ id, activityType, side, qty, price, netAmount }: Activity): Big {
  if (activityType !== 'FILL') return new Big(present(netAmount, id))
  const cash = new Big(present(qty, id)).times(present(price, id)).times(100)
  return side === 'buy' ? cash.times(-1) : cash
}
