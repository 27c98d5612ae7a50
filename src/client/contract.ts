// Generated of src/api/openapi.json by npm run api:write: types alone, nothing of it is left in a bundle.

export interface AccountRebuild {
  account_id: string
  label: string
  /** Whose trades were worked out again. */
  underlyings: number
  /** Trades, fills, order legs, fees and shares of them that came out otherwise than they stood: 0 on a healthy ledger. */
  changed: number
  /** The budget was used up: call again, and it goes on. */
  has_more: boolean
  /** Why it failed, in all or in part; the rest is counted, and stays. */
  error:
    | {
        code: string
        message: string
        /** Of `ledger_failed`: whose trades could not be worked out. */
        underlyings?: string[]
      }
    | {
        code: string
        message: string
        /** Of `ledger_failed`: whose trades could not be worked out. */
        underlyings?: string[]
      }
  /** What other rules of grouping changed; not counted in `changed`. */
  regrouped: Regrouped | null
}

export interface AccountReconciliation {
  account_id: string
  label: string
  /** No symbol differs, and no cash. */
  balanced: boolean
  symbols: SymbolBalance[]
  cash: CashBalance
}

export interface AccountSyncReport {
  account_id: string
  label: string
  /** Rows read from Alpaca that now stand in the database. */
  count: number
  /** Rows read from Alpaca, refused ones included. */
  seen: number
  inserted: number
  updated: number
  unchanged: number
  /** Payloads that did not fit, put aside whole. */
  quarantined: number
  /** The budget was used up: the next run goes on from here. */
  has_more: boolean
  duration_ms: number
  orders: {
    /** Rows read from Alpaca that now stand in the database. */
    count: number
    /** Rows read from Alpaca, refused ones included. */
    seen: number
    inserted: number
    updated: number
    unchanged: number
    /** Payloads that did not fit, put aside whole. */
    quarantined: number
  }
  activities: {
    /** Rows read from Alpaca that now stand in the database. */
    count: number
    /** Rows read from Alpaca, refused ones included. */
    seen: number
    inserted: number
    updated: number
    unchanged: number
    /** Payloads that did not fit, put aside whole. */
    quarantined: number
  }
  positions: {
    /** Rows read from Alpaca that now stand in the database. */
    count: number
    /** Rows read from Alpaca, refused ones included. */
    seen: number
    inserted: number
    updated: number
    unchanged: number
    /** Payloads that did not fit, put aside whole. */
    quarantined: number
  }
  /** Why it failed; what had landed by then is counted, and stays. */
  error:
    | {
        code: string
        message: string
        /** Of `ledger_failed`: whose trades could not be worked out. */
        underlyings?: string[]
      }
    | {
        code: string
        message: string
        /** Of `ledger_failed`: whose trades could not be worked out. */
        underlyings?: string[]
      }
  /** Set while all trades are grouped again because GROUPING_WINDOW_SECONDS or the version of the rules changed. */
  regrouped: Regrouped | null
  /** Of a retry of the quarantine. */
  quarantine?: { retried: number; healed: number; quarantined: number }
}

export interface AccountSyncStatus {
  label: string
  /** null before the first sync. */
  account_id: string | null
  /** Whether its keys are set; else its history alone is here. */
  configured: boolean
  running: boolean
  /** When all there was had been read. */
  last_success_at: string | null
  /** Since then. */
  lag_seconds: number | null
  last_full_at: string | null
  backfill: Backfill
  positions_synced_at: string | null
  /** Of the last run that failed, however long ago. */
  last_error:
    | { code: string | null; message: string | null; at: string }
    | { code: string | null; message: string | null; at: string }
  /** Since when, and how often, one run after the other failed; null when the last did not. */
  failing: { since: string; runs: number } | { since: string; runs: number }
  /** Underlyings whose trades could not be worked out and stand as they did before, and why. They are tried again by themselves. */
  ledger_failed: LedgerFailure[]
  /** Set while the trades are grouped again by other rules. */
  regrouping:
    | {
        reason: 'engine_version' | 'grouping_window'
        since: string
        from: GroupingRules
        to: GroupingRules
      }
    | {
        reason: 'engine_version' | 'grouping_window'
        since: string
        from: GroupingRules
        to: GroupingRules
      }
  /** Payloads put aside that still do not fit. */
  quarantined: number
  /** Alpaca's, as its last answer told it. */
  rate_limit: { limit: number | null; remaining: number | null; reset_at: string | null }
  /** Whether the ledger agrees with the broker. */
  balanced: boolean | null
  reconciled_at: string | null
}

