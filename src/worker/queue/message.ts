import * as z from 'zod'
import { QUEUE_JOBS } from '../../db/schema'
import { type QueueBinding, queueIn } from '../queue-binding'

/** The version of messages. A consumer drops messages of other versions. */
const VERSION = 1

/**
 * A message of the queue: one job of one account. It holds no keys. `account_id` is the label of an
 * account that was never synced. `part` counts the runs of a job that takes several.
 */
export const queueMessage = z.strictObject({
  v: z.literal(VERSION),
  account_id: z.string().min(1),
  job: z.enum(QUEUE_JOBS),
  part: z.number().int().min(0),
})

export type QueueMessage = z.infer<typeof queueMessage>

export type AccountQueue = QueueBinding<QueueMessage>

/** The queue of `wrangler.toml`; null without its binding. */
export const accountQueueIn = (env: object): AccountQueue | null => queueIn(env, 'ACCOUNTS')

/** The first message of a job. */
export const firstMessage = (name: string, job: QueueMessage['job']): QueueMessage => ({
  v: VERSION,
  account_id: name,
  job,
  part: 0,
})

/** The message that continues a job. */
export const nextMessage = (message: QueueMessage): QueueMessage => ({
  ...message,
  part: message.part + 1,
})
