import * as z from 'zod'

/** A message of the queue: something of the account is due; null stands for all accounts. */
export const webhookMessage = z.object({ v: z.literal(1), account_id: z.string().nullable() })

type Message = z.infer<typeof webhookMessage>

export type WebhookQueue = Pick<Queue<Message>, 'send' | 'sendBatch'>

/** The largest batch that Cloudflare accepts. */
const MOST_MESSAGES = 100

const bindings = z.object({
  WEBHOOKS: z
    .custom<WebhookQueue>((value) => typeof value === 'object' && value !== null)
    .optional(),
})

/** The queue of `wrangler.toml`; null without the binding. */
export const queueOf = (env: unknown): WebhookQueue | null =>
  bindings.safeParse(env).data?.WEBHOOKS ?? null

const messageOf = (accountId: string | undefined): Message => ({
  v: 1,
  account_id: accountId ?? null,
})

/** Asks the consumer to send what is due. */
export async function enqueue(
  queue: WebhookQueue,
  accountIds: readonly (string | undefined)[],
): Promise<void> {
  for (let at = 0; at < accountIds.length; at += MOST_MESSAGES) {
    const batch = accountIds.slice(at, at + MOST_MESSAGES)
    await queue.sendBatch(batch.map((accountId) => ({ body: messageOf(accountId) })))
  }
}
