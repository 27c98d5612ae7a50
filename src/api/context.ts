import type { Database } from '../db/client'
import type { KeyedWrite } from '../db/write/idempotency'
import type { SyncRequest } from '../sync/context'
import type { LedgerRunContext } from '../sync/ledger-run'
import type { SyncOutcome } from '../sync/report'
import type { Client } from './middleware/authenticate'
import type { Settings } from './settings'

/** What handlers work with, made once per isolate. */
export interface Dependencies {
  db: Database
  settings: Settings
  now: () => Date
  /** Runs the sync of one account or of all, within the budget of one request. */
  sync: (request: Omit<SyncRequest, 'trigger'>) => Promise<SyncOutcome>
  /** What overrides and the rebuild work with: the ledger alone, within the budget of one request. */
  ledger: LedgerRunContext
}

/** Hono's environment for every router of this API. */
export interface AppEnv {
  Variables: {
    requestId: string
    deps: Dependencies
    /** Behind the gate only. */
    client: Client
    /** Of a write that came with an Idempotency-Key. */
    keyed?: KeyedWrite
  }
}
