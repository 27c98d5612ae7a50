import {
  authFrame,
  LISTEN_FRAME,
  readStreamFrame,
  type StreamFrame,
} from '../../alpaca/trade-updates'
import type { DialFailure } from './backoff'
import type { UpstreamHost } from './host'

/** A frame that names an order. */
export type OrderFrame = Extract<StreamFrame, { kind: 'order' }>

/** What the owner of a socket is told. No call may throw. */
export interface SocketEvents {
  onListening(): void
  onOrder(frame: OrderFrame): void
  onUnknown(): void
  /** At most once, and nothing is called after it. */
  onLost(failure: DialFailure): void
}

const OPEN = 1
const NORMAL = 1000

/** One connection to Alpaca's stream: the handshake, and the frames after it. */
export class StreamSocket {
  private isOver = false
  private isListening = false

  constructor(
    private readonly socket: WebSocket,
    private readonly events: SocketEvents,
  ) {}

  /** Accepts the connection and sends the keys. */
  start(credentials: UpstreamHost['credentials']): void {
    const { socket } = this
    // Otherwise binary frames arrive as Blobs, which only a promise can read.
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', ({ data }) => this.safely(() => this.read(data)))
    socket.addEventListener('close', () => this.safely(() => this.lose('lost')))
    socket.addEventListener('error', () => this.safely(() => this.lose('lost')))
    this.safely(() => {
      socket.accept()
      socket.send(authFrame(credentials))
    })
  }

  get isOpen(): boolean {
    return !this.isOver && this.socket.readyState === OPEN
  }

  /** Closes the connection; then no event follows. */
  close(): void {
    this.isOver = true
    try {
      this.socket.close(NORMAL)
    } catch {
      // It is closed already.
    }
  }

  private read(data: unknown): void {
    if (this.isOver) return
    const isReadable = typeof data === 'string' || data instanceof ArrayBuffer
    const frame: StreamFrame = isReadable ? readStreamFrame(data) : { kind: 'unknown' }
    if (frame.kind === 'order') this.events.onOrder(frame)
    else if (frame.kind === 'authorized') this.socket.send(LISTEN_FRAME)
    else if (frame.kind === 'listening') this.listening()
    else if (frame.kind === 'unauthorized') this.lose('refused')
    else if (frame.kind === 'error') this.lose(frame.isLimit ? 'limit' : 'lost')
    else this.events.onUnknown()
  }

  private listening(): void {
    if (this.isListening) return
    this.isListening = true
    this.events.onListening()
  }

  private lose(failure: DialFailure): void {
    if (this.isOver) return
    this.close()
    this.events.onLost(failure)
  }

  /** A throw in a listener ends the socket without any event. */
  private safely(work: () => void): void {
    try {
      work()
    } catch {
      this.lose('lost')
    }
  }
}
