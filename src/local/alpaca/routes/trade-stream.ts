import * as z from 'zod'
import type { TradeUpdateData } from '../trade-listeners'
import { accountOf, brokerAt, type KeyedAccount } from './keyed-account'
import { StreamFaults } from './stream-faults'

/** One WebSocket of the server's side, on any platform. */
export interface ServerSocket {
  send(data: string | Uint8Array): void
  /** Closes with a closing handshake. */
  close(code: number, reason: string): void
  /** Breaks the connection: the other side sees no closing handshake. */
  cut(): void
}

export interface TradeStreamSettings {
  readonly accounts: readonly KeyedAccount[]
  readonly now: () => Date
  /** Alpaca's paper host sends binary frames, the live one text. */
  readonly streamFrames: 'binary' | 'text'
  /**
   * Connections that one account may have; null for any number. Alpaca is reported to allow one
   * (src/alpaca/README.md 5).
   */
  readonly streamsPerAccount: number | null
  /** Calls a function after some milliseconds, for late frames. */
  readonly later: (action: () => void, milliseconds: number) => void
}

const STREAMS = ['trade_updates']

const authRequest = z.union([
  z
    .object({ action: z.literal('auth'), key: z.unknown(), secret: z.unknown() })
    .transform(({ key, secret }) => ({ action: 'auth' as const, key, secret })),
  z
    .object({
      action: z.literal('authenticate'),
      data: z.object({ key_id: z.unknown(), secret_key: z.unknown() }),
    })
    .transform(({ data }) => ({
      action: 'auth' as const,
      key: data.key_id,
      secret: data.secret_key,
    })),
])

const request = z.union([
  authRequest,
  z.object({ action: z.literal('listen'), data: z.object({ streams: z.array(z.string()) }) }),
])

/** The `/stream` of Alpaca's trading host (src/alpaca/README.md 5), without a network. */
export class TradeStream {
  readonly faults = new StreamFaults()
  readonly #settings: TradeStreamSettings
  readonly #connections = new Set<StreamConnection>()

  constructor(settings: TradeStreamSettings) {
    this.#settings = settings
  }

  /** The open connections. */
  get connections(): readonly StreamConnection[] {
    return [...this.#connections]
  }

  /**
   * Answers the handshake of HTTP: null accepts, a status refuses. The account is known if the
   * headers have its key, or if there is only one.
   */
  refusalOf(headers: Headers): number | null {
    const fault = this.faults.take('handshake')
    if (fault?.kind === 'refuse') return fault.status ?? 429
    const { accounts } = this.#settings
    const keyId = headers.get('APCA-API-KEY-ID')
    const named = accounts.find((keyed) => keyed.keyId === keyId)
    const keyed = named ?? (accounts.length === 1 ? accounts[0] : undefined)
    return keyed && this.#isFull(keyed, (connection) => connection.account ?? keyed) ? 429 : null
  }

  /** Begins a connection whose handshake was accepted. */
  open(socket: ServerSocket): StreamConnection {
    const connection = new StreamConnection(socket, {
      ...this.#settings,
      faults: this.faults,
      isFull: (keyed) => this.#isFull(keyed, ({ account }) => account),
      onEnd: () => this.#connections.delete(connection),
    })
    this.#connections.add(connection)
    return connection
  }

  /** Lets the accounts that are listened to live up to now: their events are sent at once. */
  tick(): void {
    const at = this.#settings.now().getTime() * 1000
    const heard = new Set(this.connections.map(({ account }) => account))
    for (const keyed of heard) if (keyed) brokerAt(keyed.account, at)
  }

  /** Breaks every connection. */
  cut(): void {
    for (const connection of this.connections) connection.cut()
  }

  #isFull(
    keyed: KeyedAccount,
    accountOfConnection: (connection: StreamConnection) => KeyedAccount | null,
  ): boolean {
    const { streamsPerAccount } = this.#settings
    if (streamsPerAccount === null) return false
    const own = this.connections.filter((other) => accountOfConnection(other) === keyed)
    return own.length >= streamsPerAccount
  }
}

