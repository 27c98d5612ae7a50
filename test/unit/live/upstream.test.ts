import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { SyncError } from '../../../src/sync/run/errors'
import { orderId, Simulation, settle } from '../../support/simulated-upstream'

const SECOND = 1000
const MINUTE = 60 * SECOND

const busy = () => new SyncError('sync_in_progress', 'another run of this account is under way')

describe('the handshake', () => {
  test('sends the keys, listens, and begins with a full run', async () => {
    const world = new Simulation()
    await world.upstream.ensure()
    await settle()
    expect(world.socket.sent).toEqual([
      { action: 'auth', key: 'KEY-ID', secret: 'SECRET-KEY' },
      { action: 'listen', data: { streams: ['trade_updates'] } },
    ])
    expect(world.socket.binaryType).toBe('arraybuffer')
    expect(world.states).toEqual(['connecting', 'live'])
    await world.advance(0)
    expect(world.syncs).toEqual(['all'])
  })

  test('dials once, however often it is asked', async () => {
    const world = new Simulation()
    await Promise.all([world.upstream.ensure(), world.upstream.ensure(), world.upstream.ensure()])
    await settle()
    await world.upstream.ensure()
    expect(world.dials).toEqual([0])
  })

  test('is given up after 30 s, and a request without an answer too', async () => {
    const world = new Simulation()
    world.answers = ['mute', 'hangs']
    await world.upstream.ensure()
    await world.advance(MINUTE + 5 * SECOND)
    // 30 s, then a wait of 1 s of which a half is chance; 30 s, then 2 s.
    expect(world.dials).toEqual([0, 30.75, 62.25])
    expect(world.upstream.state).toBe('live')
  })

  test('puts no key into a log line or into the storage', async () => {
    const world = new Simulation()
    world.answers = [429, 'unauthorized', 'network']
    await world.upstream.ensure()
    await world.advance(3 * 60 * MINUTE)
    const seen = JSON.stringify([world.log, [...world.storage.values]])
    expect(world.log.length).toBeGreaterThan(3)
    expect(seen).not.toContain('KEY-ID')
    expect(seen).not.toContain('SECRET-KEY')
  })
})

describe('a lost connection', () => {
  test('is dialled after 1, 2, 4 ... 90 s with jitter', async () => {
    const world = new Simulation()
    world.answers = Array.from({ length: 10 }, () => 'network')
    await world.upstream.ensure()
    await world.advance(10 * MINUTE)
    const waits = world.dials.slice(1).map((at, index) => at - (world.dials[index] ?? 0))
    expect(waits).toEqual([0.75, 1.5, 3, 6, 12, 24, 48, 67.5, 67.5, 67.5])
  })

  test('waits as before when the session lasted less than 60 s, and 1 s after a longer one', async () => {
    const world = new Simulation()
    world.answers = ['network', 'network', 'network']
    await world.upstream.ensure()
    await world.advance(10 * SECOND)
    expect(world.dials).toEqual([0, 0.75, 2.25, 5.25])
    world.socket.drop()
    await world.advance(10 * SECOND)
    expect(world.dials.at(-1)).toBe(16)
    await world.advance(MINUTE)
    world.socket.drop()
    await world.advance(10 * SECOND)
    expect(world.dials.at(-1)).toBe(80.75)
    expect(world.states).toEqual(['connecting', 'live', 'connecting', 'live', 'connecting', 'live'])
  })

  test('is noticed within 60 s when no event says so', async () => {
    const world = await new Simulation().connect()
    world.socket.vanish()
    await world.advance(MINUTE)
    expect(world.upstream.state).toBe('connecting')
    await world.advance(SECOND)
    expect(world.upstream.state).toBe('live')
    expect(world.syncs).toEqual(['all'])
  })

  test('is followed by a full run each time', async () => {
    const world = await new Simulation().connect()
    for (let time = 0; time < 3; time++) {
      await world.advance(2 * MINUTE)
      world.socket.drop()
      await world.advance(SECOND)
    }
    expect(world.syncs).toEqual(['all', 'all', 'all'])
  })
})

