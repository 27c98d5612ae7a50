import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { createStandIn, type StandInOptions } from '../../../src/local/alpaca/stand-in'
import { micros, microsOf, rfc3339 } from '../../../src/time/micros'
import { SAMPLES } from '../../support/alpaca-fixtures'
import { apiOver } from './call'
import { AUTH, connect, LISTEN, listen } from './support/stream-client'

const AT = '2026-09-10T14:00:00Z'
const later = (seconds: number) => rfc3339(micros(AT) + seconds * 1_000_000)

const open = (options: StandInOptions = {}) => {
  const broker = new Broker({ openedAt: '2026-09-01T14:00:00Z' })
  return { broker, ...apiOver(broker, { now: () => new Date(AT), ...options }) }
}

const buy = (broker: Broker, symbol = 'F', qty = '10') =>
  broker.submit({ at: AT, symbol, side: 'buy', qty, limitPrice: '11' })

const SPREAD = [
  { symbol: 'SPY261130P00721000', side: 'sell' as const },
  { symbol: 'SPY261130P00706000', side: 'buy' as const },
]

const eventsOf = (client: ReturnType<typeof listen>) => client.updates().map(({ event }) => event)

describe('the handshake of the stream', () => {
  it('authorizes the keys of an account, then confirms the streams it has', () => {
    const client = connect(open().standIn)
    client.send(AUTH)
    client.send({ action: 'listen', data: { streams: ['trade_updates', 'account_updates'] } })
    expect(client.frames).toEqual([
      { stream: 'authorization', data: { status: 'authorized', action: 'authenticate' } },
      { stream: 'listening', data: { streams: ['trade_updates'] } },
    ])
    expect(client.ended).toBeNull()
  })

  it('reads the older form of the keys, in binary frames too', () => {
    const client = connect(open().standIn)
    const data = { key_id: 'key', secret_key: 'secret' }
    const text = JSON.stringify({ action: 'authenticate', data })
    client.connection.receive(new TextEncoder().encode(text))
    expect(client.frames).toMatchObject([{ data: { status: 'authorized' } }])
  })

  it('answers wrong keys, and a listen without keys, by unauthorized and stays open', () => {
    const client = connect(open().standIn)
    client.send({ ...AUTH, secret: 'wrong' })
    client.send(LISTEN)
    expect(client.frames).toEqual([
      { stream: 'authorization', data: { status: 'unauthorized', action: 'authenticate' } },
      { stream: 'authorization', data: { status: 'unauthorized', action: 'listen' } },
    ])
    expect(client.ended).toBeNull()
  })

  it('ends a connection with an error after a message that it cannot read', () => {
    const client = connect(open().standIn)
    client.connection.receive('{"action":')
    expect(client.frames).toEqual([{ action: 'error', data: { error_message: 'invalid message' } }])
    expect(client.ended).toBe('closed')
  })

  it('refuses a second connection of one account with 429 until the first has ended', () => {
    const { standIn } = open()
    const first = listen(standIn)
    expect(standIn.stream.refusalOf(new Headers())).toBe(429)
    first.connection.end()
    expect(standIn.stream.refusalOf(new Headers())).toBeNull()
  })

  it('refuses a second connection at its keys where several accounts share the host', () => {
    const account = (keyId: string) => ({ keyId, secretKey: 'secret', account: new Broker() })
    const standIn = createStandIn({ accounts: [account('key'), account('other')] })
    listen(standIn)
    expect(standIn.stream.refusalOf(new Headers())).toBeNull()
    expect(standIn.stream.refusalOf(new Headers({ 'APCA-API-KEY-ID': 'key' }))).toBe(429)
    expect(standIn.stream.refusalOf(new Headers({ 'APCA-API-KEY-ID': 'other' }))).toBeNull()
    const second = connect(standIn)
    second.send(AUTH)
    expect(second.frames).toMatchObject([{ action: 'error' }])
    expect(second.ended).toBe('closed')
  })

  it('allows any number of connections as an option', () => {
    const { standIn, broker } = open({ streamsPerAccount: null })
    const clients = [listen(standIn), listen(standIn)]
    expect(standIn.stream.refusalOf(new Headers())).toBeNull()
    buy(broker)
    expect(clients.map(eventsOf)).toEqual([['new'], ['new']])
  })
})

