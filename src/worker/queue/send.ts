import * as z from 'zod'
import { deleteMarks, markQueued, type QueuedRow, queuedRow } from '../../db/runs/queue'
import { runBatch } from '../../db/statements/batch'
import type { SyncContext } from '../../sync/run/context'
import { describeFailure } from '../../sync/run/failure'
import { type AccountQueue, firstMessage } from './message'

/** Cloudflare takes at most so many messages in one call. */
const BATCH = 100

/**
 * Sends one message for each account whose job does not wait in the queue already. One round trip
 * and a call of the queue for each hundred accounts.
 *
 * @throws the error of the first call that failed, after all others; their accounts are sent again
 * by the next cron.
 */
export async function sendAccounts(
  ctx: SyncContext,
  queue: AccountQueue,
  job: 'tick' | 'reread',
): Promise<void> {
  const { db, accounts, log } = ctx
  const configured = accounts.map(({ label }) => label)
  const [marked] = await runBatch(db, markQueued(job, configured))
  const rows = z.array(queuedRow).parse(marked)
  const failures: unknown[] = []
  const unsent: QueuedRow[] = []
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH)
    try {
      await queue.sendBatch(batch.map(({ name, job }) => ({ body: firstMessage(name, job) })))
    } catch (error) {
      failures.push(error)
      unsent.push(...batch)
    }
  }
  log({ level: 'info', event: 'accounts_queued', job, sent: rows.length - unsent.length })
  if (failures.length === 0) return
  // If this fails too, the marks lose their force after a quarter of an hour.
  await runBatch(db, deleteMarks(unsent)).catch((error: unknown) =>
    log({ level: 'warn', event: 'queue_marks_not_deleted', ...describeFailure(error) }),
  )
  throw failures[0]
}
