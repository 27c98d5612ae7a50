import * as z from 'zod'

/** Cloudflare accepts at most so many messages in one call. */
const MOST_MESSAGES = 100

/** The part of the producer of a queue that is used. */
export interface QueueBinding<Message> {
  send(message: Message, options?: { delaySeconds: number }): Promise<unknown>
  sendBatch(messages: { body: Message }[]): Promise<unknown>
}

/** The queue that `wrangler.toml` binds to a name; null without the binding. */
export function queueIn<Message>(env: object, name: string): QueueBinding<Message> | null {
  const queue = z.custom<QueueBinding<Message>>(
    (value) => typeof value === 'object' && value !== null,
  )
  return z.object({ [name]: queue }).safeParse(env).data?.[name] ?? null
}

/** Messages of one call that failed. */
export interface Unsent<Message> {
  messages: readonly Message[]
  error: unknown
}

/** Sends messages, with one call for each hundred. A call that fails does not stop the others. */
export async function sendInBatches<Message>(
  queue: QueueBinding<Message>,
  messages: readonly Message[],
): Promise<Unsent<Message>[]> {
  const unsent: Unsent<Message>[] = []
  for (let at = 0; at < messages.length; at += MOST_MESSAGES) {
    const batch = messages.slice(at, at + MOST_MESSAGES)
    try {
      await queue.sendBatch(batch.map((body) => ({ body })))
    } catch (error) {
      unsent.push({ messages: batch, error })
    }
  }
  return unsent
}