describe('an answer of 429', () => {
  test('is followed by 90 s at once; the fifth means held_elsewhere and 15 minutes', async () => {
    const world = new Simulation()
    world.answers = [429, 429, 429, 429, 429, 429]
    await world.upstream.ensure()
    await world.advance(7 * MINUTE)
    expect(world.dials).toEqual([0, 94.5, 189, 283.5, 378])
    expect(world.states).toEqual(['connecting', 'held_elsewhere'])
    await world.advance(32 * MINUTE)
    expect(world.dials.slice(5)).toEqual([378 + 945, 378 + 1890])
    expect(world.states).toEqual(['connecting', 'held_elsewhere', 'live'])
  })

  test('is remembered by an evicted object', async () => {
    const world = new Simulation()
    world.answers = [429, 429, 429, 429, 429, 429]
    await world.upstream.ensure()
    for (let time = 0; time < 4; time++) {
      world.evict()
      await world.upstream.ensure()
      await world.advance(95 * SECOND)
    }
    world.evict()
    await world.upstream.ensure()
    expect(world.dials).toHaveLength(5)
    expect(world.upstream.state).toBe('held_elsewhere')
  })

  test('in an error frame counts as well', async () => {
    const world = new Simulation()
    world.answers = Array.from({ length: 5 }, () => 'limit')
    await world.upstream.ensure()
    await world.advance(7 * MINUTE)
    expect(world.upstream.state).toBe('held_elsewhere')
  })
})

describe('refused keys', () => {
  test.each(['unauthorized', 401, 403] as const)('are tried hourly: %s', async (answer) => {
    const world = new Simulation()
    world.answers = [answer, answer]
    await world.upstream.ensure()
    await world.advance(3 * 60 * MINUTE)
    expect(world.dials).toEqual([0, 3600, 7200])
    expect(world.states).toEqual(['connecting', 'refused', 'live'])
  })

  test('do not keep other keys waiting', async () => {
    const world = new Simulation()
    world.answers = [401]
    await world.upstream.ensure()
    await settle()
    const { storage } = world
    const again = new Simulation({ storage, keyId: 'OTHER' })
    await again.upstream.ensure()
    await settle()
    expect(again.upstream.state).toBe('live')
  })
})

describe('the hours of LIVE=session', () => {
  const DAYS = [
    { date: '2026-11-25', open: '09:30', close: '16:00' },
    { date: '2026-11-27', open: '09:30', close: '13:00' },
    { date: '2026-11-30', open: '09:30', close: '16:00' },
  ]
  const open = (start: string) => new Simulation({ mode: 'session', days: DAYS, start })

  test('reach from 10 minutes before the open to 15 minutes after the close, half days too', async () => {
    // 06:00 in New York, the day after Thanksgiving.
    const world = open('2026-11-27T11:00:00Z')
    await world.upstream.ensure()
    await world.advance(4 * 24 * 60 * MINUTE)
    const from = (time: string) => (Date.parse(time) - Date.parse('2026-11-27T11:00:00Z')) / 1000
    expect(world.dials).toEqual([from('2026-11-27T14:20:00Z'), from('2026-11-30T14:20:00Z')])
    const offs = world.log.filter(({ state }) => state === 'off')
    expect(offs).toHaveLength(2)
    expect(world.states).toEqual(['connecting', 'live', 'off', 'connecting', 'live', 'off'])
  })

  test('end 15 minutes after the early close of a half day', async () => {
    const world = open('2026-11-27T17:59:00Z')
    await world.connect()
    await world.advance(15 * MINUTE + 59 * SECOND)
    expect(world.upstream.state).toBe('live')
    await world.advance(SECOND)
    expect(world.upstream.state).toBe('off')
    expect(world.socket.readyState).toBe(3)
  })

  test("come from the exchange's rules while Alpaca does not answer", async () => {
    const world = open('2026-11-26T15:00:00Z')
    world.calendarFails = true
    await world.upstream.ensure()
    // Thanksgiving.
    expect(world.dials).toEqual([])
    await world.advance(24 * 60 * MINUTE)
    expect(world.upstream.state).toBe('live')
    expect(world.dials).toEqual([23 * 3600 + 20 * 60])
  })

  test('are asked for once a day', async () => {
    const world = open('2026-11-27T15:00:00Z')
    for (let time = 0; time < 5; time++) await world.upstream.ensure()
    expect(world.calendarAsked).toBe(1)
    world.evict()
    await world.upstream.ensure()
    expect(world.calendarAsked).toBe(1)
    await world.advance(24 * 60 * MINUTE)
    expect(world.calendarAsked).toBe(2)
  })

  test('do not count with LIVE=off, which closes an open connection', async () => {
    const world = await open('2026-11-27T15:00:00Z').connect()
    world.mode = 'off'
    await world.upstream.ensure()
    expect(world.upstream.state).toBe('off')
    await world.advance(24 * 60 * MINUTE)
    expect(world.dials).toEqual([0])
  })
})