export interface AnnotateRequest {
  /** What to call it; null: as it was recognised. */
  strategy?: string | null
  tags?: string[] | null
  note?: string | null
}

export interface Backfill {
  orders: SyncWalk
  activities: SyncWalk
  /** Of the run under way, or of the last one. */
  rows_per_second: number | null
  /** What remains at that rate, without the pauses between runs; 0 when complete. */
  eta_seconds: number | null
}

export interface CashBalance {
  /** As Alpaca says. */
  cash: number | null
  /** deposits + executions + fees + other: what moved it. */
  expected: number
  /** cash less expected. */
  difference: number | null
  deposits: number
  executions: number
  /** Negative: paid. */
  fees: number
  /** Dividends, interest and the like. */
  other: number
  /** Why they differ; null when they do not. */
  cause:
    | 'opened before history'
    | 'activity not yet posted'
    | 'split or adjusted'
    | 'unexplained'
    | null
}

export interface EquityPoint {
  date: string
  net_pl: number
  cumulative: number
}

export interface Error {
  status: 'error'
  error: {
    code:
      | 'invalid_parameter'
      | 'invalid_json'
      | 'unauthorized'
      | 'forbidden'
      | 'not_found'
      | 'trade_not_found'
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
      | 'database_unavailable'
    message: string
    /** What in the request was wrong. */
    param?: string
  }
  request_id: string
  /** Of a sync or a rebuild that failed: what became of each account. */
  accounts?: (AccountSyncReport | AccountRebuild)[]
}

export interface Figures {
  /** Closed trades, incomplete ones among them. */
  trades: number
  /** Of these, with net_pl above 0. */
  wins: number
  /** Of these, with net_pl below 0. */
  losses: number
  /** 0 to 1: wins among closed trades whose profit is known. */
  win_rate: number | null
  /** Of closing executions, before fees; of partly closed trades too. */
  realized_pl: number
  fees: number
  /** realized_pl less fees. */
  net_pl: number
  /** What wins made for each dollar that losses lost; null without one. */
  profit_factor: number | null
  /** Mean net_pl of a closed trade. */
  expectancy: number | null
  average_days_held: number | null
  /** Open or partly closed now. */
  open_trades: number
}

export interface GroupingRules {
  engine_version: number | null
  grouping_window_seconds: number | null
}

export interface Health {
  status: 'success'
  service: 'legbook'
}

export interface LedgerFailure {
  /** null: the fees of the account are not shared out. */
  underlying: string | null
  since: string
  reason: string
  /** Runs that ended without a word while they worked it out. */
  deaths: number
  /** When it is tried again; null: by the next run. */
  next_try_at: string | null
}

export interface MergeRequest {
  trade_ids: string[]
}

export interface Order {
  id: string
  alpaca_order_id: string
  client_order_id: string | null
  account_id: string
  /** The multi-leg order that it is a leg of. */
  parent_order_id: string | null
  trade_id: string
  strategy_type:
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
  leg_number: number
  symbol: string
  underlying: string
  asset_class: string | null
  asset_id: string | null
  order_class: string | null
  side: 'buy' | 'sell'
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
  status:
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
  expiry_date: string | null
  strike_price: number | null
  option_type: 'call' | 'put' | null
  replaces: string | null
  replaced_by: string | null
  submitted_at: string | null
  filled_at: string | null
  expired_at: string | null
  canceled_at: string | null
  failed_at: string | null
  replaced_at: string | null
  expires_at: string | null
  alpaca_created_at: string | null
  alpaca_updated_at: string | null
  created_at: string
  updated_at: string
  /** The payload as Alpaca sent it; with include=raw alone. */
  raw_data?: Record<string, unknown>
}

