import { beforeAll, describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import type { BrokerOrder } from '../../../src/local/alpaca/order'
import { apiOver } from './call'

const broker = new Broker()
const { get, rows } = apiOver(broker)
const ids = async (query: string) => (await rows(`/v2/orders?${query}`)).map((order) => order.id)

/**
 * Ten orders on shares a minute apart, then a spread, then a bracket whose members share
 * submitted_at.
 */
const simple: BrokerOrder[] = []
let spread: BrokerOrder
let bracket: BrokerOrder

beforeAll(() => {
  for (let i = 0; i < 10; i++) {
    const at = `2026-09-10T14:0${i}:00Z`
    const order = broker.submit({
      at,
      submittedAt: at,
      symbol: 'F',
      side: i % 2 ? 'sell' : 'buy',
      qty: '1',
    })
    simple.push(order)
    if (i < 8) broker.fill(order.id, { at, price: '11' })
  }
  spread = broker.submitMultileg({
    at: '2026-09-10T14:10:00Z',
    qty: '1',
    legs: [
      { symbol: 'SPY261130P00721000', side: 'sell' },
      { symbol: 'SPY261130P00706000', side: 'buy' },
    ],
  })
  bracket = broker.submit({
    at: '2026-09-10T14:11:00Z',
    symbol: 'AAPL',
    side: 'buy',
    qty: '1',
    orderClass: 'bracket',
    takeProfit: { limitPrice: '210' },
    stopLoss: { stopPrice: '190' },
  })
  broker.fill(bracket.id, { at: '2026-09-10T14:12:00Z', price: '200' })
})

describe('GET /v2/orders', () => {
  it('returns open orders, newest first, by default', async () => {
    const legs = [...spread.legs].reverse().map((leg) => leg.id)
    expect(await ids('')).toEqual([bracket.legs[0]?.id, ...legs, simple[9]?.id, simple[8]?.id])
  })

  it('does not list the working exits of a filled bracket as open and nested', async () => {
    expect(await ids('nested=true')).toEqual([spread.id, simple[9]?.id, simple[8]?.id])
  })

  it('treats after and until as exclusive', async () => {
    const query = 'status=all&direction=asc&after=2026-09-10T14:02:00Z&until=2026-09-10T14:05:00Z'
    expect(await ids(query)).toEqual([simple[3]?.id, simple[4]?.id])
  })

  it('lists the legs of a spread inside their parent, or flat without it', async () => {
    const nested = await rows(
      '/v2/orders?status=all&nested=true&direction=asc&after=2026-09-10T14:09:00Z',
    )
    expect(nested.map((order) => order.id)).toEqual([spread.id, bracket.id])
    expect(nested.map((order) => Array.isArray(order.legs) && order.legs.length)).toEqual([2, 2])
    const flat = await rows('/v2/orders?status=all&direction=asc&after=2026-09-10T14:09:00Z')
    expect(flat).toHaveLength(5)
    expect(flat.map((order) => order.legs)).toEqual([null, null, null, null, null])
    expect(flat.map((order) => order.id)).not.toContain(spread.id)
  })

  it('returns every order page by page with after_order_id', async () => {
    for (const nested of ['true', 'false']) {
      const walked: unknown[] = []
      for (let cursor = ''; ; ) {
        const page = await ids(`status=all&direction=asc&limit=3&nested=${nested}${cursor}`)
        walked.push(...page)
        if (page.length < 3) break
        cursor = `&after_order_id=${page.at(-1)}`
      }
      expect(walked).toEqual(await ids(`status=all&direction=asc&limit=500&nested=${nested}`))
    }
  })

  it('can drop orders that share the time of the id cursor (unknown of the real API)', async () => {
    const ties = apiOver(broker, { idCursorTies: 'time' })
    const after = `/v2/orders?status=all&direction=asc&after_order_id=${bracket.id}`
    expect(await ties.rows(after)).toEqual([])
    expect(await rows(after)).toHaveLength(2)
  })

  it('can count legs towards the limit', async () => {
    const counting = apiOver(broker, { legsCountTowardLimit: true })
    const page = await counting.rows('/v2/orders?status=all&nested=true&limit=4')
    expect(page.map((order) => order.id)).toEqual([bracket.id])
  })

  it('filters by side, symbol, class and, for options, underlying', async () => {
    expect(await ids('status=all&side=sell&symbols=F')).toHaveLength(5)
    expect(await ids('status=all&symbols=SPY')).toHaveLength(0)
    expect(await ids('status=all&symbols=SPY&asset_class=us_option')).toHaveLength(2)
    expect(await ids('status=all&nested=true&asset_class=us_option')).toHaveLength(0)
  })

  it.each([
    'limit=501',
    'limit=0',
    'limit=-1',
    'limit=x',
    'status=done',
    'direction=up',
    'nested=1',
    'after=yesterday',
    'asset_class=gold',
    'after_order_id=a&before_order_id=b',
    'after_order_id=a&after=2026-09-10T14:02:00Z',
    'after_order_id=904837e3-3b76-47ec-b432-046db621571b',
  ])('refuses %s', async (query) => {
    const { status, body } = await get(`/v2/orders?${query}`)
    expect(status).toBe(422)
    expect(body).toEqual({ code: 42210000, message: expect.any(String) })
  })

  it('returns fifty orders by default', async () => {
    const many = new Broker()
    for (let i = 10; i < 70; i++)
      many.submit({
        at: `2026-09-10T14:${Math.min(i, 59)}:00Z`,
        symbol: 'F',
        side: 'buy',
        qty: '1',
      })
    expect(await apiOver(many).rows('/v2/orders')).toHaveLength(50)
  })
})

describe('GET /v2/orders/{id}', () => {
  it('finds an order by its id, a leg by its id and an order by its client id', async () => {
    const leg = spread.legs[0]
    expect((await get(`/v2/orders/${leg?.id}`)).body).toMatchObject({ id: leg?.id, legs: null })
    expect((await get(`/v2/orders/${spread.id}?nested=true`)).body).toMatchObject({
      legs: [{ id: leg?.id }, {}],
    })
    const byClient = `/v2/orders:by_client_order_id?client_order_id=${spread.clientOrderId}`
    expect((await get(byClient)).body).toMatchObject({ id: spread.id })
  })

  it('returns 404 for an unknown id', async () => {
    const { status, body } = await get('/v2/orders/904837e3-3b76-47ec-b432-046db621571b')
    expect([status, body]).toEqual([404, { code: 40410000, message: expect.any(String) }])
  })
})
