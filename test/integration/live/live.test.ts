import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import type { LiveFeed } from '../../../src/index'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { MARKET_HOURS_CRON } from '../../../src/sync/run/schedule'
import { PlayedSocket } from '../../support/simulated-upstream'
import { API_TOKEN, bearer } from '../api/api'
import { rowsOf, theValue } from '../sync/support'
import { type FeedClient, type FeedWorld, type Frame, openFeedWorld } from './feed-client'

const ALPACA = 'https://alpaca.test'

let lines: string[] = []
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
})

const worlds: FeedWorld[] = []

/** Ends the connection, because the object outlives its test. */
async function quiet({ ask, stub }: FeedWorld): Promise<void> {
  await ask('/accounts/main', { method: 'DELETE', headers: bearer(API_TOKEN) })
  await stub.upstreamState()
  await runInDurableObject(stub, (_: LiveFeed, state) => state.storage.deleteAlarm())
}

/** Waits until the log has so many lines that fit. The object logs in a context of its own. */
const logged = (count: number, fits: RegExp) =>
  vi.waitUntil(() => lines.filter((line) => fits.test(line)).length >= count, { timeout: 50_000 })

const FINISHED = /"event":"sync_finished"/

afterEach(async () => {
  for (const world of worlds.splice(0)) await quiet(world)
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A day before now: the stand-in's orders are of the past. */
const at = (second: number) =>
  new Date(
    Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000 + second * 1000,
  ).toISOString()

/** By the second of the order: orders of one symbol would be one entry. */
const SYMBOLS = ['AAPL', 'AAPL', 'MSFT']

interface LiveWorld extends FeedWorld {
  broker: Broker
  /** The sockets that the Worker has dialled, oldest first. */
  dialled: PlayedSocket[]
  sync: () => Promise<Response>
  /** Places an order that waits, and returns its id. */
  place: () => string
  fill: (id: string) => void
  /** Lets Alpaca's stream name an order. */
  name: (id: string) => Promise<void>
}

/** The Worker before its first sync, and Alpaca with its stream. */
async function openLive(settings: Record<string, string> = {}): Promise<LiveWorld> {
  const broker = new Broker({
    openedAt: '2026-01-05T14:30:00Z',
    deposit: '1000000',
    seed: crypto.randomUUID(),
  })
  const dialled: PlayedSocket[] = []
  const standIn = createStandIn({
    requestsPerMinute: 1_000_000,
    accounts: ['key', 'later-key'].map((keyId) => ({
      keyId,
      secretKey: 'secret-of-alpaca',
      account: broker,
    })),
  })
  const outside = globalThis.fetch
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init)
    if (!request.url.startsWith(ALPACA)) return await outside(request)
    if (!request.url.endsWith('/stream')) return await standIn.fetch(request)
    const webSocket = new PlayedSocket('normal')
    dialled.push(webSocket)
    return { status: 101, webSocket, body: null }
  })
  const world = await openFeedWorld(
    {
      LIVE: 'always',
      ALPACA_BASE_URL: ALPACA,
      ALPACA_API_SECRET_KEY: 'secret-of-alpaca',
      ...settings,
    },
    broker.accountId,
  )
  worlds.push(world)
  let second = 0
  const next = () => {
    second += 1
    return at(second)
  }
  return {
    ...world,
    broker,
    dialled,
    sync: () => world.ask('/sync', { method: 'POST', headers: bearer(API_TOKEN) }),
    place: () => {
      const symbol = SYMBOLS[second] ?? 'AAPL'
      const order = { symbol, side: 'buy', qty: '1', limitPrice: '100' } as const
      const moment = next()
      const { id } = broker.submit({
        at: moment,
        submittedAt: moment,
        timeInForce: 'gtc',
        ...order,
      })
      return id
    },
    fill: (id) => broker.fill(id, { at: next(), price: '100' }),
    name: (id) =>
      runInDurableObject(world.stub, () =>
        dialled.at(-1)?.order(id, { event: 'fill', at: broker.orders.get(id).updatedAt }),
      ),
  }
}

/** Takes frames until one fits. */
async function until(client: FeedClient, fits: (frame: Frame) => boolean): Promise<Frame> {
  for (;;) {
    const frame = await client.next()
    if (fits(frame)) return frame
  }
}

const hasEvent = (type: string) => (frame: Frame) =>
  frame.events.some((event) => event.type === type)

const isState = (state: string) => (frame: Frame) =>
  frame.type === 'upstream' && frame.state === state

/** A synced account whose connection is live, after its full run, and a socket. */
async function connected(settings: Record<string, string> = {}) {
  const world = await openLive(settings)
  world.fill(world.place())
  expect((await world.sync()).status).toBe(200)
  // The second run is the one with which the connection begins.
  await logged(2, FINISHED)
  const client = await world.open()
  expect(await client.next()).toMatchObject({ type: 'hello', upstream: 'live' })
  return { world, client }
}

const liveOf = async ({ ask }: FeedWorld) =>
  syncStatusSchema.parse(await (await ask('/sync')).json()).accounts.map(({ live }) => live)

