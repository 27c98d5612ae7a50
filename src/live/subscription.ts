/** The most events that a socket may have received without acknowledging them. */
export const MOST_UNACKNOWLEDGED = 1_000

/** Messages that a client may send in `MESSAGE_WINDOW_MS`. `ping` is answered before it counts. */
export const MOST_MESSAGES = 30

export const MESSAGE_WINDOW_MS = 10_000

/** The attachment of a socket has at most 2 KB, so frames beyond so many are counted together. */
const MOST_FRAMES = 40

/** What the feed knows of one socket. It is the socket's attachment, so it survives hibernation. */
export interface Subscription {
  /** SHA-256 of the token that opened the socket, in hexadecimal digits. */
  tokenHash: string
  /** Every event up to this sequence number was sent. */
  position: number
  /**
   * Unacknowledged frames, oldest first: the last sequence number and the number of events of each.
   */
  unacknowledged: (readonly [lastSeq: number, events: number])[]
  /** Epoch milliseconds since when nothing more may be sent; null while there is room. */
  fullSince: number | null
  /** Epoch milliseconds of the client's last messages. */
  messages: number[]
}

export const subscribe = (tokenHash: string, position: number): Subscription => ({
  tokenHash,
  position,
  unacknowledged: [],
  fullSince: null,
  messages: [],
})

/** The number of events that the socket may still receive before it acknowledges some. */
export const roomOf = ({ unacknowledged }: Subscription): number =>
  MOST_UNACKNOWLEDGED - unacknowledged.reduce((sum, [, events]) => sum + events, 0)

/** Records a frame that was sent: its last sequence number and its number of events. */
export function afterFrame(one: Subscription, lastSeq: number, events: number): Subscription {
  const frames = [...one.unacknowledged, [lastSeq, events] as const]
  return { ...one, position: lastSeq, unacknowledged: joinOldest(frames) }
}

/**
 * An acknowledgement covers a joined pair only with its last event: it counts too many until then.
 */
function joinOldest(frames: Subscription['unacknowledged']): Subscription['unacknowledged'] {
  const [first, second, ...rest] = frames
  if (frames.length <= MOST_FRAMES || first === undefined || second === undefined) return frames
  return [[second[0], first[1] + second[1]], ...rest]
}

/** Records an acknowledgement of every event up to a sequence number. */
export function afterAck(one: Subscription, seq: number): Subscription {
  const unacknowledged = one.unacknowledged.filter(([lastSeq]) => lastSeq > seq)
  const isFull = roomOf({ ...one, unacknowledged }) <= 0
  return { ...one, unacknowledged, fullSince: isFull ? one.fullSince : null }
}

/** Records a message of the client. `isTooMany`: more than `MOST_MESSAGES` came in the window. */
export function afterMessage(
  one: Subscription,
  now: number,
): { subscription: Subscription; isTooMany: boolean } {
  const recent = one.messages.filter((at) => at > now - MESSAGE_WINDOW_MS)
  const messages = [...recent, now].slice(-MOST_MESSAGES - 1)
  return { subscription: { ...one, messages }, isTooMany: messages.length > MOST_MESSAGES }
}
