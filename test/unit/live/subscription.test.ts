import { describe, expect, it } from 'vitest'
import {
  afterAck,
  afterFrame,
  afterMessage,
  MESSAGE_WINDOW_MS,
  MOST_MESSAGES,
  MOST_UNACKNOWLEDGED,
  roomOf,
  type Subscription,
  subscribe,
} from '../../../src/live/subscription'

/** A subscription after so many frames of one event each, with gaps between their numbers. */
const afterFrames = (count: number): Subscription =>
  Array.from({ length: count }, (_, index) => (index + 1) * 3).reduce(
    (one, seq) => afterFrame(one, seq, 1),
    subscribe('hash', 0),
  )

describe('the room of a socket', () => {
  it('counts events, not sequence numbers', () => {
    const one = afterFrame(afterFrame(subscribe('hash', 7), 500, 100), 9_000, 20)
    expect(roomOf(one)).toBe(MOST_UNACKNOWLEDGED - 120)
    expect(one.position).toBe(9_000)
    expect(roomOf(afterAck(one, 500))).toBe(MOST_UNACKNOWLEDGED - 20)
    expect(roomOf(afterAck(one, 8_999))).toBe(MOST_UNACKNOWLEDGED - 20)
    expect(roomOf(afterAck(one, 9_000))).toBe(MOST_UNACKNOWLEDGED)
  })

  it('loses no event when frames are counted together', () => {
    const one = afterFrames(1_000)
    expect(roomOf(one)).toBe(0)
    expect(one.unacknowledged.length).toBeLessThanOrEqual(40)
    expect(roomOf(afterAck(one, 3_000))).toBe(MOST_UNACKNOWLEDGED)
    // The newest frames are counted one by one.
    expect(roomOf(afterAck(one, 2_997))).toBe(MOST_UNACKNOWLEDGED - 1)
    expect(roomOf(afterAck(one, 3))).toBe(0)
  })

  it('ends the time without room with the acknowledgement that makes some', () => {
    const full = { ...afterFrames(MOST_UNACKNOWLEDGED), fullSince: 5 }
    expect(afterAck(full, 0).fullSince).toBe(5)
    expect(afterAck(full, 3_000).fullSince).toBeNull()
  })
})

describe('the messages of a client', () => {
  it('are too many with the 31st in 10 seconds, and not when the first is older', () => {
    let one = subscribe('hash', 0)
    for (let sent = 0; sent < MOST_MESSAGES; sent++) {
      const counted = afterMessage(one, sent)
      expect(counted.isTooMany).toBe(false)
      one = counted.subscription
    }
    expect(afterMessage(one, MESSAGE_WINDOW_MS - 1).isTooMany).toBe(true)
    expect(afterMessage(one, MESSAGE_WINDOW_MS).isTooMany).toBe(false)
  })
})
