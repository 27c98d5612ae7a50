import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket as WsWebSocket } from 'ws'
import {
  type ClientOptions,
  createClient,
  type Event,
  type LiveOptions,
  type LiveState,
} from '../../../src/client'
import { Arrivals, eventOf, eventsOf, hello, type LiveServer, startLiveServer } from './live-server'

/** The clock stands still until a test moves it; the network runs. */
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
  vi.spyOn(Math, 'random').mockReturnValue(1)
})

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Waits until the client has lost its socket so many times: each time it draws a pause. */
const losses = (count: number) =>
  vi.waitUntil(() => vi.mocked(Math.random).mock.calls.length === count, { timeout: 10_000 })

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

/** Moves the clock in steps, between which the network goes on. */
const passUntil = (isReached: () => boolean) =>
  vi.waitUntil(
    async () => {
      await pass(500)
      return isReached()
    },
    { timeout: 20_000 },
  )

async function open(
  options: Partial<LiveOptions> = {},
  client: Partial<ClientOptions> = {},
  setUp: (server: LiveServer) => void = () => {},
) {
  const server = await startLiveServer()
  closers.push(server.close)
  setUp(server)
  const legbook = createClient({ url: server.url, token: 'token', ...client })
  const seen = new Arrivals<Event>()
  const states = new Arrivals<LiveState>()
  const feed = legbook.live({
    onEvent: (event) => seen.add(event),
    onState: (state) => states.add(state),
    ...options,
  })
  closers.push(() => feed.close())
  return { server, feed, seen, states, legbook }
}

const seqs = async (seen: Arrivals<Event>, count: number) => {
  const found: number[] = []
  for (let i = 0; i < count; i++) found.push((await seen.next()).seq)
  return found
}

const CONNECTING = { connection: 'connecting' }
const POLLING = { connection: 'polling' }
const OPEN = { connection: 'open', upstream: 'live' }

describe('the socket of a feed', () => {
  it('sends the token as a subprotocol of base64url and never in its address', async () => {
    const token = 'a?ß~þÿ/+='
    const { server } = await open({ account: 'my paper', after: 41 }, { token: () => token })
    const { address, protocols } = await server.connections.next()
    const encoded = Buffer.from(token).toString('base64url')
    expect(protocols).toEqual(['legbook.v1', `bearer.${encoded}`])
    expect(address.pathname).toBe('/api/alpaca/live')
    expect(Object.fromEntries(address.searchParams)).toEqual({ account: 'my paper', after: '41' })
  })

  it('passes each event on once and in order, and says how the server is connected', async () => {
    const { server, seen, states, feed } = await open()
    const connection = await server.connections.next()
    expect(await states.next()).toEqual(CONNECTING)
    connection.send(hello(10, 'connecting'))
    expect(await states.next()).toEqual({ connection: 'open', upstream: 'connecting' })
    connection.send(eventsOf(11, 12))
    connection.send({ type: 'error', message: 'Not a message.' })
    connection.send({ type: 'upstream', state: 'live' })
    connection.send(eventsOf(12, 14))
    expect(await seqs(seen, 3)).toEqual([11, 12, 14])
    expect(await states.next()).toEqual(OPEN)
    expect(feed.seq).toBe(14)
    expect([seen.count, states.count]).toEqual([0, 0])
  })

  it('works with the WebSocket of the package ws', async () => {
    const { server, seen } = await open({}, { WebSocket: WsWebSocket })
    const connection = await server.connections.next()
    connection.send(hello(1))
    connection.send(eventsOf(2))
    expect(await seqs(seen, 1)).toEqual([2])
  })

  it('asks for the token again at each connection', async () => {
    const tokens = ['first', 'second']
    const { server } = await open({}, { token: async () => tokens.shift() ?? '' })
    const first = await server.connections.next()
    first.close(1012)
    await losses(1)
    await pass(1000)
    const { protocols } = await server.connections.next()
    expect(protocols[1]).toBe(`bearer.${btoa('second').replace(/=/g, '')}`)
  })
})