describe('the frames of the stream', () => {
  it('are binary by default, and text as an option', () => {
    expect(new Set(listen(open().standIn).binary)).toEqual(new Set([true]))
    expect(new Set(listen(open({ streamFrames: 'text' }).standIn).binary)).toEqual(new Set([false]))
  })

  it('begin with the listen, and end with a listen to nothing', () => {
    const { standIn, broker } = open()
    const first = buy(broker)
    const client = listen(standIn)
    broker.fill(first.id, { at: later(1), price: '11' })
    client.send({ action: 'listen', data: { streams: [] } })
    broker.submit({ at: later(2), symbol: 'F', side: 'sell', qty: '1' })
    expect(eventsOf(client)).toEqual(['fill'])
  })

  it('show what REST shows, with times in nanoseconds that round to its microseconds', async () => {
    const { standIn, broker, get } = open()
    const client = listen(standIn)
    const { id } = buy(broker)
    broker.fill(id, { at: '2026-09-10T14:00:01.25Z', qty: '4', price: '11' })
    const [, frame] = client.updates()
    const streamed: Record<string, unknown> = Object(frame?.order)
    const body = Object((await get(`/v2/orders/${id}`)).body)
    for (const [name, value] of Object.entries(streamed)) {
      if (name === 'cancel_requested_at') continue
      if (!name.endsWith('_at')) expect([name, value]).toEqual([name, body[name]])
      else if (value === null) expect(body[name]).toBeNull()
      else {
        expect(String(value)).toMatch(/\.\d{7,9}Z$/)
        expect(microsOf(String(value))).toBe(microsOf(String(body[name])))
      }
    }
    expect(frame).toMatchObject({ event: 'partial_fill', price: '11', qty: '4', position_qty: '4' })
    expect(microsOf(String(frame?.timestamp))).toBe(micros('2026-09-10T14:00:01.25Z'))
    expect(frame).toMatchObject({ execution_id: broker.executions[0]?.id })
  })

  it('show some times of coin orders with the offset of New York', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    const order = broker.submit({ at: AT, symbol: 'ETH/USD', side: 'buy', qty: '1' })
    const [frame] = client.updates()
    const streamed: Record<string, unknown> = Object(frame?.order)
    expect(streamed.updated_at).toMatch(/^2026-09-10T10:00:00\.\d+-04:00$/)
    expect(microsOf(String(streamed.updated_at))).toBe(order.updatedAt)
  })

  it('have the keys of recorded ones', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    buy(broker)
    const spread = broker.submitMultileg({ at: AT, qty: '2', limitPrice: '-2', legs: SPREAD })
    broker.fillSpread(spread.id, { at: later(1), prices: ['5.5', '3.2'] })
    const [placed, , filled] = client.updates()
    const { stream_new_order: order, stream_multileg_fill: fill } = SAMPLES.documented
    const keysOf = (value: unknown) => new Set(Object.keys(Object(value)))
    const lacking = (ours: unknown, theirs: unknown) =>
      [...keysOf(theirs)].filter((key) => !keysOf(ours).has(key))
    for (const [ours, { data }] of [
      [placed, order],
      [filled, fill],
    ] as const) {
      expect(lacking(ours, data)).toEqual([])
      expect(lacking(ours?.order, data.order)).toEqual([])
    }
    const leg = Object(filled?.order).legs[0]
    expect(keysOf(leg)).toEqual(keysOf(fill.data.order.legs[0]))
    expect([leg.type, leg.order_type]).toEqual(['', ''])
    expect(filled).not.toHaveProperty('execution_id')
    expect(filled).not.toHaveProperty('position_qty')
  })

  it('show a multi-leg fill once, with its net price, its spreads and its legs', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    const { id, legs } = broker.submitMultileg({ at: AT, qty: '3', limitPrice: '-2', legs: SPREAD })
    broker.fillSpread(id, { at: later(1), prices: ['5.5', '3.2'], qty: '1' })
    broker.fillSpread(id, { at: later(2), prices: ['5.4', '3.2'] })
    expect(eventsOf(client)).toEqual(['new', 'partial_fill', 'fill'])
    const last = client.updates()[2]
    expect(last).toMatchObject({
      price: '-2.2',
      qty: '2',
      position_qtys: { SPY261130P00721000: '-3', SPY261130P00706000: '3' },
      legs: [
        { order_id: legs[0]?.id, qty: '2', price: '5.4', symbol: 'SPY261130P00721000' },
        { order_id: legs[1]?.id, qty: '2', price: '3.2', symbol: 'SPY261130P00706000' },
      ],
      order: { id, side: 'buy', symbol: '', position_intent: '', status: 'filled' },
    })
  })

  it('name the old order when one is replaced, then the new one', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    const old = buy(broker)
    const next = broker.replace(old.id, { at: later(1), limitPrice: '12' })
    expect(client.updates()).toMatchObject([
      { event: 'new', order: { id: old.id } },
      { event: 'replaced', order: { id: old.id, status: 'replaced', replaced_by: next.id } },
      { event: 'new', order: { id: next.id, replaces: old.id } },
    ])
  })

  it('follow each member of a bracket', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    const entry = broker.submit({
      at: AT,
      symbol: 'F',
      side: 'buy',
      qty: '2',
      orderClass: 'bracket',
      takeProfit: { limitPrice: '13' },
      stopLoss: { stopPrice: '9' },
    })
    const [profit, stop] = entry.legs
    broker.fill(entry.id, { at: later(1), price: '11' })
    broker.fill(profit?.id ?? '', { at: later(2), qty: '1', price: '13' })
    broker.fill(profit?.id ?? '', { at: later(3), price: '13' })
    const told = client.updates().map(({ event, order }) => [event, Object(order).id])
    expect(told).toEqual([
      ['new', entry.id],
      ['held', profit?.id],
      ['held', stop?.id],
      ['fill', entry.id],
      ['new', profit?.id],
      ['partial_fill', profit?.id],
      ['restated', stop?.id],
      ['fill', profit?.id],
      ['canceled', stop?.id],
    ])
  })

  it('name every other end and turn of an order', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    const [canceled, expired, rejected, turned] = [1, 2, 3, 4].map(() => buy(broker).id)
    broker.cancel(canceled ?? '', later(1))
    broker.expire(expired ?? '', later(2))
    broker.reject(rejected ?? '', later(3))
    const turns = ['done_for_day', 'suspended', 'pending_cancel'] as const
    for (const status of turns) broker.move(turned ?? '', status, later(4))
    broker.refuse(turned ?? '', 'cancel', later(5))
    broker.refuse(turned ?? '', 'replace', later(5))
    broker.submit({ at: later(6), symbol: 'F', side: 'buy', qty: '1', status: 'accepted' })
    const { id } = broker.fill(turned ?? '', { at: later(7), price: '11' })
    broker.correct(id, { at: later(8), price: '11.1' })
    broker.bust(broker.executions.at(-1)?.id ?? '', later(9))
    expect(eventsOf(client).slice(4)).toEqual([
      ...['canceled', 'expired', 'rejected', ...turns],
      ...['order_cancel_rejected', 'order_replace_rejected', 'accepted', 'fill'],
      ...['trade_correct', 'trade_bust'],
    ])
  })

  it('report a multi-leg order that ends by its parent alone', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    const { id } = broker.submitMultileg({ at: AT, qty: '1', limitPrice: '-2', legs: SPREAD })
    broker.cancel(id, later(1))
    expect(client.updates()).toMatchObject([{ event: 'new' }, { event: 'canceled', order: { id } }])
  })
})

