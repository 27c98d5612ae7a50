import type { Database } from '../../db/connection/client'
import type { KeyedWrite } from '../../db/idempotency/keys'
import type { Profile } from '../../sync/budget/profile'
import type { AlpacaCredentials, RunContext, SyncRequest } from '../../sync/run/context'
import type { SyncOutcome } from '../../sync/run/report'
import type { RateLimiter } from '../auth/rate-limiter'
import type { ApiToken, Client } from '../auth/tokens'
import type { LiveFeeds } from '../live/feeds'
import type { Webhooks } from '../webhooks/webhooks'

/** The settings of the API. */
export interface ApiSettings {
  /** Without any token, the API is closed. */
  tokens: ApiToken[]
  /** Counts the requests of each token. Without it, requests are not limited. */
  tokenLimiter: RateLimiter | undefined
  /** Also counts the requests of each token for CSV files and statistics. */
  expensiveLimiter: RateLimiter | undefined
  /** Counts requests without a valid token by client address. */
  refusalLimiter: RateLimiter | undefined
  accounts: AlpacaCredentials[]
  corsOrigins: string[]
  /** When the feeds connect to Alpaca's stream. */
  live: 'off' | 'session' | 'always'
  /** Budgets and batch sizes of the plan of Workers. */
  profile: Profile
  /** KEYS_SECRET, then the one before it during a rotation. Undefined if none is set. */
  keysSecrets: [string, ...string[]] | undefined
}

/** An invalid setting. The message names the setting, never its value. */
export interface SettingsProblem {
  code: 'not_configured' | 'misconfigured'
  setting: string
  message: string
}

/** Dependencies of the handlers, created once per isolate. */
export interface Dependencies {
  db: Database
  settings: ApiSettings
  now: () => Date
  /** Syncs one account or all, within the budget of one request. */
  sync: (request: Omit<SyncRequest, 'trigger'>) => Promise<SyncOutcome>
  /** The live feeds; undefined without the binding of their Durable Objects. */
  live?: LiveFeeds | undefined
  /** The webhooks; undefined without KEYS_SECRET. */
  webhooks?: Webhooks | undefined
  /** Context of overrides and rebuilds, within the budget of one request. */
  ledger: RunContext
  /** Asks Alpaca about keys before they are stored. */
  fetch: typeof fetch
}

/** Hono's environment for every router of this API. */
export interface AppEnv {
  Variables: {
    requestId: string
    deps: Dependencies
    /** Set by `authenticate`. */
    client: Client
    /** Set by `idempotent` for a write with an Idempotency-Key. */
    keyed?: KeyedWrite
    /**
     * Set by a handler whose response contains a secret: under an Idempotency-Key, the effect alone
     * is stored, and a repetition makes the response again.
     */
    answersFromEffect?: true
  }
}