interface ConnectionSettings extends TradeStreamSettings {
  readonly faults: StreamFaults
  readonly isFull: (account: KeyedAccount) => boolean
  readonly onEnd: () => void
}

/** One connection: its handshake, and the frames that it gets. */
export class StreamConnection {
  /** The account of the keys; null before they were accepted. */
  account: KeyedAccount | null = null
  isMuted = false
  #stopListening: (() => void) | null = null
  #isOver = false

  constructor(
    private readonly socket: ServerSocket,
    private readonly settings: ConnectionSettings,
  ) {}

  get isListening(): boolean {
    return this.#stopListening !== null
  }

  /** Answers one message of the client. */
  receive(data: string | Uint8Array | ArrayBuffer): void {
    const asked = request.safeParse(jsonOf(data))
    if (!asked.success) this.#fail('invalid message')
    else if (asked.data.action === 'auth') this.#authorize(asked.data)
    else this.#listen(asked.data.data.streams)
  }

  /** The socket is closed. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stopListening?.()
    this.#stopListening = null
    this.settings.onEnd()
  }

  /** Breaks the connection. */
  cut(): void {
    this.end()
    this.socket.cut()
  }

  #authorize({ key, secret }: { key?: unknown; secret?: unknown }): void {
    const { accounts, faults, isFull } = this.settings
    const keyed = accountOf(accounts, key, secret)
    const isRefused = faults.take('auth') !== null || keyed === undefined
    if (isRefused) {
      this.#send({ stream: 'authorization', data: authorization('unauthorized', 'authenticate') })
    } else if (this.account !== keyed && isFull(keyed)) {
      this.#fail('connection limit exceeded')
    } else {
      this.account = keyed
      this.#send({ stream: 'authorization', data: authorization('authorized', 'authenticate') })
    }
  }

  /** The list of a `listen` is complete: it replaces the one before. */
  #listen(asked: readonly string[]): void {
    const { faults, now } = this.settings
    if (this.account === null) {
      this.#send({ stream: 'authorization', data: authorization('unauthorized', 'listen') })
      return
    }
    if (faults.take('listen')) {
      this.#fail('internal server error')
      return
    }
    const streams = STREAMS.filter((stream) => asked.includes(stream))
    this.#stopListening?.()
    this.#stopListening = null
    this.#send({ stream: 'listening', data: { streams } })
    if (streams.length === 0) return
    // What happened before is not sent: the stream has no replay.
    const broker = brokerAt(this.account.account, now().getTime() * 1000)
    this.#stopListening = broker.onTradeUpdate((data) => this.#deliver(data))
  }

  /** Sends an event, unless a fault is planned for it. */
  #deliver(data: TradeUpdateData): void {
    if (this.isMuted) return
    const frame = { stream: 'trade_updates', data }
    const fault = this.settings.faults.take('frame')
    switch (fault?.kind) {
      case 'mute':
        this.isMuted = true
        return
      case 'drop':
        this.cut()
        return
      case 'lose':
        return
      case 'late':
        this.settings.later(() => this.#send(frame), fault.milliseconds)
        return
      case 'garbage':
        this.#sendText('{"stream":"trade_updates","data":{"event":')
    }
    this.#send(frame)
    if (fault?.kind === 'duplicate') this.#send(frame)
  }

  #fail(message: string): void {
    this.#send({ action: 'error', data: { error_message: message } })
    this.end()
    this.socket.close(1000, '')
  }

  #send(message: unknown): void {
    this.#sendText(JSON.stringify(message))
  }

  #sendText(text: string): void {
    if (this.#isOver) return
    const isText = this.settings.streamFrames === 'text'
    this.socket.send(isText ? text : new TextEncoder().encode(text))
  }
}

const authorization = (status: 'authorized' | 'unauthorized', action: string) => ({
  status,
  action,
})

function jsonOf(data: string | Uint8Array | ArrayBuffer): unknown {
  try {
    return JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data))
  } catch {
    return undefined
  }
}
