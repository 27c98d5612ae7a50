import { type Database, openDatabase } from '../db/connection/client'
import { sealOf } from '../db/sealed/sealed-text'
import type { SyncContext } from '../sync/run/context'
import { jsonLog } from '../sync/run/log'
import type { Settings } from './settings'

/** The Worker's log: one line of JSON per event. */
export const log = jsonLog((line) => console.log(line))

/** A run that a request or a feed starts may take this long, because somebody waits for it. */
export const REQUEST_MILLISECONDS = 90_000

/** The Worker's clock. */
export const now = () => new Date()

export function databaseOf({ databaseUrl, neonHttpEndpoint }: Settings): Database {
  return openDatabase({ url: databaseUrl, endpoint: neonHttpEndpoint })
}

/**
 * The context of a run.
 *
 * @param milliseconds the time that the run may take
 * @param announce called when a run has ended
 */
export function syncContext(
  settings: Settings,
  db: Database,
  milliseconds: number,
  announce?: SyncContext['announce'],
): SyncContext {
  const { accounts, groupingWindowSeconds, keysSecrets, profile } = settings
  return {
    db,
    accounts,
    seal: keysSecrets && sealOf('alpaca_account_keys', keysSecrets),
    // A wrapper, because the platform refuses `fetch` called as a method of another object.
    fetch: (input, init) => fetch(input, init),
    now,
    groupingWindowSeconds,
    log,
    budget: { ...profile.limits, milliseconds },
    sizes: profile.sizes,
    announce,
  }
}
