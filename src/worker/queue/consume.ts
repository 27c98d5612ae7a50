import * as z from 'zod'
import { databaseFailure } from '../../db/connection/failure'
import { LEASE_SECONDS } from '../../db/runs/lease'
import { deleteMark, markAgain, selectQuotaReset } from '../../db/runs/queue'
import { runBatch } from '../../db/statements/batch'
import { readStoredMoment } from '../../db/statements/moment'
import { rebuildLedger } from '../../sync/ledger/rebuild'
import type { SyncContext } from '../../sync/run/context'
import { AccountsFailed, SyncError } from '../../sync/run/errors'
import { describeFailure } from '../../sync/run/failure'
import { runSync } from '../../sync/run/run'
import { rereadRequest } from '../../sync/run/schedule'
import { type AccountQueue, firstMessage, nextMessage, type QueueMessage } from './message'

/** What the consumer of messages needs. */
export interface Consumer {
  ctx: SyncContext
  queue: AccountQueue
  /** Days that the nightly re-read reaches back; null to the account's beginning. */
  rereadDays: number | null
}

/** What becomes of a message. */
export type Verdict = { kind: 'ack' } | { kind: 'retry'; delaySeconds: number }

const ACK: Verdict = { kind: 'ack' }

/**
 * A job that still has more after so many parts is left to the next cron, so that no fault can keep
 * a message going for ever. A part reads up to a million rows.
 */
const MOST_PARTS = 500

const FIRST_RETRY_SECONDS = 30
const LONGEST_RETRY_SECONDS = 1800
/** Alpaca's quota is per minute. A later reset is an error of its clock or of ours. */
const LONGEST_WAIT_SECONDS = 900

/**
 * Does the job of a message. A message that comes twice finds the lease taken, or reads rows that
 * are stored already.
 *
 * @param attempts how often the message was delivered, this time included
 */
export async function consume(
  consumer: Consumer,
  message: QueueMessage,
  attempts: number,
): Promise<Verdict> {
  const { ctx } = consumer
  const { account_id: name, job, part } = message
  const about = { account_id: name, job, part, attempts }
  const again = (error: unknown): Verdict => {
    const delaySeconds = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
    const failure = describeFailure(causeOf(error))
    ctx.log({
      level: 'error',
      event: 'queue_retry',
      delay_seconds: delaySeconds,
      ...about,
      ...failure,
    })
    return { kind: 'retry', delaySeconds }
  }
  let ending: Ending = { hasMore: false, name }
  try {
    ending = await runJob(consumer, message)
  } catch (error) {
    if (isBusy(error)) {
      ctx.log({ level: 'warn', event: 'queue_account_busy', ...about })
      // The run that is under way does the same as a tick.
      return job === 'tick'
        ? ACK
        : { kind: 'retry', delaySeconds: error.retryAfter ?? LEASE_SECONDS }
    }
    if (!isRecorded(error)) return again(error)
    // The ledger is proved after a re-read whether Alpaca answered or not.
    ctx.log({
      level: 'error',
      event: 'queue_job_failed',
      ...about,
      ...describeFailure(causeOf(error)),
    })
  }
  try {
    await goOn(consumer, message, ending)
    return ACK
  } catch (error) {
    return again(error)
  }
}

interface Ending {
  hasMore: boolean
  /** The account's id; the name in the message while it is not known. */
  name: string
}

async function runJob({ ctx, rereadDays }: Consumer, message: QueueMessage): Promise<Ending> {
  const { account_id: account, job, part } = message
  if (job === 'rebuild') {
    await runBatch(ctx.db, deleteMark(account, job))
    const { has_more: hasMore } = await rebuildLedger(ctx, { account, trigger: 'cron' })
    return { hasMore, name: account }
  }
  // A run that goes on continues the walk that the first one began.
  const request =
    job === 'reread' && part === 0
      ? rereadRequest(rereadDays)
      : ({ scope: 'all', trigger: 'cron' } as const)
  const { report, accounts } = await runSync(ctx, { ...request, account, queued: job })
  return { hasMore: report.has_more, name: accounts[0]?.account_id || account }
}

/** Sends what follows: the next part of the job, or the rebuild after a re-read. */
async function goOn(
  { ctx, queue }: Consumer,
  message: QueueMessage,
  { hasMore, name }: Ending,
): Promise<void> {
  const named = { ...message, account_id: name }
  if (hasMore && message.part >= MOST_PARTS) {
    const { job, part } = message
    ctx.log({ level: 'error', event: 'queue_job_endless', account_id: name, job, part })
  } else if (hasMore) {
    const { db } = ctx
    const [, rows] = await runBatch(db, markAgain(name, message.job), selectQuotaReset(name))
    await queue.send(nextMessage(named), { delaySeconds: secondsUntilReset(rows, ctx.now()) })
  } else if (message.job === 'reread') {
    await runBatch(ctx.db, markAgain(name, 'rebuild'))
    await queue.send(firstMessage(name, 'rebuild'))
  }
}

const quotaRow = z.object({ reset_at: z.string() })

function secondsUntilReset(rows: unknown, now: Date): number {
  const [quota] = z.array(quotaRow).parse(rows)
  if (!quota) return 0
  const resetAt = Date.parse(readStoredMoment(quota.reset_at))
  const seconds = Math.ceil((resetAt - now.getTime()) / 1000)
  return Math.min(Math.max(0, seconds), LONGEST_WAIT_SECONDS)
}

const causeOf = (error: unknown): unknown => (error instanceof AccountsFailed ? error.cause : error)

const isBusy = (error: unknown): error is SyncError =>
  error instanceof SyncError && error.code === 'sync_in_progress'

/**
 * Whether a failure stands in `sync_runs`, or concerns an account that is gone. Errors of the
 * database may have kept it out.
 */
function isRecorded(error: unknown): boolean {
  if (databaseFailure(causeOf(error)) !== null) return false
  return error instanceof SyncError || error instanceof AccountsFailed
}
