import type { StreamConnection } from '../../../../src/local/alpaca/routes/trade-stream'
import type { StandIn } from '../../../../src/local/alpaca/stand-in'

type Json = Record<string, unknown>

/** A client of the stand-in's stream without a network. */
export interface StreamClient {
  connection: StreamConnection
  /** The frames so far; text that is not JSON stays text. */
  frames: (Json | string)[]
  /** Whether each frame was binary. */
  binary: boolean[]
  /** How the server ended the connection; null while it is open. */
  ended: 'closed' | 'cut' | null
  send(message: unknown): void
  /** The `data` of the trade updates. */
  updates(): Json[]
}

export function connect({ stream }: Pick<StandIn, 'stream'>): StreamClient {
  const frames: StreamClient['frames'] = []
  const binary: boolean[] = []
  const client: StreamClient = {
    frames,
    binary,
    ended: null,
    connection: stream.open({
      send(data) {
        binary.push(typeof data !== 'string')
        const text = typeof data === 'string' ? data : new TextDecoder().decode(data)
        frames.push(read(text))
      },
      close: () => {
        client.ended = 'closed'
      },
      cut: () => {
        client.ended = 'cut'
      },
    }),
    send: (message) => client.connection.receive(JSON.stringify(message)),
    updates: () =>
      frames.flatMap((frame) =>
        typeof frame === 'object' && frame.stream === 'trade_updates' ? [Object(frame.data)] : [],
      ),
  }
  return client
}

function read(text: string): Json | string {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const AUTH = { action: 'auth', key: 'key', secret: 'secret' }
export const LISTEN = { action: 'listen', data: { streams: ['trade_updates'] } }

/** A client that has passed the handshake. */
export function listen(standIn: Pick<StandIn, 'stream'>): StreamClient {
  const client = connect(standIn)
  client.send(AUTH)
  client.send(LISTEN)
  return client
}
