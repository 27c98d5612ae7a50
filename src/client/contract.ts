// Generated from src/api/openapi.json by npm run api:write. Types only: a bundle contains none of it.
export interface paths {
  '/sync': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * How the sync of each account stands
     * @description How the sync of each account stands.
     */
    get: operations['getSyncStatus']
    put?: never
    /**
     * Reads orders, activities and positions, and brings the trades up to date
     * @description Reads orders, activities and positions, and brings the trades up to date.
     */
    post: operations['sync']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sync/orders': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Reads orders
     * @description Reads orders.
     */
    post: operations['syncOrders']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sync/positions': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Reads positions
     * @description Reads positions.
     */
    post: operations['syncPositions']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sync/activities': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Reads fills and other activities
     * @description Reads fills and other activities.
     */
    post: operations['syncActivities']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sync/quarantine': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Payloads that did not fit, the last one first
     * @description Why each was put aside. The payloads, which may hold personal data, stay in the database.
     */
    get: operations['listQuarantine']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sync/quarantine/retry': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Tries again what was put aside
     * @description Asks Alpaca for each, and reads what it no longer has as it is stored. Every run does so too, but not as thoroughly.
     */
    post: operations['retryQuarantine']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/orders': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Order legs, newest first
     * @description Order legs, newest first.
     */
    get: operations['listOrders']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/orders/{trade_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * All order legs of a trade
     * @description By leg number, then by submission. An order that closed several trades is listed under each.
     */
    get: operations['listTradeOrders']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/positions': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Positions, by symbol
     * @description Positions, by symbol.
     */
    get: operations['listPositions']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/trades': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Trades, the last opened first
     * @description Trades, the last opened first.
     */
    get: operations['listTrades']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/trades/{trade_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * One trade, with its fills, fees, order legs and chain
     * @description One trade, with its fills, fees, order legs and chain.
     */
    get: operations['getTrade']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /**
     * Renames the strategy of a trade, tags it, writes a note to it
     * @description What is left out stays, null takes back. It is kept by the orders that opened the trades, so that it survives every sync and every rebuild.
     */
    patch: operations['updateTrade']
    trace?: never
  }
  '/stats': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * What the trades made
     * @description Trades are counted, not legs. Profit falls on the New York day of the closing execution, a fee on its own; a closed trade counts when it was last closed, an open one when it was opened. So the rows of each view add up to the total. Incomplete trades have no profit to tell: their money and fees are left out.
     */
    get: operations['getStats']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/orders.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Order legs as a file for a spreadsheet
     * @description RFC 4180, UTF-8 with a byte order mark, a line of names first. Times are YYYY-MM-DD HH:MM:SS on the exchange’s clock (America/New_York), numbers exact, lists by semicolons; a text that a spreadsheet would take for a formula has an apostrophe before it. The file is written while it is read: a transfer that breaks off is not whole.
     */
    get: operations['exportOrders']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/trades.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Trades as a file for a spreadsheet
     * @description RFC 4180, UTF-8 with a byte order mark, a line of names first. Times are YYYY-MM-DD HH:MM:SS on the exchange’s clock (America/New_York), numbers exact, lists by semicolons; a text that a spreadsheet would take for a formula has an apostrophe before it. The file is written while it is read: a transfer that breaks off is not whole.
     */
    get: operations['exportTrades']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/trades/merge': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Makes trades of one account and underlying one
     * @description It is kept by the orders that opened the trades, so that it survives every sync and every rebuild.
     */
    post: operations['mergeTrades']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/trades/split': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Splits opening orders of a trade off, into a trade of their own
     * @description What stays is grouped as if these had never been in it. It is kept by the orders that opened the trades, so that it survives every sync and every rebuild.
     */
    post: operations['splitTrade']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/overrides': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * What was said of trades, newest first
     * @description What was said of trades, newest first.
     */
    get: operations['listOverrides']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/overrides/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * Takes an override back
     * @description Takes an override back.
     */
    delete: operations['deleteOverride']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/trades/rebuild': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Works out every trade again from the beginning
     * @description Overrides are kept. Reads nothing from Alpaca.
     */
    post: operations['rebuildTrades']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/reconciliation': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Whether the ledger agrees with the broker
     * @description Open lots against positions, symbol by symbol, and cash against what moved it; a difference has its cause in words.
     */
    get: operations['getReconciliation']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/accounts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Accounts by label
     * @description Accounts that were synced, and configured ones that were not yet or that were erased. Without account numbers.
     */
    get: operations['listAccounts']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/accounts/{label}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * Stops the sync of an account, and erases its data when asked to
     * @description From now on every sync skips the account, until POST /accounts/{label}/resume. A run that is under way ends by itself. data=erase also deletes every row that belongs to the account, in one transaction, once no run holds it; rows of the audit stay. While its keys are configured, an erased account is still listed, as stopped.
     */
    delete: operations['deleteAccount']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/accounts/{label}/resume': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Lets syncs read a stopped account again
     * @description The next sync goes on where the last one ended; an account that was erased is read from its beginning. An account that is not stopped stays as it is.
     */
    post: operations['resumeAccount']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/health': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Whether the Worker answers; with deep=1, whether all is well
     * @description Without deep, liveness only: reads no setting and no database, needs no token. With deep=1 and a token: 200 when the database answers and has every migration, no sync is overdue, no ledger differs from the broker, and all trades can be worked out; else 503 `unhealthy` with the same `checks`, so that a monitoring service can go by the status alone.
     */
    get: operations['getHealth']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/openapi.json': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * This contract, as OpenAPI 3.1
     * @description This contract, as OpenAPI 3.1.
     */
    get: operations['getOpenApi']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/docs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * This contract, as a page to read
     * @description This contract, as a page to read.
     */
    get: operations['getDocs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    Account: {
      label: string
      /** @description Alpaca's id; null while the account was never synced. */
      account_id: string | null
      /**
       * @description Which of Alpaca's hosts it is on; null for an erased account without keys.
       * @enum {string|null}
       */
      environment: 'paper' | 'live' | 'other' | null
      /**
       * @description The host of the Trading API.
       * @example https://paper-api.alpaca.markets
       */
      base_url: string | null
      /**
       * @description Alpaca's word for its state.
       * @example ACTIVE
       */
      status: string | null
      /** @example USD */
      currency: string | null
      /**
       * Format: date-time
       * @description When Alpaca created it.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string | null
      /**
       * Format: date-time
       * @description When it was first read.
       * @example 2026-09-10T16:17:18.577198Z
       */
      first_synced_at: string | null
      /** @description Whether its keys are set; else its history alone is here. */
      configured: boolean
      /** @description Whether syncs skip it until POST /accounts/{label}/resume. */
      stopped: boolean
      /**
       * Format: date-time
       * @example null
       */
      stopped_at: string | null
      /**
       * Format: date-time
       * @description When its data was erased; null when it was not, or was read again.
       * @example null
       */
      erased_at: string | null
      /** @description Whether a run holds it now. */
      running: boolean
      /**
       * Format: date-time
       * @description When a sync last read all there was.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_success_at: string | null
      /**
       * @description The account_id that has its label now, say after a paper reset.
       * @example null
       */
      succeeded_by: string | null
      /** Format: int32 */
      open_trades: number
      /** Format: int32 */
      open_positions: number
      /**
       * Format: int32
       * @description Payloads that do not fit.
       */
      quarantined: number
    }
    AccountHealth: {
      label: string
      account_id: string | null
      /** @example true */
      ok: boolean
      /** @description Its sync is stopped: it is not judged. */
      stopped: boolean
      /**
       * Format: date-time
       * @description When a sync last read all there was.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_success_at: string | null
      /**
       * Format: int32
       * @description Since then.
       */
      age_seconds: number | null
      /** @description Two hourly syncs in a row brought nothing. While the first reading goes on, each run that gets further counts. */
      overdue: boolean
      /**
       * @description Whether the ledger agrees with the broker; settling: each difference waits for an activity that Alpaca has not posted yet; null before the first comparison.
       * @enum {string|null}
       */
      proof: 'balanced' | 'settling' | 'differs' | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      reconciled_at: string | null
      /**
       * @description Underlyings whose trades cannot be worked out; null: the fees of the account. The status of the sync has the reasons.
       * @example []
       */
      ledger_failed: (string | null)[]
    }
    AccountRebuild: {
      account_id: string
      label: string
      /**
       * Format: int32
       * @description Whose trades were worked out again.
       */
      underlyings: number
      /**
       * Format: int32
       * @description Trades, fills, order legs, fees and shares of them that came out otherwise than they stood: 0 on a healthy ledger.
       */
      changed: number
      /** @description The budget was used up: call again, and it goes on. */
      has_more: boolean
      /** @description Why it failed, in all or in part; the rest is counted, and stays. */
      error: {
        code: string
        message: string
        /** @description Of `ledger_failed`: whose trades could not be worked out. */
        underlyings?: string[]
      } | null
      /** @description What other rules of grouping changed; not counted in `changed`. */
      regrouped: components['schemas']['Regrouped'] | null
    }
    AccountReconciliation: {
      account_id: string
      label: string
      /** @description No symbol differs, and no cash. */
      balanced: boolean
      symbols: components['schemas']['SymbolBalance'][]
      cash: components['schemas']['CashBalance']
    }
    AccountSyncReport: {
      account_id: string
      label: string
      /**
       * Format: int32
       * @description Rows read from Alpaca that now stand in the database.
       */
      count: number
      /**
       * Format: int32
       * @description Rows read from Alpaca, refused ones included.
       */
      seen: number
      /** Format: int32 */
      inserted: number
      /** Format: int32 */
      updated: number
      /** Format: int32 */
      unchanged: number
      /**
       * Format: int32
       * @description Payloads that did not fit, put aside whole.
       */
      quarantined: number
      /** @description The budget was used up: the next run goes on from here. */
      has_more: boolean
      /** Format: int32 */
      duration_ms: number
      orders: {
        /**
         * Format: int32
         * @description Rows read from Alpaca that now stand in the database.
         */
        count: number
        /**
         * Format: int32
         * @description Rows read from Alpaca, refused ones included.
         */
        seen: number
        /** Format: int32 */
        inserted: number
        /** Format: int32 */
        updated: number
        /** Format: int32 */
        unchanged: number
        /**
         * Format: int32
         * @description Payloads that did not fit, put aside whole.
         */
        quarantined: number
      }
      activities: {
        /**
         * Format: int32
         * @description Rows read from Alpaca that now stand in the database.
         */
        count: number
        /**
         * Format: int32
         * @description Rows read from Alpaca, refused ones included.
         */
        seen: number
        /** Format: int32 */
        inserted: number
        /** Format: int32 */
        updated: number
        /** Format: int32 */
        unchanged: number
        /**
         * Format: int32
         * @description Payloads that did not fit, put aside whole.
         */
        quarantined: number
      }
      positions: {
        /**
         * Format: int32
         * @description Rows read from Alpaca that now stand in the database.
         */
        count: number
        /**
         * Format: int32
         * @description Rows read from Alpaca, refused ones included.
         */
        seen: number
        /** Format: int32 */
        inserted: number
        /** Format: int32 */
        updated: number
        /** Format: int32 */
        unchanged: number
        /**
         * Format: int32
         * @description Payloads that did not fit, put aside whole.
         */
        quarantined: number
      }
      /** @description Its sync is stopped: it was skipped, and nothing was read. */
      stopped: boolean
      /** @description Why it failed; what had landed by then is counted, and stays. */
      error: {
        code: string
        message: string
        /** @description Of `ledger_failed`: whose trades could not be worked out. */
        underlyings?: string[]
      } | null
      /** @description Set while all trades are grouped again because GROUPING_WINDOW_SECONDS or the version of the rules changed. */
      regrouped: components['schemas']['Regrouped'] | null
      /** @description Of a retry of the quarantine. */
      quarantine?: {
        /** Format: int32 */
        retried: number
        /** Format: int32 */
        healed: number
        /** Format: int32 */
        quarantined: number
      }
    }
    AccountSyncStatus: {
      label: string
      /** @description null before the first sync. */
      account_id: string | null
      /** @description Whether its keys are set; else its history alone is here. */
      configured: boolean
      /** @description Whether syncs skip it until POST /accounts/{label}/resume. */
      stopped: boolean
      /**
       * Format: date-time
       * @example null
       */
      stopped_at: string | null
      running: boolean
      /**
       * Format: date-time
       * @description When all there was had been read.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_success_at: string | null
      /** @description Since then. */
      lag_seconds: number | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_full_at: string | null
      backfill: components['schemas']['Backfill']
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      positions_synced_at: string | null
      /** @description Symbols missing on the last list of positions, which the account is still worth: they stay open until that is settled. null while lists are believed. */
      positions_doubted: {
        /**
         * Format: date-time
         * @example 2026-09-10T16:17:18.577198Z
         */
        since: string
        missing: string[]
      } | null
      /** @description Of the last run that failed, however long ago. */
      last_error: {
        code: string | null
        message: string | null
        /**
         * Format: date-time
         * @example 2026-09-10T16:17:18.577198Z
         */
        at: string
      } | null
      /** @description Since when, and how often, one run after the other failed; null when the last did not. */
      failing: {
        /**
         * Format: date-time
         * @example 2026-09-10T16:17:18.577198Z
         */
        since: string
        /** Format: int32 */
        runs: number
      } | null
      /** @description Underlyings whose trades could not be worked out and stand as they did before, and why. They are tried again by themselves. */
      ledger_failed: components['schemas']['LedgerFailure'][]
      /** @description Set while the trades are grouped again by other rules. */
      regrouping: {
        /** @enum {string} */
        reason: 'engine_version' | 'grouping_window'
        /**
         * Format: date-time
         * @example 2026-09-10T16:17:18.577198Z
         */
        since: string
        from: components['schemas']['GroupingRules']
        to: components['schemas']['GroupingRules']
      } | null
      /**
       * Format: int32
       * @description Payloads put aside that still do not fit.
       */
      quarantined: number
      /** @description Alpaca's, as its last answer told it. */
      rate_limit: {
        /** Format: int32 */
        limit: number | null
        /** Format: int32 */
        remaining: number | null
        /**
         * Format: date-time
         * @example 2026-09-10T16:17:18.577198Z
         */
        reset_at: string | null
      }
      /** @description Whether the ledger agrees with the broker. */
      balanced: boolean | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      reconciled_at: string | null
    }
    AnnotateRequest: {
      /** @description What to call it; null: as it was recognised. */
      strategy?: string | null
      tags?: string[] | null
      note?: string | null
    }
    Backfill: {
      orders: components['schemas']['SyncWalk']
      activities: components['schemas']['SyncWalk']
      /** @description Of the run under way, or of the last one. */
      rows_per_second: number | null
      /**
       * Format: int32
       * @description What remains at that rate, without the pauses between runs; 0 when complete.
       */
      eta_seconds: number | null
    }
    CashBalance: {
      /** @description As Alpaca says. */
      cash: number | null
      /** @description deposits + executions + fees + other: what moved it. */
      expected: number
      /** @description cash less expected. */
      difference: number | null
      deposits: number
      executions: number
      /** @description Negative: paid. */
      fees: number
      /** @description Dividends, interest and the like. */
      other: number
      /** @description Why they differ; null when they do not. */
      cause: components['schemas']['DifferenceCause'] | null
    }
    /** @enum {string} */
    CloseCause: 'order' | 'expiration' | 'assignment' | 'exercise'
    /** @enum {string} */
    DifferenceCause:
      | 'opened before history'
      | 'activity not yet posted'
      | 'split or adjusted'
      | 'unexplained'
    /** @enum {string} */
    Direction: 'credit' | 'debit'
    EquityPoint: {
      /**
       * Format: date
       * @example 2026-12-18
       */
      date: string
      net_pl: number
      cumulative: number
    }
    /** @description How many rows of each table were deleted. */
    ErasedRows: {
      /** Format: int32 */
      accounts: number
      /** Format: int32 */
      activities: number
      /** Format: int32 */
      cash_days: number
      /** Format: int32 */
      orders: number
      /** Format: int32 */
      parent_orders: number
      /** Format: int32 */
      positions: number
      /** Format: int32 */
      trade_fees: number
      /** Format: int32 */
      trade_fills: number
      /** Format: int32 */
      trades: number
      /** Format: int32 */
      ledger_checkpoints: number
      /** Format: int32 */
      ledger_dirty: number
      /** Format: int32 */
      sync_quarantine: number
      /** Format: int32 */
      sync_runs: number
      /** Format: int32 */
      sync_state: number
      /** Format: int32 */
      trade_overrides: number
      /** Format: int32 */
      idempotency_keys: number
    }
    Error: {
      /** @constant */
      status: 'error'
      error: {
        code: components['schemas']['ErrorCode']
        message: string
        /** @description What in the request was wrong. */
        param?: string
      }
      request_id: string
      /** @description Of a sync or a rebuild that failed: what became of each account. */
      accounts?: (
        | components['schemas']['AccountSyncReport']
        | components['schemas']['AccountRebuild']
      )[]
      /** @description Of `unhealthy`: what was checked. */
      checks?: components['schemas']['HealthChecks']
    }
    /** @enum {string} */
    ErrorCode:
      | 'invalid_parameter'
      | 'invalid_json'
      | 'unauthorized'
      | 'forbidden'
      | 'not_found'
      | 'trade_not_found'
      | 'account_not_found'
      | 'override_not_found'
      | 'quarantine_not_found'
      | 'method_not_allowed'
      | 'sync_in_progress'
      | 'override_conflict'
      | 'idempotency_conflict'
      | 'idempotency_key_in_use'
      | 'payload_too_large'
      | 'rate_limited'
      | 'internal_error'
      | 'ledger_failed'
      | 'alpaca_unavailable'
      | 'alpaca_unauthorized'
      | 'not_configured'
      | 'misconfigured'
      | 'unhealthy'
      | 'database_unavailable'
    Figures: {
      /**
       * Format: int32
       * @description Closed trades, incomplete ones among them.
       */
      trades: number
      /**
       * Format: int32
       * @description Of these, with net_pl above 0.
       */
      wins: number
      /**
       * Format: int32
       * @description Of these, with net_pl below 0.
       */
      losses: number
      /** @description 0 to 1: wins among closed trades whose profit is known. */
      win_rate: number | null
      /** @description Of closing executions, before fees; of partly closed trades too. */
      realized_pl: number
      fees: number
      /** @description realized_pl less fees. */
      net_pl: number
      /** @description What wins made for each dollar that losses lost; null without one. */
      profit_factor: number | null
      /** @description Mean net_pl of a closed trade. */
      expectancy: number | null
      average_days_held: number | null
      /**
       * Format: int32
       * @description Open or partly closed now.
       */
      open_trades: number
    }
    GroupingRules: {
      /** Format: int32 */
      engine_version: number | null
      /** Format: int32 */
      grouping_window_seconds: number | null
    }
    Health: {
      /** @constant */
      status: 'success'
      /** @constant */
      service: 'legbook'
      /** @description With deep=1 alone. */
      checks?: components['schemas']['HealthChecks']
    }
    HealthChecks: {
      database: {
        /** @example true */
        ok: boolean
        /**
         * Format: int32
         * @description How long one round trip took; null when none came back.
         */
        latency_ms: number | null
        /**
         * @description Whether it has every migration of this version; null when that is unknown.
         * @example true
         */
        migrated: boolean | null
      }
      /** @description Accounts whose keys are configured, by label. */
      accounts: components['schemas']['AccountHealth'][]
    }
    LedgerFailure: {
      /** @description null: the fees of the account are not shared out. */
      underlying: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      since: string
      reason: string
      /**
       * Format: int32
       * @description Runs that ended without a word while they worked it out.
       */
      deaths: number
      /**
       * Format: date-time
       * @description When it is tried again; null: by the next run.
       * @example 2026-09-10T16:17:18.577198Z
       */
      next_try_at: string | null
    }
    /** @enum {string} */
    LegKind: 'call' | 'put' | 'stock' | 'crypto'
    MergeRequest: {
      trade_ids: string[]
    }
    /** @enum {string} */
    OptionType: 'call' | 'put'
    Order: {
      /** Format: uuid */
      id: string
      alpaca_order_id: string
      client_order_id: string | null
      account_id: string
      /** @description The multi-leg order that it is a leg of. */
      parent_order_id: string | null
      /** Format: uuid */
      trade_id: string
      strategy_type: components['schemas']['StrategyType']
      /** Format: int32 */
      leg_number: number
      symbol: string
      underlying: string
      asset_class: string | null
      asset_id: string | null
      order_class: string | null
      side: components['schemas']['OrderSide']
      position_intent: string | null
      qty: number | null
      notional: number | null
      ratio_qty: number | null
      filled_qty: number
      filled_avg_price: number | null
      order_type: string | null
      time_in_force: string | null
      limit_price: number | null
      stop_price: number | null
      trail_price: number | null
      trail_percent: number | null
      status: components['schemas']['OrderStatus']
      /**
       * Format: date
       * @example 2026-12-18
       */
      expiry_date: string | null
      strike_price: number | null
      option_type: components['schemas']['OptionType'] | null
      replaces: string | null
      replaced_by: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      submitted_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      filled_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      expired_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      canceled_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      failed_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      replaced_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      expires_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      alpaca_created_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      alpaca_updated_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
      /**
       * @description The payload as Alpaca sent it; with include=raw alone.
       * @example {}
       */
      raw_data?: {
        [key: string]: unknown
      }
    }
    /** @enum {string} */
    OrderSide: 'buy' | 'sell'
    /** @enum {string} */
    OrderStatus:
      | 'new'
      | 'partially_filled'
      | 'filled'
      | 'done_for_day'
      | 'canceled'
      | 'expired'
      | 'replaced'
      | 'pending_cancel'
      | 'pending_replace'
      | 'accepted'
      | 'pending_new'
      | 'accepted_for_bidding'
      | 'stopped'
      | 'rejected'
      | 'suspended'
      | 'calculated'
      | 'held'
      | 'pending_review'
      | 'unknown'
    Override: {
      /** Format: uuid */
      id: string
      account_id: string
      underlying: string
      /** @enum {string} */
      kind: 'merge' | 'split' | 'annotate'
      /** @description Orders (or activities) by Alpaca ids: what opened the trades it speaks of. */
      facts: string[]
      /** @description The trades that these are in now. */
      trade_ids: string[]
      strategy: string | null
      tags: string[] | null
      note: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
    }
    Position: {
      /** Format: uuid */
      id: string
      account_id: string
      /**
       * Format: uuid
       * @description Of several trades, the one with most of it open.
       */
      trade_id: string | null
      asset_id: string | null
      asset_class: string | null
      symbol: string
      underlying: string
      /** @description Negative when short. */
      qty: number
      side: components['schemas']['PositionSide']
      avg_entry_price: number | null
      current_price: number | null
      market_value: number | null
      cost_basis: number | null
      unrealized_pl: number | null
      unrealized_plpc: number | null
      unrealized_intraday_pl: number | null
      unrealized_intraday_plpc: number | null
      /**
       * Format: date
       * @example 2026-12-18
       */
      expiry_date: string | null
      strike_price: number | null
      option_type: components['schemas']['OptionType'] | null
      is_open: boolean
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /** @description order, expiration, assignment, exercise or adjustment; pending until one of them shows; unexplained when none has for five days. */
      close_cause: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
      /**
       * @description The payload as Alpaca sent it; with include=raw alone.
       * @example {}
       */
      raw_data?: {
        [key: string]: unknown
      }
    }
    /** @enum {string} */
    PositionSide: 'long' | 'short'
    QuarantineList: {
      /** @constant */
      status: 'success'
      quarantine: components['schemas']['QuarantinedItem'][]
      /** @description null at the end of the list. */
      next_cursor: string | null
    }
    QuarantineRetry: {
      /** @constant */
      status: 'success'
      /**
       * Format: int32
       * @description What did not fit and was tried again.
       */
      retried: number
      /** Format: int32 */
      healed: number
      /**
       * Format: int32
       * @description What still does not fit.
       */
      quarantined: number
      /** @description The budget was used up before all was tried: call again. */
      has_more: boolean
      /** Format: int32 */
      duration_ms: number
      accounts: {
        account_id: string
        label: string
        /** @description Its sync is stopped: it was skipped. */
        stopped: boolean
        /**
         * Format: int32
         * @description What did not fit and was tried again.
         */
        retried: number
        /** Format: int32 */
        healed: number
        /**
         * Format: int32
         * @description What still does not fit.
         */
        quarantined: number
        /** @description The budget was used up before all was tried: call again. */
        has_more: boolean
      }[]
    }
    QuarantineRetryRequest: {
      /** @description An account: Alpaca's id of it, or its label. */
      account?: string
      /** @description Rows of the list; without it, all that do not fit yet. */
      ids?: string[]
    }
    QuarantinedItem: {
      /** Format: uuid */
      id: string
      account_id: string
      /** @enum {string} */
      source: 'order' | 'activity' | 'position' | 'account' | 'contract'
      /** @description Alpaca's id of it, or a symbol; null when it came without. */
      item_id: string | null
      /** @description Which fields do not fit; never what they hold. */
      reason: string
      /** @description Whether an order or activity is stored under this id, as it was before. */
      stored: boolean
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      first_seen_at: string
      /**
       * Format: date-time
       * @description Since when it looks as it does now.
       * @example 2026-09-10T16:17:18.577198Z
       */
      seen_at: string
      /**
       * Format: date-time
       * @description When it was last tried apart from what each run reads.
       * @example 2026-09-10T16:17:18.577198Z
       */
      tried_at: string | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      healed_at: string | null
    }
    Rebuild: {
      /** @constant */
      status: 'success'
      /**
       * Format: int32
       * @description Whose trades were worked out again.
       */
      underlyings: number
      /**
       * Format: int32
       * @description Trades, fills, order legs, fees and shares of them that came out otherwise than they stood: 0 on a healthy ledger.
       */
      changed: number
      /** @description The budget was used up: call again, and it goes on. */
      has_more: boolean
      /** Format: int32 */
      duration_ms: number
      accounts: components['schemas']['AccountRebuild'][]
    }
    RebuildRequest: {
      /** @description An account: Alpaca's id of it, or its label. */
      account?: string
    }
    Reconciliation: {
      /** @constant */
      status: 'success'
      /** @description Of every account; null before the first sync. */
      balanced: boolean | null
      /** @description Of every account. */
      symbols: components['schemas']['SymbolBalance'][]
      /** @description Added up over the accounts. */
      cash: components['schemas']['CashBalance']
      accounts: components['schemas']['AccountReconciliation'][]
    }
    Regrouped: {
      /** @enum {string} */
      reason: 'engine_version' | 'grouping_window'
      /** @description null where the rules of before are not known. */
      from: components['schemas']['GroupingRules']
      to: components['schemas']['GroupingRules']
      /**
       * Format: int32
       * @description Whose trades this run worked out again.
       */
      underlyings: number
      /**
       * Format: int32
       * @description Trades, fills and order legs that changed by it.
       */
      changed: number
      /** @description Further runs go on with it. */
      has_more: boolean
    }
    SplitRequest: {
      /**
       * Format: uuid
       * @description A trade's id.
       */
      trade_id: string
      /** @description Alpaca's ids of orders that opened the trade, not all of them. */
      order_ids: string[]
    }
    Stats: {
      /** @constant */
      status: 'success'
      total: components['schemas']['Figures']
      by_strategy: {
        strategy: string
        /**
         * Format: int32
         * @description Closed trades, incomplete ones among them.
         */
        trades: number
        /**
         * Format: int32
         * @description Of these, with net_pl above 0.
         */
        wins: number
        /**
         * Format: int32
         * @description Of these, with net_pl below 0.
         */
        losses: number
        /** @description 0 to 1: wins among closed trades whose profit is known. */
        win_rate: number | null
        /** @description Of closing executions, before fees; of partly closed trades too. */
        realized_pl: number
        fees: number
        /** @description realized_pl less fees. */
        net_pl: number
        /** @description What wins made for each dollar that losses lost; null without one. */
        profit_factor: number | null
        /** @description Mean net_pl of a closed trade. */
        expectancy: number | null
        average_days_held: number | null
        /**
         * Format: int32
         * @description Open or partly closed now.
         */
        open_trades: number
      }[]
      by_underlying: {
        underlying: string
        /**
         * Format: int32
         * @description Closed trades, incomplete ones among them.
         */
        trades: number
        /**
         * Format: int32
         * @description Of these, with net_pl above 0.
         */
        wins: number
        /**
         * Format: int32
         * @description Of these, with net_pl below 0.
         */
        losses: number
        /** @description 0 to 1: wins among closed trades whose profit is known. */
        win_rate: number | null
        /** @description Of closing executions, before fees; of partly closed trades too. */
        realized_pl: number
        fees: number
        /** @description realized_pl less fees. */
        net_pl: number
        /** @description What wins made for each dollar that losses lost; null without one. */
        profit_factor: number | null
        /** @description Mean net_pl of a closed trade. */
        expectancy: number | null
        average_days_held: number | null
        /**
         * Format: int32
         * @description Open or partly closed now.
         */
        open_trades: number
      }[]
      by_month: {
        /** @example 2026-09 */
        month: string
        /**
         * Format: int32
         * @description Closed trades, incomplete ones among them.
         */
        trades: number
        /**
         * Format: int32
         * @description Of these, with net_pl above 0.
         */
        wins: number
        /**
         * Format: int32
         * @description Of these, with net_pl below 0.
         */
        losses: number
        /** @description 0 to 1: wins among closed trades whose profit is known. */
        win_rate: number | null
        /** @description Of closing executions, before fees; of partly closed trades too. */
        realized_pl: number
        fees: number
        /** @description realized_pl less fees. */
        net_pl: number
        /** @description What wins made for each dollar that losses lost; null without one. */
        profit_factor: number | null
        /** @description Mean net_pl of a closed trade. */
        expectancy: number | null
        average_days_held: number | null
        /**
         * Format: int32
         * @description Open or partly closed now.
         */
        open_trades: number
      }[]
      /** @description Days on which money was made or paid. */
      equity_curve: components['schemas']['EquityPoint'][]
    }
    /** @enum {string} */
    StrategyType:
      | 'single_leg'
      | 'vertical_spread'
      | 'iron_condor'
      | 'strangle'
      | 'straddle'
      | 'stock'
      | 'covered_call'
      | 'covered_put'
      | 'protective_put'
      | 'protective_call'
      | 'collar'
      | 'conversion'
      | 'covered_strangle'
      | 'guts'
      | 'ratio_straddle'
      | 'risk_reversal'
      | 'synthetic_stock'
      | 'ratio_spread'
      | 'ladder'
      | 'butterfly'
      | 'condor'
      | 'iron_butterfly'
      | 'calendar_spread'
      | 'diagonal_spread'
      | 'jade_lizard'
      | 'box_spread'
      | 'jelly_roll'
      | 'seagull'
      | 'christmas_tree'
      | 'crypto'
      | 'options'
    SymbolBalance: {
      account_id: string
      symbol: string
      /** @description Signed, as Alpaca holds it. */
      broker_qty: number
      /** @description Signed, of open lots. */
      ledger_qty: number
      /** @description broker_qty less ledger_qty. */
      difference: number
      /** @description Why they differ; null when they do not. */
      cause: components['schemas']['DifferenceCause'] | null
    }
    SyncReport: {
      /** @constant */
      status: 'success'
      /**
       * Format: int32
       * @description Rows read from Alpaca that now stand in the database.
       */
      count: number
      /**
       * Format: int32
       * @description Rows read from Alpaca, refused ones included.
       */
      seen: number
      /** Format: int32 */
      inserted: number
      /** Format: int32 */
      updated: number
      /** Format: int32 */
      unchanged: number
      /**
       * Format: int32
       * @description Payloads that did not fit, put aside whole.
       */
      quarantined: number
      /** @description The budget was used up: the next run goes on from here. */
      has_more: boolean
      /** Format: int32 */
      duration_ms: number
      accounts: components['schemas']['AccountSyncReport'][]
    }
    SyncRequest: {
      /** @description An account: Alpaca's id of it, or its label. */
      account?: string
      /**
       * @description Reads again what is newer than this.
       * @example 2026-09-01
       * @example 2026-11-22T14:30:00Z
       */
      since?: string
    }
    SyncWalk: {
      /** @description All of the history has been read once. */
      complete: boolean
      /**
       * Format: int32
       * @description Rows that the first reading has brought.
       */
      done: number
      /**
       * Format: int32
       * @description Rows to come, estimated by time: as many as the part that is not read yet would bring at the pace of the part that is. null while that cannot be said.
       */
      remaining: number | null
      /** @description That part which is read, 0 to 1; null when Alpaca tells no age. */
      share: number | null
      /**
       * Format: date-time
       * @description How far the reading has come.
       * @example 2026-09-10T16:17:18.577198Z
       */
      read_through: string | null
    }
    Trade: {
      /** Format: uuid */
      trade_id: string
      account_id: string
      underlying: string
      strategy: string
      strategy_type: components['schemas']['StrategyType']
      direction: components['schemas']['Direction'] | null
      status: components['schemas']['TradeStatus']
      closed_by: components['schemas']['CloseCause'][]
      quantity: number
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /**
       * Format: date
       * @description The date of opened_at in New York.
       * @example 2026-12-18
       */
      opened_on: string
      /**
       * Format: date
       * @description The date of closed_at in New York; null while open.
       * @example 2026-12-18
       */
      closed_on: string | null
      /**
       * Format: date
       * @example 2026-12-18
       */
      expiry_date: string | null
      entry_cash: number | null
      exit_cash: number | null
      /** @description Before fees; null when incomplete. */
      realized_pl: number | null
      fees: number
      net_pl: number | null
      /** @description At the marks of the positions; null without one; 0 when nothing is open. */
      unrealized_pl: number | null
      /** @description The fees of its last day are not posted yet. */
      fees_pending: boolean
      /** Format: uuid */
      rolled_from: string | null
      /** Format: uuid */
      chain_id: string
      /** Format: int32 */
      roll_count: number
      /** Format: uuid */
      assigned_from: string | null
      /** Format: uuid */
      covered_by: string | null
      /** @description Opened before the history begins: no profit is told. */
      incomplete: boolean
      /** @description A leg is gone at the broker, and no activity says why. */
      unexplained: boolean
      tags: string[]
      note: string | null
      legs: components['schemas']['TradeLeg'][]
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
    }
    TradeDetail: {
      /** Format: uuid */
      trade_id: string
      account_id: string
      underlying: string
      strategy: string
      strategy_type: components['schemas']['StrategyType']
      direction: components['schemas']['Direction'] | null
      status: components['schemas']['TradeStatus']
      closed_by: components['schemas']['CloseCause'][]
      quantity: number
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /**
       * Format: date
       * @description The date of opened_at in New York.
       * @example 2026-12-18
       */
      opened_on: string
      /**
       * Format: date
       * @description The date of closed_at in New York; null while open.
       * @example 2026-12-18
       */
      closed_on: string | null
      /**
       * Format: date
       * @example 2026-12-18
       */
      expiry_date: string | null
      entry_cash: number | null
      exit_cash: number | null
      /** @description Before fees; null when incomplete. */
      realized_pl: number | null
      fees: number
      net_pl: number | null
      /** @description At the marks of the positions; null without one; 0 when nothing is open. */
      unrealized_pl: number | null
      /** @description The fees of its last day are not posted yet. */
      fees_pending: boolean
      /** Format: uuid */
      rolled_from: string | null
      /** Format: uuid */
      chain_id: string
      /** Format: int32 */
      roll_count: number
      /** Format: uuid */
      assigned_from: string | null
      /** Format: uuid */
      covered_by: string | null
      /** @description Opened before the history begins: no profit is told. */
      incomplete: boolean
      /** @description A leg is gone at the broker, and no activity says why. */
      unexplained: boolean
      tags: string[]
      note: string | null
      legs: components['schemas']['TradeLeg'][]
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
      fills: components['schemas']['TradeFill'][]
      fees_detail: components['schemas']['TradeFee'][]
      orders: components['schemas']['Order'][]
      /** @description This trade and those that it was rolled from and into. */
      chain: components['schemas']['TradeLink'][]
      /** @description The sum over the chain; null when one is incomplete. */
      chain_net_pl: number | null
    }
    TradeFee: {
      activity_id: string
      /** @description Alpaca's word, such as ORF or OCC. */
      kind: string | null
      /** @description This trade's share of it. */
      amount: number
      /**
       * Format: date
       * @example 2026-12-18
       */
      trading_day: string
    }
    TradeFill: {
      execution_id: string
      /** @enum {string} */
      effect: 'open' | 'close'
      symbol: string
      /**
       * @description What executed it.
       * @enum {string}
       */
      kind: 'fill' | 'expiration' | 'assignment' | 'exercise' | 'delivery' | 'transfer'
      leg_kind: components['schemas']['LegKind']
      order_id: string | null
      activity_id: string | null
      side: components['schemas']['OrderSide']
      qty: number
      price: number
      multiplier: number
      realized_pl: number | null
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      executed_at: string
      /**
       * Format: date
       * @example 2026-12-18
       */
      trading_day: string
    }
    TradeLeg: {
      symbol: string
      kind: components['schemas']['LegKind']
      strike: number | null
      /**
       * Format: date
       * @example 2026-12-18
       */
      expiry_date: string | null
      side: components['schemas']['PositionSide']
      qty: number
      open_qty: number
      avg_open_price: number | null
      avg_close_price: number | null
      realized_pl: number | null
      closed_by: components['schemas']['CloseCause'][]
    }
    TradeLink: {
      /** Format: uuid */
      trade_id: string
      strategy: string
      status: components['schemas']['TradeStatus']
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      net_pl: number | null
    }
    /** @enum {string} */
    TradeStatus: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled'
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: {
    /**
     * @description The id that came with the request, or a new one: the log has it too.
     * @example 0b8f5a36-6a57-4b0e-9b0e-3f6d1c0a2f11
     */
    'X-Request-ID': string
    /**
     * @description private, no-cache where there is an ETag; else no-store.
     * @example private, no-cache
     */
    'Cache-Control': string
    /**
     * @description The page that asked, when CORS_ORIGINS names it; else not there.
     * @example https://app.example.com
     */
    'Access-Control-Allow-Origin': string
  }
  pathItems: never
}
export type Account = components['schemas']['Account']
export type AccountHealth = components['schemas']['AccountHealth']
export type AccountRebuild = components['schemas']['AccountRebuild']
export type AccountReconciliation = components['schemas']['AccountReconciliation']
export type AccountSyncReport = components['schemas']['AccountSyncReport']
export type AccountSyncStatus = components['schemas']['AccountSyncStatus']
export type AnnotateRequest = components['schemas']['AnnotateRequest']
export type Backfill = components['schemas']['Backfill']
export type CashBalance = components['schemas']['CashBalance']
export type CloseCause = components['schemas']['CloseCause']
export type DifferenceCause = components['schemas']['DifferenceCause']
export type Direction = components['schemas']['Direction']
export type EquityPoint = components['schemas']['EquityPoint']
export type ErasedRows = components['schemas']['ErasedRows']
export type Error = components['schemas']['Error']
export type ErrorCode = components['schemas']['ErrorCode']
export type Figures = components['schemas']['Figures']
export type GroupingRules = components['schemas']['GroupingRules']
export type Health = components['schemas']['Health']
export type HealthChecks = components['schemas']['HealthChecks']
export type LedgerFailure = components['schemas']['LedgerFailure']
export type LegKind = components['schemas']['LegKind']
export type MergeRequest = components['schemas']['MergeRequest']
export type OptionType = components['schemas']['OptionType']
export type Order = components['schemas']['Order']
export type OrderSide = components['schemas']['OrderSide']
export type OrderStatus = components['schemas']['OrderStatus']
export type Override = components['schemas']['Override']
export type Position = components['schemas']['Position']
export type PositionSide = components['schemas']['PositionSide']
export type QuarantineList = components['schemas']['QuarantineList']
export type QuarantineRetry = components['schemas']['QuarantineRetry']
export type QuarantineRetryRequest = components['schemas']['QuarantineRetryRequest']
export type QuarantinedItem = components['schemas']['QuarantinedItem']
export type Rebuild = components['schemas']['Rebuild']
export type RebuildRequest = components['schemas']['RebuildRequest']
export type Reconciliation = components['schemas']['Reconciliation']
export type Regrouped = components['schemas']['Regrouped']
export type SplitRequest = components['schemas']['SplitRequest']
export type Stats = components['schemas']['Stats']
export type StrategyType = components['schemas']['StrategyType']
export type SymbolBalance = components['schemas']['SymbolBalance']
export type SyncReport = components['schemas']['SyncReport']
export type SyncRequest = components['schemas']['SyncRequest']
export type SyncWalk = components['schemas']['SyncWalk']
export type Trade = components['schemas']['Trade']
export type TradeDetail = components['schemas']['TradeDetail']
export type TradeFee = components['schemas']['TradeFee']
export type TradeFill = components['schemas']['TradeFill']
export type TradeLeg = components['schemas']['TradeLeg']
export type TradeLink = components['schemas']['TradeLink']
export type TradeStatus = components['schemas']['TradeStatus']
export type HeaderXRequestId = components['headers']['X-Request-ID']
export type HeaderCacheControl = components['headers']['Cache-Control']
export type HeaderAccessControlAllowOrigin = components['headers']['Access-Control-Allow-Origin']
export type $defs = Record<string, never>
export interface operations {
  getSyncStatus: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Accounts by label, those that were never synced too. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            accounts: components['schemas']['AccountSyncStatus'][]
          }
        }
      }
    }
  }
  sync: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['SyncRequest']
      }
    }
    responses: {
      /** @description What the run did. With has_more false it is complete. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SyncReport']
        }
      }
    }
  }
  syncOrders: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['SyncRequest']
      }
    }
    responses: {
      /** @description What the run did. With has_more false it is complete. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SyncReport']
        }
      }
    }
  }
  syncPositions: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['SyncRequest']
      }
    }
    responses: {
      /** @description What the run did. With has_more false it is complete. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SyncReport']
        }
      }
    }
  }
  syncActivities: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['SyncRequest']
      }
    }
    responses: {
      /** @description What the run did. With has_more false it is complete. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SyncReport']
        }
      }
    }
  }
  listQuarantine: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        source?: 'order' | 'activity' | 'position' | 'account' | 'contract'
        /** @description false: what still does not fit; true: what a good payload replaced. */
        healed?: 'true' | 'false' | 'all'
        /** @description At most so many rows. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of what was put aside. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['QuarantineList']
        }
      }
    }
  }
  retryQuarantine: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['QuarantineRetryRequest']
      }
    }
    responses: {
      /** @description What became of it. With has_more false all was tried. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['QuarantineRetry']
        }
      }
    }
  }
  listOrders: {
    parameters: {
      query?: {
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        /** @description A symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same). */
        symbol?: string
        /** @description One or more statuses, by commas; open: can still change (held too); closed: cannot; all: the default. */
        status?: (
          | 'open'
          | 'closed'
          | 'all'
          | 'new'
          | 'partially_filled'
          | 'filled'
          | 'done_for_day'
          | 'canceled'
          | 'expired'
          | 'replaced'
          | 'pending_cancel'
          | 'pending_replace'
          | 'accepted'
          | 'pending_new'
          | 'accepted_for_bidding'
          | 'stopped'
          | 'rejected'
          | 'suspended'
          | 'calculated'
          | 'held'
          | 'pending_review'
          | 'unknown'
        )[]
        side?: 'buy' | 'sell'
        strategy_type?:
          | 'single_leg'
          | 'vertical_spread'
          | 'iron_condor'
          | 'strangle'
          | 'straddle'
          | 'stock'
          | 'covered_call'
          | 'covered_put'
          | 'protective_put'
          | 'protective_call'
          | 'collar'
          | 'conversion'
          | 'covered_strangle'
          | 'guts'
          | 'ratio_straddle'
          | 'risk_reversal'
          | 'synthetic_stock'
          | 'ratio_spread'
          | 'ladder'
          | 'butterfly'
          | 'condor'
          | 'iron_butterfly'
          | 'calendar_spread'
          | 'diagonal_spread'
          | 'jade_lizard'
          | 'box_spread'
          | 'jelly_roll'
          | 'seagull'
          | 'christmas_tree'
          | 'crypto'
          | 'options'
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description Submitted at or after. */
        since?: string
        /** @description Submitted before. */
        until?: string
        /** @description At most so many rows. */
        limit?: number
        /** @description Skips so many; not with cursor. */
        offset?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
        /** @description raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too. */
        include?: 'raw'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of order legs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            orders: components['schemas']['Order'][]
            /** @description null at the end of the list. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  listTradeOrders: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too. */
        include?: 'raw'
      }
      header?: never
      path: {
        /** @description A trade's id. */
        trade_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Its order legs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            orders: components['schemas']['Order'][]
          }
        }
      }
    }
  }
  listPositions: {
    parameters: {
      query?: {
        /** @description true: held now; false: held in the past; all: both. */
        is_open?: 'true' | 'false' | 'all'
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        /** @description A symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same). */
        symbol?: string
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description At most so many rows. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
        /** @description raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too. */
        include?: 'raw'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of positions. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            positions: components['schemas']['Position'][]
            /** @description null at the end of the list. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  listTrades: {
    parameters: {
      query?: {
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        /** @description The exact structure, such as bull_put_spread. */
        strategy?: string
        /** @description The family of structures. */
        strategy_type?:
          | 'single_leg'
          | 'vertical_spread'
          | 'iron_condor'
          | 'strangle'
          | 'straddle'
          | 'stock'
          | 'covered_call'
          | 'covered_put'
          | 'protective_put'
          | 'protective_call'
          | 'collar'
          | 'conversion'
          | 'covered_strangle'
          | 'guts'
          | 'ratio_straddle'
          | 'risk_reversal'
          | 'synthetic_stock'
          | 'ratio_spread'
          | 'ladder'
          | 'butterfly'
          | 'condor'
          | 'iron_butterfly'
          | 'calendar_spread'
          | 'diagonal_spread'
          | 'jade_lizard'
          | 'box_spread'
          | 'jelly_roll'
          | 'seagull'
          | 'christmas_tree'
          | 'crypto'
          | 'options'
        /** @description One or more statuses, by commas: open,partial. */
        status?: ('pending' | 'open' | 'partial' | 'closed' | 'unfilled')[]
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description Opened at or after. */
        since?: string
        /** @description Opened before. */
        until?: string
        tag?: string
        /** @description Closed at or after. */
        closed_since?: string
        /** @description Closed before. */
        closed_until?: string
        /** @description At most so many rows. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of trades. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            trades: components['schemas']['Trade'][]
            /** @description null at the end of the list. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  getTrade: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
      }
      header?: never
      path: {
        /** @description A trade's id. */
        trade_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The trade. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            trade: components['schemas']['TradeDetail']
          }
        }
      }
    }
  }
  updateTrade: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description A trade's id. */
        trade_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AnnotateRequest']
      }
    }
    responses: {
      /** @description The trade as it is now. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            trade: components['schemas']['Trade']
            /** @description null when nothing is said. */
            override: components['schemas']['Override'] | null
            /** @description It is written, but the trades are not worked out yet: the next sync does it. */
            has_more: boolean
          }
        }
      }
    }
  }
  getStats: {
    parameters: {
      query?: {
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        /** @description The exact structure, such as bull_put_spread. */
        strategy?: string
        /** @description The family of structures. */
        strategy_type?:
          | 'single_leg'
          | 'vertical_spread'
          | 'iron_condor'
          | 'strangle'
          | 'straddle'
          | 'stock'
          | 'covered_call'
          | 'covered_put'
          | 'protective_put'
          | 'protective_call'
          | 'collar'
          | 'conversion'
          | 'covered_strangle'
          | 'guts'
          | 'ratio_straddle'
          | 'risk_reversal'
          | 'synthetic_stock'
          | 'ratio_spread'
          | 'ladder'
          | 'butterfly'
          | 'condor'
          | 'iron_butterfly'
          | 'calendar_spread'
          | 'diagonal_spread'
          | 'jade_lizard'
          | 'box_spread'
          | 'jelly_roll'
          | 'seagull'
          | 'christmas_tree'
          | 'crypto'
          | 'options'
        /** @description One or more statuses, by commas: open,partial. */
        status?: ('pending' | 'open' | 'partial' | 'closed' | 'unfilled')[]
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description Money made, and trades closed, from. */
        since?: string
        /** @description Money made, and trades closed, before. */
        until?: string
        tag?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description All views. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Stats']
        }
      }
    }
  }
  exportOrders: {
    parameters: {
      query?: {
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        /** @description A symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same). */
        symbol?: string
        /** @description One or more statuses, by commas; open: can still change (held too); closed: cannot; all: the default. */
        status?: (
          | 'open'
          | 'closed'
          | 'all'
          | 'new'
          | 'partially_filled'
          | 'filled'
          | 'done_for_day'
          | 'canceled'
          | 'expired'
          | 'replaced'
          | 'pending_cancel'
          | 'pending_replace'
          | 'accepted'
          | 'pending_new'
          | 'accepted_for_bidding'
          | 'stopped'
          | 'rejected'
          | 'suspended'
          | 'calculated'
          | 'held'
          | 'pending_review'
          | 'unknown'
        )[]
        side?: 'buy' | 'sell'
        strategy_type?:
          | 'single_leg'
          | 'vertical_spread'
          | 'iron_condor'
          | 'strangle'
          | 'straddle'
          | 'stock'
          | 'covered_call'
          | 'covered_put'
          | 'protective_put'
          | 'protective_call'
          | 'collar'
          | 'conversion'
          | 'covered_strangle'
          | 'guts'
          | 'ratio_straddle'
          | 'risk_reversal'
          | 'synthetic_stock'
          | 'ratio_spread'
          | 'ladder'
          | 'butterfly'
          | 'condor'
          | 'iron_butterfly'
          | 'calendar_spread'
          | 'diagonal_spread'
          | 'jade_lizard'
          | 'box_spread'
          | 'jelly_roll'
          | 'seagull'
          | 'christmas_tree'
          | 'crypto'
          | 'options'
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description Submitted at or after. */
        since?: string
        /** @description Submitted before. */
        until?: string
        /** @description At most so many rows; Link tells where the rest is. Without it all, or a refusal. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
        /** @description The columns of the file, in this order, by commas: submitted_at, symbol, underlying, side, position_intent, status, qty, filled_qty, filled_avg_price, filled_at, expiry_date, strike_price, option_type, order_type, time_in_force, limit_price, stop_price, trail_price, trail_percent, notional, strategy_type, trade_id, leg_number, ratio_qty, asset_class, asset_id, order_class, alpaca_order_id, parent_order_id, client_order_id, account_id, replaces, replaced_by, expired_at, canceled_at, failed_at, replaced_at, expires_at, alpaca_created_at, alpaca_updated_at, created_at, updated_at, id. Without it all. */
        fields?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The file, newest first. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/csv': string
        }
      }
    }
  }
  exportTrades: {
    parameters: {
      query?: {
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        /** @description The exact structure, such as bull_put_spread. */
        strategy?: string
        /** @description The family of structures. */
        strategy_type?:
          | 'single_leg'
          | 'vertical_spread'
          | 'iron_condor'
          | 'strangle'
          | 'straddle'
          | 'stock'
          | 'covered_call'
          | 'covered_put'
          | 'protective_put'
          | 'protective_call'
          | 'collar'
          | 'conversion'
          | 'covered_strangle'
          | 'guts'
          | 'ratio_straddle'
          | 'risk_reversal'
          | 'synthetic_stock'
          | 'ratio_spread'
          | 'ladder'
          | 'butterfly'
          | 'condor'
          | 'iron_butterfly'
          | 'calendar_spread'
          | 'diagonal_spread'
          | 'jade_lizard'
          | 'box_spread'
          | 'jelly_roll'
          | 'seagull'
          | 'christmas_tree'
          | 'crypto'
          | 'options'
        /** @description One or more statuses, by commas: open,partial. */
        status?: ('pending' | 'open' | 'partial' | 'closed' | 'unfilled')[]
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description Opened at or after. */
        since?: string
        /** @description Opened before. */
        until?: string
        tag?: string
        /** @description Closed at or after. */
        closed_since?: string
        /** @description Closed before. */
        closed_until?: string
        /** @description At most so many rows; Link tells where the rest is. Without it all, or a refusal. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
        /** @description The columns of the file, in this order, by commas: opened_at, closed_at, underlying, strategy, strategy_type, direction, status, quantity, legs, expiry_date, entry_cash, exit_cash, realized_pl, fees, net_pl, unrealized_pl, closed_by, tags, note, incomplete, unexplained, fees_pending, roll_count, rolled_from, chain_id, assigned_from, covered_by, trade_id, account_id, created_at, updated_at, opened_on, closed_on. Without it all. */
        fields?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The file, the last opened first. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/csv': string
        }
      }
    }
  }
  mergeTrades: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['MergeRequest']
      }
    }
    responses: {
      /** @description The trade that they are now. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            trade: components['schemas']['Trade']
            override: components['schemas']['Override']
            /** @description It is written, but the trades are not worked out yet: the next sync does it. */
            has_more: boolean
          }
        }
      }
    }
  }
  splitTrade: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SplitRequest']
      }
    }
    responses: {
      /** @description The trades that it has become. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            /** @description What the trade has become. */
            trades: components['schemas']['Trade'][]
            override: components['schemas']['Override']
            /** @description It is written, but the trades are not worked out yet: the next sync does it. */
            has_more: boolean
          }
        }
      }
    }
  }
  listOverrides: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description An underlying, such as SPY or BTC/USD (BTCUSD is the same). */
        underlying?: string
        kind?: 'merge' | 'split' | 'annotate'
        /** @description At most so many rows. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of overrides. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            overrides: components['schemas']['Override'][]
            /** @description null at the end of the list. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  deleteOverride: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description An override's id. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The trades as if it had never been. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            /** @description The trades that its orders are in again. */
            trades: components['schemas']['Trade'][]
            /** @description It is written, but the trades are not worked out yet: the next sync does it. */
            has_more: boolean
          }
        }
      }
    }
  }
  rebuildTrades: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['RebuildRequest']
      }
    }
    responses: {
      /** @description How much came out otherwise. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Rebuild']
        }
      }
    }
  }
  getReconciliation: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Both sides. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Reconciliation']
        }
      }
    }
  }
  listAccounts: {
    parameters: {
      query?: {
        /** @description An account: Alpaca's id of it, or its label. */
        account?: string
        /** @description At most so many rows. */
        limit?: number
        /** @description Where the page begins: the next_cursor of the page before. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of accounts. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            accounts: components['schemas']['Account'][]
            /** @description null at the end of the list. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  deleteAccount: {
    parameters: {
      query?: {
        /** @description erase: deletes everything that belongs to the account. Without it nothing is. */
        data?: 'erase'
      }
      header?: never
      path: {
        /** @description An account: Alpaca's id of it, or its label. */
        label: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The account as it is now, and how many rows were deleted. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            account: components['schemas']['Account']
            /** @description null when nothing was to be erased. */
            erased: components['schemas']['ErasedRows'] | null
          }
        }
      }
    }
  }
  resumeAccount: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description An account: Alpaca's id of it, or its label. */
        label: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The account as it is now. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /** @constant */
            status: 'success'
            account: components['schemas']['Account']
          }
        }
      }
    }
  }
  getHealth: {
    parameters: {
      query?: {
        /** @description 1: checks the database and the sync of every account. Needs a token. */
        deep?: '1'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description All is well. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Health']
        }
      }
    }
  }
  getOpenApi: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The document. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            [key: string]: unknown
          }
        }
      }
    }
  }
  getDocs: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page that loads nothing from elsewhere. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
    }
  }
}
