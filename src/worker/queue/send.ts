import * as z from 'zod'
import { deleteMarks, markQueued, queuedRow } from '../../db/runs/queue'
import { runBatch } from '../../db/statements/batch'
import type { SyncContext } from '../../sync/run/context'
import { describeFailure } from '../../sync/run/failure'
import { sendInBatches } from '../queue-binding'
import { type AccountQueue, firstMessage } from './message'

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
  const messages = rows.map(({ name, job }) => firstMessage(name, job))
  const failures = await sendInBatches(queue, messages)
  const unsent = failures.flatMap((failure) => failure.messages)
  log({ level: 'info', event: 'accounts_queued', job, sent: rows.length - unsent.length })
  const [failed] = failures
  if (!failed) return
  // If this fails too, the marks lose their force after a quarter of an hour.
  const marks = unsent.map(({ account_id: name, job }) => ({ name, job }))
  await runBatch(db, deleteMarks(marks)).catch((error: unknown) =>
    log({ level: 'warn', event: 'queue_marks_not_deleted', ...describeFailure(error) }),
  )
  throw failed.error
}
