import * as z from 'zod'
import { earlyFailureRow, recordEarlyFailure } from '../../db/runs/early-failure'
import { appendFailed, selectLabel } from '../../db/runs/queue'
import { runBatch } from '../../db/statements/batch'
import type { SyncContext } from '../../sync/run/context'
import type { QueueMessage } from './message'

const labelRow = z.object({ account_id: z.string(), label: z.string() })

const CODE = 'dead_letter'

/**
 * Records a job that the queue gave up as a failed run of its account, with the event
 * `sync.failed`. The next cron sends the job again.
 */
export async function recordDeadLetter(ctx: SyncContext, message: QueueMessage): Promise<void> {
  const { account_id: name, job, part } = message
  const { db, log, now } = ctx
  log({ level: 'error', event: 'queue_dead_letter', account_id: name, job, part })
  const [labels] = await runBatch(db, selectLabel(name))
  const [known] = z.array(labelRow).parse(labels)
  const isConfigured = ctx.accounts.some(({ label }) => label === name)
  // An account that was erased meanwhile has no runs.
  if (!known && !isConfigured) return
  const runId = crypto.randomUUID()
  const failure = recordEarlyFailure({
    runId,
    label: known?.label ?? name,
    trigger: 'cron',
    scope: job === 'rebuild' ? 'rebuild' : 'all',
    startedAt: now(),
    finishedAt: now(),
    errorCode: CODE,
    errorMessage: `the queue gave up the ${job} of this account: its consumer failed or was ended again and again`,
  })
  // The trigger on runs writes the event of a sync, and none for other runs.
  const event = job === 'rebuild' && known ? [appendFailed(known.account_id, runId, CODE)] : []
  const [rows] = await runBatch(db, failure, ...event)
  const [recorded] = z.array(earlyFailureRow).parse(rows)
  const accountId = recorded?.account_id
  if (accountId) await ctx.announce?.({ accountId, wrote: 'events' })
}
