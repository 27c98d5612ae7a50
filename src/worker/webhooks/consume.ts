import { describeThrown } from '../../api/http/thrown'
import { sendDue } from '../../webhooks/send'
import { databaseOf, log } from '../context'
import { readSettings } from '../settings'
import { webhookMessage, webhookQueueIn } from './message'
import { webhookContextOf } from './sending'

/** Cloudflare ends the consumer of a queue after 15 minutes. */
const CONSUMER_MILLISECONDS = 5 * 60_000

/** Seconds until a message is tried again that the database did not serve. */
const RETRY_SECONDS = 30

/**
 * Consumes a batch of the queue `WEBHOOKS`: sends what is due, and sends itself a message for the
 * time of each retry. A lost message loses nothing: the cron sends what is due too.
 */
export async function consumeWebhooks(batch: MessageBatch, env: object): Promise<void> {
  const result = readSettings(env)
  if ('problem' in result) {
    const { code, message } = result.problem
    log({ level: 'error', event: 'webhooks_not_sent', code, message })
    return batch.retryAll({ delaySeconds: RETRY_SECONDS })
  }
  const { settings } = result
  const context = webhookContextOf(env, settings, databaseOf(settings))
  const queue = webhookQueueIn(env)
  if (context === null || queue === null) return batch.ackAll()
  for (const one of batch.messages) {
    const parsed = webhookMessage.safeParse(one.body)
    if (!parsed.success) {
      log({ level: 'error', event: 'webhook_message_unknown' })
      one.ack()
      continue
    }
    try {
      const accountId = parsed.data.account_id ?? undefined
      const { retries } = await sendDue(context, { accountId, milliseconds: CONSUMER_MILLISECONDS })
      for (const delaySeconds of retries) await queue.send(parsed.data, { delaySeconds })
      one.ack()
    } catch (error) {
      log({ level: 'warn', event: 'webhooks_not_sent', ...describeThrown(error) })
      one.retry({ delaySeconds: RETRY_SECONDS })
    }
  }
}
