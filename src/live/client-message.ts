import * as z from 'zod'

/** Longer messages are not parsed. */
const LONGEST_MESSAGE = 256

const acknowledgement = z.strictObject({ ack: z.int().min(0) })

/** The error frame of a message that is neither `ping` nor an acknowledgement. */
export const NOT_A_MESSAGE = 'Send ping, or {"ack": SEQ} with the seq of the newest event received.'

/** The error frame of an acknowledgement of events that were not sent. */
export const NOT_YET_SENT = 'ack is larger than the seq of the last event sent.'

/**
 * Reads the sequence number of an acknowledgement, `{"ack": 1240}`. Null for every other message.
 * `ping` is answered by the platform and does not get here.
 */
export function readAck(message: string | ArrayBuffer): number | null {
  if (typeof message !== 'string' || message.length > LONGEST_MESSAGE) return null
  try {
    return acknowledgement.safeParse(JSON.parse(message)).data?.ack ?? null
  } catch {
    return null
  }
}