export interface Override {
  id: string
  account_id: string
  underlying: string
  kind: 'merge' | 'split' | 'annotate'
  /** Orders (or activities) by Alpaca ids: what opened the trades it speaks of. */
  facts: string[]
  /** The trades that these are in now. */
  trade_ids: string[]
  strategy: string | null
  tags: string[] | null
  note: string | null
  created_at: string
  updated_at: string
}

export interface Position {
  id: string
  account_id: string
  /** Of several trades, the one with most of it open. */
  trade_id: string | null
  asset_id: string | null
  asset_class: string | null
  symbol: string
  underlying: string
  /** Negative when short. */
  qty: number
  side: 'long' | 'short'
  avg_entry_price: number | null
  current_price: number | null
  market_value: number | null
  cost_basis: number | null
  unrealized_pl: number | null
  unrealized_plpc: number | null
  unrealized_intraday_pl: number | null
  unrealized_intraday_plpc: number | null
  expiry_date: string | null
  strike_price: number | null
  option_type: 'call' | 'put' | null
  is_open: boolean
  closed_at: string | null
  /** order, expiration, assignment, exercise or adjustment; pending until one of them shows; unexplained when none has for five days. */
  close_cause: string | null
  created_at: string
  updated_at: string
  /** The payload as Alpaca sent it; with include=raw alone. */
  raw_data?: Record<string, unknown>
}

export interface QuarantineList {
  status: 'success'
  quarantine: QuarantinedItem[]
  /** null at the end of the list. */
  next_cursor: string | null
}

export interface QuarantineRetry {
  status: 'success'
  /** What did not fit and was tried again. */
  retried: number
  healed: number
  /** What still does not fit. */
  quarantined: number
  /** The budget was used up before all was tried: call again. */
  has_more: boolean
  duration_ms: number
  accounts: {
    account_id: string
    label: string
    /** What did not fit and was tried again. */
    retried: number
    healed: number
    /** What still does not fit. */
    quarantined: number
    /** The budget was used up before all was tried: call again. */
    has_more: boolean
  }[]
}

export interface QuarantineRetryRequest {
  /** An account: Alpaca's id of it, or its label. */
  account?: string
  /** Rows of the list; without it, all that do not fit yet. */
  ids?: string[]
}

export interface QuarantinedItem {
  id: string
  account_id: string
  source: 'order' | 'activity' | 'position' | 'account' | 'contract'
  /** Alpaca's id of it, or a symbol; null when it came without. */
  item_id: string | null
  /** Which fields do not fit; never what they hold. */
  reason: string
  /** Whether an order or activity is stored under this id, as it was before. */
  stored: boolean
  first_seen_at: string
  /** Since when it looks as it does now. */
  seen_at: string
  /** When it was last tried apart from what each run reads. */
  tried_at: string | null
  healed_at: string | null
}

export interface Rebuild {
  status: 'success'
  /** Whose trades were worked out again. */
  underlyings: number
  /** Trades, fills, order legs, fees and shares of them that came out otherwise than they stood: 0 on a healthy ledger. */
  changed: number
  /** The budget was used up: call again, and it goes on. */
  has_more: boolean
  duration_ms: number
  accounts: AccountRebuild[]
}

export interface RebuildRequest {
  /** An account: Alpaca's id of it, or its label. */
  account?: string
}

export interface Reconciliation {
  status: 'success'
  /** Of every account; null before the first sync. */
  balanced: boolean | null
  /** Of every account. */
  symbols: SymbolBalance[]
  /** Added up over the accounts. */
  cash: CashBalance
  accounts: AccountReconciliation[]
}

export interface Regrouped {
  reason: 'engine_version' | 'grouping_window'
  /** null where the rules of before are not known. */
  from: GroupingRules
  to: GroupingRules
  /** Whose trades this run worked out again. */
  underlyings: number
  /** Trades, fills and order legs that changed by it. */
  changed: number
  /** Further runs go on with it. */
  has_more: boolean
}

