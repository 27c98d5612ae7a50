import type { Database } from '../db/client'
import type { SyncRequest } from '../sync/context'
import type { SyncOutcome } from '../sync/report'
import type { Settings } from './settings'

/** What handlers work with, made once per isolate. */
export interface Dependencies {
  db: Database
  settings: Settings
  now: () => Date
  /** Runs the sync of one account or of all, within the budget of one request. */
  sync: (request: Omit<SyncRequest, 'trigger'>) => Promise<SyncOutcome>
}

/** Hono's environment for every router of this API. */
export interface AppEnv {
  Variables: {
    requestId: string
    deps: Dependencies
  }
}
