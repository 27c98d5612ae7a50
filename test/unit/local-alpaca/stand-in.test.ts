import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn, STAND_IN_KEYS } from '../../../src/local/alpaca/stand-in'
import { apiOver, authHeaders } from './call'

function heldBroker(): Broker {
  const broker = new Broker()
  const order = broker.submit({ at: '2026-09-10T14:00:00Z', symbol: 'F', side: 'buy', qty: '1' })
  broker.fill(order.id, { at: '2026-09-10T14:00:01Z', price: '11' })
  return broker
}

describe('the keys of a request', () => {
  const { get } = apiOver(heldBroker())

  it('are required', async () => {
    const { status, body } = await get('/v2/account', {})
    expect([status, body]).toEqual([401, { code: 40110000, message: 'request is not authorized' }])
  })

  it('must belong to an account', async () => {
    const wrong = { ...authHeaders(), 'APCA-API-SECRET-KEY': 'wrong' }
    expect(await get('/v2/account', wrong)).toMatchObject({ status: 403, body: { code: 40310000 } })
  })

  it('select their own account', async () => {
    const [one, other] = [new Broker({ seed: 'one' }), new Broker({ seed: 'other' })]
    const standIn = createStandIn({
      accounts: [
        { keyId: '1', secretKey: 's', account: one },
        { keyId: '2', secretKey: 's', account: other },
      ],
    })
    const headers = { 'APCA-API-KEY-ID': '2', 'APCA-API-SECRET-KEY': 's' }
    const answer = await standIn.fetch(new Request('https://stand.in/v2/account', { headers }))
    expect(await answer.json()).toMatchObject({ id: other.accountId })
  })
})

describe('the headers of a response', () => {
  it('have the limit, the remaining requests, the reset and the request id', async () => {
    const { get } = apiOver(heldBroker(), { now: () => new Date('2026-11-22T16:00:00Z') })
    const { headers } = await get('/v2/account')
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-ratelimit-limit': '200',
      'x-ratelimit-remaining': '199',
      'x-ratelimit-reset': String(Date.parse('2026-11-22T16:01:00Z') / 1000),
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })
})

describe('the rate limit', () => {
  it('returns 429 until its minute is over', async () => {
    let now = Date.parse('2026-11-22T16:00:00Z')
    const { get } = apiOver(heldBroker(), {
      requestsPerMinute: 2,
      retryAfter: true,
      now: () => new Date(now),
    })
    await get('/v2/account')
    await get('/v2/account')
    const { status, headers, body } = await get('/v2/account')
    expect([status, body]).toEqual([429, { code: 42910000, message: 'too many requests.' }])
    expect(headers.get('Retry-After')).toBe('60')
    now += 60_000
    expect((await get('/v2/account')).status).toBe(200)
  })
})

describe('GET /v2/positions/{symbol}', () => {
  it('finds a position by symbol and by asset id, and returns 404 for a closed one', async () => {
    const { get, rows } = apiOver(heldBroker())
    const [position] = await rows('/v2/positions')
    expect((await get('/v2/positions/F')).body).toEqual(position)
    expect((await get(`/v2/positions/${position?.asset_id}`)).body).toEqual(position)
    expect(await get('/v2/positions/T')).toMatchObject({ status: 404, body: { code: 40410000 } })
  })

  it('can lag behind the orders', async () => {
    const now = () => new Date('2026-09-10T14:00:05Z')
    expect(
      await apiOver(heldBroker(), { now, positionsLagSeconds: 10 }).rows('/v2/positions'),
    ).toEqual([])
    expect(
      await apiOver(heldBroker(), { now, positionsLagSeconds: 2 }).rows('/v2/positions'),
    ).toHaveLength(1)
  })
})

