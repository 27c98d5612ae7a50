import type { ChangedOrders } from '../../src/db/events/changed-orders'
import type {
  SessionDay,
  TargetedOrder,
  TargetedOutcome,
  UpstreamHost,
  UpstreamMode,
  UpstreamState,
} from '../../src/live/upstream/host'
import { Upstream } from '../../src/live/upstream/upstream'
import type { LogEntry } from '../../src/sync/run/log'

const OPEN = 1
const CLOSED = 3

/** How the other end of a socket answers the handshake. */
export type Handshake = 'normal' | 'unauthorized' | 'mute' | 'limit'

/** One end of a socket to a stream that the test plays. Frames arrive at once. */
export class PlayedSocket {
  binaryType = 'blob'
  readyState = OPEN
  readonly sent: unknown[] = []
  private readonly listeners = new Map<string, ((event: unknown) => void)[]>()

  constructor(private readonly handshake: Handshake) {}

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener])
  }

  accept(): void {}

  send(text: string): void {
    if (this.readyState !== OPEN) throw new TypeError('the socket is closed')
    const frame: { action: string } = JSON.parse(text)
    this.sent.push(frame)
    if (this.handshake === 'mute') return
    if (this.handshake === 'limit') {
      this.say({ action: 'error', data: { error_message: 'connection limit exceeded' } })
      return
    }
    const status = this.handshake === 'normal' ? 'authorized' : 'unauthorized'
    if (frame.action === 'auth') this.say({ stream: 'authorization', data: { status } })
    else this.say({ stream: 'listening', data: { streams: ['trade_updates'] } })
  }

  close(): void {
    this.readyState = CLOSED
  }

  /** Sends a frame: JSON in bytes, as Alpaca's paper stream does; text and bytes as they are. */
  say(frame: unknown): void {
    const isRaw = typeof frame === 'string' || frame instanceof ArrayBuffer
    const data = isRaw ? frame : new TextEncoder().encode(JSON.stringify(frame)).buffer
    this.emit('message', { data })
  }

  order(id: string, { event = 'new', at }: { event?: string; at?: unknown } = {}): void {
    this.say({ stream: 'trade_updates', data: { event, order: { id, updated_at: at } } })
  }

  /** Ends the connection, and says so. */
  drop(): void {
    this.readyState = CLOSED
    this.emit('close', { code: 1006 })
  }

  /** The connection is gone without an event. */
  vanish(): void {
    this.readyState = CLOSED
  }

  private emit(type: string, event: unknown): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event)
  }
}

/** What a dial comes to: a handshake, an HTTP status, no answer, or a socket of the platform. */
export type DialAnswer = Handshake | number | 'network' | 'hangs' | WebSocket

/** Storage of a Durable Object as far as `Upstream` uses it. Values are copied, as there. */
export class CopyingStorage {
  readonly values = new Map<string, unknown>()
  writes = 0

  async get(key: string): Promise<unknown> {
    return structuredClone(this.values.get(key))
  }

  async put(key: string, value: unknown): Promise<void> {
    this.writes += 1
    this.values.set(key, structuredClone(value))
  }

  async delete(key: string): Promise<boolean> {
    this.writes += 1
    return this.values.delete(key)
  }
}

/** Lets everything go on that waits for nothing but the test. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

export interface SimulationOptions {
  start?: string
  mode?: UpstreamMode
  storage?: CopyingStorage
  days?: SessionDay[]
  keyId?: string
}

/** An `Upstream` in a world without other time than the test's. */
export class Simulation {
  now: number
  /** The host's one alarm. */
  wakesAt: number | null = null
  readonly storage: CopyingStorage
  readonly log: LogEntry[] = []
  readonly states: UpstreamState[] = []
  readonly sockets: PlayedSocket[] = []
  /** When it dialled, in seconds since the start. */
  readonly dials: number[] = []
  /** What it synced: a scope, or ids. */
  readonly syncs: string[] = []
  /** The answers of the next dials; after them `normal`. */
  answers: DialAnswer[] = []
  /** The answers of the next syncs; after them all is well. An error is thrown. */
  outcomes: (Partial<TargetedOutcome> | Error | { has_more: boolean })[] = []
  changed: ChangedOrders = { lastSeq: 0, orders: [] }
  calendarFails = false
  calendarAsked = 0
  mode: UpstreamMode
  upstream: Upstream
  /** Called in the middle of each sync. */
  meanwhile: () => void = () => {}
  private readonly start: number
  private readonly host: UpstreamHost

