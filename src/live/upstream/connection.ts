import * as z from 'zod'
import { afterFailure, type DialFailure, type DialState, dialState, NO_FAILURE } from './backoff'
import type { UpstreamHost, UpstreamState } from './host'
import { SessionCalendar } from './session-hours'
import { type OrderFrame, StreamSocket } from './stream-socket'

const SECOND = 1000
/** How often an open socket is checked. */
const CHECK_EVERY = 60 * SECOND
/** A session that lasted so long ends a row of failures. */
const STEADY = 60 * SECOND
/** Alpaca answers a request, and a handshake, within this time; else the attempt is given up. */
const MOST_DIALING = 30 * SECOND

const KEY = 'upstream:dial'

const storedDial = z.object({ keys: z.string(), state: dialState })

/** What the owner of the connection is told. No call may throw. */
export interface ConnectionEvents {
  /** A session begins. */
  onListening(): void
  onOrder(frame: OrderFrame): void
  /** The time at which `check` is due has changed. */
  onChange(): void
}

interface Session {
  socket: StreamSocket
  /** Milliseconds since 1970. */
  openedAt: number
  /** Null before the end of the handshake. */
  listeningAt: number | null
  checkedAt: number
  hasUnknown: boolean
}

/** The one connection to Alpaca's stream: when it is dialled, given up and dialled again. */
export class Connection {
  private current: UpstreamState = 'off'
  private session: Session | null = null
  /** An attempt under way, and when it began. */
  private dialing: { since: number } | null = null
  private dialState: DialState = NO_FAILURE
  private keys = ''
  private readonly calendar: SessionCalendar
  /** Milliseconds since 1970: when the hours of the session change; null where they do not count. */
  private hoursChangeAt: number | null = null

  constructor(
    private readonly host: UpstreamHost,
    private readonly events: ConnectionEvents,
  ) {
    this.calendar = new SessionCalendar(host)
  }

  async load(): Promise<void> {
    this.keys = await fingerprint(this.host.credentials)
    const stored = storedDial.safeParse(await this.host.storage.get(KEY))
    // Failures of other keys say nothing about these.
    if (stored.success && stored.data.keys === this.keys) this.dialState = stored.data.state
    await this.calendar.load()
  }

  get state(): UpstreamState {
    return this.current
  }

  /** Milliseconds since 1970: when the socket was opened; null without a session. */
  get openedAt(): number | null {
    return this.session?.listeningAt == null ? null : this.session.openedAt
  }

  /** Dials, checks or closes, as the mode, the hours and the last failures say. */
  async check(): Promise<void> {
    const isWanted = await this.isWanted()
    const now = this.now()
    if (!isWanted) {
      this.close()
      this.become('off')
      return
    }
    this.giveUpDialing(now)
    this.checkSocket(now)
    if (this.session !== null || this.dialing !== null) return
    this.become(this.dialState.waiting)
    if (now >= this.dialState.nextAt) void this.dial(now)
  }