describe('a fill that the stream names', () => {
  it('becomes a trade on the client’s socket by a targeted sync', async () => {
    const { world, client } = await connected()
    const id = world.place()
    world.fill(id)
    await world.name(id)
    const frame = await until(client, hasEvent('trade.opened'))
    expect(frame.events.find(({ type }) => type === 'trade.opened')).toMatchObject({
      account_id: world.accountId,
      data: { status: 'open', underlying: 'MSFT' },
    })
    await until(client, hasEvent('sync.finished'))
    const triggers = await rowsOf(
      world.db,
      "select distinct trigger from sync_runs where scope = 'targeted'",
    )
    expect(triggers).toEqual([{ trigger: 'live' }])
    expect(await liveOf(world)).toEqual(['live'])
    expect(lines.join()).not.toMatch(/secret-of-alpaca|token-that/)
  })

  it('is synced after the object was evicted between the frame and the sync', async () => {
    const { world, client } = await connected()
    const id = world.place()
    world.fill(id)
    await world.name(id)
    await evictDurableObject(world.stub).catch(() => undefined)
    await world.stub.announce('nothing')
    await until(client, hasEvent('trade.opened'))
  })
})

describe('the connection to Alpaca', () => {
  it('is dialled by a sync, a cron and a client, once for all of them', async () => {
    const { world } = await connected()
    await world.sync()
    await (await world.open()).next()
    await world.tick(MARKET_HOURS_CRON)
    expect(world.dialled).toHaveLength(1)
  })

  it('is told to the sockets when it is lost and comes back', async () => {
    const { world, client } = await connected()
    await runInDurableObject(world.stub, () => world.dialled[0]?.drop())
    await until(client, isState('connecting'))
    await until(client, isState('live'))
    expect(world.dialled).toHaveLength(2)
  })

  it('ends when the account is stopped, and comes back when it is resumed', async () => {
    const { world, client } = await connected()
    const headers = bearer(API_TOKEN)
    await world.ask('/accounts/main', { method: 'DELETE', headers })
    await until(client, isState('off'))
    expect(await liveOf(world)).toEqual(['off'])
    await world.ask('/accounts/main/resume', { method: 'POST', headers })
    await until(client, isState('live'))
  })

  it('is made with stored keys, and made anew when others are stored', async () => {
    const world = await openLive({
      ALPACA_API_KEY_ID: '',
      ALPACA_API_SECRET_KEY: '',
      KEYS_SECRET: 'a secret of thirty-two letters or more',
    })
    const store = async (keyId: string) => {
      const body = JSON.stringify({
        key_id: keyId,
        secret_key: 'secret-of-alpaca',
        base_url: ALPACA,
      })
      const init = { method: 'PUT', headers: bearer(API_TOKEN), body }
      expect((await world.ask('/accounts/main', init)).status).toBe(200)
    }
    const keys = () => world.dialled.map(({ sent }) => JSON.stringify(sent[0]))
    await store('key')
    await vi.waitUntil(async () => (await liveOf(world))[0] === 'live')
    await logged(1, FINISHED)
    expect(keys()).toEqual([expect.stringContaining('"key"')])
    await store('later-key')
    await vi.waitUntil(async () => world.dialled.length === 2)
    await vi.waitUntil(async () => (await liveOf(world))[0] === 'live')
    await logged(2, FINISHED)
    expect(keys().at(-1)).toContain('later-key')
    expect(world.dialled[0]?.readyState).not.toBe(1)
    expect(lines.join()).not.toMatch(/secret-of-alpaca|later-key/)
  })

  it('is never dialled with LIVE=off, and the feed still sends the events of each sync', async () => {
    const world = await openLive({ LIVE: 'off' })
    await world.sync()
    const client = await world.open()
    expect(await client.next()).toMatchObject({ type: 'hello', upstream: 'off' })
    world.fill(world.place())
    await world.sync()
    await until(client, hasEvent('trade.opened'))
    expect(await runDurableObjectAlarm(world.stub)).toBe(false)
    expect([world.dialled.length, await liveOf(world)]).toEqual([0, ['off']])
  })

  it('is dialled again by the alarm of an evicted object', async () => {
    const { world, client } = await connected()
    await evictDurableObject(world.stub).catch(() => undefined)
    await runInDurableObject(world.stub, (_: LiveFeed, state) => state.storage.setAlarm(Date.now()))
    await until(client, isState('live'))
    expect(world.dialled.length).toBeGreaterThan(1)
  })
})

it('events of edits and rebuilds reach the sockets, and a run without events calls no feed', async () => {
  const world = await openLive({ LIVE: 'off' })
  world.fill(world.place())
  await world.sync()
  const client = await world.open()
  await client.next()
  const announced = vi.spyOn(Object.getPrototypeOf(await instanceOf(world)), 'announce')
  await world.sync()
  expect(announced).not.toHaveBeenCalled()
  const id = await theValue(world.db, 'select trade_id::text from alpaca_trades')
  await world.ask(`/trades/${id}`, {
    method: 'PATCH',
    headers: bearer(API_TOKEN),
    body: JSON.stringify({ strategy: 'mine' }),
  })
  await until(client, hasEvent('trade.changed'))
  await world.ask('/trades/rebuild', { method: 'POST', headers: bearer(API_TOKEN), body: '{}' })
  await until(client, hasEvent('reset'))
  expect(announced).toHaveBeenCalledTimes(2)
})

const instanceOf = ({ stub }: FeedWorld): Promise<object> =>
  runInDurableObject(stub, (instance: LiveFeed) => instance)