describe('a living account', () => {
  const living = () => {
    let now = Date.parse('2026-09-10T15:00:00Z')
    const account = generateAccount({ seed: 'stream', now: new Date(now).toISOString() })
    const keyed = { keyId: 'key', secretKey: 'secret', account }
    const standIn = createStandIn({ accounts: [keyed], now: () => new Date(now) })
    const pass = (minutes: number) => {
      now += minutes * 60_000
      standIn.stream.tick()
    }
    return { standIn, account, pass }
  }

  it('sends what it does while it is listened to, and nothing of its past', () => {
    const { standIn, account, pass } = living()
    pass(10)
    const client = listen(standIn)
    expect(client.updates()).toEqual([])
    pass(60)
    const events = eventsOf(client)
    expect(events).toEqual(expect.arrayContaining(['new', 'fill']))
    for (const { order } of client.updates()) {
      expect(account.broker.orders.find(Object(order).id)).not.toBeNull()
    }
  })

  it('does the same whether anybody listens or not', () => {
    const [heard, unheard] = [living(), living()]
    listen(heard.standIn)
    for (const { pass } of [heard, unheard]) for (let i = 0; i < 12; i++) pass(5)
    const orders = ({ account }: typeof heard) => {
      account.advance('2026-09-10T16:00:00Z')
      return [...account.broker.orders.all()].map((order) => orderPayload(order, true))
    }
    expect(orders(heard)).toEqual(orders(unheard))
  })
})