export interface SplitRequest {
  /** A trade's id. */
  trade_id: string
  /** Alpaca's ids of orders that opened the trade, not all of them. */
  order_ids: string[]
}

export interface Stats {
  status: 'success'
  total: Figures
  by_strategy: {
    strategy: string
    /** Closed trades, incomplete ones among them. */
    trades: number
    /** Of these, with net_pl above 0. */
    wins: number
    /** Of these, with net_pl below 0. */
    losses: number
    /** 0 to 1: wins among closed trades whose profit is known. */
    win_rate: number | null
    /** Of closing executions, before fees; of partly closed trades too. */
    realized_pl: number
    fees: number
    /** realized_pl less fees. */
    net_pl: number
    /** What wins made for each dollar that losses lost; null without one. */
    profit_factor: number | null
    /** Mean net_pl of a closed trade. */
    expectancy: number | null
    average_days_held: number | null
    /** Open or partly closed now. */
    open_trades: number
  }[]
  by_underlying: {
    underlying: string
    /** Closed trades, incomplete ones among them. */
    trades: number
    /** Of these, with net_pl above 0. */
    wins: number
    /** Of these, with net_pl below 0. */
    losses: number
    /** 0 to 1: wins among closed trades whose profit is known. */
    win_rate: number | null
    /** Of closing executions, before fees; of partly closed trades too. */
    realized_pl: number
    fees: number
    /** realized_pl less fees. */
    net_pl: number
    /** What wins made for each dollar that losses lost; null without one. */
    profit_factor: number | null
    /** Mean net_pl of a closed trade. */
    expectancy: number | null
    average_days_held: number | null
    /** Open or partly closed now. */
    open_trades: number
  }[]
  by_month: {
    month: string
    /** Closed trades, incomplete ones among them. */
    trades: number
    /** Of these, with net_pl above 0. */
    wins: number
    /** Of these, with net_pl below 0. */
    losses: number
    /** 0 to 1: wins among closed trades whose profit is known. */
    win_rate: number | null
    /** Of closing executions, before fees; of partly closed trades too. */
    realized_pl: number
    fees: number
    /** realized_pl less fees. */
    net_pl: number
    /** What wins made for each dollar that losses lost; null without one. */
    profit_factor: number | null
    /** Mean net_pl of a closed trade. */
    expectancy: number | null
    average_days_held: number | null
    /** Open or partly closed now. */
    open_trades: number
  }[]
  /** Days on which money was made or paid. */
  equity_curve: EquityPoint[]
}

export interface SymbolBalance {
  account_id: string
  symbol: string
  /** Signed, as Alpaca holds it. */
  broker_qty: number
  /** Signed, of open lots. */
  ledger_qty: number
  /** broker_qty less ledger_qty. */
  difference: number
  /** Why they differ; null when they do not. */
  cause:
    | 'opened before history'
    | 'activity not yet posted'
    | 'split or adjusted'
    | 'unexplained'
    | null
}

export interface SyncReport {
  status: 'success'
  /** Rows read from Alpaca that now stand in the database. */
  count: number
  /** Rows read from Alpaca, refused ones included. */
  seen: number
  inserted: number
  updated: number
  unchanged: number
  /** Payloads that did not fit, put aside whole. */
  quarantined: number
  /** The budget was used up: the next run goes on from here. */
  has_more: boolean
  duration_ms: number
  accounts: AccountSyncReport[]
}

export interface SyncRequest {
  /** An account: Alpaca's id of it, or its label. */
  account?: string
  /** Reads again what is newer than this. */
  since?: string
}

export interface SyncWalk {
  /** All of the history has been read once. */
  complete: boolean
  /** Rows that the first reading has brought. */
  done: number
  /** Rows to come, estimated by time: as many as the part that is not read yet would bring at the pace of the part that is. null while that cannot be said. */
  remaining: number | null
  /** That part which is read, 0 to 1; null when Alpaca tells no age. */
  share: number | null
  /** How far the reading has come. */
  read_through: string | null
}

