import { describeThrown } from '../api/http/thrown'
import { SyncError } from '../sync/run/errors'
import { describeFailure as describeKnown, ledgerErrorOf } from '../sync/run/failure'
import type { Log } from '../sync/run/log'

/**
 * One tick of a cron. Never rejects: what failed is a line in the log (and a row of `sync_runs`), and the next tick
 * tries again. What went well, the work logs itself.
 */
export async function tick(
  cron: string,
  what: 'sync' | 'rebuild',
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

/** A run that is still going on is no failure: it does this tick's work. */
function isBusy(error: unknown): boolean {
  return error instanceof SyncError && error.code === 'sync_in_progress'
}

function describeFailure(error: unknown) {
  const known = ledgerErrorOf(error) ?? (error instanceof SyncError ? error : null)
  return known === null ? describeThrown(error) : describeKnown(known)
}