describe('frames', () => {
  test('are synced together 150 ms after the last, and 1 s after the first', async () => {
    const world = await new Simulation().connect()
    world.socket.order(orderId(1))
    await world.advance(100)
    world.socket.order(orderId(2))
    await world.advance(149)
    expect(world.syncs).toEqual([])
    await world.advance(1)
    expect(world.syncs).toEqual(['01 02'])
    for (let time = 0; time < 10; time++) {
      world.socket.order(orderId(3))
      await world.advance(100)
    }
    expect(world.syncs).toEqual(['01 02', '03'])
  })

  test('wait 3 s when the rate limit is nearly used up', async () => {
    const world = await new Simulation().connect()
    world.outcomes = [{ isRateLimitLow: true }]
    world.socket.order(orderId(1))
    await world.advance(SECOND)
    world.socket.order(orderId(2))
    await world.advance(2999)
    expect(world.syncs).toEqual(['01'])
    await world.advance(1)
    expect(world.syncs).toEqual(['01', '02'])
    world.socket.order(orderId(3))
    await world.advance(150)
    expect(world.syncs).toEqual(['01', '02', '03'])
  })

  test('of more than 8 orders lead to one run of scope orders', async () => {
    const world = await new Simulation().connect()
    for (let order = 1; order <= 8; order++) world.socket.order(orderId(order))
    await world.advance(SECOND)
    expect(world.syncs).toEqual(['01 02 03 04 05 06 07 08'])
    for (let order = 1; order <= 9; order++) world.socket.order(orderId(order))
    await world.advance(SECOND)
    expect(world.syncs.slice(1)).toEqual(['orders'])
  })

  test('a thousand in a second cost a few writes and one or two runs', async () => {
    const world = await new Simulation().connect()
    const before = world.storage.writes
    for (let frame = 0; frame < 1000; frame++) {
      world.socket.order(orderId(frame), { event: 'fill', at: world.frameTime() })
      await world.advance(1)
    }
    await world.advance(SECOND)
    expect(world.syncs.filter((sync) => sync === 'orders').length).toBeLessThanOrEqual(2)
    expect(world.storage.writes - before).toBeLessThan(20)
    expect(world.upstream.state).toBe('live')
  })

  test('survive an eviction', async () => {
    const world = await new Simulation().connect()
    world.socket.order(orderId(1), { event: 'fill' })
    await settle()
    world.evict()
    await world.advance(5 * SECOND)
    expect(world.syncs).toEqual(['all', '01', 'positions'])
  })

  test('of nine orders survive an eviction as well', async () => {
    const world = await new Simulation().connect()
    for (let order = 1; order <= 9; order++) world.socket.order(orderId(order))
    await settle()
    world.evict()
    await world.advance(SECOND)
    expect(world.syncs).toEqual(['all', 'orders'])
  })

  test('lead to positions 2 s after the last fill', async () => {
    const world = await new Simulation().connect()
    world.socket.order(orderId(1), { event: 'partial_fill' })
    await world.advance(1500)
    world.socket.order(orderId(1), { event: 'fill' })
    await world.advance(1999)
    expect(world.syncs).toEqual(['01', '01'])
    await world.advance(1)
    expect(world.syncs).toEqual(['01', '01', 'positions'])
    world.socket.order(orderId(2), { event: 'canceled' })
    await world.advance(MINUTE)
    expect(world.syncs.slice(3)).toEqual(['02'])
  })

  test('stay pending while another run holds the lease', async () => {
    const world = await new Simulation().connect()
    world.outcomes = [{ kind: 'busy' }, { kind: 'busy' }, busy()]
    world.socket.order(orderId(1))
    await world.advance(150)
    world.socket.order(orderId(2))
    await world.advance(500)
    expect(world.syncs).toEqual(['01', '01 02'])
    for (let order = 3; order <= 9; order++) world.socket.order(orderId(order))
    await world.advance(10 * SECOND)
    expect(world.syncs).toEqual(['01', '01 02', 'orders', 'orders'])
    expect(world.storage.values.has('upstream:pending')).toBe(false)
  })

  test('that arrive during their sync are synced again', async () => {
    const world = await new Simulation().connect()
    world.socket.order(orderId(1))
    world.meanwhile = () => {
      world.meanwhile = () => {}
      world.socket.order(orderId(1))
    }
    await world.advance(SECOND)
    expect(world.syncs).toEqual(['01', '01'])
  })

  test('are read again after 250, 500 and 1,000 ms while REST is behind, then left to the cron', async () => {
    const world = await new Simulation().connect()
    const behind = { behind: [orderId(1)] }
    world.outcomes = [behind, behind, behind, behind]
    world.socket.order(orderId(1))
    const times: number[] = []
    world.meanwhile = () => times.push(world.now)
    await world.advance(MINUTE)
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(waits).toEqual([250, 500, 1000])
    expect(world.log.map(({ event }) => event)).toContain('upstream_orders_behind')
    expect(world.storage.values.has('upstream:pending')).toBe(false)
  })

  test('are tried again with longer waits after failures, and left to the cron at last', async () => {
    const world = await new Simulation().connect()
    world.outcomes = Array.from({ length: 20 }, () => ({ kind: 'failed' as const }))
    world.socket.order(orderId(1))
    await world.advance(20 * MINUTE)
    expect(world.syncs).toHaveLength(10)
    expect(world.storage.values.has('upstream:pending')).toBe(false)
  })

  test('of a stopped account are dropped', async () => {
    const world = await new Simulation().connect()
    world.outcomes = [{ kind: 'stopped' }]
    world.socket.order(orderId(1))
    await world.advance(MINUTE)
    expect(world.syncs).toEqual(['01'])
  })

  test('that cannot be read, of other streams and of unknown events end no connection', async () => {
    const world = await new Simulation().connect()
    fc.assert(
      fc.property(fc.uint8Array(), fc.jsonValue(), fc.string(), (bytes, value, text) => {
        world.socket.say(new Uint8Array(bytes).buffer)
        world.socket.say(text)
        world.socket.say({ stream: 'trade_updates', data: value })
        world.socket.say({ stream: 'listening', data: { streams: ['trade_updates'] } })
      }),
    )
    world.socket.order(orderId(1), { event: 'restated', at: 'soon' })
    await world.advance(SECOND)
    expect(world.upstream.state).toBe('live')
    expect(world.syncs).toEqual(['01'])
    const unknown = world.log.filter(({ event }) => event === 'upstream_frame_unknown')
    expect(unknown).toHaveLength(1)
  })
})

