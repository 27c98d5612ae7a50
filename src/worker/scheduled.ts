import { describeThrown } from '../api/http/thrown'
import { halfOf } from '../sync/budget/budget'
import { rebuildLedger } from '../sync/ledger/rebuild'
import type { SyncContext } from '../sync/run/context'
import { SyncError } from '../sync/run/errors'
import { describeFailure as describeKnown, ledgerErrorOf } from '../sync/run/failure'
import type { Log } from '../sync/run/log'
import { runSync } from '../sync/run/run'
import { isFullReread, rereadRequest } from '../sync/run/schedule'
import { databaseOf, log, now, syncContext } from './context'
import { feedsOf } from './feeds'
import { accountQueueIn } from './queue/message'
import { sendAccounts } from './queue/send'
import { readSettings, type Settings } from './settings'
import { announceTo, WebhookSending } from './webhooks/sending'

/** Cloudflare ends a cron after 15 minutes. */
const CRON_MILLISECONDS = 10 * 60_000

/** The time for webhooks, after the runs of a cron. */
const SENDING_MILLISECONDS = 2 * 60_000

/**
 * Runs the work of one cron event. With the queue `ACCOUNTS` it sends one message for each account;
 * without it, it syncs the accounts here. Never rejects: invalid settings and failures are log
 * lines.
 *
 * @param cron the cron expression, as `wrangler.toml` has it
 */
export async function runScheduled(cron: string, env: object): Promise<void> {
  const result = readSettings(env)
  if ('problem' in result) {
    const { code, message } = result.problem
    log({ level: 'error', event: 'scheduled_sync_failed', cron, code, message })
    return
  }
  const { settings } = result
  const db = databaseOf(settings)
  const sending = WebhookSending.of(env, settings, db)
  const announce = announceTo(sending, feedsOf(env, settings)?.announce)
  const context = syncContext(settings, db, CRON_MILLISECONDS, announce)
  const queue = accountQueueIn(env)
  if (queue !== null) {
    const job = isFullReread(cron) ? 'reread' : 'tick'
    await tick(cron, 'queue', () => sendAccounts(context, queue, job), log)
  } else if (isFullReread(cron)) await runNight(cron, context, settings)
  else await tick(cron, 'sync', () => runSync(context, { scope: 'all', trigger: 'cron' }), log)
  await sending?.tick(SENDING_MILLISECONDS)
}

/**
 * Re-reads the history, then rebuilds the ledger to prove it. One cron event pays for both: each
 * gets half of the budget. If half is too small for a run, they take turns by day.
 */
async function runNight(cron: string, whole: SyncContext, settings: Settings): Promise<void> {
  const half = halfOf(whole.budget)
  const context = { ...whole, budget: half ?? whole.budget }
  const request = rereadRequest(settings.profile.rereadDays)
  const isEvenDay = now().getUTCDate() % 2 === 0
  if (half !== null || isEvenDay) await tick(cron, 'sync', () => runSync(context, request), log)
  if (half !== null || !isEvenDay)
    await tick(cron, 'rebuild', () => rebuildLedger(context, { trigger: 'cron' }), log)
}

/**
 * Runs one piece of work of a cron. Never rejects: a failure is a log line (and a row of
 * `sync_runs`), and the next event of the cron tries again. The work logs its own success.
 */
export async function tick(
  cron: string,
  what: 'sync' | 'rebuild' | 'queue',
  work: () => Promise<unknown>,
  log: Log,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const level = isBusy(error) ? 'warn' : 'error'
    log({ level, event: `scheduled_${what}_failed`, cron, ...describeFailure(error) })
  }
}

/** A run that is still going on is no failure: it does the same work. */
function isBusy(error: unknown): boolean {
  return error instanceof SyncError && error.code === 'sync_in_progress'
}

function describeFailure(error: unknown) {
  const known = ledgerErrorOf(error) ?? (error instanceof SyncError ? error : null)
  return known === null ? describeThrown(error) : describeKnown(known)
}