describe('orders placed at the stand-in', () => {
  const post = async (
    standIn: ReturnType<typeof open>['standIn'],
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const headers = { 'APCA-API-KEY-ID': 'key', 'APCA-API-SECRET-KEY': 'secret' }
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const answer = await standIn.fetch(new Request(`https://stand.in${path}`, init))
    return {
      status: answer.status,
      body: Object(answer.status === 204 ? null : await answer.json()),
    }
  }
  const market = { symbol: 'F', side: 'buy', qty: '3', type: 'market', time_in_force: 'day' }

  it('fill at the current price if it is reached, otherwise wait, and are streamed', async () => {
    const { standIn, broker, rows } = open()
    broker.mark('F', '11.5')
    const client = listen(standIn)
    const filled = await post(standIn, 'POST', '/v2/orders', market)
    expect(filled).toMatchObject({ status: 200, body: { status: 'filled' } })
    const limit = { ...market, type: 'limit', limit_price: 11 }
    const waiting = await post(standIn, 'POST', '/v2/orders', limit)
    const path = `/v2/orders/${waiting.body.id}`
    const changed = await post(standIn, 'PATCH', path, { limit_price: '10' })
    expect(changed).toMatchObject({ body: { status: 'new', replaces: waiting.body.id } })
    expect(await post(standIn, 'DELETE', `/v2/orders/${changed.body.id}`)).toMatchObject({
      status: 204,
    })
    expect(eventsOf(client)).toEqual(['new', 'fill', 'new', 'replaced', 'new', 'canceled'])
    expect(await rows('/v2/positions')).toMatchObject([{ symbol: 'F', qty: '3' }])
  })

  it('can have legs', async () => {
    const { standIn, broker } = open()
    for (const { symbol } of SPREAD) broker.mark(symbol, symbol.includes('721') ? '5' : '3')
    const order = {
      order_class: 'mleg',
      qty: '1',
      type: 'limit',
      time_in_force: 'day',
      limit_price: '-1.9',
      legs: SPREAD.map((leg) => ({ ...leg, ratio_qty: '1' })),
    }
    expect(await post(standIn, 'POST', '/v2/orders', order)).toMatchObject({
      body: { status: 'filled', filled_avg_price: '-2', legs: [{}, {}] },
    })
  })

  it('are refused like at Alpaca when they make no sense', async () => {
    const { standIn } = open()
    const ask = (method: string, path: string, body?: unknown) => post(standIn, method, path, body)
    expect(await ask('POST', '/v2/orders', { ...market, side: 'hold' })).toMatchObject({
      status: 422,
      body: { code: 42210000 },
    })
    expect(await ask('POST', '/v2/orders', { ...market, notional: '5' })).toMatchObject({
      status: 422,
    })
    expect(await ask('DELETE', '/v2/orders/unknown')).toMatchObject({ status: 404 })
  })
})