describe('a feed whose socket is lost', () => {
  it('connects again at a random moment and goes on after the last event', async () => {
    vi.mocked(Math.random).mockReturnValue(0)
    const { server, seen, states } = await open({ after: 4 })
    const first = await server.connections.next()
    first.send(hello(5))
    first.send(eventsOf(5, 6))
    expect(await seqs(seen, 2)).toEqual([5, 6])
    first.close(1012)
    expect(await states.next()).toEqual(CONNECTING)
    expect(await states.next()).toEqual(OPEN)
    expect(await states.next()).toEqual(CONNECTING)
    await pass(499)
    expect(server.connections.count).toBe(0)
    await pass(1)
    const second = await server.connections.next()
    expect(second.address.searchParams.get('after')).toBe('6')
    second.send(hello(8))
    second.send(eventsOf(6, 7, 8))
    expect(await seqs(seen, 2)).toEqual([7, 8])
    expect(seen.count).toBe(0)
  })

  it('loses nothing of the time between, even if no event came before', async () => {
    const { server, states } = await open()
    const first = await server.connections.next()
    first.send(hello(17))
    for (const state of [CONNECTING, OPEN]) expect(await states.next()).toEqual(state)
    first.socket.terminate()
    expect(await states.next()).toEqual(CONNECTING)
    await pass(1000)
    const second = await server.connections.next()
    expect(second.address.searchParams.get('after')).toBe('17')
  })

  it.each([1006, 1008, 1012, 4408, 4429])('connects again after close code %i', async (code) => {
    const { server } = await open()
    const first = await server.connections.next()
    if (code === 1006) first.socket.terminate()
    else first.close(code)
    await losses(1)
    await pass(1000)
    await server.connections.next()
  })

  it('waits ever longer, at most a minute, until it is greeted again', async () => {
    const { server } = await open()
    for (const [i, pause] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      const connection = await server.connections.next()
      connection.close(1011)
      await losses(i + 1)
      await pass(pause * 1000 - 1)
      expect(server.connections.count).toBe(0)
      await pass(1)
    }
    const connection = await server.connections.next()
    connection.send(hello(1))
    connection.close(1011)
    await losses(9)
    await pass(1_000)
    await server.connections.next()
  })

  it('gives up a socket that is not greeted in 25 seconds', async () => {
    const { server } = await open()
    await server.connections.next()
    await pass(25_000)
    await losses(1)
    await pass(1_000)
    await server.connections.next()
  })

  it.each([
    [4400, 'a wrong parameter'],
    [4401, 'no valid token'],
    [4403, 'no scope'],
    [4404, 'no such account'],
  ])('ends for good after the close code %i: %s', async (code) => {
    const { server, states, seen } = await open()
    const first = await server.connections.next()
    first.close(code)
    expect(await states.next()).toEqual(CONNECTING)
    expect(await states.next()).toEqual({ connection: 'closed', code })
    await pass(3_600_000)
    expect([server.connections.count, states.count, seen.count]).toEqual([0, 0, 0])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the acknowledgements of a feed', () => {
  const connected = async () => {
    const all = await open()
    const connection = await all.server.connections.next()
    connection.send(hello(0))
    return { ...all, connection }
  }
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i)

  it('come at once after 20 events, and at most once a second', async () => {
    const { connection, seen } = await connected()
    connection.send(eventsOf(...range(1, 19)))
    await seqs(seen, 19)
    await connection.settled()
    expect(connection.messages.count).toBe(0)
    connection.send(eventsOf(20))
    expect(await connection.messages.next()).toBe('{"ack":20}')
    connection.send(eventsOf(...range(21, 70)))
    await seqs(seen, 51)
    await pass(999)
    await connection.settled()
    expect(connection.messages.count).toBe(0)
    await pass(1)
    expect(await connection.messages.next()).toBe('{"ack":70}')
  })

  it('come after 10 seconds for fewer events, with the newest', async () => {
    const { connection, seen } = await connected()
    connection.send(eventsOf(1))
    await seqs(seen, 1)
    await pass(6_000)
    connection.send(eventsOf(2))
    await seqs(seen, 1)
    await pass(3_999)
    await connection.settled()
    expect(connection.messages.count).toBe(0)
    await pass(1)
    expect(await connection.messages.next()).toBe('{"ack":2}')
  })
})

describe('the pings of a feed', () => {
  it('go out every 25 seconds', async () => {
    const { server, seen } = await open()
    const connection = await server.connections.next()
    connection.send(hello(0))
    for (let seq = 1; seq <= 3; seq++) {
      connection.send('pong')
      // The client has read the pong once it has read what follows.
      connection.send(eventsOf(seq))
      await seqs(seen, 1)
      await pass(10_000)
      expect(await connection.messages.next()).toBe(`{"ack":${seq}}`)
      await connection.settled()
      expect(connection.messages.count).toBe(0)
      await pass(15_000)
      expect(await connection.messages.next()).toBe('ping')
    }
    expect(server.connections.count).toBe(0)
  })

  it('give a socket up that no longer answers', async () => {
    const { server, states } = await open()
    const first = await server.connections.next()
    first.send(hello(3))
    for (const state of [CONNECTING, OPEN]) expect(await states.next()).toEqual(state)
    await pass(25_000)
    expect(await first.messages.next()).toBe('ping')
    await pass(25_000)
    expect(await states.next()).toEqual(CONNECTING)
    await pass(1_000)
    const second = await server.connections.next()
    expect(second.address.searchParams.get('after')).toBe('3')
  })
})

describe('a feed without sockets', () => {
  it('polls after three failures, and returns to sockets without a gap or a repetition', async () => {
    const stored: Event[] = []
    const { server, seen, states } = await open({}, {}, (server) => {
      server.upgrades = 'refused'
      server.answer = (query) => {
        const events = stored.filter(({ seq }) => seq > Number(query.get('after') ?? 1e9))
        return { events, last_seq: stored.at(-1)?.seq ?? 7 }
      }
    })
    expect(await states.next()).toEqual(CONNECTING)
    for (const [i, pause] of [1_000, 2_000].entries()) {
      await losses(i + 1)
      await pass(pause)
    }
    expect(await states.next()).toEqual(POLLING)
    expect(await server.polls.next()).toBe('?limit=1')
    stored.push(eventOf(8), eventOf(9))
    await passUntil(() => server.polls.count > 0)
    expect(await server.polls.next()).toBe('?after=7&limit=500')
    expect(await seqs(seen, 2)).toEqual([8, 9])

    server.upgrades = 'accepted'
    await passUntil(() => server.connections.count > 0)
    const connection = await server.connections.next()
    expect(connection.address.searchParams.get('after')).toBe('9')
    connection.send(hello(10))
    expect(await states.next()).toEqual(OPEN)
    connection.send(eventsOf(9, 10))
    expect(await seqs(seen, 1)).toEqual([10])
    const polls = server.polls.count
    await pass(20_000)
    expect([seen.count, server.polls.count]).toEqual([0, polls])
  })

  it('goes on where the polling ended when a socket opens before the first event', async () => {
    const { server } = await open({}, {}, (server) => {
      server.upgrades = 'refused'
      server.answer = () => ({ events: [], last_seq: 7 })
    })
    await passUntil(() => server.polls.count > 0)
    expect(await server.polls.next()).toBe('?limit=1')
    await passUntil(() => server.polls.count > 0)
    expect(await server.polls.next()).toBe('?after=7&limit=500')
    server.upgrades = 'accepted'
    await passUntil(() => server.connections.count > 0)
    const { address } = await server.connections.next()
    expect(address.searchParams.get('after')).toBe('7')
  })

  it('polls where the platform has no WebSocket', async () => {
    const NoSocket = class {
      constructor() {
        throw new TypeError('no sockets here')
      }
    } as unknown as NonNullable<ClientOptions['WebSocket']>
    const { server, seen, states } = await open({ after: 2 }, { WebSocket: NoSocket }, (server) => {
      server.answer = () => ({ events: [eventOf(3)], last_seq: 3 })
    })
    await pass(3_000)
    expect(await states.next()).toEqual(CONNECTING)
    expect(await states.next()).toEqual(POLLING)
    expect(await server.polls.next()).toBe('?after=2&limit=500')
    expect(await seqs(seen, 1)).toEqual([3])
  })

  it('ends for good when the API refuses to be polled', async () => {
    const { states } = await open({}, {}, (server) => {
      server.upgrades = 'refused'
      server.answer = () => ({ status: 401 })
    })
    expect(await states.next()).toEqual(CONNECTING)
    const polling = states.next()
    let isPolling = false
    polling.then(() => {
      isPolling = true
    })
    await passUntil(() => isPolling)
    expect(await polling).toEqual(POLLING)
    expect(await states.next()).toEqual({ connection: 'closed', code: 4401 })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the events of a feed', () => {
  it('include a reset, and go on from its number even if it is lower', async () => {
    const { server, seen, feed } = await open({ after: 900 })
    const connection = await server.connections.next()
    connection.send(hello(12))
    const reset = eventOf(12, { type: 'reset', data: { reason: 'unknown_seq' } })
    connection.send({ type: 'events', events: [reset] })
    connection.send(eventsOf(13))
    expect(await seen.next()).toEqual(reset)
    expect(await seqs(seen, 1)).toEqual([13])
    expect(feed.seq).toBe(13)
  })

  it('go on after an exception of the caller, which is reported as uncaught', async () => {
    const uncaught = new Arrivals<unknown>()
    vi.stubGlobal('queueMicrotask', (work: () => void) => {
      try {
        work()
      } catch (error) {
        uncaught.add(error)
      }
    })
    const seen = new Arrivals<number>()
    const { server } = await open({
      onEvent: ({ seq }) => {
        if (seq === 1) throw new Error('mine')
        seen.add(seq)
      },
    })
    const connection = await server.connections.next()
    connection.send(hello(0))
    connection.send(eventsOf(1, 2))
    expect(await seen.next()).toBe(2)
    expect(await uncaught.next()).toEqual(new Error('mine'))
  })
})

describe('a closed feed', () => {
  it('calls nothing any more and leaves nothing behind', async () => {
    const { server, seen, states, feed } = await open()
    const connection = await server.connections.next()
    connection.send(hello(1))
    for (const state of [CONNECTING, OPEN]) expect(await states.next()).toEqual(state)
    feed.close()
    feed.close()
    connection.send(eventsOf(2))
    await connection.ended
    await pass(120_000)
    expect([seen.count, states.count, server.connections.count]).toEqual([0, 0, 0])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('calls nothing any more when it was closed within a batch', async () => {
    const seen: number[] = []
    const { server, feed } = await open({
      onEvent: ({ seq }) => {
        seen.push(seq)
        feed.close()
      },
    })
    const connection = await server.connections.next()
    connection.send(hello(0))
    connection.send(eventsOf(1, 2))
    await connection.ended
    expect(seen).toEqual([1])
  })
})
