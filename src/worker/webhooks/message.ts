import * as z from 'zod'
import { type QueueBinding, queueIn, sendInBatches } from '../queue-binding'

/** A message of the queue: something of the account is due; null stands for all accounts. */
export const webhookMessage = z.object({ v: z.literal(1), account_id: z.string().nullable() })

type Message = z.infer<typeof webhookMessage>

export type WebhookQueue = QueueBinding<Message>

/** The queue of `wrangler.toml`; null without its binding. */
export const webhookQueueIn = (env: object): WebhookQueue | null => queueIn(env, 'WEBHOOKS')

const messageOf = (accountId: string | undefined): Message => ({
  v: 1,
  account_id: accountId ?? null,
})

/**
 * Asks the consumer to send what is due.
 *
 * @throws the error of the first call of the queue that failed, after all others
 */
export async function enqueue(
  queue: WebhookQueue,
  accountIds: readonly (string | undefined)[],
): Promise<void> {
  const [failed] = await sendInBatches(queue, accountIds.map(messageOf))
  if (failed) throw failed.error
}
