import { SyncError } from '../sync/errors'
import type { Log } from '../sync/log'
import type { SyncReport } from '../sync/report'
import { describeThrown } from './thrown'

/** What a tick of a cron works with. */
export interface TickOptions {
  /** The accounts to sync, by label. */
  labels: string[]
  sync: (label: string) => Promise<{ report: SyncReport }>
  log: Log
}

/**
 * Syncs one account after another. Never rejects: what fails for one account is a line in the log (the sync writes it
 * to `sync_runs` too), and the next account has its turn.
 */
export async function tick({ labels, sync, log }: TickOptions): Promise<void> {
  for (const label of labels) {
    try {
      const { report } = await sync(label)
      log({ level: 'info', event: 'scheduled_sync', label, ...report })
    } catch (error) {
      log({
        level: isBusy(error) ? 'warn' : 'error',
        event: 'scheduled_sync_failed',
        label,
        ...describeFailure(error),
      })
    }
  }
}

/** A run that is still going on is no failure: it does this tick's work. */
function isBusy(error: unknown): boolean {
  return error instanceof SyncError && error.code === 'sync_in_progress'
}

function describeFailure(error: unknown) {
  return error instanceof SyncError
    ? { code: error.code, message: error.message }
    : describeThrown(error)
}
