import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { contractPayload } from '../../../src/local/alpaca/routes/contract-payload'
import { micros } from '../../../src/time/micros'

const FOLDER = new URL('../../../../shared/alpaca/samples/', import.meta.url)
const present = existsSync(FOLDER)
const NOW = micros('2026-09-11T20:00:00Z')

type Json = Record<string, unknown>

/** The recorded answer of a sample: a recorder wrapped some in `{body, status_code}`. */
function sample(name: string): Json[] {
  const content: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
  const body = isObject(content) && 'body' in content ? content.body : content
  return (Array.isArray(body) ? body : [body]).filter(isObject)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Keys and JSON types, without those that a recording may lack or that its dumper added. */
function shape(payload: Json | undefined, without: readonly string[] = []): string[] {
  return Object.entries(payload ?? {})
    .filter(([key]) => !without.includes(key))
    .map(
      ([key, value]) =>
        `${key}: ${value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value}`,
    )
    .sort()
}

function legsOf(payload: Json | undefined): Json[] {
  return Array.isArray(payload?.legs) ? payload.legs.filter(isObject) : []
}

/**
 * A spread and a single call as in the recorded account, then an expiry, an assignment and the
 * day's fees.
 */
function recordedDay(): Broker {
  const broker = new Broker({ fees: true, openedAt: '2026-08-05T03:48:40.594917Z' })
  const short = broker.submit({
    at: '2026-09-10T17:00:00Z',
    symbol: 'F260910P00012000',
    side: 'sell',
    qty: '2',
  })
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
  const call = broker.submit({
    at: '2026-09-10T17:12:25Z',
    symbol: 'AAPL261218C00340000',
    side: 'buy',
    qty: '1',
  })
  broker.fill(call.id, { at: '2026-09-10T17:12:25.4Z', price: '12.55' })
  broker.assign('F260910P00012000', { at: '2026-09-10T20:00:00Z', qty: '1' })
  broker.expireOption('F260910P00012000', { at: '2026-09-10T20:00:00Z' })
  broker.postDailyFees('2026-09-10')
  broker.dividend('F', { at: '2026-09-11T12:00:00Z', perShare: '0.15' })
  return broker
}

if (!present) console.warn('skipped: ../shared/alpaca/samples is not there to compare with')

describe.skipIf(!present)('payloads have the keys and types of the recorded ones', () => {
  const broker = recordedDay()
  const activities = broker.activities(NOW).map((row) => row.payload)
  const find = (wanted: Json) =>
    activities.find((row) => Object.entries(wanted).every(([key, value]) => row[key] === value))
  const orders = [...broker.orders.all()].map((order) => orderPayload(order, true))

  it('an account', () => {
    expect(shape(broker.account(NOW))).toEqual(shape(sample('real_account')[0]))
  })

  it('a filled market mleg and its legs', () => {
    const ours = orders.find((order) => order.order_class === 'mleg')
    const theirs = sample('real_orders_nested').find((order) => order.order_class === 'mleg')
    expect(shape(ours)).toEqual(shape(theirs))
    expect(legsOf(ours).map((leg) => shape(leg))).toEqual(legsOf(theirs).map((leg) => shape(leg)))
    for (const key of [
      'symbol',
      'side',
      'asset_class',
      'order_type',
      'type',
      'filled_avg_price',
    ] as const) {
      expect(ours?.[key]).toBe(theirs?.[key])
    }
  })

  it('a filled simple option order', () => {
    const ours = orders.find((order) => order.symbol === 'AAPL261218C00340000')
    const theirs = sample('real_orders_nested').find((order) => order.order_class === 'simple')
    expect(shape(ours)).toEqual(shape(theirs))
  })

  it('an OCO with its held leg', () => {
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
    const [theirs] = sample('real_order_oco_nested_held')
    const ours = orderPayload(oco, true)
    expect(shape(ours)).toEqual(shape(theirs))
    expect(shape(legsOf(ours)[0])).toEqual(shape(legsOf(theirs)[0]))
  })

  it('a bracket with two held legs', () => {
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
    const [theirs] = sample('real_order_bracket_nested_held')
    const ours = orderPayload(bracket, true)
    // It went through an SDK, which adds ratio_qty and drops source and subtag.
    const without = ['ratio_qty', 'source', 'subtag']
    expect(shape(ours, without)).toEqual(shape(theirs, without))
    expect(legsOf(ours).map((leg) => [leg.type, leg.status, leg.position_intent])).toEqual(
      legsOf(theirs).map((leg) => [leg.type, leg.status, leg.position_intent]),
    )
  })

  it('a crypto order', () => {
    const order = new Broker().submit({
      at: '2026-09-10T16:00:00Z',
      symbol: 'BTC/USD',
      side: 'buy',
      qty: '0.0001',
    })
    const [theirs] = sample('docs_order_crypto_market')
    // The documentation is older than these fields, and shows a commission of the broker API.
    const newer = ['position_intent', 'expires_at', 'commission', 'source']
    expect(shape(orderPayload(order, true), newer)).toEqual(shape(theirs, newer))
  })

  it('option and share positions', () => {
    const option = broker.positions(NOW).find((position) => position.asset_class === 'us_option')
    expect(shape(option)).toEqual(shape(sample('real_positions_options')[0]))
    const share = broker.positions(NOW).find((position) => position.symbol === 'F')
    expect(shape(share)).toEqual(shape(sample('real_positions_equity_long')[0]))
  })

  it('fills', () => {
    const fill = find({ activity_type: 'FILL', side: 'sell_short' })
    expect(shape(fill)).toEqual(shape(sample('real_activities_fill')[0]))
    expect(shape(fill)).toEqual(shape(sample('real_activity_fill_sell_short')[0]))
    expect(find({ activity_type: 'FILL', price: '9.41' })?.id).toMatch(/^20260910131125217::/)
  })

  it.each(['OCC', 'ORF', 'REG', 'TAF', 'CAT'])('a fee of type %s', (subType) => {
    const theirs = sample('real_activities_nta_fees').find(
      (row) => row.activity_sub_type === subType,
    )
    expect(shape(find({ activity_sub_type: subType }))).toEqual(shape(theirs))
  })

  it('a deposit', () => {
    const theirs = sample('real_activities_nta_fees').find((row) => row.activity_type === 'JNLC')
    expect(shape(find({ activity_type: 'JNLC' }))).toEqual(shape(theirs))
  })

  it('an expiry and an assignment', () => {
    const rows = broker.activities(micros('2026-09-20T00:00:00Z')).map((row) => row.payload)
    const of = (type: string) => rows.find((row) => row.activity_type === type)
    expect(shape(of('OPEXP'))).toEqual(shape(sample('real_activity_opexp')[0]))
    expect(shape(of('OPASN'))).toEqual(shape(sample('real_activity_opasn')[0]))
  })

  it('a dividend', () => {
    const theirs = sample('spec_activity_div')[0]
    expect(shape(find({ activity_type: 'DIV' }), ['description'])).toEqual(shape(theirs))
  })

  it('an adjusted contract', () => {
    broker.defineContract('GME1261016C00003000', { underlying: 'GME' })
    for (const [name, deliverables] of [
      ['real_option_contracts_adjusted', false],
      ['real_option_contract_deliverables', true],
    ] as const) {
      const [body] = sample(name)
      const contracts = Array.isArray(body?.option_contracts)
        ? body.option_contracts.filter(isObject)
        : []
      const ours = contractPayload(broker, 'GME1261016C00003000', NOW, deliverables)
      expect(shape(ours ?? {})).toEqual(shape(contracts[0]))
    }
  })
})

describe.skipIf(!present)('the recorded account', () => {
  it('played again comes to the same cash and positions, to the cent', () => {
    const broker = new Broker({ openedAt: '2026-08-05T03:48:40.594917Z' })
    const fills = sample('real_activities_fill')
    const at = '2026-09-10T18:00:00Z'
    for (const order of sample('real_orders_nested').flatMap((top) => [top, ...legsOf(top)])) {
      const fill = fills.find((row) => row.order_id === order.id)
      if (!fill) continue
      const side = order.side === 'buy' ? 'buy' : 'sell'
      const placed = broker.submit({
        at,
        symbol: String(order.symbol),
        side,
        qty: String(order.qty),
      })
      broker.fill(placed.id, { at, price: String(fill.price) })
    }
    const theirs = sample('real_positions_options')
    for (const position of theirs) {
      broker.mark(
        String(position.symbol),
        String(position.current_price),
        String(position.lastday_price),
      )
    }
    const fees = sample('real_activities_nta_fees').filter((row) => row.activity_type === 'FEE')
    for (const fee of fees) broker.deposit({ at, amount: String(fee.net_amount) })

    const [account] = sample('real_account')
    // The marks were taken on the day after.
    expect(broker.account(NOW)).toMatchObject({
      cash: account?.cash,
      equity: account?.equity,
      long_market_value: account?.long_market_value,
      short_market_value: account?.short_market_value,
    })
    const ours = broker.positions(NOW)
    expect(ours).toHaveLength(13)
    for (const position of theirs) {
      const { asset_id: _, ...recorded } = position
      expect(ours.find(({ symbol }) => symbol === position.symbol)).toMatchObject(recorded)
    }
  })
})