describe('GET /v2/options/contracts', () => {
  const broker = heldBroker()
  broker.defineContract('GME1270115C00003000', { underlying: 'GME', multiplier: '50' })
  broker.submit({
    at: '2026-09-11T14:00:00Z',
    symbol: 'GME1270115C00003000',
    side: 'sell',
    qty: '1',
  })
  const { get } = apiOver(broker, { now: () => new Date('2026-11-22T16:00:00Z') })

  it('returns the underlying and the multiplier of an adjusted root', async () => {
    expect((await get('/v2/options/contracts/GME1270115C00003000')).body).toMatchObject({
      root_symbol: 'GME1',
      underlying_symbol: 'GME',
      multiplier: '50',
      tradable: false,
      name: 'GME1 Jan 15 2027 3 Call',
    })
  })

  it('lists contracts up to the coming weekend by default', async () => {
    expect((await get('/v2/options/contracts')).body).toEqual({
      option_contracts: [],
      next_page_token: null,
    })
    const later = '/v2/options/contracts?expiration_date_lte=2027-12-31&limit=1'
    expect((await get(later)).body).toMatchObject({
      option_contracts: [{ symbol: 'GME1270115C00003000' }],
      next_page_token: 'GME1270115C00003000',
    })
  })

  it('returns 404 for a symbol that is no contract', async () => {
    expect(await get('/v2/options/contracts/NOPE')).toMatchObject({
      status: 404,
      body: { code: 40410000 },
    })
  })
})

describe('GET /v2/calendar', () => {
  it('lists the trading days of a range with their hours', async () => {
    const { get, rows } = apiOver(heldBroker())
    const days = await rows('/v2/calendar?start=2026-11-25&end=2026-11-30')
    expect(days.map(({ date }) => date)).toEqual(['2026-11-25', '2026-11-27', '2026-11-30'])
    expect(days[0]).toMatchObject({ open: '09:30', close: '16:00' })
    expect(await get('/v2/calendar?start=soon&end=2026-11-30')).toMatchObject({ status: 422 })
  })
})

describe('faults', () => {
  const get = async (
    path: string,
    setUp: (faults: ReturnType<typeof apiOver>['standIn']['faults']) => void,
  ) => {
    const { standIn } = apiOver(heldBroker())
    setUp(standIn.faults)
    const ask = () =>
      standIn.fetch(new Request(`https://stand.in${path}`, { headers: authHeaders() }))
    return { ask, standIn }
  }

  it('affect the planned number of requests to the planned path', async () => {
    const { ask, standIn } = await get('/v2/orders', (faults) => {
      faults.next(2, { kind: 'status', status: 503 }, '/v2/orders')
      faults.next(1, { kind: 'status', status: 500 }, '/v2/positions')
    })
    const statuses = [(await ask()).status, (await ask()).status, (await ask()).status]
    expect(statuses).toEqual([503, 503, 200])
    expect(standIn.requests.count('/v2/orders')).toBe(3)
    expect(standIn.requests.entries[0]).toMatchObject({ method: 'GET', status: 503 })
  })

  it('can be the HTML of a gateway with Retry-After', async () => {
    const { ask } = await get('/v2/orders', (faults) =>
      faults.next(1, { kind: 'status', status: 429, body: 'html', retryAfter: '7' }),
    )
    const answer = await ask()
    expect(answer.headers.get('Retry-After')).toBe('7')
    expect(await answer.text()).toContain('<html>')
  })

  it('can truncate the JSON or break one item', async () => {
    const cut = await get('/v2/positions', (faults) => faults.next(1, { kind: 'truncated' }))
    await expect((await cut.ask()).json()).rejects.toThrow()
    const broken = await get('/v2/positions', (faults) =>
      faults.next(1, { kind: 'broken-item', change: () => 42 }),
    )
    expect(await (await broken.ask()).json()).toEqual([42])
  })

  it('can be no response until the caller aborts', async () => {
    const { standIn } = apiOver(heldBroker())
    standIn.faults.next(1, { kind: 'timeout' })
    const controller = new AbortController()
    const request = new Request('https://stand.in/v2/account', { signal: controller.signal })
    const answer = standIn.fetch(request)
    controller.abort(new Error('gave up'))
    await expect(answer).rejects.toThrow('gave up')
  })
})

describe('a stand-in without accounts', () => {
  it('serves a generated one', async () => {
    const now = () => new Date('2026-11-22T16:00:00Z')
    const standIn = createStandIn({ seed: 'any', now })
    const headers = {
      'APCA-API-KEY-ID': STAND_IN_KEYS.keyId,
      'APCA-API-SECRET-KEY': STAND_IN_KEYS.secretKey,
    }
    const answer = await standIn.fetch(
      new Request('https://stand.in/v2/orders?status=all', { headers }),
    )
    expect(await answer.json()).toHaveLength(50)
  })
})
