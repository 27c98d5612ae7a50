import * as z from 'zod'
import { type Micros, microsOf } from '../time/micros'

/** What one frame of Alpaca's `/stream` means to a listener. */
export type StreamFrame =
  | { kind: 'authorized' }
  /** The keys were refused. */
  | { kind: 'unauthorized' }
  /** The stream ends the session. `isLimit`: another program holds the connection. */
  | { kind: 'error'; isLimit: boolean }
  | { kind: 'listening' }
  /**
   * An order changed. The order itself is read by REST, because streamed legs lack position_intent
   * and type. `updatedAt` is null if the frame has no readable time.
   */
  | { kind: 'order'; orderId: string; updatedAt: Micros | null; isFill: boolean }
  /** A frame of another stream, a broken one, or a list of streams without `trade_updates`. */
  | { kind: 'unknown' }

const FILLS = new Set(['fill', 'partial_fill'])

const authorization = z.object({
  stream: z.literal('authorization'),
  data: z.object({ status: z.string() }),
})

const listening = z.object({
  stream: z.literal('listening'),
  data: z.object({ streams: z.array(z.string()) }),
})

const failure = z.object({
  action: z.literal('error'),
  data: z.object({ error_message: z.string() }).partial().catch({}).optional(),
})

const LIMIT = /connection limit|too many|\b(406|429)\b/i
const UNAUTHORIZED = /unauthori[sz]ed|not authenticated|\b(401|402|403)\b/i

const tradeUpdate = z.object({
  stream: z.literal('trade_updates'),
  data: z.object({
    event: z.string(),
    order: z.object({ id: z.guid(), updated_at: z.unknown().optional() }),
  }),
})

/**
 * Reads a frame. Alpaca's paper stream sends JSON in binary frames, the live one in text frames.
 * Never throws: an exception in a message listener ends the socket without an event.
 *
 * @param data text or bytes of the frame
 */
export function readStreamFrame(data: string | ArrayBuffer): StreamFrame {
  const frame = jsonOf(data)
  const update = tradeUpdate.safeParse(frame)
  if (update.success) return orderFrame(update.data.data)
  const answer = authorization.safeParse(frame)
  if (answer.success) {
    return { kind: answer.data.data.status === 'authorized' ? 'authorized' : 'unauthorized' }
  }
  const failed = failure.safeParse(frame)
  if (failed.success) return errorFrame(failed.data.data?.error_message ?? '')
  const heard = listening.safeParse(frame)
  // The list is complete: without trade_updates in it, nothing will arrive.
  const isHeard = heard.success && heard.data.data.streams.includes('trade_updates')
  return { kind: isHeard ? 'listening' : 'unknown' }
}

function orderFrame({ event, order }: z.infer<typeof tradeUpdate>['data']): StreamFrame {
  const { id, updated_at: at } = order
  const updatedAt = typeof at === 'string' ? microsOf(at) : null
  return { kind: 'order', orderId: id.toLowerCase(), updatedAt, isFill: FILLS.has(event) }
}

function errorFrame(message: string): StreamFrame {
  if (UNAUTHORIZED.test(message)) return { kind: 'unauthorized' }
  return { kind: 'error', isLimit: LIMIT.test(message) }
}

/** Parsed JSON; null for bytes or text that are not JSON. */
function jsonOf(data: string | ArrayBuffer): unknown {
  try {
    return JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data))
  } catch {
    return null
  }
}

/** The frame that names the keys. It is sent first. */
export const authFrame = ({ keyId, secretKey }: { keyId: string; secretKey: string }): string =>
  JSON.stringify({ action: 'auth', key: keyId, secret: secretKey })

/** The frame that asks for changes of orders. It is sent once the keys are accepted. */
export const LISTEN_FRAME = JSON.stringify({
  action: 'listen',
  data: { streams: ['trade_updates'] },
})
