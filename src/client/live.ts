import type { Event } from './contract.js'
import { followPages, isRefusal, randomPause } from './follow.js'
import type { LiveFeed, LiveOptions, LiveState, SocketConstructor } from './live-options.js'
import { attend } from './live-socket.js'
import type { Legbook } from './operations.js'

/** What a feed needs of its client. */
interface Wire {
  legbook: Pick<Legbook, 'get'>
  /** The address of a socket. */
  addressOf: (query: { account: string | undefined; after: number | undefined }) => string
  token: () => string | Promise<string>
  /** Undefined where the platform has none. */
  WebSocket: SocketConstructor | undefined
}

/** After so many failures in a row the events are polled, until a socket opens. */
const FAILURES_UNTIL_POLLING = 3
const SHORTEST_PAUSE = 500
/** A wrong parameter, token, scope or account: a repetition would not change the answer. */
const FINAL = [4400, 4401, 4403, 4404]

/** Opens the feed of an account. See `Legbook.live`. */
export function openFeed(wire: Wire, { account, after, onEvent, onState }: LiveOptions): LiveFeed {
  let seq = after
  let failures = 0
  let isOver = false
  let lastState = ''
  let retrying: ReturnType<typeof setTimeout>
  let polling: AbortController | undefined
  let leave: (() => void) | undefined

  const become = (state: LiveState) => {
    const text = JSON.stringify(state)
    if (isOver || text === lastState) return
    lastState = text
    onState?.(state)
  }

  const close = () => {
    isOver = true
    clearTimeout(retrying)
    polling?.abort()
    leave?.()
  }

  const refuse = (code: number) => {
    become({ connection: 'closed', code })
    close()
  }

  const deliver = (event: Event) => {
    // The numbers of a restored database go back.
    const isBack = event.data.reason === 'unknown_seq' && event.seq !== seq
    if (isOver || (seq !== undefined && event.seq <= seq && !isBack)) return
    seq = event.seq
    try {
      onEvent(event)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }

  const connect = async () => {
    try {
      const token = await wire.token()
      if (isOver) return
      if (!polling) become({ connection: 'connecting' })
      const protocols = ['legbook.v1', `bearer.${base64url(token)}`]
      if (!wire.WebSocket) return lost()
      const socket = new wire.WebSocket(wire.addressOf({ account, after: seq }), protocols)
      leave = attend(socket, {
        hello,
        events: (events) => events.forEach(deliver),
        upstream: (upstream) => become({ connection: 'open', upstream }),
        lost,
        seq: () => seq,
      })
    } catch {
      lost()
    }
  }

  const hello = (lastSeq: number) => {
    seq ??= lastSeq
    failures = 0
    polling?.abort()
    polling = undefined
  }

  const lost = (code = 0) => {
    leave?.()
    leave = undefined
    if (FINAL.includes(code)) return refuse(code)
    failures += 1
    if (!polling && failures >= FAILURES_UNTIL_POLLING) poll()
    if (!polling) become({ connection: 'connecting' })
    // Random, because a deployment cuts the sockets of all clients at once.
    retrying = setTimeout(connect, randomPause(failures, SHORTEST_PAUSE))
  }

  const poll = async () => {
    polling = new AbortController()
    const { signal } = polling
    become({ connection: 'polling' })
    try {
      for await (const page of followPages(wire.legbook, { account, after: seq, signal })) {
        page.events.forEach(deliver)
        // A later socket goes on where the polling ended, also before the first event.
        seq ??= page.seq
      }
    } catch (error) {
      if (isRefusal(error)) refuse(4000 + error.status)
    }
  }

  connect()
  return {
    get seq() {
      return seq
    },
    close,
  }
}

/** A text in the characters that a subprotocol may have. */
const base64url = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