  /** Milliseconds since 1970: when `check` is due; null if no connection is wanted. */
  dueAt(): number | null {
    const times = this.hoursChangeAt === null ? [] : [this.hoursChangeAt]
    if (this.session !== null) times.push(this.session.checkedAt + CHECK_EVERY)
    if (this.session?.listeningAt === null) times.push(this.session.openedAt + MOST_DIALING)
    if (this.dialing !== null) times.push(this.dialing.since + MOST_DIALING)
    const isWaiting = this.session === null && this.dialing === null && this.current !== 'off'
    if (isWaiting) times.push(this.dialState.nextAt)
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Ends the session and dials again after the shortest wait that the last failures allow. */
  redial(): void {
    if (this.session === null) return
    this.session.socket.close()
    this.fail('lost')
  }

  close(): void {
    this.session?.socket.close()
    this.session = null
    this.dialing = null
  }

  async forget(): Promise<void> {
    this.close()
    this.become('off')
    this.hoursChangeAt = null
    this.dialState = NO_FAILURE
    await this.host.storage.delete(KEY)
  }

  private now(): number {
    return this.host.now().getTime()
  }

  private async isWanted(): Promise<boolean> {
    this.hoursChangeAt = null
    if (this.host.mode !== 'session') return this.host.mode === 'always'
    const { isOpen, changesAt } = await this.calendar.hours(this.now())
    this.hoursChangeAt = changesAt
    return isOpen
  }

  private giveUpDialing(now: number): void {
    const isLate = this.dialing !== null && now - this.dialing.since >= MOST_DIALING
    if (!isLate) return
    this.dialing = null
    this.fail('lost')
  }

  private checkSocket(now: number): void {
    const { session } = this
    if (session === null) return
    const { socket, openedAt, listeningAt } = session
    const isLate = listeningAt === null && now - openedAt >= MOST_DIALING
    if (isLate || !socket.isOpen) {
      this.redial()
      return
    }
    session.checkedAt = now
    const isSteady = listeningAt !== null && now - listeningAt >= STEADY
    if (isSteady && this.dialState !== NO_FAILURE) this.keep(NO_FAILURE)
  }

  /** Never rejects. */
  private async dial(now: number): Promise<void> {
    const attempt = { since: now }
    this.dialing = attempt
    const response = await this.host.dial().catch(() => null)
    const socket = response?.webSocket ?? null
    if (this.dialing !== attempt) {
      // Given up meanwhile. A socket that is not accepted is closed with the answer.
      await response?.body?.cancel().catch(() => undefined)
      return
    }
    this.dialing = null
    if (socket !== null) {
      this.open(socket)
      return
    }
    const status = response?.status ?? null
    this.host.log({ level: 'warn', event: 'upstream_dial_failed', status })
    this.fail(failureOf(status))
    await response?.body?.cancel().catch(() => undefined)
  }

  private open(webSocket: WebSocket): void {
    const now = this.now()
    const socket = new StreamSocket(webSocket, {
      onListening: () => this.listening(),
      onOrder: (frame) => this.events.onOrder(frame),
      onUnknown: () => this.unknown(),
      onLost: (failure) => this.fail(failure),
    })
    const times = { openedAt: now, listeningAt: null, checkedAt: now }
    this.session = { socket, ...times, hasUnknown: false }
    socket.start(this.host.credentials)
    this.events.onChange()
  }

  private listening(): void {
    if (this.session === null) return
    this.session.listeningAt = this.now()
    this.become('live')
    this.events.onListening()
  }

  /** Logs the first unknown frame of a session: a thousand more say no more. */
  private unknown(): void {
    if (this.session === null || this.session.hasUnknown) return
    this.session.hasUnknown = true
    this.host.log({ level: 'warn', event: 'upstream_frame_unknown' })
  }

  private fail(failure: DialFailure): void {
    const now = this.now()
    const listeningAt = this.session?.listeningAt ?? null
    const isSteady = listeningAt !== null && now - listeningAt >= STEADY
    this.session = null
    const before = isSteady ? NO_FAILURE : this.dialState
    this.keep(afterFailure(before, failure, { now, chance: this.host.random() }))
    this.become(this.dialState.waiting)
    this.events.onChange()
  }

  private keep(state: DialState): void {
    this.dialState = state
    this.host.storage.put(KEY, { keys: this.keys, state }).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : typeof error
      this.host.log({ level: 'error', event: 'upstream_not_stored', error: name })
    })
  }

  private become(state: UpstreamState): void {
    if (this.current === state) return
    this.current = state
    this.host.log({ level: 'info', event: 'upstream_state', state })
    this.host.onState(state)
  }
}

function failureOf(status: number | null): DialFailure {
  if (status === 429) return 'limit'
  return status === 401 || status === 403 ? 'refused' : 'lost'
}

/** Tells keys apart without storing them. */
async function fingerprint({ keyId, secretKey }: UpstreamHost['credentials']): Promise<string> {
  const keys = new TextEncoder().encode(`${keyId}\n${secretKey}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', keys))
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