export interface Trade {
  trade_id: string
  account_id: string
  underlying: string
  strategy: string
  strategy_type:
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
  direction: 'credit' | 'debit' | null
  status: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled'
  closed_by: ('order' | 'expiration' | 'assignment' | 'exercise')[]
  quantity: number
  opened_at: string
  closed_at: string | null
  expiry_date: string | null
  entry_cash: number | null
  exit_cash: number | null
  /** Before fees; null when incomplete. */
  realized_pl: number | null
  fees: number
  net_pl: number | null
  /** At the marks of the positions; null without one; 0 when nothing is open. */
  unrealized_pl: number | null
  /** The fees of its last day are not posted yet. */
  fees_pending: boolean
  rolled_from: string | null
  chain_id: string
  roll_count: number
  assigned_from: string | null
  covered_by: string | null
  /** Opened before the history begins: no profit is told. */
  incomplete: boolean
  /** A leg is gone at the broker, and no activity says why. */
  unexplained: boolean
  tags: string[]
  note: string | null
  legs: TradeLeg[]
  created_at: string
  updated_at: string
}

export interface TradeDetail {
  trade_id: string
  account_id: string
  underlying: string
  strategy: string
  strategy_type:
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
  direction: 'credit' | 'debit' | null
  status: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled'
  closed_by: ('order' | 'expiration' | 'assignment' | 'exercise')[]
  quantity: number
  opened_at: string
  closed_at: string | null
  expiry_date: string | null
  entry_cash: number | null
  exit_cash: number | null
  /** Before fees; null when incomplete. */
  realized_pl: number | null
  fees: number
  net_pl: number | null
  /** At the marks of the positions; null without one; 0 when nothing is open. */
  unrealized_pl: number | null
  /** The fees of its last day are not posted yet. */
  fees_pending: boolean
  rolled_from: string | null
  chain_id: string
  roll_count: number
  assigned_from: string | null
  covered_by: string | null
  /** Opened before the history begins: no profit is told. */
  incomplete: boolean
  /** A leg is gone at the broker, and no activity says why. */
  unexplained: boolean
  tags: string[]
  note: string | null
  legs: TradeLeg[]
  created_at: string
  updated_at: string
  fills: TradeFill[]
  fees_detail: TradeFee[]
  orders: Order[]
  /** This trade and those that it was rolled from and into. */
  chain: TradeLink[]
  /** The sum over the chain; null when one is incomplete. */
  chain_net_pl: number | null
}

export interface TradeFee {
  activity_id: string
  /** Alpaca's word, such as ORF or OCC. */
  kind: string | null
  /** This trade's share of it. */
  amount: number
  trading_day: string
}

export interface TradeFill {
  execution_id: string
  effect: 'open' | 'close'
  symbol: string
  /** What executed it. */
  kind: 'fill' | 'expiration' | 'assignment' | 'exercise' | 'delivery' | 'transfer'
  leg_kind: 'call' | 'put' | 'stock' | 'crypto'
  order_id: string | null
  activity_id: string | null
  side: 'buy' | 'sell'
  qty: number
  price: number
  multiplier: number
  realized_pl: number | null
  executed_at: string
  trading_day: string
}

export interface TradeLeg {
  symbol: string
  kind: 'call' | 'put' | 'stock' | 'crypto'
  strike: number | null
  expiry_date: string | null
  side: 'long' | 'short'
  qty: number
  open_qty: number
  avg_open_price: number | null
  avg_close_price: number | null
  realized_pl: number | null
  closed_by: ('order' | 'expiration' | 'assignment' | 'exercise')[]
}

export interface TradeLink {
  trade_id: string
  strategy: string
  status: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled'
  opened_at: string
  closed_at: string | null
  net_pl: number | null
}