describe('the faults of the stream', () => {
  it('refuse handshakes, keys and listens as often as planned', () => {
    const { standIn } = open()
    const { faults } = standIn.stream
    faults.next(2, { kind: 'refuse' })
    faults.next(1, { kind: 'refuse', status: 503 })
    const asked = [1, 2, 3, 4].map(() => standIn.stream.refusalOf(new Headers()))
    expect(asked).toEqual([429, 429, 503, null])
    faults.next(1, { kind: 'unauthorized' })
    faults.next(1, { kind: 'error' })
    const client = connect(standIn)
    for (const message of [AUTH, AUTH, LISTEN]) client.send(message)
    expect(client.frames).toMatchObject([
      { data: { status: 'unauthorized' } },
      { data: { status: 'authorized' } },
      { action: 'error' },
    ])
    expect(client.ended).toBe('closed')
  })

  it('mute a connection until the client connects again', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    standIn.stream.faults.next(1, { kind: 'mute' })
    buy(broker)
    buy(broker)
    expect([client.updates(), client.ended]).toEqual([[], null])
    client.connection.end()
    const next = listen(standIn)
    buy(broker)
    expect(eventsOf(next)).toEqual(['new'])
  })

  it('break a connection in the place of a frame', () => {
    const { standIn, broker } = open()
    const client = listen(standIn)
    standIn.stream.faults.next(1, { kind: 'drop' })
    buy(broker)
    expect([client.updates(), client.ended]).toEqual([[], 'cut'])
    expect(standIn.stream.connections).toEqual([])
  })

  it('lose, repeat, delay and precede frames', () => {
    const waiting: (() => void)[] = []
    const { standIn, broker } = open({ later: (action) => waiting.push(action) })
    const client = listen(standIn)
    const { faults } = standIn.stream
    faults.next(1, { kind: 'lose' })
    faults.next(1, { kind: 'duplicate' })
    faults.next(1, { kind: 'late', milliseconds: 50 })
    faults.next(1, { kind: 'garbage' })
    const ids = Array.from({ length: 4 }, () => buy(broker).id)
    for (const action of waiting) action()
    const seen = client.frames
      .slice(2)
      .map((frame) => (typeof frame === 'string' ? '?' : Object(frame.data).order.id))
    expect(seen).toEqual([ids[1], ids[1], '?', ids[3], ids[2]])
  })

  it('are planned and removed over HTTP while the stand-in runs', async () => {
    const { standIn, broker } = open()
    const admin = async (method: string, path: string, body?: unknown) => {
      const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
      return standIn.fetch(new Request(`https://stand.in/stand-in${path}`, init))
    }
    const planned = await admin('POST', '/stream/faults', { fault: { kind: 'lose' }, times: 2 })
    expect(planned.status).toBe(204)
    const wrong = await admin('POST', '/stream/faults', { fault: { kind: 'sulk' } })
    expect(wrong.status).toBe(422)
    await admin('POST', '/faults', { fault: { kind: 'status', status: 503 }, path: '/v2/orders' })
    expect(standIn.faults.take('/v2/orders')).toMatchObject({ status: 503 })
    const client = listen(standIn)
    buy(broker)
    expect(eventsOf(client)).toEqual([])
    await admin('DELETE', '/faults')
    buy(broker)
    expect(eventsOf(client)).toEqual(['new'])
    expect(await (await admin('GET', '/stream')).json()).toEqual({
      connections: [{ is_authorized: true, is_listening: true, is_muted: false }],
    })
    await admin('DELETE', '/stream')
    expect(client.ended).toBe('cut')
  })
})
