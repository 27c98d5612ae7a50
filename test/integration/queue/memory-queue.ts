import type { SyncContext } from '../../../src/sync/run/context'
import { consume } from '../../../src/worker/queue/consume'
import { recordDeadLetter } from '../../../src/worker/queue/dead-letter'
import type { AccountQueue, QueueMessage } from '../../../src/worker/queue/message'

/** `max_retries` of the queue in `wrangler.toml`. */
const MOST_RETRIES = 5

/** A message that waits. */
export interface Waiting {
  body: QueueMessage
  /** How often it was delivered. */
  attempts: number
  delaySeconds: number
}

/** A queue in memory that delivers what a test chooses. */
export class MemoryQueue implements AccountQueue {
  waiting: Waiting[] = []
  /** The sizes of the batches that were sent. */
  batches: number[] = []
  /** Calls to `sendBatch` that fail, by their number from 0. */
  failing = new Set<number>()
  #batch = 0

  async send(body: QueueMessage, { delaySeconds }: { delaySeconds: number } = { delaySeconds: 0 }) {
    this.waiting.push({ body, attempts: 0, delaySeconds })
  }

  async sendBatch(messages: { body: QueueMessage }[]) {
    if (this.failing.has(this.#batch++)) throw new Error('Queue sendBatch failed: Bad Gateway')
    this.batches.push(messages.length)
    for (const { body } of messages) await this.send(body)
  }

  /** Delivers one message, as Cloudflare does. Returns whether it was acknowledged. */
  async deliver(ctx: SyncContext, message = this.waiting[0]): Promise<boolean> {
    if (message === undefined) throw new Error('nothing waits')
    message.attempts += 1
    const consumer = { ctx, queue: this, rereadDays: null }
    const verdict = await consume(consumer, message.body, message.attempts)
    if (verdict.kind === 'ack') this.drop(message)
    else await this.retry(ctx, message, verdict.delaySeconds)
    return verdict.kind === 'ack'
  }

  /** Puts a message back, or into the dead letter queue after its last retry. */
  async retry(ctx: SyncContext, message: Waiting, delaySeconds: number): Promise<void> {
    message.delaySeconds = delaySeconds
    if (message.attempts <= MOST_RETRIES) return
    this.drop(message)
    await recordDeadLetter(ctx, message.body)
  }

  drop(message: Waiting): void {
    this.waiting = this.waiting.filter((one) => one !== message)
  }

  /** Delivers until nothing waits. */
  async drain(ctx: SyncContext): Promise<void> {
    for (let deliveries = 0; this.waiting.length > 0; deliveries++) {
      if (deliveries > 500) throw new Error('the queue never empties')
      await this.deliver(ctx)
    }
  }
}