export interface Paths {
  '/sync': {
    get: {
      takes: {
        query?: {
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
        }
      }
      gives: { status: 'success'; accounts: AccountSyncStatus[] }
    }
    post: { takes: { body?: SyncRequest }; gives: SyncReport }
  }
  '/sync/orders': { post: { takes: { body?: SyncRequest }; gives: SyncReport } }
  '/sync/positions': { post: { takes: { body?: SyncRequest }; gives: SyncReport } }
  '/sync/activities': { post: { takes: { body?: SyncRequest }; gives: SyncReport } }
  '/sync/quarantine': {
    get: {
      takes: {
        query?: {
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          source?: 'order' | 'activity' | 'position' | 'account' | 'contract' | undefined
          /** false: what still does not fit; true: what a good payload replaced. */
          healed?: 'true' | 'false' | 'all' | undefined
          /** At most so many rows. */
          limit?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
        }
      }
      gives: QuarantineList
    }
  }
  '/sync/quarantine/retry': {
    post: { takes: { body?: QuarantineRetryRequest }; gives: QuarantineRetry }
  }
  '/orders': {
    get: {
      takes: {
        query?: {
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          /** A symbol, such as SPY or SPY261218C00600000. */
          symbol?: string | undefined
          /** A status; or open: can still change (held too); closed: cannot; all: the default. */
          status?:
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
            | undefined
          side?: 'buy' | 'sell' | undefined
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
            | undefined
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** Submitted at or after. */
          since?: string | undefined
          /** Submitted before. */
          until?: string | undefined
          /** At most so many rows. */
          limit?: number | undefined
          /** Skips so many; not with cursor. */
          offset?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
          /** raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too. */
          include?: 'raw' | undefined
        }
      }
      gives: {
        status: 'success'
        orders: Order[]
        /** null at the end of the list. */
        next_cursor: string | null
      }
    }
  }
  '/orders/{trade_id}': {
    get: {
      takes: {
        path: {
          /** A trade's id. */
          trade_id: string
        }
        query?: {
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too. */
          include?: 'raw' | undefined
        }
      }
      gives: { status: 'success'; orders: Order[] }
    }
  }
  '/positions': {
    get: {
      takes: {
        query?: {
          /** true: held now; false: held in the past; all: both. */
          is_open?: 'true' | 'false' | 'all' | undefined
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          /** A symbol, such as SPY or SPY261218C00600000. */
          symbol?: string | undefined
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** At most so many rows. */
          limit?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
          /** raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too. */
          include?: 'raw' | undefined
        }
      }
      gives: {
        status: 'success'
        positions: Position[]
        /** null at the end of the list. */
        next_cursor: string | null
      }
    }
  }
  '/trades': {
    get: {
      takes: {
        query?: {
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          /** The exact structure, such as bull_put_spread. */
          strategy?: string | undefined
          /** The family of structures. */
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
            | undefined
          status?: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled' | undefined
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** Opened at or after. */
          since?: string | undefined
          /** Opened before. */
          until?: string | undefined
          tag?: string | undefined
          /** At most so many rows. */
          limit?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
        }
      }
      gives: {
        status: 'success'
        trades: Trade[]
        /** null at the end of the list. */
        next_cursor: string | null
      }
    }
  }
  '/trades/{trade_id}': {
    get: {
      takes: {
        path: {
          /** A trade's id. */
          trade_id: string
        }
        query?: {
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
        }
      }
      gives: { status: 'success'; trade: TradeDetail }
    }
    patch: {
      takes: {
        path: {
          /** A trade's id. */
          trade_id: string
        }
        body: AnnotateRequest
      }
      gives: {
        status: 'success'
        trade: Trade
        /** null when nothing is said. */
        override: Override | null
        /** It is written, but the trades are not worked out yet: the next sync does it. */
        has_more: boolean
      }
    }
  }
  '/stats': {
    get: {
      takes: {
        query?: {
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          /** The exact structure, such as bull_put_spread. */
          strategy?: string | undefined
          /** The family of structures. */
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
            | undefined
          status?: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled' | undefined
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** Money made, and trades closed, from. */
          since?: string | undefined
          /** Money made, and trades closed, before. */
          until?: string | undefined
          tag?: string | undefined
        }
      }
      gives: Stats
    }
  }
  '/orders.csv': {
    get: {
      takes: {
        query?: {
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          /** A symbol, such as SPY or SPY261218C00600000. */
          symbol?: string | undefined
          /** A status; or open: can still change (held too); closed: cannot; all: the default. */
          status?:
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
            | undefined
          side?: 'buy' | 'sell' | undefined
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
            | undefined
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** Submitted at or after. */
          since?: string | undefined
          /** Submitted before. */
          until?: string | undefined
          /** At most so many rows; Link tells where the rest is. Without it all, or a refusal. */
          limit?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
          /** The columns of the file, in this order, by commas: submitted_at, symbol, underlying, side, position_intent, status, qty, filled_qty, filled_avg_price, filled_at, expiry_date, strike_price, option_type, order_type, time_in_force, limit_price, stop_price, trail_price, trail_percent, notional, strategy_type, trade_id, leg_number, ratio_qty, asset_class, asset_id, order_class, alpaca_order_id, parent_order_id, client_order_id, account_id, replaces, replaced_by, expired_at, canceled_at, failed_at, replaced_at, expires_at, alpaca_created_at, alpaca_updated_at, created_at, updated_at, id. Without it all. */
          fields?: string | undefined
        }
      }
      gives: Blob
    }
  }
  '/trades.csv': {
    get: {
      takes: {
        query?: {
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          /** The exact structure, such as bull_put_spread. */
          strategy?: string | undefined
          /** The family of structures. */
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
            | undefined
          status?: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled' | undefined
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** Opened at or after. */
          since?: string | undefined
          /** Opened before. */
          until?: string | undefined
          tag?: string | undefined
          /** At most so many rows; Link tells where the rest is. Without it all, or a refusal. */
          limit?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
          /** The columns of the file, in this order, by commas: opened_at, closed_at, underlying, strategy, strategy_type, direction, status, quantity, legs, expiry_date, entry_cash, exit_cash, realized_pl, fees, net_pl, unrealized_pl, closed_by, tags, note, incomplete, unexplained, fees_pending, roll_count, rolled_from, chain_id, assigned_from, covered_by, trade_id, account_id, created_at, updated_at. Without it all. */
          fields?: string | undefined
        }
      }
      gives: Blob
    }
  }
  '/trades/merge': {
    post: {
      takes: { body: MergeRequest }
      gives: {
        status: 'success'
        trade: Trade
        override: Override
        /** It is written, but the trades are not worked out yet: the next sync does it. */
        has_more: boolean
      }
    }
  }
  '/trades/split': {
    post: {
      takes: { body: SplitRequest }
      gives: {
        status: 'success'
        /** What the trade has become. */
        trades: Trade[]
        override: Override
        /** It is written, but the trades are not worked out yet: the next sync does it. */
        has_more: boolean
      }
    }
  }
  '/overrides': {
    get: {
      takes: {
        query?: {
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
          /** An underlying, such as SPY or BTC/USD. */
          underlying?: string | undefined
          kind?: 'merge' | 'split' | 'annotate' | undefined
          /** At most so many rows. */
          limit?: number | undefined
          /** Where the page begins: the next_cursor of the page before. */
          cursor?: string | undefined
        }
      }
      gives: {
        status: 'success'
        overrides: Override[]
        /** null at the end of the list. */
        next_cursor: string | null
      }
    }
  }
  '/overrides/{id}': {
    delete: {
      takes: {
        path: {
          /** An override's id. */
          id: string
        }
      }
      gives: {
        status: 'success'
        /** The trades that its orders are in again. */
        trades: Trade[]
        /** It is written, but the trades are not worked out yet: the next sync does it. */
        has_more: boolean
      }
    }
  }
  '/trades/rebuild': { post: { takes: { body?: RebuildRequest }; gives: Rebuild } }
  '/reconciliation': {
    get: {
      takes: {
        query?: {
          /** An account: Alpaca's id of it, or its label. */
          account?: string | undefined
        }
      }
      gives: Reconciliation
    }
  }
  '/health': { get: { takes: object; gives: Health } }
  '/openapi.json': { get: { takes: object; gives: Record<string, unknown> } }
}
