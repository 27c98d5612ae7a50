import type { Database } from '../../db/connection/client'
import type { KeyedWrite } from '../../db/idempotency/keys'
import type { SyncRequest } from '../../sync/run/context'
import type { SyncOutcome } from '../../sync/run/report'
import type { LedgerRunContext } from '../../sync/run/with-lease'
import type { Settings } from '../../worker/settings'
import type { Client } from '../auth/authenticate'

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
