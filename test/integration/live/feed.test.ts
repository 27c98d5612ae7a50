import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventListSchema } from '../../../src/api/events/schemas'
import type { LiveFeed } from '../../../src/index'
import { bearer, READ_TOKEN, tokenNamed } from '../api/api'
import { rowsOf } from '../sync/support'
import { configure, type FeedWorld, openFeedWorld } from './feed-client'

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Opens a socket, and takes its hello. */
async function greeted(world: FeedWorld, ...args: Parameters<FeedWorld['open']>) {
  const client = await world.open(...args)
  return { ...client, hello: await client.next() }
}

describe('a socket of the feed', () => {
  it('begins with hello, and gets new events in the shape of GET /events', async () => {
    const world = await openFeedWorld()
    await world.insertEvents(3)
    const client = await greeted(world)
    expect(client.hello).toMatchObject({
      type: 'hello',
      account_id: world.accountId,
      last_seq: 3,
      upstream: 'off',
    })
    await world.insertEvents(2)
    await world.stub.announce('events')
    const frame = await client.next()
    const listed = eventListSchema.parse(await (await world.ask('/events?after=3')).json())
    expect(frame).toEqual({ type: 'events', events: listed.events })
    expect(frame.events).toHaveLength(2)
  })

  it('gets the events after `after` first, at most 100 in a frame, and then new ones', async () => {
    const world = await openFeedWorld()
    await world.insertEvents(250)
    const client = await greeted(world, '?after=7')
    expect(client.hello).toMatchObject({ last_seq: 250 })
    const frames = [await client.next(), await client.next(), await client.next()]
    expect(frames.map(({ events }) => events.length)).toEqual([100, 100, 43])
    expect(frames.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(upTo(8, 250))
    await world.insertEvents(1)
    await world.stub.announce('events')
    expect(await client.seqs(1)).toEqual([251])
  })

  it('gets one reset when events after `after` are gone, or `after` is beyond the last', async () => {
    const world = await openFeedWorld()
    await world.insertEvents(5)
    await rowsOf(world.db, 'update event_counters set pruned_seq = 3')
    for (const [after, reason] of [
      [2, 'pruned'],
      [6, 'unknown_seq'],
    ]) {
      const client = await greeted(world, `?after=${after}`)
      const { events } = await client.next()
      expect(events).toMatchObject([{ seq: 5, type: 'reset', data: { reason } }])
      await world.insertEvents(1)
      await world.stub.announce('events')
      expect(await client.seqs(1)).toEqual([6])
      await rowsOf(world.db, 'delete from events where seq > 5')
      await rowsOf(world.db, 'update event_counters set last_seq = 5')
    }
  })

  it('gets events of several announcements in one frame', async () => {
    const world = await openFeedWorld()
    const client = await greeted(world)
    for (let one = 0; one < 5; one++) {
      await world.insertEvents(1)
      await world.stub.announce('events')
    }
    // Storing them took less than the time of gathering, or the rest comes in a further frame.
    expect(await client.seqs(5)).toEqual(upTo(1, 5))
    await world.insertEvents(3)
    await Promise.all([
      world.stub.announce('events'),
      world.stub.announce('events'),
      world.stub.announce('events'),
    ])
    expect((await client.next()).events.map(({ seq }) => seq)).toEqual(upTo(6, 8))
  })

  it('gets nothing twice when the feed is told of the same events again', async () => {
    const world = await openFeedWorld()
    const client = await greeted(world)
    await world.insertEvents(1)
    await world.stub.announce('events')
    expect(await client.seqs(1)).toEqual([1])
    await world.stub.announce('events')
    await world.insertEvents(1)
    await world.stub.announce('events')
    expect(await client.seqs(1)).toEqual([2])
  })

  it('keeps its place while its object is evicted', async () => {
    const world = await openFeedWorld()
    const client = await greeted(world)
    await world.insertEvents(2)
    await world.stub.announce('events')
    expect(await client.seqs(2)).toEqual([1, 2])
    await evictDurableObject(world.stub)
    await world.insertEvents(2)
    await world.stub.announce('events')
    expect(await client.seqs(2)).toEqual([3, 4])
    await evictDurableObject(world.stub)
    client.send('ping')
    expect((await client.next()).type).toBe('pong')
  })

  it('resumes after a reconnect without loss, wherever the connection was lost', async () => {
    const world = await openFeedWorld()
    const seen: number[] = []
    for (let round = 0; round < 4; round++) {
      const client = await greeted(world, `?after=${seen.at(-1) ?? 0}`)
      await world.insertEvents(3)
      await world.stub.announce('events')
      seen.push(...(await client.seqs(3)))
      client.close()
      await world.insertEvents(2)
    }
    const last = await greeted(world, `?after=${seen.at(-1) ?? 0}`)
    seen.push(...(await last.seqs(2)))
    expect(seen).toEqual(upTo(1, 20))
  })

  it('gets events in order while 20 sockets follow 1,000 events that nobody acknowledges', async () => {
    const world = await openFeedWorld()
    const clients = await Promise.all(Array.from({ length: 20 }, () => greeted(world)))
    for (let batch = 0; batch < 10; batch++) {
      await world.insertEvents(100)
      await world.stub.announce('events')
    }
    for (const client of clients) expect(await client.seqs(1000)).toEqual(upTo(1, 1000))
    await evictDurableObject(world.stub)
    await world.stub.announce('events')
    clients[0]?.send('ping')
    expect((await clients[0]?.next())?.type).toBe('pong')
  })
})

describe('the 21st socket', () => {
  it('is closed with 4429, and is accepted once another one has closed', async () => {
    const world = await openFeedWorld()
    const clients = await Promise.all(Array.from({ length: 20 }, () => greeted(world)))
    const one = await world.open()
    expect(one.response.status).toBe(101)
    expect(await one.closed).toMatchObject({ code: 4429 })
    clients[0]?.close()
    await clients[0]?.closed
    expect((await greeted(world)).hello.type).toBe('hello')
  })
})

describe('acknowledgements', () => {
  it('are awaited after 1,000 events: without one the socket is closed with 4408', async () => {
    const world = await openFeedWorld()
    await world.insertEvents(1_200)
    const [silent, good] = [await greeted(world, '?after=0'), await greeted(world, '?after=0')]
    expect(await silent.seqs(1000)).toEqual(upTo(1, 1000))
    expect(await good.seqs(1000)).toEqual(upTo(1, 1000))
    good.send('{"ack":1000}')
    expect(await good.seqs(200)).toEqual(upTo(1001, 1200))
    expect(await silent.closed).toMatchObject({ code: 4408 })
    const resumed = await greeted(world, '?after=1000')
    expect(await resumed.seqs(200)).toEqual(upTo(1001, 1200))
  })

  it('are awaited of a socket whose object was evicted meanwhile', async () => {
    const world = await openFeedWorld()
    await world.insertEvents(1_000)
    const client = await greeted(world, '?after=0')
    expect(await client.seqs(1000)).toHaveLength(1000)
    await evictDurableObject(world.stub)
    await world.insertEvents(1)
    await world.stub.announce('events')
    expect(await client.closed).toMatchObject({ code: 4408 })
  })
})

describe('a message that is no acknowledgement', () => {
  it.each<[string, string | ArrayBuffer]>([
    ['text', 'garbage'],
    ['JSON of another shape', '{"ack":"1"}'],
    ['an acknowledgement with more in it', '{"ack":0,"more":1}'],
    ['a negative number', '{"ack":-1}'],
    ['a fraction', '{"ack":0.5}'],
    ['deep JSON', '['.repeat(50_000)],
    ['bytes', new Uint8Array([0, 255, 1]).buffer],
    ['an acknowledgement of events that were not sent', '{"ack":1}'],
  ])('is answered with an error, and the socket goes on: %s', async (_, message) => {
    const world = await openFeedWorld()
    const client = await greeted(world)
    client.send(message)
    expect(await client.next()).toMatchObject({ type: 'error', message: expect.any(String) })
    await world.insertEvents(1)
    await world.stub.announce('events')
    expect(await client.seqs(1)).toEqual([1])
    client.send('{"ack":1}')
    client.send('ping')
    expect((await client.next()).type).toBe('pong')
  })

  it('closes the socket with 1008 when it is the 31st in 10 seconds, and no other socket', async () => {
    const world = await openFeedWorld()
    const [loud, calm] = [await greeted(world), await greeted(world)]
    for (let one = 0; one < 100; one++) loud.send('ping')
    for (let one = 0; one < 30; one++) loud.send('{"ack":0}')
    await evictDurableObject(world.stub)
    loud.send('{"ack":0}')
    expect(await loud.closed).toMatchObject({ code: 1008 })
    await world.insertEvents(1)
    await world.stub.announce('events')
    expect(await calm.seqs(1)).toEqual([1])
  })
})

describe('a token that is taken away', () => {
  const tokens = (scopes: string[]) =>
    JSON.stringify([{ name: 'page', token: tokenNamed('page'), scopes }])
  const headers = bearer(tokenNamed('page'))

  it.each([
    ['is gone', '', 4401],
    ['may no longer read', tokens(['sync']), 4403],
  ])(
    'closes its socket at the next event or message, and no other: it %s',
    async (_, now, code) => {
      const world = await openFeedWorld({ API_TOKENS: tokens(['read']) })
      const kept = await greeted(world)
      const [waiting, sending] = [
        await greeted(world, '', headers),
        await greeted(world, '', headers),
      ]
      configure({ API_TOKENS: now })
      await evictDurableObject(world.stub)
      sending.send('{"ack":0}')
      expect(await sending.closed).toMatchObject({ code })
      await world.insertEvents(1)
      await world.stub.announce('events')
      expect(await waiting.closed).toMatchObject({ code })
      expect(await kept.seqs(1)).toEqual([1])
    },
  )
})

describe('a database that does not answer', () => {
  it('closes the sockets with 1011, and the clients resume', async () => {
    const world = await openFeedWorld()
    const client = await greeted(world)
    await world.insertEvents(2)
    await rowsOf(world.db, 'alter table events rename to events_away')
    await world.stub.announce('events')
    expect(await client.closed).toMatchObject({ code: 1011 })
    await rowsOf(world.db, 'alter table events_away rename to events')
    const again = await greeted(world, '?after=0')
    expect(await again.seqs(2)).toEqual([1, 2])
  })
})

describe('an erased account', () => {
  it('closes its sockets with 4404', async () => {
    const world = await openFeedWorld()
    const client = await greeted(world)
    const answer = await world.ask('/accounts/main?data=erase', {
      method: 'DELETE',
      headers: bearer('token-that-may-do-everything'),
    })
    expect(answer.status).toBe(200)
    expect(await client.closed).toMatchObject({ code: 4404 })
  })
})

describe('the upgrade', () => {
  const page = (token: string) =>
    `bearer.${btoa(token).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`

  it('accepts a token as a subprotocol, and echoes legbook.v1 alone', async () => {
    const world = await openFeedWorld()
    const client = await greeted(world, '', {
      'Sec-WebSocket-Protocol': `legbook.v1, ${page(READ_TOKEN)}`,
    })
    expect(client.hello.type).toBe('hello')
    const { headers } = client.response
    expect(headers.get('Sec-WebSocket-Protocol')).toBe('legbook.v1')
    expect(JSON.stringify([...headers])).not.toContain('bearer')
    expect(headers.get('X-Request-ID')).toMatch(/./)
  })

  it('echoes no subprotocol that the client did not offer', async () => {
    const world = await openFeedWorld()
    const { response } = await greeted(world)
    expect(response.headers.get('Sec-WebSocket-Protocol')).toBeNull()
  })

  it.each<[string, string, Record<string, string>, number]>([
    ['no token', '', {}, 4401],
    ['a wrong token', '', bearer('token-that-nobody-set'), 4401],
    ['a wrong token of a page', '', { 'Sec-WebSocket-Protocol': `legbook.v1, ${page('x')}` }, 4401],
    [
      'a token that is not base64url',
      '',
      { 'Sec-WebSocket-Protocol': 'legbook.v1, bearer.!' },
      4401,
    ],
    ['no bearer', '', { 'Sec-WebSocket-Protocol': 'legbook.v1' }, 4401],
    ['a token in the URL', `?token=${READ_TOKEN}`, {}, 4401],
    ['a token without the scope read', '', bearer(tokenNamed('sync')), 4403],
    ['an unknown account', '?account=nobody', bearer(READ_TOKEN), 4404],
    ['an invalid after', '?after=-1', bearer(READ_TOKEN), 4400],
    ['an unknown parameter', '?types=reset', bearer(READ_TOKEN), 4400],
    ['a long parameter', `?${'ä'.repeat(300)}=1`, bearer(READ_TOKEN), 4400],
  ])('is accepted and closed with a code: %s', async (_, query, headers, code) => {
    const world = await openFeedWorld({
      API_TOKENS: JSON.stringify([{ name: 's', token: tokenNamed('sync'), scopes: ['sync'] }]),
    })
    const client = await world.open(query, headers)
    expect(client.response.status).toBe(101)
    const { code: sent, reason } = await client.closed
    expect(sent).toBe(code)
    expect(reason).toMatch(/./)
    expect(client.response.headers.get('WWW-Authenticate')).toBeNull()
    expect(client.response.headers.get('Sec-WebSocket-Protocol')).toBe(
      headers['Sec-WebSocket-Protocol']?.startsWith('legbook.v1') ? 'legbook.v1' : null,
    )
  })

  it('needs the account when there are several, by label or id', async () => {
    const world = await openFeedWorld()
    await rowsOf(
      world.db,
      `insert into alpaca_accounts (account_id, label, base_url, as_of, raw_data)
       select 'other', 'other', base_url, as_of, raw_data from alpaca_accounts`,
    )
    expect(await (await world.open()).closed).toMatchObject({ code: 4404 })
    for (const account of ['main', world.accountId]) {
      const { hello } = await greeted(world, `?account=${account}`)
      expect(hello.account_id).toBe(world.accountId)
    }
  })

  it('is closed with 1013 until the first sync of a configured account, and 4404 without any', async () => {
    const world = await openFeedWorld()
    await rowsOf(world.db, 'delete from alpaca_accounts')
    expect(await (await world.open()).closed).toMatchObject({ code: 1013 })
    expect(await (await world.open('?account=main')).closed).toMatchObject({ code: 1013 })
    const bare = await openFeedWorld({ ALPACA_API_KEY_ID: '', ALPACA_API_SECRET_KEY: '' })
    await rowsOf(bare.db, 'delete from alpaca_accounts')
    expect(await (await bare.open()).closed).toMatchObject({ code: 4404 })
  })

  it('is refused with 503 while the database does not answer', async () => {
    const world = await openFeedWorld()
    await rowsOf(world.db, 'alter table event_counters rename to away')
    configure({ NEON_HTTP_ENDPOINT: 'http://127.0.0.1:1/sql' })
    const answer = await world.ask('/live', {
      headers: { Upgrade: 'websocket', ...bearer(READ_TOKEN) },
    })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: { code: 'database_unavailable' } })
  })

  it('answers 426 without an Upgrade header, and 503 without the binding', async () => {
    const world = await openFeedWorld()
    const plain = await world.ask('/live')
    expect(plain.status).toBe(426)
    expect(plain.headers.get('Upgrade')).toBe('websocket')
    expect(await plain.json()).toMatchObject({ error: { code: 'upgrade_required' } })
    const unbound = { LIVE_FEED: undefined }
    const upgrade = { Upgrade: 'websocket', ...bearer(READ_TOKEN) }
    const refused = await world.ask('/live', { headers: upgrade }, unbound)
    expect(refused.status).toBe(503)
    const { error } = z
      .object({ error: z.object({ code: z.string(), message: z.string() }) })
      .parse(await refused.json())
    expect([error.code, error.message]).toEqual([
      'not_configured',
      expect.stringMatching(/LIVE_FEED/),
    ])
    expect((await world.ask('/events', undefined, unbound)).status).toBe(200)
  })
})

it('the state of a socket fits into its attachment, whatever the client leaves open', async () => {
  const world = await openFeedWorld()
  const client = await greeted(world)
  for (let one = 0; one < 60; one++) {
    await world.insertEvents(1)
    await world.stub.announce('events')
    await client.seqs(1)
  }
  for (let one = 0; one < 29; one++) client.send('{"ack":0}')
  client.send('ping')
  await client.next()
  const sizes = await runInDurableObject(world.stub, (_: LiveFeed, state) =>
    state.getWebSockets().map((socket) => JSON.stringify(socket.deserializeAttachment()).length),
  )
  expect(sizes[0]).toBeLessThan(1_500)
})
