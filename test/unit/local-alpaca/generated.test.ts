import Big from 'big.js'
import { describe, expect, it } from 'vitest'
import type { Broker } from '../../../src/local/alpaca/broker'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { DAY, MINUTE, micros, rfc3339, SECOND } from '../../../src/time/micros'
import { booksOfActivities } from './support/account-books'

const NOW = '2026-11-22T16:00:00Z'
const SEEDS = ['legbook', 'second', 'third', 'fourth']
const inDays = (days: number): string => rfc3339(micros(NOW) + days * DAY)

/** All responses of the API about an account at a moment. */
function responsesAt(broker: Broker, at: string): string {
  const moment = micros(at)
  const tops = [...broker.orders.all()].filter((order) => order.parent === null)
  return JSON.stringify([
    broker.account(moment),
    tops.map((order) => orderPayload(order, true)),
    broker.positions(moment),
    broker.activities(moment).map((row) => row.payload),
  ])
}

const heldPositions = (broker: Broker): Record<string, string> =>
  Object.fromEntries(broker.holdings().map(({ symbol, qty }) => [symbol, qty]))

describe.each(SEEDS)('the generated account of seed %s', (seed) => {
  const { broker, advance } = generateAccount({ seed, now: NOW })
  // Late enough for the fees of the last fill and for the activity of the last event.
  const settled = rfc3339(micros(broker.clock) + 5 * DAY)

  it('has cash and positions that follow from its activities, to the cent', () => {
    const { cash, positions } = booksOfActivities(broker, settled)
    expect(cash).toBe(new Big(String(broker.account(micros(settled)).cash)).toFixed(2))
    expect(positions).toEqual(heldPositions(broker))
  })

  it('has an equity of its cash and its positions', () => {
    const account = broker.account(micros(NOW))
    const values = broker.positions(micros(NOW)).map((position) => String(position.market_value))
    const worth = values.reduce((sum, value) => sum.plus(value), new Big(String(account.cash)))
    expect(String(account.equity)).toBe(worth.toFixed())
    expect(worth.gt(60_000)).toBe(true)
    expect(worth.lt(400_000)).toBe(true)
  })

  it('has filled quantities that are the sums of its fills', () => {
    const filled = new Map<string, Big>()
    for (const { orderId, qty } of broker.executions) {
      filled.set(orderId, (filled.get(orderId) ?? new Big(0)).plus(qty))
    }
    for (const order of broker.orders.all()) {
      if (order.symbol === null) continue
      expect(order.filledQty.toFixed()).toBe((filled.get(order.id) ?? new Big(0)).toFixed())
    }
  })

  it('has orders of every class, status and kind', () => {
    const tops = [...broker.orders.all()].filter((order) => order.parent === null)
    expect(tops.length).toBeGreaterThan(450)
    expect(tops.length).toBeLessThan(800)
    const classes = new Set(tops.map((order) => order.orderClass))
    expect([...classes].sort()).toEqual(['', 'bracket', 'mleg', 'oco', 'simple'])
    const statuses = new Set(tops.map((order) => order.status))
    for (const status of ['filled', 'canceled', 'replaced', 'expired'] as const) {
      expect(statuses).toContain(status)
    }
    const types = new Set(broker.activities(micros(settled)).map((row) => row.type))
    for (const type of [
      'FILL',
      'FEE',
      'JNLC',
      'DIV',
      'OPEXP',
      'OPASN',
      'OPEXC',
      'OPTRD',
      'OPCA',
      'CFEE',
    ]) {
      expect(types).toContain(type)
    }
    const rolls = tops.filter(
      (order) => new Set(order.legs.map((leg) => leg.intent?.slice(-5))).size === 2,
    )
    expect(rolls.length).toBeGreaterThan(0)
    expect(tops.some((order) => order.status === 'replaced' && order.filledQty.gt(0))).toBe(true)
    expect(
      new Set(broker.executions.map((execution) => execution.symbol.slice(0, 3))).size,
    ).toBeGreaterThan(11)
  })

  it('continues, and its cash and positions still follow from its activities', () => {
    const before = broker.orders.size
    advance(inDays(3))
    expect(broker.orders.size).toBeGreaterThan(before + 100)
    const later = rfc3339(micros(broker.clock) + 5 * DAY)
    const { cash, positions } = booksOfActivities(broker, later)
    expect(positions).toEqual(heldPositions(broker))
    expect(cash).toBe(new Big(String(broker.account(micros(later)).cash)).toFixed(2))
  })
})

describe('a generated account', () => {
  it('is the same for the same seed and moment, byte for byte', () => {
    const one = responsesAt(generateAccount({ seed: 'same', now: NOW }).broker, NOW)
    expect(responsesAt(generateAccount({ seed: 'same', now: NOW }).broker, NOW)).toBe(one)
    expect(responsesAt(generateAccount({ seed: 'other', now: NOW }).broker, NOW)).not.toBe(one)
  })

  it('does not depend on the steps in which time passes', { timeout: 30_000 }, () => {
    const one = generateAccount({ seed: 'steps', now: NOW })
    one.advance(inDays(10))
    const many = generateAccount({ seed: 'steps', now: NOW })
    for (let day = 1; day <= 10; day++) many.advance(inDays(day))
    expect(responsesAt(many.broker, inDays(10))).toBe(responsesAt(one.broker, inDays(10)))
  })

  it('changes every few minutes, whether the market is open or closed', () => {
    const { broker, advance } = generateAccount({ seed: 'pulse', now: NOW })
    advance(inDays(2))
    const moments = [...broker.orders.all()]
      .flatMap((order) => [order.createdAt, order.canceledAt ?? 0, order.replacedAt ?? 0])
      .concat(broker.executions.map((execution) => execution.at))
      .filter((at) => at > micros(NOW))
      .sort((a, b) => a - b)
    const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? at))
    const average = (2 * DAY) / moments.length
    expect(average).toBeLessThan(90 * SECOND)
    expect(Math.max(...gaps)).toBeLessThan(10 * MINUTE)
  })
})
