import { describe, expect, it } from 'vitest'
import { queueIn, sendInBatches } from '../../../src/worker/queue-binding'

/** A queue whose calls of these numbers fail. */
function queueFailing(failing: readonly number[]) {
  const calls: number[][] = []
  return {
    calls,
    send: async () => {},
    async sendBatch(messages: { body: number }[]) {
      calls.push(messages.map(({ body }) => body))
      if (failing.includes(calls.length)) throw new Error(`call ${calls.length} failed`)
    },
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('messages to a queue', () => {
  it('go in calls of 100, as many as Cloudflare accepts', async () => {
    const queue = queueFailing([])
    expect(await sendInBatches(queue, numbers(1, 250))).toEqual([])
    expect(queue.calls).toEqual([numbers(1, 100), numbers(101, 200), numbers(201, 250)])
  })

  it('make no call when there are none', async () => {
    const queue = queueFailing([])
    expect(await sendInBatches(queue, [])).toEqual([])
    expect(queue.calls).toEqual([])
  })

  it('are sent when an earlier call failed, and those that failed are returned', async () => {
    const queue = queueFailing([1, 3])
    expect(await sendInBatches(queue, numbers(1, 301))).toEqual([
      { messages: numbers(1, 100), error: new Error('call 1 failed') },
      { messages: numbers(201, 300), error: new Error('call 3 failed') },
    ])
    expect(queue.calls.at(-1)).toEqual([301])
  })
})

describe('a binding of a queue', () => {
  it('is found by its name', () => {
    const queue = queueFailing([])
    expect(queueIn({ ACCOUNTS: queue }, 'ACCOUNTS')).toBe(queue)
  })

  it.each([{}, { WEBHOOKS: {} }, { ACCOUNTS: 'text' }, { ACCOUNTS: null }])(
    'is null when there is none: %j',
    (env) => {
      expect(queueIn(env, 'ACCOUNTS')).toBeNull()
    },
  )
})