describe('a full run', () => {
  test('is repeated while another run holds the lease, and until its budget sufficed', async () => {
    const world = new Simulation()
    world.outcomes = [busy(), { has_more: true }, { has_more: true }]
    await world.upstream.ensure()
    await world.advance(MINUTE)
    expect(world.syncs).toEqual(['all', 'all', 'all', 'all'])
  })

  test('is not repeated when the ledger or the settings are at fault', async () => {
    const world = new Simulation()
    world.outcomes = [new SyncError('alpaca_unauthorized', 'refused')]
    await world.upstream.ensure()
    await world.advance(10 * MINUTE)
    expect(world.syncs).toEqual(['all'])
  })
})

describe('a mute connection', () => {
  const changed = (
    world: Simulation,
    id: string,
    at = world.now,
    parentId: string | null = null,
  ) => {
    world.changed = { lastSeq: 5, orders: [{ id, parentId, updatedAt: at * 1000 }] }
  }

  test('is dialled again when a run finds a change of more than 30 s ago that no frame named', async () => {
    const world = await new Simulation().connect()
    await world.advance(2 * MINUTE)
    changed(world, orderId(1))
    await world.upstream.afterRun()
    await world.advance(30 * SECOND)
    expect(world.dials).toEqual([0])
    await world.advance(2 * SECOND)
    expect(world.dials).toHaveLength(2)
    expect(world.syncs).toEqual(['all'])
    expect(world.log).toContainEqual({ level: 'warn', event: 'upstream_mute', orders: 1 })
  })

  test('is not one that has named the order, or its parent, even if late', async () => {
    const world = await new Simulation().connect()
    await world.advance(2 * MINUTE)
    changed(world, orderId(1))
    await world.upstream.afterRun()
    await world.advance(20 * SECOND)
    world.socket.order(orderId(1))
    await world.advance(2 * MINUTE)
    world.socket.order(orderId(2))
    changed(world, orderId(3), world.now, orderId(2))
    await world.upstream.afterRun()
    await world.advance(2 * MINUTE)
    expect(world.dials).toEqual([0])
  })

  test('is one that named an earlier change alone', async () => {
    const world = await new Simulation().connect()
    world.socket.order(orderId(1), { at: world.frameTime() })
    await world.advance(2 * MINUTE)
    changed(world, orderId(1), world.now - 40 * SECOND)
    await world.upstream.afterRun()
    await world.advance(SECOND)
    expect(world.dials).toHaveLength(2)
  })

  test('is not one that was opened after the change', async () => {
    const world = await new Simulation().connect()
    await world.advance(2 * MINUTE)
    changed(world, orderId(1), world.now - 3 * MINUTE)
    await world.upstream.afterRun()
    await world.advance(MINUTE)
    expect(world.dials).toEqual([0])
  })
})

