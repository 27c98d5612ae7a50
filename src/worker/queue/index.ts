import { describeThrown } from '../../api/http/thrown'
import type { Log } from '../../sync/run/log'
import { databaseOf, log, syncContext } from '../context'
import { feedsOf } from '../feeds'
import { readSettings } from '../settings'
import { announceTo, WebhookSending } from '../webhooks/sending'
import { consume, type Verdict } from './consume'
import { recordDeadLetter } from './dead-letter'
import { accountQueueIn, type QueueMessage, queueMessage } from './message'

/** Cloudflare ends a consumer after 15 minutes. */
const CONSUMER_MILLISECONDS = 10 * 60_000

/** The time for webhooks after a run. */
const AFTER_RUN_MILLISECONDS = 60_000

/** While the settings are wrong, or the binding is missing. */
const UNUSABLE: Verdict = { kind: 'retry', delaySeconds: 300 }
const RECORD_AGAIN: Verdict = { kind: 'retry', delaySeconds: 60 }

/** The dead letter queue of `wrangler.toml`. */
const DEAD = /-dead$/

/**
 * Consumes messages of the queue `ACCOUNTS`, and of its dead letter queue, whose name ends with
 * `-dead`. Never rejects: each message is acknowledged, or retried by itself.
 *
 * @param later does what the end of a message must not wait for: webhooks
 */
export async function consumeBatch(
  batch: MessageBatch,
  env: object,
  later: (work: Promise<void>) => void,
): Promise<void> {
  const work = batchWork(batch.queue, env, later)
  for (const message of batch.messages) {
    const verdict = await verdictOn(message, work, log)
    if (verdict.kind === 'ack') message.ack()
    else message.retry({ delaySeconds: verdict.delaySeconds })
  }
}

type Work = (message: QueueMessage, attempts: number) => Promise<Verdict>

function batchWork(queueName: string, env: object, later: (work: Promise<void>) => void): Work {
  const result = readSettings(env)
  const queue = accountQueueIn(env)
  if ('problem' in result || queue === null) {
    const problem = 'problem' in result ? result.problem : NO_BINDING
    log({ level: 'error', event: 'queue_unusable', code: problem.code, message: problem.message })
    return async () => UNUSABLE
  }
  const { settings } = result
  const db = databaseOf(settings)
  const sending = WebhookSending.of(env, settings, db)
  const announce = announceTo(sending, feedsOf(env, settings)?.announce)
  const ctx = syncContext(settings, db, CONSUMER_MILLISECONDS, announce)
  const consumer = { ctx, queue, rereadDays: settings.profile.rereadDays }
  return async (message, attempts) => {
    try {
      if (!DEAD.test(queueName)) return await consume(consumer, message, attempts)
      await recordDeadLetter(ctx, message)
      return { kind: 'ack' }
    } finally {
      if (sending !== null) later(sending.flush(AFTER_RUN_MILLISECONDS))
    }
  }
}

const NO_BINDING = { code: 'misconfigured', message: 'the queue binding ACCOUNTS is missing' }

async function verdictOn({ body, attempts }: Message, work: Work, log: Log): Promise<Verdict> {
  const message = queueMessage.safeParse(body)
  if (!message.success) {
    // No retry makes it readable, and the next cron sends what is due.
    log({ level: 'error', event: 'queue_message_unreadable' })
    return { kind: 'ack' }
  }
  try {
    return await work(message.data, attempts)
  } catch (error) {
    log({ level: 'error', event: 'queue_failed', ...describeThrown(error) })
    return RECORD_AGAIN
  }
}
