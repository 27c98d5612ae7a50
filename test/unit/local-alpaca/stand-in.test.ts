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

describe('keys', () => {
  const { get } = apiOver(heldBroker())

  it('are required', async () => {
    const { status, body } = await get('/v2/account', {})
    expect([status, body]).toEqual([401, { code: 40110000, message: 'request is not authorized' }])
  })

  it('must open an account', async () => {
    const wrong = { ...authHeaders(), 'APCA-API-SECRET-KEY': 'wrong' }
    expect(await get('/v2/account', wrong)).toMatchObject({ status: 403, body: { code: 40310000 } })
  })

  it('open each their own account', async () => {
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

describe('headers', () => {
  it('tell limit, remaining, reset and request id on every answer', async () => {
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
  it('answers 429 until its minute is over', async () => {
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

describe('positions', () => {
  it('are found by symbol and asset id, and 404 when closed', async () => {
    const { get, rows } = apiOver(heldBroker())
    const [position] = await rows('/v2/positions')
    expect((await get('/v2/positions/F')).body).toEqual(position)
    expect((await get(`/v2/positions/${position?.asset_id}`)).body).toEqual(position)
    expect(await get('/v2/positions/T')).toMatchObject({ status: 404, body: { code: 40410000 } })
  })

  it('can run behind the orders', async () => {
    const now = () => new Date('2026-09-10T14:00:05Z')
    expect(
      await apiOver(heldBroker(), { now, positionsLagSeconds: 10 }).rows('/v2/positions'),
    ).toEqual([])
    expect(
      await apiOver(heldBroker(), { now, positionsLagSeconds: 2 }).rows('/v2/positions'),
    ).toHaveLength(1)
  })
})

describe('contracts', () => {
  const broker = heldBroker()
  broker.defineContract('GME1270115C00003000', { underlying: 'GME', multiplier: '50' })
  broker.submit({
    at: '2026-09-11T14:00:00Z',
    symbol: 'GME1270115C00003000',
    side: 'sell',
    qty: '1',
  })
  const { get } = apiOver(broker, { now: () => new Date('2026-11-22T16:00:00Z') })

  it('tell an adjusted root’s underlying and multiplier', async () => {
    expect((await get('/v2/options/contracts/GME1270115C00003000')).body).toMatchObject({
      root_symbol: 'GME1',
      underlying_symbol: 'GME',
      multiplier: '50',
      tradable: false,
      name: 'GME1 Jan 15 2027 3 Call',
    })
  })

  it('are listed until the coming weekend unless asked for later ones', async () => {
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

  it('that are none are 404', async () => {
    expect(await get('/v2/options/contracts/NOPE')).toMatchObject({
      status: 404,
      body: { code: 40410000 },
    })
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

  it('hit as many requests as planned, of the path planned', async () => {
    const { ask, standIn } = await get('/v2/orders', (faults) => {
      faults.next(2, { kind: 'status', status: 503 }, '/v2/orders')
      faults.next(1, { kind: 'status', status: 500 }, '/v2/positions')
    })
    const statuses = [(await ask()).status, (await ask()).status, (await ask()).status]
    expect(statuses).toEqual([503, 503, 200])
    expect(standIn.requests.count('/v2/orders')).toBe(3)
    expect(standIn.requests.entries[0]).toMatchObject({ method: 'GET', status: 503 })
  })

  it('can be a gateway’s HTML with Retry-After', async () => {
    const { ask } = await get('/v2/orders', (faults) =>
      faults.next(1, { kind: 'status', status: 429, body: 'html', retryAfter: '7' }),
    )
    const answer = await ask()
    expect(answer.headers.get('Retry-After')).toBe('7')
    expect(await answer.text()).toContain('<html>')
  })

  it('can cut the JSON or break one item of it', async () => {
    const cut = await get('/v2/positions', (faults) => faults.next(1, { kind: 'truncated' }))
    await expect((await cut.ask()).json()).rejects.toThrow()
    const broken = await get('/v2/positions', (faults) =>
      faults.next(1, { kind: 'broken-item', change: () => 42 }),
    )
    expect(await (await broken.ask()).json()).toEqual([42])
  })

  it('can be silence until the caller gives up', async () => {
    const { standIn } = apiOver(heldBroker())
    standIn.faults.next(1, { kind: 'timeout' })
    const controller = new AbortController()
    const request = new Request('https://stand.in/v2/account', { signal: controller.signal })
    const answer = standIn.fetch(request)
    controller.abort(new Error('gave up'))
    await expect(answer).rejects.toThrow('gave up')
  })
})

describe('without accounts of its own', () => {
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
