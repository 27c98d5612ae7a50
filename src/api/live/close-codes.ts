/**
 * Close codes of the live feed. A page cannot read the HTTP status of a refused upgrade, so the
 * upgrade is accepted and the socket closed with one of these.
 */
export const CLOSE = {
  /** Code of RFC 6455, as the next three are. */
  normal: 1000,
  /** The client sends too many messages. */
  policy: 1008,
  /** The feed failed. */
  failure: 1011,
  /** The account was not synced yet. */
  tryLater: 1013,
  invalidParameter: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  accountNotFound: 4404,
  /** The client does not acknowledge events. */
  notAcknowledged: 4408,
  /** The account has as many sockets as it may have. */
  tooManySockets: 4429,
} as const

const LONGEST_REASON_BYTES = 123

/** Cuts the reason of a close to the bytes that a close frame has room for. */
export function closeReason(text: string): string {
  const bytes = new TextEncoder().encode(text).subarray(0, LONGEST_REASON_BYTES)
  // `stream` drops a character that the cut left incomplete.
  return new TextDecoder().decode(bytes, { stream: true })
}