  constructor({
    start = '2026-09-14T15:00:00Z',
    mode = 'always',
    storage = new CopyingStorage(),
    days = [],
    keyId = 'KEY-ID',
  }: SimulationOptions = {}) {
    this.start = Date.parse(start)
    this.now = this.start
    this.storage = storage
    this.mode = mode
    const self = this
    this.host = {
      storage: storage as unknown as DurableObjectStorage,
      now: () => new Date(this.now),
      random: () => 0.5,
      log: (entry) => this.log.push(entry),
      get mode() {
        return self.mode
      },
      credentials: { keyId, secretKey: 'SECRET-KEY' },
      dial: () => this.dial(),
      calendar: async () => {
        this.calendarAsked += 1
        if (this.calendarFails) throw new TypeError('network connection lost')
        return days
      },
      wake: async (at) => {
        this.wakesAt = Math.min(this.wakesAt ?? Number.POSITIVE_INFINITY, at.getTime())
      },
      onState: (state) => this.states.push(state),
      syncOrders: (orders) => this.syncOrders(orders),
      sync: (scope) => this.sync(scope),
      changedOrders: async () => structuredClone(this.changed),
    }
    this.upstream = new Upstream(this.host)
  }

  get socket(): PlayedSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('it has not dialled')
    return socket
  }

  /** Connects, and does the full run of the session. */
  async connect(): Promise<this> {
    await this.upstream.ensure()
    await settle()
    await this.advance(0)
    this.syncs.splice(0)
    return this
  }

  /** Lets time pass, with every alarm that is due meanwhile. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds
    for (let alarms = 0; this.wakesAt !== null && this.wakesAt <= end; alarms++) {
      if (alarms > 100_000) throw new Error('the alarms never end')
      this.now = Math.max(this.now, this.wakesAt)
      this.wakesAt = null
      await this.upstream.alarm()
      await settle()
    }
    this.now = end
  }

  /** The object is evicted: the socket and the memory are gone, storage and the alarm stay. */
  evict(): void {
    for (const socket of this.sockets) socket.vanish()
    this.upstream = new Upstream(this.host)
  }

  /** A moment as Alpaca's frames have it. */
  frameTime(offset = 0): string {
    return new Date(this.now + offset).toISOString()
  }

  private async dial(): Promise<Response> {
    this.dials.push((this.now - this.start) / 1000)
    const answer = this.answers.shift() ?? 'normal'
    if (answer === 'network') throw new TypeError('network connection lost')
    if (answer === 'hangs') return await new Promise(() => {})
    if (typeof answer === 'number') return new Response('no', { status: answer })
    if (typeof answer !== 'string') return new Response(null, { status: 101, webSocket: answer })
    const webSocket = new PlayedSocket(answer)
    this.sockets.push(webSocket)
    return { status: 101, webSocket, body: null } as unknown as Response
  }

  private async syncOrders(orders: readonly TargetedOrder[]): Promise<TargetedOutcome> {
    this.syncs.push(orders.map(({ id }) => id.slice(-2)).join(' '))
    const done = { kind: 'done', behind: [], isRateLimitLow: false } as const
    return (await this.outcome({ ...done })) as TargetedOutcome
  }

  private async sync(scope: string): Promise<{ has_more: boolean }> {
    this.syncs.push(scope)
    return (await this.outcome({ has_more: false })) as { has_more: boolean }
  }

  private async outcome(usual: object): Promise<unknown> {
    this.meanwhile()
    await settle()
    const outcome = this.outcomes.shift()
    if (outcome instanceof Error) throw outcome
    return { ...usual, ...outcome }
  }
}

/** The id of an order, which `syncs` shows by its last two digits. */
export const orderId = (number: number): string =>
  `61e69015-8549-4bfd-b9c3-${String(number).padStart(12, '0')}`