describe('a host that fails', () => {
  test('neither ends the connection nor rejects', async () => {
    const world = await new Simulation().connect()
    world.storage.put = async () => {
      throw new Error('storage')
    }
    world.socket.order(orderId(1), { event: 'fill' })
    await world.advance(SECOND)
    expect(world.syncs).toEqual(['01'])
    world.storage.get = async () => {
      throw new Error('storage')
    }
    world.evict()
    await world.upstream.ensure()
    await world.upstream.alarm()
    await world.upstream.afterRun()
    expect(world.log.map(({ event }) => event)).toContain('upstream_failed')
    await world.upstream.stop()
  })
})

describe('stop', () => {
  test('closes the connection and forgets what is pending, until the next ensure', async () => {
    const world = await new Simulation().connect()
    world.socket.order(orderId(1))
    await world.upstream.stop()
    await world.advance(10 * MINUTE)
    expect(world.syncs).toEqual([])
    expect(world.upstream.state).toBe('off')
    await world.upstream.ensure()
    await world.advance(0)
    expect(world.upstream.state).toBe('live')
  })
})

describe('a socket of the platform', () => {
  test('is accepted, and its binary and text frames are read', async () => {
    const world = new Simulation()
    const [client, server] = Object.values(new WebSocketPair())
    if (!client || !server) throw new Error('a pair has two sockets')
    const received: unknown[] = []
    server.accept()
    server.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data))
      received.push(frame.action)
      const answer =
        frame.action === 'auth'
          ? { stream: 'authorization', data: { status: 'authorized' } }
          : { stream: 'listening', data: { streams: ['trade_updates'] } }
      server.send(new TextEncoder().encode(JSON.stringify(answer)))
    })
    world.answers = [client]
    await world.upstream.ensure()
    await vi.waitFor(() => expect(world.upstream.state).toBe('live'))
    await world.advance(0)
    const frame = (id: string) =>
      JSON.stringify({ stream: 'trade_updates', data: { event: 'new', order: { id } } })
    server.send(new TextEncoder().encode(frame(orderId(1))))
    server.send('garbage')
    server.send(frame(orderId(2)))
    await vi.waitFor(async () => {
      await world.advance(SECOND)
      expect(world.syncs.join(' ')).toBe('all 01 02')
    })
    expect(received).toEqual(['auth', 'listen'])
    server.close(1011, 'bye')
    await vi.waitFor(() => expect(world.upstream.state).toBe('connecting'))
  })
})
