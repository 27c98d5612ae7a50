import type { Event } from './contract.js'
import type { Socket, Upstream } from './live-options.js'

const PING = 25_000
/** After so many events, or so many milliseconds, the newest is acknowledged. */
const ACK_EVENTS = 20
const ACK_AFTER = 10_000
const ACK_PAUSE = 1_000

/** What a socket tells its feed. */
interface Listener {
  hello(lastSeq: number): void
  events(events: Event[]): void
  upstream(state: Upstream): void
  /** The socket is closed or dead. */
  lost(code?: number): void
  /** The `seq` to acknowledge. */
  seq(): number | undefined
}

/** Speaks the protocol of the feed on a socket. Returns the function that leaves the socket. */
export function attend(socket: Socket, listener: Listener): () => void {
  // A socket without a first message in time is not opened, or is opened to nobody.
  let isAlive = false
  let unacknowledged = 0
  let ackDue = 0
  let lastAck = 0
  let acking: ReturnType<typeof setTimeout>

  const pinging = setInterval(() => {
    if (!isAlive) return listener.lost()
    isAlive = false
    socket.send('ping')
  }, PING)

  const acknowledge = () => {
    clearTimeout(acking)
    const now = Date.now()
    const at = Math.max(lastAck + ACK_PAUSE, unacknowledged < ACK_EVENTS ? ackDue : 0)
    if (at > now) {
      acking = setTimeout(acknowledge, at - now)
      return
    }
    lastAck = now
    unacknowledged = 0
    socket.send(`{"ack":${listener.seq()}}`)
  }

  socket.onmessage = ({ data }) => {
    isAlive = true
    if (data === 'pong') return
    const { type, events, last_seq, upstream, state } = JSON.parse(String(data))
    if (type === 'events') {
      if (!unacknowledged) ackDue = Date.now() + ACK_AFTER
      unacknowledged += events.length
      listener.events(events)
      if (socket.onmessage) acknowledge()
      return
    }
    if (type === 'hello') listener.hello(last_seq)
    // Any other message is one of a newer server, or an error about a message of ours.
    if (type === 'hello' || type === 'upstream') listener.upstream(upstream ?? state)
  }
  socket.onclose = ({ code }) => listener.lost(code)
  socket.onerror = () => listener.lost()

  return () => {
    clearInterval(pinging)
    clearTimeout(acking)
    socket.onmessage = socket.onclose = null
    // The package `ws` throws an error that nobody handles.
    socket.onerror = () => {}
    socket.close()
  }
}
