import type { Database } from '../../db/connection/client'
import type { KeyedWrite } from '../../db/idempotency/keys'
import type { Profile } from '../../sync/budget/profile'
import type { AlpacaCredentials, RunContext, SyncRequest } from '../../sync/run/context'
import type { SyncOutcome } from '../../sync/run/report'
import type { Client } from '../auth/authenticate'
import type { ApiToken } from '../auth/tokens'
import type { RateLimiter } from '../middleware/rate-limiter'

/** The settings that the API works with. */
export interface ApiSettings {
  /** The tokens that open the API; without any it is closed. */
  tokens: ApiToken[]
  /** Counts the requests of each token; without it they are not limited. */
  tokenLimiter: RateLimiter | undefined
  /** Counts the requests of each token for CSV files and statistics, besides `tokenLimiter`. */
  expensiveLimiter: RateLimiter | undefined
  /** Counts requests without a valid token, by the address that they came from. */
  refusalLimiter: RateLimiter | undefined
  accounts: AlpacaCredentials[]
  corsOrigins: string[]
  /** What one run of the sync may use, and how much it handles at once. */
  profile: Profile
}

/** What is wrong with the settings: names the setting, never its value. */
export interface SettingsProblem {
  code: 'not_configured' | 'misconfigured'
  setting: string
  message: string
}

/** What handlers work with, made once per isolate. */
export interface Dependencies {
  db: Database
  settings: ApiSettings
  now: () => Date
  /** Runs the sync of one account or of all, within the budget of one request. */
  sync: (request: Omit<SyncRequest, 'trigger'>) => Promise<SyncOutcome>
  /** What overrides and the rebuild work with: the ledger alone, within the budget of one request. */
  ledger: RunContext
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
