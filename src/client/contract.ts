// Generated from src/api/openapi.json by npm run api:write. Types only: a bundle contains none of it.
export interface paths {
  '/trades': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List trades, last opened first
     * @description List trades, last opened first.
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
     * Get a trade with its fills, fees, order legs and chain
     * @description Get a trade with its fills, fees, order legs and chain.
     */
    get: operations['getTrade']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /**
     * Set the strategy, tags and note of a trade
     * @description Properties that are left out stay as they are; null removes the override of a property. The override refers to the orders that opened the trades, so it survives every sync and rebuild.
     */
    patch: operations['updateTrade']
    trace?: never
  }
  '/campaigns': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List campaigns, last begun first
     * @description A campaign is the trades that rolls, deliveries and cover connect: a wheel, a poor man's covered call, a repaired spread. A trade without such a link is a campaign of one.
     */
    get: operations['listCampaigns']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/campaigns/{campaign_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Get a campaign with its trades
     * @description Get a campaign with its trades.
     */
    get: operations['getCampaign']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/lots': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List closed lots for taxes, last closed first
     * @description Every closed lot as US tax forms want it: dates by trade date, fees in proceeds and basis, and premiums of exercised and assigned options in the basis or proceeds of the shares. The P/L of trades stays as it is: trade_pl is beside gain, and differences lists why they differ. Lots are matched as trades are: first in first out within each trade. Options on broad-based indexes (Section 1256) have their 60/40 parts. Wash sales are flagged: basis and gain are without them, and wash_sale has what they change. A loss is replaced by shares or options of the same underlying and side that were acquired within 30 days before (and are still held after the sale) or after, the earliest first; what one order bought replaces none of itself. This is no tax advice.
     */
    get: operations['listLots']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/lots.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Export closed lots for taxes as CSV
     * @description Every closed lot as US tax forms want it: dates by trade date, fees in proceeds and basis, and premiums of exercised and assigned options in the basis or proceeds of the shares. The P/L of trades stays as it is: trade_pl is beside gain, and differences lists why they differ. Lots are matched as trades are: first in first out within each trade. Options on broad-based indexes (Section 1256) have their 60/40 parts. Wash sales are flagged: basis and gain are without them, and wash_sale has what they change. A loss is replaced by shares or options of the same underlying and side that were acquired within 30 days before (and are still held after the sale) or after, the earliest first; what one order bought replaces none of itself. This is no tax advice. CSV (RFC 4180) in UTF-8 with a byte order mark and a header line. Times are YYYY-MM-DD HH:MM:SS in New York, numbers are exact, and lists are separated by semicolons. Text that a spreadsheet would take for a formula begins with an apostrophe. The file is streamed: a transfer that breaks off is incomplete.
     */
    get: operations['exportLots']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
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
     * Get profit statistics
     * @description Counts trades, not legs; with unit=campaign whole campaigns, closed when all their chosen trades are. Profit counts on the New York day of the closing execution, fees and dividends on their own days, a closed trade on the day it was last closed, and an open trade on the day it was opened. The rows of each group therefore add up to the total. The profit of incomplete trades is unknown, so their money and fees are left out; their dividends count.
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
     * Export order legs as CSV
     * @description CSV (RFC 4180) in UTF-8 with a byte order mark and a header line. Times are YYYY-MM-DD HH:MM:SS in New York, numbers are exact, and lists are separated by semicolons. Text that a spreadsheet would take for a formula begins with an apostrophe. The file is streamed: a transfer that breaks off is incomplete.
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
     * Export trades as CSV
     * @description CSV (RFC 4180) in UTF-8 with a byte order mark and a header line. Times are YYYY-MM-DD HH:MM:SS in New York, numbers are exact, and lists are separated by semicolons. Text that a spreadsheet would take for a formula begins with an apostrophe. The file is streamed: a transfer that breaks off is incomplete. The column risk has the figures of the risk with their names: `max_profit 210; max_loss unlimited; breakeven 92.9`. It is empty without a risk.
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
  '/orders': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List order legs, newest first
     * @description List order legs, newest first.
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
     * List all order legs of a trade
     * @description Sorted by leg number, then by submission. An order that closed several trades is listed under each of them.
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
     * List positions by symbol
     * @description List positions by symbol.
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
  '/calendar.ics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Subscribe to expiries, assignments at risk and ex-dividend dates
     * @description iCalendar (RFC 5545) to subscribe to. Its events last whole days: each expiry of open legs, one event per trade and date; short options that are in the money at the last mark, on their expiry; and the ex-dates of dividends booked in the last 366 days, as far as Alpaca names them. The UID of an event never changes. Calendar clients cannot send headers: make a token of the scope calendar, and add it as `?token=`. Tokens of other scopes are accepted in the header alone.
     */
    get: operations['getCalendar']
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
     * Merge trades of one account and underlying
     * @description The override refers to the orders that opened the trades, so it survives every sync and rebuild.
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
     * Split opening orders of a trade off into a trade of their own
     * @description The rest is grouped as if these orders had never been in the trade. The override refers to the orders that opened the trades, so it survives every sync and rebuild.
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
     * List overrides, newest first
     * @description List overrides, newest first.
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
     * Delete an override
     * @description Delete an override.
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
     * Compute every trade again from the beginning
     * @description Computes from stored rows alone, counts the differences and corrects them. Overrides are kept. Reads nothing from Alpaca.
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
     * Compare the ledger with the broker
     * @description Compares open lots with positions, symbol by symbol, the cash with everything that moved it, and the equity with what it was made of: equity - net deposits = realized + unrealized + dividends + interest + other - fees. Names the cause of each difference, and each activity that is not booked.
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
  '/events': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List what changed in an account, oldest first
     * @description Each event was written with the change that it reports, and events are in commit order. To follow an account, repeat the request with the largest `seq` of the last answer as `after`; use `last_seq` when the answer has fewer events than `limit`. `reset` means that everything must be loaded again: after the first reading of an account, a rebuild, or a change of more than 200 trades at once, and when events after `after` are no longer kept (14 days) or `after` is beyond `last_seq`. The latter two are returned whatever `types` are asked for. A sync that changes nothing writes no event.
     */
    get: operations['listEvents']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/webhooks': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List webhooks, oldest first
     * @description List webhooks, oldest first.
     */
    get: operations['listWebhooks']
    put?: never
    /**
     * Create a webhook: a receiver of events
     * @description Each event from now on is sent to `url`, at least once, in no promised order, signed by the rules of Standard Webhooks with the `secret`. A message that is not answered with 2xx within 10 s is sent again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h. There can be 50 webhooks.
     */
    post: operations['createWebhook']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/webhooks/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Get a webhook with its newest deliveries
     * @description Get a webhook with its newest deliveries.
     */
    get: operations['getWebhook']
    put?: never
    post?: never
    /**
     * Delete a webhook with its deliveries
     * @description Delete a webhook with its deliveries.
     */
    delete: operations['deleteWebhook']
    options?: never
    head?: never
    /**
     * Change a webhook, or switch it off or on
     * @description A webhook that you switch off gets nothing of what happens until you switch it on. One that legbook switched off, because its receiver answered 410 or failed for 5 days, gets everything that did not arrive, as far as the events are kept (14 days), when `active` is set to true.
     */
    patch: operations['updateWebhook']
    trace?: never
  }
  '/webhooks/{id}/test': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a test to a webhook
     * @description Sends one message of the type `test`, even if the webhook is switched off, and answers when the receiver has answered. It is not sent again, and its failure changes nothing.
     */
    post: operations['testWebhook']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/webhooks/{id}/rotate': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Replace the secret of a webhook
     * @description For 24 hours, messages have two signatures: of the new secret and of the one before it.
     */
    post: operations['rotateWebhookSecret']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/webhooks/{id}/deliveries/{delivery_id}/redeliver': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a delivery again
     * @description Sends the same message, with the same `webhook-id`, at once, even if the webhook is switched off, and answers when the receiver has answered. If it fails, it is tried again as at first.
     */
    post: operations['redeliverWebhook']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sync': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Sync status per account
     * @description Sync status per account.
     */
    get: operations['getSyncStatus']
    put?: never
    /**
     * Sync orders, activities and positions, and update the trades
     * @description Sync orders, activities and positions, and update the trades.
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
     * Sync orders
     * @description Sync orders.
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
     * Sync positions
     * @description Sync positions.
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
     * Sync fills and other activities
     * @description Sync fills and other activities.
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
     * List quarantined payloads, newest first
     * @description Payloads that did not fit, and why. The payloads themselves can contain personal data and stay in the database.
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
     * Retry quarantined payloads
     * @description Requests each item from Alpaca again. If Alpaca no longer has it, the stored payload is tried. Every sync does this too, but less thoroughly.
     */
    post: operations['retryQuarantine']
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
     * List accounts by label
     * @description Lists every account that was synced or whose keys are set, erased accounts included. Never contains account numbers.
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
    /**
     * Store the keys of an account, or replace them
     * @description Asks Alpaca which account the keys are for, and stores them encrypted under KEYS_SECRET. If Alpaca refuses them, nothing is stored. The account is synced from then on, also if it was stopped. No answer ever contains the keys. Accounts of ALPACA_ACCOUNTS, or of ALPACA_API_KEY_ID, cannot be changed here.
     */
    put: operations['storeAccountKeys']
    post?: never
    /**
     * Stop the sync of an account and optionally erase its data
     * @description Deletes the stored keys of the account. Syncs skip it until POST /accounts/{label}/resume, or until new keys are stored. A run that is under way is not interrupted. data=erase also deletes every row of the account in one transaction, or answers 409 while a run is under way; the audit log is kept. As long as its keys are set, an erased account is listed as stopped.
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
     * Resume the sync of a stopped account
     * @description The next sync continues where the last one ended, or reads an erased account from the beginning. An account that is not stopped does not change.
     */
    post: operations['resumeAccount']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/me': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Get the name and the scopes of your token
     * @description Answers every valid token, whatever its scopes. A frontend shows only what the token may do.
     */
    get: operations['getMe']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/live': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Follow what changes in an account over a WebSocket
     * @description A WebSocket that sends each event within a moment of its commit, in the shape of GET /events.
     *
     *     Authentication: the Authorization header, or in a browser the subprotocols `legbook.v1` and
     *     `bearer.<base64url of the token>`, of which the server echoes `legbook.v1` alone. Never put a token into the URL.
     *
     *     The server sends JSON:
     *     - `{"type":"hello","account_id","last_seq","upstream"}` first. `upstream` is the state of the connection to Alpaca's
     *       stream: live, connecting, held_elsewhere (another program holds the one connection that Alpaca allows), refused (Alpaca
     *       refuses the keys) or off.
     *     - `{"type":"events","events":[...]}`: at most 100 events in ascending order, gathered for 50 ms. With `after`, the events
     *       after it come first; if these are no longer kept, or `after` is beyond `last_seq`, one event `reset` comes instead.
     *     - `{"type":"upstream","state"}` when that state changes.
     *     - `{"type":"error","message"}` after a message that it ignored.
     *
     *     The client sends `ping`, answered with `pong`, and `{"ack": SEQ}` with the `seq` of the newest event that it received: after
     *     20 events or 10 seconds, at most once a second.
     *
     *     The server closes a socket with: 4400 invalid parameter, 4401 no valid token, 4403 the token lacks the scope `read`, 4404
     *     no such account, or `account` is missing and there are several, 4408 the client left more than 1,000 events
     *     unacknowledged, 4429 the account has 20 sockets, 1008 more than 30 messages in 10 seconds (`ping` does not count), 1011 the
     *     feed failed, 1013 the account was not synced yet. The reason of the close says more. Every deployment and every change of a
     *     secret cuts all sockets. A client reconnects with the last `seq` that it received as `after`, and misses nothing.
     */
    get: operations['connectLive']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/mcp': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Call the tools for assistants (Model Context Protocol)
     * @description The Streamable HTTP transport of the Model Context Protocol, without sessions. The tools read trades, campaigns, statistics, positions, orders and the reconciliation; with the scope edit they also tag, annotate, merge and split trades. Each tool sends a request to the other routes, so their checks and limits apply. An Idempotency-Key belongs to the edit that the message calls.
     */
    post: operations['callMcp']
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
     * Check that the Worker is alive or, with deep=1, healthy
     * @description Without deep: liveness only. Reads no setting and no database, and needs no token. With deep=1 and a token: 200 if the database answers and has every migration, no sync is overdue, no ledger differs from the broker and all trades can be computed. Otherwise 503 `unhealthy` with the same `checks`, so the status is enough for a monitoring service.
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
     * Get this contract as OpenAPI 3.1
     * @description Get this contract as OpenAPI 3.1.
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
     * Get this contract as a page
     * @description Get this contract as a page.
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
    /** @description An Alpaca account, without its account number. */
    Account: {
      /** @description Your label of the account. */
      label: string
      /** @description Alpaca's id of the account. null before the first sync. */
      account_id: string | null
      /**
       * @description paper, live, or other for any other host. null if unknown.
       * @enum {string|null}
       */
      environment: 'paper' | 'live' | 'other' | null
      /**
       * @description Host of the Trading API. null if unknown.
       * @example https://paper-api.alpaca.markets
       */
      base_url: string | null
      /**
       * @description Alpaca's status of the account.
       * @example ACTIVE
       */
      status: string | null
      /**
       * @description Currency of the account.
       * @example USD
       */
      currency: string | null
      /**
       * Format: date-time
       * @description When Alpaca created the account.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string | null
      /**
       * Format: date-time
       * @description When the account was first synced.
       * @example 2026-09-10T16:17:18.577198Z
       */
      first_synced_at: string | null
      /** @description Whether the keys of the account are set. If not, it is not synced. */
      configured: boolean
      /** @description Only of an account whose keys were stored by PUT /accounts/{label}, and are not in the settings. */
      stored_keys?: components['schemas']['StoredKeys']
      /** @description Whether the account is stopped. Syncs skip it until POST /accounts/{label}/resume. */
      stopped: boolean
      /**
       * Format: date-time
       * @description When the account was stopped. null if it is not.
       * @example null
       */
      stopped_at: string | null
      /**
       * Format: date-time
       * @description When the data of the account was erased. null if it was not, or was synced again.
       * @example null
       */
      erased_at: string | null
      /** @description Whether a run of the account is under way. */
      running: boolean
      /**
       * Format: date-time
       * @description End of the last sync that read everything.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_success_at: string | null
      /**
       * @description account_id of the account that has the label now, such as after a paper reset.
       * @example null
       */
      succeeded_by: string | null
      /**
       * Format: int32
       * @description Number of trades that are open or partly closed.
       */
      open_trades: number
      /**
       * Format: int32
       * @description Number of open positions.
       */
      open_positions: number
      /**
       * Format: int32
       * @description Quarantined payloads that do not fit yet.
       */
      quarantined: number
    }
    /** @description Health of one account. */
    AccountHealth: {
      /** @description Your label of the account. */
      label: string
      /** @description Alpaca's id of the account. */
      account_id: string | null
      /**
       * @description Whether the account is healthy.
       * @example true
       */
      ok: boolean
      /** @description Whether the account is stopped. A stopped account is not checked. */
      stopped: boolean
      /**
       * Format: date-time
       * @description End of the last sync that read everything.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_success_at: string | null
      /**
       * Format: int32
       * @description Seconds since last_success_at.
       */
      age_seconds: number | null
      /** @description Whether two hourly syncs in a row did not succeed. During the first read of the history, a run that made progress counts as a success. */
      overdue: boolean
      /** @description Whether the ledger agrees with the broker. settling: every difference has a cause that passes by itself. null before the first comparison. */
      proof: components['schemas']['ProofState'] | null
      /**
       * Format: date-time
       * @description When a sync last compared the ledger with the broker.
       * @example 2026-09-10T16:17:18.577198Z
       */
      reconciled_at: string | null
      /**
       * @description Underlyings whose trades cannot be computed. null stands for the fees of the account. `GET /sync` has the reasons.
       * @example []
       */
      ledger_failed: (string | null)[]
    }
    /** @description Keys of an account. */
    AccountKeysRequest: {
      /** @description Key id, as Alpaca shows it. */
      key_id: string
      /** @description Secret key. It is sealed, and never shown again. */
      secret_key: string
      /**
       * Format: uri
       * @description Host that the keys are for. By default that of the stored keys, else https://paper-api.alpaca.markets.
       * @example https://paper-api.alpaca.markets
       */
      base_url?: string
    }
    /** @description The rebuild of one account. */
    AccountRebuild: {
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description Your label of the account. */
      label: string
      /**
       * Format: int32
       * @description Underlyings whose trades were computed again.
       */
      underlyings: number
      /**
       * Format: int32
       * @description Trades, fills, order legs, fees and shares of fees that differed and were corrected. 0 on a healthy ledger.
       */
      changed: number
      /** @description Whether the budget was used up. If true, call again: the next call continues here. */
      has_more: boolean
      /** @description Why the rebuild of the account failed in part or in full. The rest is counted and kept. null if it succeeded. */
      error: {
        /** @description Code of the error. */
        code: string
        /** @description What is wrong, and what to do about it. */
        message: string
        /** @description With `ledger_failed`: underlyings whose trades cannot be computed. */
        underlyings?: string[]
      } | null
      /** @description What changed because the grouping rules changed. Not counted in `changed`. */
      regrouped: components['schemas']['Regrouped'] | null
    }
    /** @description Both sides of one account. */
    AccountReconciliation: {
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description Your label of the account. */
      label: string
      /** @description Whether everything agrees: true only for the state balanced. */
      balanced: boolean
      /** @description balanced, settling (the cause of every difference passes by itself: an activity or a fee that Alpaca has not posted yet) or differs. */
      state: components['schemas']['ProofState']
      /** @description Symbols of this account. */
      symbols: components['schemas']['SymbolBalance'][]
      /** @description Cash of this account. */
      cash: components['schemas']['CashBalance']
      /** @description What the equity of this account is made of. */
      proof: components['schemas']['Proof']
      /** @description Amounts that have no place in the proof. They add up to its difference. */
      differences: components['schemas']['ProofDifference'][]
      /** @description Activities that the ledger does not book, the oldest first. */
      unbooked: components['schemas']['UnbookedActivity'][]
    }
    /** @description What a run did for one account. */
    AccountSyncReport: {
      /** @description Alpaca's id of the account. Empty before the first sync. */
      account_id: string
      /** @description Your label of the account. */
      label: string
      /**
       * Format: int32
       * @description Rows read from Alpaca that are now stored.
       */
      count: number
      /**
       * Format: int32
       * @description Rows read from Alpaca, quarantined ones included.
       */
      seen: number
      /**
       * Format: int32
       * @description Rows stored for the first time.
       */
      inserted: number
      /**
       * Format: int32
       * @description Stored rows that changed.
       */
      updated: number
      /**
       * Format: int32
       * @description Stored rows that did not change.
       */
      unchanged: number
      /**
       * Format: int32
       * @description Payloads that did not fit and were quarantined.
       */
      quarantined: number
      /** @description Whether the budget was used up. If true, call again: the next run continues here. */
      has_more: boolean
      /**
       * Format: int32
       * @description Duration, in milliseconds.
       */
      duration_ms: number
      /** @description Counts of orders. */
      orders: {
        /**
         * Format: int32
         * @description Rows read from Alpaca that are now stored.
         */
        count: number
        /**
         * Format: int32
         * @description Rows read from Alpaca, quarantined ones included.
         */
        seen: number
        /**
         * Format: int32
         * @description Rows stored for the first time.
         */
        inserted: number
        /**
         * Format: int32
         * @description Stored rows that changed.
         */
        updated: number
        /**
         * Format: int32
         * @description Stored rows that did not change.
         */
        unchanged: number
        /**
         * Format: int32
         * @description Payloads that did not fit and were quarantined.
         */
        quarantined: number
      }
      /** @description Counts of activities. */
      activities: {
        /**
         * Format: int32
         * @description Rows read from Alpaca that are now stored.
         */
        count: number
        /**
         * Format: int32
         * @description Rows read from Alpaca, quarantined ones included.
         */
        seen: number
        /**
         * Format: int32
         * @description Rows stored for the first time.
         */
        inserted: number
        /**
         * Format: int32
         * @description Stored rows that changed.
         */
        updated: number
        /**
         * Format: int32
         * @description Stored rows that did not change.
         */
        unchanged: number
        /**
         * Format: int32
         * @description Payloads that did not fit and were quarantined.
         */
        quarantined: number
      }
      /** @description Counts of positions. */
      positions: {
        /**
         * Format: int32
         * @description Rows read from Alpaca that are now stored.
         */
        count: number
        /**
         * Format: int32
         * @description Rows read from Alpaca, quarantined ones included.
         */
        seen: number
        /**
         * Format: int32
         * @description Rows stored for the first time.
         */
        inserted: number
        /**
         * Format: int32
         * @description Stored rows that changed.
         */
        updated: number
        /**
         * Format: int32
         * @description Stored rows that did not change.
         */
        unchanged: number
        /**
         * Format: int32
         * @description Payloads that did not fit and were quarantined.
         */
        quarantined: number
      }
      /** @description Whether the account is stopped. If so, it was skipped. */
      stopped: boolean
      /** @description Why the run of the account failed. Rows stored before that are counted and kept. null if it succeeded. */
      error: {
        /** @description Code of the error. */
        code: string
        /** @description What is wrong, and what to do about it. */
        message: string
        /** @description With `ledger_failed`: underlyings whose trades cannot be computed. */
        underlyings?: string[]
      } | null
      /** @description Set while all trades are grouped again because GROUPING_WINDOW_SECONDS or the version of the rules changed. */
      regrouped: components['schemas']['Regrouped'] | null
      /** @description Only of a retry of the quarantine: its counts. */
      quarantine?: {
        /**
         * Format: int32
         * @description Quarantined payloads that were tried again.
         */
        retried: number
        /**
         * Format: int32
         * @description Quarantined payloads that fit now.
         */
        healed: number
        /**
         * Format: int32
         * @description Payloads that still do not fit.
         */
        quarantined: number
      }
    }
    /** @description Sync status of one account. */
    AccountSyncStatus: {
      /** @description Your label of the account. */
      label: string
      /** @description Alpaca's id of the account. null before the first sync. */
      account_id: string | null
      /** @description Whether the keys of the account are set. If not, it is not synced. */
      configured: boolean
      /** @description Only of an account whose keys were stored by PUT /accounts/{label}, and are not in the settings. */
      stored_keys?: components['schemas']['StoredKeys']
      /** @description Whether the account is stopped. Syncs skip it until POST /accounts/{label}/resume. */
      stopped: boolean
      /**
       * Format: date-time
       * @description When the account was stopped. null if it is not.
       * @example null
       */
      stopped_at: string | null
      /** @description Whether a run of the account is under way. */
      running: boolean
      /**
       * Format: date-time
       * @description End of the last sync that read everything.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_success_at: string | null
      /** @description Seconds since last_success_at. */
      lag_seconds: number | null
      /**
       * Format: date-time
       * @description End of the last full re-read.
       * @example 2026-09-10T16:17:18.577198Z
       */
      last_full_at: string | null
      /** @description Progress of the history's first read. */
      backfill: components['schemas']['Backfill']
      /**
       * Format: date-time
       * @description When positions were last read.
       * @example 2026-09-10T16:17:18.577198Z
       */
      positions_synced_at: string | null
      /** @description Set while Alpaca's list of positions is not believed, because symbols are missing whose value the account still shows. Their positions stay open. */
      positions_doubted: {
        /**
         * Format: date-time
         * @description When Alpaca's list was first not believed.
         * @example 2026-09-10T16:17:18.577198Z
         */
        since: string
        /** @description Symbols that the list lacks. */
        missing: string[]
      } | null
      /** @description Error of the last run that failed, however long ago. */
      last_error: {
        /** @description Code of the error. */
        code: string | null
        /** @description What was wrong. */
        message: string | null
        /**
         * Format: date-time
         * @description When the run failed.
         * @example 2026-09-10T16:17:18.577198Z
         */
        at: string
      } | null
      /** @description Set while the last run failed: since when, and how often in a row. */
      failing: {
        /**
         * Format: date-time
         * @description When the first of these runs failed.
         * @example 2026-09-10T16:17:18.577198Z
         */
        since: string
        /**
         * Format: int32
         * @description Number of failed runs in a row.
         */
        runs: number
      } | null
      /** @description Underlyings whose trades cannot be computed. Their trades stay as they were, and later runs try again. */
      ledger_failed: components['schemas']['LedgerFailure'][]
      /** @description Set while all trades are grouped again because the rules changed. */
      regrouping: {
        /**
         * @description Which of the rules changed.
         * @enum {string}
         */
        reason: 'engine_version' | 'grouping_window'
        /** @description The previous rules. */
        from: components['schemas']['GroupingRules']
        /** @description The rules of this Worker. */
        to: components['schemas']['GroupingRules']
        /**
         * Format: date-time
         * @description When regrouping began.
         * @example 2026-09-10T16:17:18.577198Z
         */
        since: string
      } | null
      /**
       * Format: int32
       * @description Quarantined payloads that do not fit yet.
       */
      quarantined: number
      /** @description Alpaca's rate limit, as of its last response. */
      rate_limit: {
        /**
         * Format: int32
         * @description Requests per minute. null if unknown.
         */
        limit: number | null
        /**
         * Format: int32
         * @description Requests left. null if unknown.
         */
        remaining: number | null
        /**
         * Format: date-time
         * @description When the limit is reset.
         * @example 2026-09-10T16:17:18.577198Z
         */
        reset_at: string | null
      }
      /** @description Whether the ledger agrees with the broker. null before the first comparison. */
      balanced: boolean | null
      /** @description Whether the ledger agreed with the broker then: balanced, settling (every difference has a cause that passes by itself) or differs. null before the first comparison. */
      state: components['schemas']['ProofState'] | null
      /** @description State of the account's connection to Alpaca's stream of order updates. null if the feed did not answer. */
      live: components['schemas']['LiveState'] | null
      /**
       * Format: date-time
       * @description When a sync last compared the ledger with the broker.
       * @example 2026-09-10T16:17:18.577198Z
       */
      reconciled_at: string | null
      /**
       * Format: int64
       * @description The last `seq` of the events of the account. 0 before its first event.
       */
      last_seq: number
    }
    /** @description Changes of a trade. A property that is left out stays as it is. */
    AnnotateRequest: {
      /** @description Name of the strategy. null restores the recognised name. */
      strategy?: string | null
      /** @description Tags, replacing the present ones. null or an empty list removes them. */
      tags?: string[] | null
      /** @description Note. null or an empty text removes it. */
      note?: string | null
    }
    /** @description Progress of the first read of an account's history. */
    Backfill: {
      /** @description Progress of orders. */
      orders: components['schemas']['SyncWalk']
      /** @description Progress of activities. */
      activities: components['schemas']['SyncWalk']
      /** @description Rate of the current run, or of the last one. */
      rows_per_second: number | null
      /**
       * Format: int32
       * @description Seconds left at that rate, without pauses between runs. 0 if complete.
       */
      eta_seconds: number | null
    }
    /** @description Trades that rolls, deliveries and cover connect. */
    Campaign: {
      /**
       * Format: uuid
       * @description Id of the campaign: the id of its first trade.
       */
      campaign_id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description Underlying of the first trade. */
      underlying: string
      /** @description Status of the campaign. */
      status: components['schemas']['CampaignStatus']
      /**
       * Format: int32
       * @description Number of trades.
       */
      trade_count: number
      /** @description Names of the structures of its trades, each once. */
      strategies: string[]
      /**
       * Format: date-time
       * @description Time of the first fill.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @description Time of the last closing execution. null unless closed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /**
       * Format: date
       * @description Date of opened_at in New York.
       * @example 2026-12-18
       */
      opened_on: string
      /**
       * Format: date
       * @description Date of closed_at in New York. null unless closed.
       * @example 2026-12-18
       */
      closed_on: string | null
      /** @description Profit of its trades before fees. null if a trade is incomplete. */
      realized_pl: number | null
      /** @description Fees, positive. Negative if the broker gave some back. */
      fees: number
      /** @description Cash dividends of the shares held, less withholding. */
      dividends: number
      /** @description realized_pl minus fees. null if a trade is incomplete. */
      net_pl: number | null
      /** @description net_pl plus dividends. null if a trade is incomplete. */
      total_pl: number | null
      /** @description Shares that the campaign holds. Negative if short. */
      shares: number
      /** @description What one share held has cost after all premiums, fees and dividends of the campaign. null without long shares of exactly one symbol, or if a trade is incomplete. */
      adjusted_basis: number | null
      /** @description Whether a trade was opened before the known history. Profit and basis are then null. */
      incomplete: boolean
    }
    /** @description A campaign with its trades. */
    CampaignDetail: {
      /**
       * Format: uuid
       * @description Id of the campaign: the id of its first trade.
       */
      campaign_id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description Underlying of the first trade. */
      underlying: string
      /** @description Status of the campaign. */
      status: components['schemas']['CampaignStatus']
      /**
       * Format: int32
       * @description Number of trades.
       */
      trade_count: number
      /** @description Names of the structures of its trades, each once. */
      strategies: string[]
      /**
       * Format: date-time
       * @description Time of the first fill.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @description Time of the last closing execution. null unless closed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /**
       * Format: date
       * @description Date of opened_at in New York.
       * @example 2026-12-18
       */
      opened_on: string
      /**
       * Format: date
       * @description Date of closed_at in New York. null unless closed.
       * @example 2026-12-18
       */
      closed_on: string | null
      /** @description Profit of its trades before fees. null if a trade is incomplete. */
      realized_pl: number | null
      /** @description Fees, positive. Negative if the broker gave some back. */
      fees: number
      /** @description Cash dividends of the shares held, less withholding. */
      dividends: number
      /** @description realized_pl minus fees. null if a trade is incomplete. */
      net_pl: number | null
      /** @description net_pl plus dividends. null if a trade is incomplete. */
      total_pl: number | null
      /** @description Shares that the campaign holds. Negative if short. */
      shares: number
      /** @description What one share held has cost after all premiums, fees and dividends of the campaign. null without long shares of exactly one symbol, or if a trade is incomplete. */
      adjusted_basis: number | null
      /** @description Whether a trade was opened before the known history. Profit and basis are then null. */
      incomplete: boolean
      /** @description Trades of the campaign, first opened first. */
      trades: components['schemas']['Trade'][]
    }
    /**
     * @description open while a trade is open, else pending while an order can still open one, else closed. unfilled if no order filled.
     * @enum {string}
     */
    CampaignStatus: 'pending' | 'open' | 'closed' | 'unfilled'
    /** @description Both sides of the cash. */
    CashBalance: {
      /** @description Cash according to Alpaca. null if unknown. */
      cash: number | null
      /** @description deposits + executions + fees + other. */
      expected: number
      /** @description cash minus expected. null if cash is unknown. */
      difference: number | null
      /** @description Deposits minus withdrawals. */
      deposits: number
      /** @description Cash of all executions: received minus paid. */
      executions: number
      /** @description Fees. Negative if paid. */
      fees: number
      /** @description Dividends less withholding. Included in other. */
      dividends: number
      /** @description Interest received minus paid. Included in other. */
      interest: number
      /** @description Dividends, interest and all other cash activities. */
      other: number
      /** @description Why they differ. null if they agree. */
      cause: components['schemas']['DifferenceCause'] | null
      /**
       * Format: date
       * @description Last day on which the cause may still pass by itself. null if it does not.
       * @example 2026-12-18
       */
      settles_by: string | null
    }
    /** @description Changes of a webhook. A property that is left out stays as it is. */
    ChangeWebhookRequest: {
      /**
       * @description Address of the receiver: https on port 443, with the name of a public host, without user info. Names are not resolved.
       * @example https://hooks.example.com/legbook
       */
      url?: string
      /** @description The types of events to send. */
      types?: (
        | 'order.changed'
        | 'trade.opened'
        | 'trade.changed'
        | 'trade.closed'
        | 'trade.rolled'
        | 'trade.assigned'
        | 'trade.removed'
        | 'positions.changed'
        | 'sync.finished'
        | 'sync.failed'
        | 'sync.recovered'
        | 'reconciliation.differs'
        | 'reconciliation.balanced'
        | 'reset'
      )[]
      /** @description Only events of this account: Alpaca's id of it, or your label. null: of all accounts. */
      account?: string | null
      /**
       * @description json, unless you choose: `{"type","timestamp","data"}`. discord, slack: a line of text in the form of an incoming webhook of theirs.
       * @enum {string}
       */
      format?: 'json' | 'discord' | 'slack'
      /** @description Whether messages are sent. */
      active?: boolean
    }
    /**
     * @description What closed a leg or a trade.
     * @enum {string}
     */
    CloseCause: 'order' | 'expiration' | 'assignment' | 'exercise' | 'corporate_action' | 'transfer'
    /** @description A receiver of events. */
    CreateWebhookRequest: {
      /**
       * @description Address of the receiver: https on port 443, with the name of a public host, without user info. Names are not resolved.
       * @example https://hooks.example.com/legbook
       */
      url: string
      /** @description The types of events to send. */
      types: (
        | 'order.changed'
        | 'trade.opened'
        | 'trade.changed'
        | 'trade.closed'
        | 'trade.rolled'
        | 'trade.assigned'
        | 'trade.removed'
        | 'positions.changed'
        | 'sync.finished'
        | 'sync.failed'
        | 'sync.recovered'
        | 'reconciliation.differs'
        | 'reconciliation.balanced'
        | 'reset'
      )[]
      /** @description Only events of this account: Alpaca's id of it, or your label. null: of all accounts. */
      account?: string | null
      /**
       * @description json, unless you choose: `{"type","timestamp","data"}`. discord, slack: a line of text in the form of an incoming webhook of theirs.
       * @enum {string}
       */
      format?: 'json' | 'discord' | 'slack'
    }
    /**
     * @description Why the ledger and the broker differ.
     * @enum {string}
     */
    DifferenceCause:
      | 'opened before history'
      | 'activity not yet posted'
      | 'fees not yet posted'
      | 'split or adjusted'
      | 'both sides open'
      | 'unknown cost'
      | 'unknown activity type'
      | 'activity not booked'
      | 'unexplained'
    /**
     * @description Whether opening the trade brought cash (credit) or cost cash (debit).
     * @enum {string}
     */
    Direction: 'credit' | 'debit'
    /** @description One day of the equity curve. */
    EquityPoint: {
      /**
       * Format: date
       * @description Date in New York.
       * @example 2026-12-18
       */
      date: string
      /** @description Profit after fees of this day. */
      net_pl: number
      /** @description Dividends of this day. */
      dividends: number
      /** @description Profit after fees up to the end of this day. */
      cumulative: number
    }
    /** @description Number of deleted rows of each table. */
    ErasedRows: {
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_account_keys.
       */
      account_keys: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_accounts.
       */
      accounts: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_activities.
       */
      activities: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_cash_days.
       */
      cash_days: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_daily_sums.
       */
      daily_sums: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_orders.
       */
      orders: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_parent_orders.
       */
      parent_orders: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_positions.
       */
      positions: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_trade_dividends.
       */
      trade_dividends: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_trade_fees.
       */
      trade_fees: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_trade_fills.
       */
      trade_fills: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_trades.
       */
      trades: number
      /**
       * Format: int32
       * @description Deleted rows of the table alpaca_unbooked_activities.
       */
      unbooked_activities: number
      /**
       * Format: int32
       * @description Deleted rows of the table event_counters.
       */
      event_counters: number
      /**
       * Format: int32
       * @description Deleted rows of the table events.
       */
      events: number
      /**
       * Format: int32
       * @description Deleted rows of the table ledger_checkpoints.
       */
      ledger_checkpoints: number
      /**
       * Format: int32
       * @description Deleted rows of the table ledger_dirty.
       */
      ledger_dirty: number
      /**
       * Format: int32
       * @description Deleted rows of the table sync_quarantine.
       */
      sync_quarantine: number
      /**
       * Format: int32
       * @description Deleted rows of the table sync_queue.
       */
      sync_queue: number
      /**
       * Format: int32
       * @description Deleted rows of the table sync_runs.
       */
      sync_runs: number
      /**
       * Format: int32
       * @description Deleted rows of the table sync_state.
       */
      sync_state: number
      /**
       * Format: int32
       * @description Deleted rows of the table trade_overrides.
       */
      trade_overrides: number
      /**
       * Format: int32
       * @description Deleted rows of the table webhook_deliveries.
       */
      webhook_deliveries: number
      /**
       * Format: int32
       * @description Deleted rows of the table webhooks.
       */
      webhooks: number
      /**
       * Format: int32
       * @description Deleted rows of the table idempotency_keys.
       */
      idempotency_keys: number
    }
    /** @description Every response that is not a success. */
    Error: {
      /**
       * @description Always `error`.
       * @constant
       */
      status: 'error'
      /** @description The error. */
      error: {
        /** @description Code of the error, for programs. */
        code: components['schemas']['ErrorCode']
        /** @description What is wrong and what to do, for people. The text can change. */
        message: string
        /** @description Name of the parameter or property that is wrong. */
        param?: string
      }
      /** @description Id of the request. The log has the same id. */
      request_id: string
      /** @description Only of a sync or a rebuild that failed: the report of each account. */
      accounts?: (
        | components['schemas']['AccountSyncReport']
        | components['schemas']['AccountRebuild']
      )[]
      /** @description Only with `unhealthy`: the results of all checks. */
      checks?: components['schemas']['HealthChecks']
    }
    /**
     * @description Code of an error. Codes are never renamed.
     * @enum {string}
     */
    ErrorCode:
      | 'invalid_parameter'
      | 'invalid_json'
      | 'unauthorized'
      | 'forbidden'
      | 'origin_not_allowed'
      | 'not_found'
      | 'trade_not_found'
      | 'campaign_not_found'
      | 'account_not_found'
      | 'override_not_found'
      | 'webhook_not_found'
      | 'delivery_not_found'
      | 'quarantine_not_found'
      | 'method_not_allowed'
      | 'sync_in_progress'
      | 'account_conflict'
      | 'override_conflict'
      | 'idempotency_conflict'
      | 'idempotency_key_in_use'
      | 'too_many_webhooks'
      | 'payload_too_large'
      | 'upgrade_required'
      | 'rate_limited'
      | 'internal_error'
      | 'ledger_failed'
      | 'alpaca_unavailable'
      | 'alpaca_unauthorized'
      | 'not_configured'
      | 'misconfigured'
      | 'unhealthy'
      | 'database_unavailable'
    /**
     * @description A change of an account.
     * @example {
     *       "seq": 1234,
     *       "type": "trade.opened",
     *       "at": "2026-09-10T16:17:19.104233Z",
     *       "account_id": "e6fe16f3-64a4-4921-8928-cadf02f92f98",
     *       "subject_id": "5b0a1e62-7a0f-5d4e-9f55-2f1f6f6f3c11",
     *       "data": {
     *         "id": "5b0a1e62-7a0f-5d4e-9f55-2f1f6f6f3c11",
     *         "was": null,
     *         "status": "open",
     *         "strategy": "bull_put_spread",
     *         "underlying": "SPY",
     *         "net_pl": null,
     *         "rolled_from": null
     *       }
     *     }
     */
    Event: {
      /**
       * Format: int64
       * @description Rises with each event of the account, in commit order. Has gaps.
       */
      seq: number
      /** @description What happened. */
      type: components['schemas']['EventType']
      /**
       * Format: date-time
       * @description When it was stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      at: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description Id of the order, the trade or the run. null if the event is about the account. */
      subject_id: string | null
      /** @description A few fields of the subject. Read it for the rest. */
      data: components['schemas']['EventData']
    }
    /** @description A few fields of the subject. */
    EventData: {
      /** @description Id of the order, the trade or the run. */
      id?: string
      /** @description Status before the change. null if there was none. */
      was?: string | null
      /** @description Status after the change. null if the trade is gone. */
      status?: string | null
      /** @description Only of an order: its symbol. */
      symbol?: string
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying?: string
      /**
       * Format: uuid
       * @description Only of an order: its trade.
       */
      trade_id?: string
      /** @description Only of a trade: name of the structure. */
      strategy?: string
      /** @description Only of a trade: realized_pl minus fees. */
      net_pl?: number | null
      /**
       * Format: uuid
       * @description Only of a trade: the trade rolled into it.
       */
      rolled_from?: string | null
      /** @description Only of a run: what it read or did. */
      scope?: string
      /** @description Only of a run: cron, api or live. */
      trigger?: string
      /** @description Only of sync.failed: code of the error. */
      code?: string | null
      /**
       * Format: int32
       * @description Only of sync.recovered: failed runs before it.
       */
      failed_runs?: number
      /**
       * @description Only of reset: why. `pruned`: events after `after` are no longer kept. `unknown_seq`: `after` is beyond last_seq.
       * @enum {string}
       */
      reason?: 'first_reading' | 'rebuild' | 'many_changes' | 'pruned' | 'unknown_seq'
    }
    /**
     * @description Type of an event.
     * @enum {string}
     */
    EventType:
      | 'order.changed'
      | 'trade.opened'
      | 'trade.changed'
      | 'trade.closed'
      | 'trade.rolled'
      | 'trade.assigned'
      | 'trade.removed'
      | 'positions.changed'
      | 'sync.finished'
      | 'sync.failed'
      | 'sync.recovered'
      | 'reconciliation.differs'
      | 'reconciliation.balanced'
      | 'reset'
    /** @description A webhook whose receiver fails. */
    FailingWebhook: {
      /**
       * Format: uuid
       * @description Id of the webhook.
       */
      id: string
      /** @description Alpaca's id of its account. null: all accounts. */
      account_id: string | null
      /** @description Whether it is still tried. If not, legbook has switched it off. */
      active: boolean
      /**
       * Format: date-time
       * @description The first failure since the last success.
       * @example 2026-09-10T16:17:18.577198Z
       */
      failing_since: string | null
      /**
       * Format: date-time
       * @description When legbook switched it off. null while it is tried.
       * @example 2026-09-10T16:17:18.577198Z
       */
      disabled_at: string | null
      /**
       * @description gone: it answered 410. failing: no success for 5 days.
       * @enum {string|null}
       */
      disabled_reason: 'gone' | 'failing' | null
    }
    /** @description What the grouping depends on. */
    GroupingRules: {
      /**
       * Format: int32
       * @description Version of the grouping rules. null if unknown.
       */
      engine_version: number | null
      /**
       * Format: int32
       * @description GROUPING_WINDOW_SECONDS. null if unknown.
       */
      grouping_window_seconds: number | null
    }
    /** @description The Worker is alive; with deep=1, healthy. */
    Health: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /**
       * @description Always `legbook`.
       * @constant
       */
      service: 'legbook'
      /** @description Only with deep=1. */
      checks?: components['schemas']['HealthChecks']
    }
    /** @description Results of a deep health check. */
    HealthChecks: {
      /** @description The database. */
      database: {
        /**
         * @description Whether the database answers and has every migration.
         * @example true
         */
        ok: boolean
        /**
         * Format: int32
         * @description Milliseconds of one round trip. null if the database did not answer.
         */
        latency_ms: number | null
        /**
         * @description Whether the database has every migration of this version. null if unknown.
         * @example true
         */
        migrated: boolean | null
      }
      /** @description Accounts whose keys are set, by label. */
      accounts: components['schemas']['AccountHealth'][]
    }
    /** @description An underlying whose trades cannot be computed. */
    LedgerFailure: {
      /** @description Underlying whose trades cannot be computed. null stands for the fees of the account. */
      underlying: string | null
      /**
       * Format: date-time
       * @description When it first failed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      since: string
      /** @description Why it failed. */
      reason: string
      /**
       * Format: int32
       * @description Runs that ended without an error while they computed it.
       */
      deaths: number
      /**
       * Format: date-time
       * @description When it is tried again. null: by the next run.
       * @example 2026-09-10T16:17:18.577198Z
       */
      next_try_at: string | null
    }
    /**
     * @description Kind of instrument.
     * @enum {string}
     */
    LegKind: 'call' | 'put' | 'stock' | 'crypto'
    /**
     * @description live: connected. held_elsewhere: another program holds the one connection that Alpaca allows. refused: Alpaca refuses the keys. off: no connection is wanted now.
     * @enum {string}
     */
    LiveState: 'live' | 'connecting' | 'held_elsewhere' | 'refused' | 'off'
    /** @description A closed lot, in the tax view and as part of its trade. */
    Lot: {
      /** @description Id of the lot. It stays while the grouping of the trade stays. */
      lot_id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /**
       * Format: uuid
       * @description Id of the trade.
       */
      trade_id: string
      /** @description Id of the closing execution. */
      execution_id: string
      /** @description Alpaca's id of the closing order. null of an event. */
      order_id: string | null
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying: string
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string
      /** @description Description of property as on Form 8949: 100 sh. AAPL, or 1 AAPL 01/19/2024 150 CALL. */
      description: string
      /** @description Kind of what was held. */
      leg_kind: components['schemas']['LegKind']
      /** @description Side of the position that was closed. */
      side: components['schemas']['PositionSide']
      /** @description Shares, coins or contracts. 0 for cash that closed nothing, such as cash in lieu. */
      quantity: number
      /** @description What closed the lot: a fill, or the kind of event. */
      closed_by: string
      /**
       * Format: date
       * @description Date acquired, by trade date. Of an option opened short, the date of the closing purchase; of shares sold short, of the purchase that covered them. null if it is not known.
       * @example 2026-12-18
       */
      date_acquired: string | null
      /**
       * Format: date
       * @description Date sold or disposed of, by trade date. Of an option opened short, the date of the opening sale. null if it is not known.
       * @example 2026-12-18
       */
      date_sold: string | null
      /**
       * Format: date-time
       * @description Time of the opening execution. null if it is not known.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string | null
      /**
       * Format: date-time
       * @description Time of the closing execution.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string
      /**
       * Format: date
       * @description Trade date of the opening. null if it is not known.
       * @example 2026-12-18
       */
      opened_on: string | null
      /**
       * Format: date
       * @description Trade date of the closing.
       * @example 2026-12-18
       */
      closed_on: string
      /** @description Proceeds, less selling fees, with premiums moved here. null if not known. */
      proceeds: number | null
      /** @description Cost or other basis, with buying fees and premiums moved here. null if not known. */
      basis: number | null
      /** @description proceeds minus basis, without wash sales. null if not known. */
      gain: number | null
      /**
       * @description long if held for more than one year, counted from the day after the acquisition. null of Section 1256 contracts, of lots on no form, and if a date is not known.
       * @enum {string|null}
       */
      term: 'short' | 'long' | null
      /**
       * @description IRS form of the lot: 6781 for Section 1256 contracts. null if it is on none: an option that moved into shares, or what was transferred out.
       * @enum {string|null}
       */
      form: '8949' | '6781' | null
      /** @description Whether it is an option on a broad-based index. */
      section_1256: boolean
      /** @description Short-term part of gain; of Section 1256 contracts 40 %. null if not known. */
      short_term_gain: number | null
      /** @description Long-term part of gain; of Section 1256 contracts 60 %. null if not known. */
      long_term_gain: number | null
      /** @description null if wash sales change nothing. */
      wash_sale: components['schemas']['WashSale'] | null
      /** @description Buying and selling fees of the lot. */
      fees: number
      /** @description The lot's part of the net_pl of its trade, where no premium moves. null if not known. */
      trade_pl: number | null
      /** @description gain minus trade_pl. null if not known. */
      difference: number | null
      /** @description The difference by reason. Empty without one. */
      differences: {
        /**
         * @description moved_to_shares: the option was exercised or assigned, and what it earned or cost is in the basis or proceeds of the shares. option_premium: that, in a lot of the shares. transferred_out: fees that left with what was moved.
         * @enum {string}
         */
        reason: 'moved_to_shares' | 'option_premium' | 'transferred_out'
        /** @description gain minus trade_pl, of this reason. */
        amount: number
        /**
         * Format: uuid
         * @description Trade of the option, of option_premium. null if there are several.
         */
        trade_id: string | null
      }[]
      /** @description What to know about the lot, or to check. */
      flags: (
        | 'opened_before_history'
        | 'basis_unknown'
        | 'transferred_in'
        | 'transferred_out'
        | 'several_dates'
        | 'coin_exchange'
        | 'delivery_unknown'
        | 'no_wash_sale_rule'
        | 'held_over_year_end'
      )[]
    }
    /** @description Sums of a list of lots. */
    LotTotals: {
      /**
       * Format: int32
       * @description Number of lots.
       */
      lots: number
      /** @description Short-term lots on Form 8949. */
      short_term: {
        /**
         * Format: int32
         * @description Number of lots.
         */
        lots: number
        /** @description Sum of proceeds. */
        proceeds: number
        /** @description Sum of bases. */
        basis: number
        /** @description Sum of gains, without wash sales. */
        gain: number
        /** @description Losses that wash sales disallow. */
        disallowed: number
        /** @description Disallowed losses of earlier lots that add to the basis of these. */
        added_basis: number
        /** @description gain plus disallowed minus added_basis. */
        taxable_gain: number
      }
      /** @description Long-term lots on Form 8949. */
      long_term: {
        /**
         * Format: int32
         * @description Number of lots.
         */
        lots: number
        /** @description Sum of proceeds. */
        proceeds: number
        /** @description Sum of bases. */
        basis: number
        /** @description Sum of gains, without wash sales. */
        gain: number
        /** @description Losses that wash sales disallow. */
        disallowed: number
        /** @description Disallowed losses of earlier lots that add to the basis of these. */
        added_basis: number
        /** @description gain plus disallowed minus added_basis. */
        taxable_gain: number
      }
      /** @description Lots on Form 8949 whose date acquired is not known. */
      unknown_term: {
        /**
         * Format: int32
         * @description Number of lots.
         */
        lots: number
        /** @description Sum of proceeds. */
        proceeds: number
        /** @description Sum of bases. */
        basis: number
        /** @description Sum of gains, without wash sales. */
        gain: number
        /** @description Losses that wash sales disallow. */
        disallowed: number
        /** @description Disallowed losses of earlier lots that add to the basis of these. */
        added_basis: number
        /** @description gain plus disallowed minus added_basis. */
        taxable_gain: number
      }
      /** @description Gains and losses of Form 6781. */
      section_1256: {
        /**
         * Format: int32
         * @description Number of lots.
         */
        lots: number
        /** @description Sum of proceeds. */
        proceeds: number
        /** @description Sum of bases. */
        basis: number
        /** @description Sum of gains, without wash sales. */
        gain: number
        /** @description Losses that wash sales disallow. */
        disallowed: number
        /** @description Disallowed losses of earlier lots that add to the basis of these. */
        added_basis: number
        /** @description gain plus disallowed minus added_basis. */
        taxable_gain: number
        /** @description 60 % of gain. */
        long_term_gain: number
        /** @description The rest of gain. */
        short_term_gain: number
        /**
         * Format: int32
         * @description Lots with the flag held_over_year_end.
         */
        held_over_year_end: number
        /** @description Contracts that are open at closed_until, or now without it. Form 6781 counts those open at the end of a year at their market value of that day, which is not known here. */
        open_contracts: number
      }
      /**
       * Format: int32
       * @description Lots whose gain is not known. They are in no sum.
       */
      unknown_gain: number
      /**
       * Format: int32
       * @description Lots on no form.
       */
      unreported: number
      /** @description Sum of known gains. */
      gain: number
      /** @description Sum of trade_pl of the same lots. */
      trade_pl: number
      /** @description gain minus trade_pl. Over positions that are closed entirely it is 0; otherwise it, held_premium and transferred_out sum to 0. */
      difference: number
      /** @description The difference by reason. */
      differences: {
        /**
         * @description moved_to_shares: the option was exercised or assigned, and what it earned or cost is in the basis or proceeds of the shares. option_premium: that, in a lot of the shares. transferred_out: fees that left with what was moved.
         * @enum {string}
         */
        reason: 'moved_to_shares' | 'option_premium' | 'transferred_out'
        /**
         * Format: int32
         * @description Lots with this reason.
         */
        lots: number
        /** @description Sum of its amounts. */
        amount: number
      }[]
      /** @description Premiums of exercised and assigned options in shares that are still held, as gain to come: of the underlyings of the list, whatever the range. null if one is not known. */
      held_premium: number | null
      /** @description Premiums less fees in the basis of what was transferred out, as gain that is made elsewhere. null if one is not known. */
      transferred_out: number | null
    }
    /** @description A request that is wrong. Errors of tools are results. */
    McpError: {
      /**
       * @description Always `2.0`.
       * @constant
       */
      jsonrpc: '2.0'
      /** @description Id of the request. null if it could not be read. */
      id: (string | number) | null
      /** @description The error. */
      error: {
        /**
         * Format: int32
         * @description Code of JSON-RPC or MCP, such as -32601.
         */
        code: number
        /** @description What is wrong and what to do. */
        message: string
        /**
         * @description Of an unknown protocol version: `supported` and `requested`.
         * @example {
         *       "supported": [
         *         "2025-11-25"
         *       ],
         *       "requested": "1999-01-01"
         *     }
         */
        data?: {
          [key: string]: unknown
        }
      }
    }
    /** @description A message of JSON-RPC 2.0. */
    McpRequest: {
      /**
       * @description Always `2.0`.
       * @constant
       */
      jsonrpc: '2.0'
      /** @description Id of the request, repeated in the response. A notification has none. */
      id?: string | number
      /** @description initialize, ping, server/discover, tools/list, tools/call, or a notification. */
      method: string
      /**
       * @description Parameters of the method.
       * @example {}
       */
      params?: {
        [key: string]: unknown
      }
    }
    /** @description The result of a request. */
    McpResult: {
      /**
       * @description Always `2.0`.
       * @constant
       */
      jsonrpc: '2.0'
      /** @description Id of the request. */
      id: string | number
      /**
       * @description Result of the method.
       * @example {
       *       "tools": []
       *     }
       */
      result: {
        [key: string]: unknown
      }
    }
    /** @description The token of the request, without its text. */
    Me: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /** @description Name of the token, from the settings. */
      name: string
      /** @description What the token may do. */
      scopes: components['schemas']['Scope'][]
    }
    /** @description Trades to merge. */
    MergeRequest: {
      /** @description Ids of the trades to merge, of one account and underlying. */
      trade_ids: string[]
    }
    /**
     * @description Type of an option.
     * @enum {string}
     */
    OptionType: 'call' | 'put'
    /** @description An order leg: a simple order, or a leg of a multi-leg order. */
    Order: {
      /**
       * Format: uuid
       * @description Id of the row.
       */
      id: string
      /** @description Alpaca's id of the order. */
      alpaca_order_id: string
      /** @description Id that the client chose for the order. */
      client_order_id: string | null
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description The multi-leg order that this order is a leg of. */
      parent_order_id: string | null
      /**
       * Format: uuid
       * @description The trade that the order leg belongs to. If it closed several, the one with its largest share.
       */
      trade_id: string
      /** @description Family of structures that the strategy belongs to. */
      strategy_type: components['schemas']['StrategyType']
      /**
       * Format: int32
       * @description Number of the leg in its trade, by expiry, strike and kind. A closing order has the number of the leg that it closes.
       */
      leg_number: number
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying: string
      /** @description Alpaca's asset class, such as us_equity, us_option or crypto. */
      asset_class: string | null
      /** @description Alpaca's id of the asset. */
      asset_id: string | null
      /** @description simple, bracket, oco, oto or mleg. */
      order_class: string | null
      /** @description buy or sell. */
      side: components['schemas']['OrderSide']
      /** @description buy_to_open, buy_to_close, sell_to_open or sell_to_close. null on old orders. */
      position_intent: string | null
      /** @description Ordered quantity. null if ordered by amount. */
      qty: number | null
      /** @description Ordered amount in dollars. null if ordered by quantity. */
      notional: number | null
      /** @description Quantity of this leg in one unit of the multi-leg order. */
      ratio_qty: number | null
      /** @description Filled quantity. Can be above 0 on a canceled, expired or replaced order. */
      filled_qty: number
      /** @description Average fill price, per share or coin. */
      filled_avg_price: number | null
      /** @description market, limit, stop, stop_limit or trailing_stop. */
      order_type: string | null
      /** @description day, gtc, opg, cls, ioc or fok. */
      time_in_force: string | null
      /** @description Limit price. */
      limit_price: number | null
      /** @description Stop price. Moves on a trailing stop. */
      stop_price: number | null
      /** @description Trail of a trailing stop, in dollars. */
      trail_price: number | null
      /** @description Trail of a trailing stop, in percent. */
      trail_percent: number | null
      /** @description Alpaca's status. `unknown` if legbook does not know Alpaca's word. */
      status: components['schemas']['OrderStatus']
      /**
       * Format: date
       * @description Expiry date of the option. null for stocks and coins.
       * @example 2026-12-18
       */
      expiry_date: string | null
      /** @description Strike of the option, per share. null for stocks and coins. */
      strike_price: number | null
      /** @description call or put. null for stocks and coins. */
      option_type: components['schemas']['OptionType'] | null
      /** @description Id of the order that this order replaced. */
      replaces: string | null
      /** @description Id of the order that replaced this order. */
      replaced_by: string | null
      /**
       * Format: date-time
       * @description When the order was submitted. Alpaca can change it.
       * @example 2026-09-10T16:17:18.577198Z
       */
      submitted_at: string | null
      /**
       * Format: date-time
       * @description When the order was filled.
       * @example 2026-09-10T16:17:18.577198Z
       */
      filled_at: string | null
      /**
       * Format: date-time
       * @description When the order expired.
       * @example 2026-09-10T16:17:18.577198Z
       */
      expired_at: string | null
      /**
       * Format: date-time
       * @description When the order was canceled.
       * @example 2026-09-10T16:17:18.577198Z
       */
      canceled_at: string | null
      /**
       * Format: date-time
       * @description When the order failed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      failed_at: string | null
      /**
       * Format: date-time
       * @description When the order was replaced.
       * @example 2026-09-10T16:17:18.577198Z
       */
      replaced_at: string | null
      /**
       * Format: date-time
       * @description When the order will expire.
       * @example 2026-09-10T16:17:18.577198Z
       */
      expires_at: string | null
      /**
       * Format: date-time
       * @description When Alpaca created the order.
       * @example 2026-09-10T16:17:18.577198Z
       */
      alpaca_created_at: string | null
      /**
       * Format: date-time
       * @description When Alpaca last changed the order.
       * @example 2026-09-10T16:17:18.577198Z
       */
      alpaca_updated_at: string | null
      /**
       * Format: date-time
       * @description When the row was first stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @description When the row last changed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
      /**
       * @description The payload as Alpaca sent it. Only with include=raw.
       * @example {}
       */
      raw_data?: {
        [key: string]: unknown
      }
    }
    /**
     * @description Side of an order or an execution.
     * @enum {string}
     */
    OrderSide: 'buy' | 'sell'
    /**
     * @description Alpaca's status of an order. A status that legbook does not know is `unknown`.
     * @enum {string}
     */
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
    /** @description Your change of the grouping or the labels of a trade. */
    Override: {
      /**
       * Format: uuid
       * @description Id of the override.
       */
      id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying: string
      /**
       * @description What the override does.
       * @enum {string}
       */
      kind: 'merge' | 'split' | 'annotate'
      /** @description Alpaca's ids of the orders (or activities) that opened the trades it applies to. */
      facts: string[]
      /** @description Trades that contain these orders now. */
      trade_ids: string[]
      /** @description Name of the strategy that it sets. null if it sets none. */
      strategy: string | null
      /** @description Tags that it sets. null if it sets none. */
      tags: string[] | null
      /** @description Note that it sets. null if it sets none. */
      note: string | null
      /**
       * Format: date-time
       * @description When the row was first stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @description When the row last changed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
    }
    /** @description A point of a payoff. */
    PayoffKnot: {
      /** @description Price of the underlying at expiry, per share. 0 or more. */
      price: number
      /** @description P/L of the trade at this price. */
      pl: number
    }
    /** @description A position, as the last snapshot of Alpaca has it. */
    Position: {
      /**
       * Format: uuid
       * @description Id of the row.
       */
      id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /**
       * Format: uuid
       * @description The trade that holds the position. If several do, the one with the largest open part.
       */
      trade_id: string | null
      /** @description Alpaca's id of the asset. */
      asset_id: string | null
      /** @description Alpaca's asset class, such as us_equity, us_option or crypto. */
      asset_class: string | null
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying: string
      /** @description Quantity. Negative if short. */
      qty: number
      /** @description long or short. */
      side: components['schemas']['PositionSide']
      /** @description Alpaca's average entry price, not the ledger's. */
      avg_entry_price: number | null
      /** @description Alpaca's last price, per share or coin. 0 if worthless, null without a quote. */
      current_price: number | null
      /** @description Market value in dollars. Negative if short. */
      market_value: number | null
      /** @description Cost in dollars. Negative if short. */
      cost_basis: number | null
      /** @description Profit since entry, in dollars. */
      unrealized_pl: number | null
      /** @description Profit since entry, as a fraction of the cost. */
      unrealized_plpc: number | null
      /** @description Profit since the last close, in dollars. */
      unrealized_intraday_pl: number | null
      /** @description Profit since the last close, as a fraction. */
      unrealized_intraday_plpc: number | null
      /**
       * Format: date
       * @description Expiry date of the option. null for stocks and coins.
       * @example 2026-12-18
       */
      expiry_date: string | null
      /** @description Strike of the option, per share. null for stocks and coins. */
      strike_price: number | null
      /** @description call or put. null for stocks and coins. */
      option_type: components['schemas']['OptionType'] | null
      /** @description Whether Alpaca still holds the position. */
      is_open: boolean
      /**
       * Format: date-time
       * @description When a sync first found the position gone.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /** @description order, expiration, assignment, exercise or adjustment. pending until an order or activity explains the close, unexplained if none has for five days. */
      close_cause: string | null
      /**
       * Format: date-time
       * @description When the row was first stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @description When the row last changed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
      /**
       * @description The payload as Alpaca sent it. Only with include=raw.
       * @example {}
       */
      raw_data?: {
        [key: string]: unknown
      }
    }
    /**
     * @description Side of a position or a leg.
     * @enum {string}
     */
    PositionSide: 'long' | 'short'
    /** @description What the equity is made of. */
    Proof: {
      /** @description Cash and the market values of all positions, by Alpaca. null if unknown. */
      equity: number | null
      /** @description Deposits and shares transferred in at their price, minus withdrawals and shares transferred out at their cost. */
      net_deposits: number
      /** @description Profit of all closed quantities, before fees. */
      realized_pl: number
      /** @description Value of the open lots at Alpaca's prices minus what they cost. */
      unrealized_pl: number
      /** @description All fees, those of the account included. Positive if paid. */
      fees: number
      /** @description Dividends less withholding. */
      dividends: number
      /** @description Interest received minus paid. */
      interest: number
      /**
       * @description Other income, by activity type.
       * @example {}
       */
      other: {
        [key: string]: number
      }
      /** @description equity - net_deposits - realized_pl - unrealized_pl - dividends - interest - other + fees, to the cent. null if equity is unknown. */
      difference: number | null
    }
    /** @description An amount that has no place in the proof. */
    ProofDifference: {
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description The symbol. null if it is cash. */
      symbol: string | null
      /** @description Alpaca's activity type. null if no activity is known. */
      activity_type: string | null
      /** @description The activity, if it is a single one. */
      activity_id: string | null
      /** @description The amount, in dollars, that this adds to the difference. */
      amount: number
      /** @description Why the amount has no place in the proof. */
      cause: components['schemas']['DifferenceCause']
      /**
       * Format: date
       * @description Last day on which the cause may still pass by itself. null if it does not.
       * @example 2026-12-18
       */
      settles_by: string | null
    }
    /**
     * @description Whether the ledger agrees with the broker. `settling` means that every difference has a cause that passes by itself.
     * @enum {string}
     */
    ProofState: 'balanced' | 'settling' | 'differs'
    /** @description A page of the quarantine. */
    QuarantineList: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /** @description Quarantined items, newest first. */
      quarantine: components['schemas']['QuarantinedItem'][]
      /** @description Send it as `cursor` to get the next page. null on the last page. */
      next_cursor: string | null
    }
    /** @description What a retry of the quarantine did. */
    QuarantineRetry: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /**
       * Format: int32
       * @description Quarantined items that were tried again.
       */
      retried: number
      /**
       * Format: int32
       * @description Quarantined items that fit now.
       */
      healed: number
      /**
       * Format: int32
       * @description Quarantined items that still do not fit.
       */
      quarantined: number
      /** @description Whether the budget was used up before all were tried. If true, call again. */
      has_more: boolean
      /**
       * Format: int32
       * @description Duration, in milliseconds.
       */
      duration_ms: number
      /** @description The counts of each account. */
      accounts: {
        /** @description Alpaca's id of the account. */
        account_id: string
        /** @description Your label of the account. */
        label: string
        /** @description Whether the account is stopped. If so, it was skipped. */
        stopped: boolean
        /**
         * Format: int32
         * @description Quarantined items that were tried again.
         */
        retried: number
        /**
         * Format: int32
         * @description Quarantined items that fit now.
         */
        healed: number
        /**
         * Format: int32
         * @description Quarantined items that still do not fit.
         */
        quarantined: number
        /** @description Whether the budget was used up before all were tried. If true, call again. */
        has_more: boolean
      }[]
    }
    /** @description Which items to try again. All properties are optional. */
    QuarantineRetryRequest: {
      /** @description The account: Alpaca's id of it, or your label. */
      account?: string
      /** @description Ids of quarantined items. Without it, all that do not fit yet. */
      ids?: string[]
    }
    /** @description A payload that did not fit, without the payload. */
    QuarantinedItem: {
      /**
       * Format: uuid
       * @description Id of the quarantined item.
       */
      id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /**
       * @description Kind of payload.
       * @enum {string}
       */
      source: 'order' | 'activity' | 'position' | 'account' | 'contract'
      /** @description Alpaca's id of the item, or its symbol. null if the payload has neither. */
      item_id: string | null
      /** @description Which fields do not fit. Never contains their values. */
      reason: string
      /** @description Whether an earlier version of the order or activity is stored under this id. */
      stored: boolean
      /**
       * Format: date-time
       * @description When the payload was first quarantined.
       * @example 2026-09-10T16:17:18.577198Z
       */
      first_seen_at: string
      /**
       * Format: date-time
       * @description When Alpaca first sent this version of the payload.
       * @example 2026-09-10T16:17:18.577198Z
       */
      seen_at: string
      /**
       * Format: date-time
       * @description When the item was last tried by itself.
       * @example 2026-09-10T16:17:18.577198Z
       */
      tried_at: string | null
      /**
       * Format: date-time
       * @description When the item fit. null if it does not yet.
       * @example 2026-09-10T16:17:18.577198Z
       */
      healed_at: string | null
    }
    /** @description What a rebuild corrected. */
    Rebuild: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /**
       * Format: int32
       * @description Underlyings whose trades were computed again.
       */
      underlyings: number
      /**
       * Format: int32
       * @description Trades, fills, order legs, fees and shares of fees that differed and were corrected. 0 on a healthy ledger.
       */
      changed: number
      /** @description Whether the budget was used up. If true, call again: the next call continues here. */
      has_more: boolean
      /**
       * Format: int32
       * @description Duration, in milliseconds.
       */
      duration_ms: number
      /** @description The rebuild of each account. */
      accounts: components['schemas']['AccountRebuild'][]
    }
    /** @description Which account to rebuild. All properties are optional. */
    RebuildRequest: {
      /** @description The account: Alpaca's id of it, or your label. */
      account?: string
    }
    /** @description The ledger compared with the broker. */
    Reconciliation: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /** @description Whether every account is balanced. null before the first sync. */
      balanced: boolean | null
      /** @description The gravest state of an account. null before the first sync. */
      state: components['schemas']['ProofState'] | null
      /** @description Symbols of all accounts. */
      symbols: components['schemas']['SymbolBalance'][]
      /** @description Cash, summed over all accounts. */
      cash: components['schemas']['CashBalance']
      /** @description The proof, summed over all accounts. */
      proof: components['schemas']['Proof']
      /** @description Amounts that have no place in the proof. They add up to its difference. */
      differences: components['schemas']['ProofDifference'][]
      /** @description Activities that the ledger does not book, the oldest first. */
      unbooked: components['schemas']['UnbookedActivity'][]
      /** @description Both sides of each account. */
      accounts: components['schemas']['AccountReconciliation'][]
    }
    /** @description Trades were grouped again because the rules changed. */
    Regrouped: {
      /**
       * @description Which of the rules changed.
       * @enum {string}
       */
      reason: 'engine_version' | 'grouping_window'
      /** @description The previous rules. */
      from: components['schemas']['GroupingRules']
      /** @description The rules of this Worker. */
      to: components['schemas']['GroupingRules']
      /**
       * Format: int32
       * @description Underlyings that this run grouped again.
       */
      underlyings: number
      /**
       * Format: int32
       * @description Trades, fills and order legs that changed.
       */
      changed: number
      /** @description Whether further runs continue it. */
      has_more: boolean
    }
    /**
     * @description What a token may do. read: every GET. sync: start syncs. edit: every other write, and all routes of webhooks. raw: with read, get payloads as Alpaca sent them. calendar: read the calendar feed, with the token in its address.
     * @enum {string}
     */
    Scope: 'read' | 'sync' | 'edit' | 'raw' | 'calendar'
    /** @description Opening orders to split off a trade. */
    SplitRequest: {
      /**
       * Format: uuid
       * @description Id of the trade.
       */
      trade_id: string
      /** @description Alpaca's ids of opening orders of the trade, but not of all of them. */
      order_ids: string[]
    }
    /** @description Figures of trades, in total and by group. */
    Stats: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /** @description Figures of all trades. */
      total: components['schemas']['TotalFigures']
      /** @description Figures of each strategy. */
      by_strategy: {
        /** @description Name of the structure, or the name that an override gave it. */
        strategy: string
        /**
         * Format: int32
         * @description Closed trades, incomplete ones included.
         */
        trades: number
        /**
         * Format: int32
         * @description Closed trades with net_pl above 0.
         */
        wins: number
        /**
         * Format: int32
         * @description Closed trades with net_pl below 0.
         */
        losses: number
        /** @description Share of wins among closed trades with known profit, 0 to 1. null without any. */
        win_rate: number | null
        /** @description Profit of closing executions before fees, those of partly closed trades included. */
        realized_pl: number
        /** @description Fees, positive. Negative if the broker gave some back. */
        fees: number
        /** @description realized_pl minus fees. */
        net_pl: number
        /** @description Cash dividends less withholding, also of shares still held. Not part of net_pl. Below 0 when paid on shorts. */
        dividends: number
        /** @description The part of net_pl from trades that are closed now. */
        closed_net_pl: number
        /** @description The part of net_pl from trades that are open or partly closed now. */
        open_net_pl: number
        /**
         * Format: int32
         * @description Trades whose opening is unknown, closed or open. Their profit and fees are in no sum.
         */
        incomplete_trades: number
        /** @description Sum of the wins divided by the sum of the losses. null without a loss. */
        profit_factor: number | null
        /** @description Mean net_pl of a closed trade. null without one. */
        expectancy: number | null
        /** @description Mean days from opening to closing of a closed trade. null without one. */
        average_days_held: number | null
        /**
         * Format: int32
         * @description Trades that are open or partly closed now.
         */
        open_trades: number
      }[]
      /** @description Figures of each underlying. */
      by_underlying: {
        /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
        underlying: string
        /**
         * Format: int32
         * @description Closed trades, incomplete ones included.
         */
        trades: number
        /**
         * Format: int32
         * @description Closed trades with net_pl above 0.
         */
        wins: number
        /**
         * Format: int32
         * @description Closed trades with net_pl below 0.
         */
        losses: number
        /** @description Share of wins among closed trades with known profit, 0 to 1. null without any. */
        win_rate: number | null
        /** @description Profit of closing executions before fees, those of partly closed trades included. */
        realized_pl: number
        /** @description Fees, positive. Negative if the broker gave some back. */
        fees: number
        /** @description realized_pl minus fees. */
        net_pl: number
        /** @description Cash dividends less withholding, also of shares still held. Not part of net_pl. Below 0 when paid on shorts. */
        dividends: number
        /** @description The part of net_pl from trades that are closed now. */
        closed_net_pl: number
        /** @description The part of net_pl from trades that are open or partly closed now. */
        open_net_pl: number
        /**
         * Format: int32
         * @description Trades whose opening is unknown, closed or open. Their profit and fees are in no sum.
         */
        incomplete_trades: number
        /** @description Sum of the wins divided by the sum of the losses. null without a loss. */
        profit_factor: number | null
        /** @description Mean net_pl of a closed trade. null without one. */
        expectancy: number | null
        /** @description Mean days from opening to closing of a closed trade. null without one. */
        average_days_held: number | null
        /**
         * Format: int32
         * @description Trades that are open or partly closed now.
         */
        open_trades: number
      }[]
      /** @description Figures of each month. */
      by_month: {
        /**
         * @description Month in New York, YYYY-MM.
         * @example 2026-09
         */
        month: string
        /**
         * Format: int32
         * @description Closed trades, incomplete ones included.
         */
        trades: number
        /**
         * Format: int32
         * @description Closed trades with net_pl above 0.
         */
        wins: number
        /**
         * Format: int32
         * @description Closed trades with net_pl below 0.
         */
        losses: number
        /** @description Share of wins among closed trades with known profit, 0 to 1. null without any. */
        win_rate: number | null
        /** @description Profit of closing executions before fees, those of partly closed trades included. */
        realized_pl: number
        /** @description Fees, positive. Negative if the broker gave some back. */
        fees: number
        /** @description realized_pl minus fees. */
        net_pl: number
        /** @description Cash dividends less withholding, also of shares still held. Not part of net_pl. Below 0 when paid on shorts. */
        dividends: number
        /** @description The part of net_pl from trades that are closed now. */
        closed_net_pl: number
        /** @description The part of net_pl from trades that are open or partly closed now. */
        open_net_pl: number
        /**
         * Format: int32
         * @description Trades whose opening is unknown, closed or open. Their profit and fees are in no sum.
         */
        incomplete_trades: number
        /** @description Sum of the wins divided by the sum of the losses. null without a loss. */
        profit_factor: number | null
        /** @description Mean net_pl of a closed trade. null without one. */
        expectancy: number | null
        /** @description Mean days from opening to closing of a closed trade. null without one. */
        average_days_held: number | null
        /**
         * Format: int32
         * @description Trades that are open or partly closed now.
         */
        open_trades: number
      }[]
      /** @description Days on which profit was made, or fees or dividends were paid. */
      equity_curve: components['schemas']['EquityPoint'][]
    }
    /** @description Whether the stored keys of an account can be read. */
    StoredKeys: {
      /** @description Why the keys cannot be read. null if they can. */
      error: {
        /** @description Code of the error. */
        code: string
        /** @description What is wrong, and what to do about it. */
        message: string
        /** @description With `ledger_failed`: underlyings whose trades cannot be computed. */
        underlyings?: string[]
      } | null
    }
    /**
     * @description A family of structures.
     * @enum {string}
     */
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
    /** @description Both sides of one symbol. */
    SymbolBalance: {
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string
      /** @description Quantity of Alpaca's position. Negative if short. */
      broker_qty: number
      /** @description Quantity of the open lots. Negative if short. */
      ledger_qty: number
      /** @description broker_qty minus ledger_qty. */
      difference: number
      /** @description Why they differ. null if they agree. */
      cause: components['schemas']['DifferenceCause'] | null
      /**
       * Format: date
       * @description Last day on which the cause may still pass by itself. null if it does not.
       * @example 2026-12-18
       */
      settles_by: string | null
    }
    /** @description What a run did, in total and for each account. */
    SyncReport: {
      /**
       * @description Always `success`.
       * @constant
       */
      status: 'success'
      /**
       * Format: int32
       * @description Rows read from Alpaca that are now stored.
       */
      count: number
      /**
       * Format: int32
       * @description Rows read from Alpaca, quarantined ones included.
       */
      seen: number
      /**
       * Format: int32
       * @description Rows stored for the first time.
       */
      inserted: number
      /**
       * Format: int32
       * @description Stored rows that changed.
       */
      updated: number
      /**
       * Format: int32
       * @description Stored rows that did not change.
       */
      unchanged: number
      /**
       * Format: int32
       * @description Payloads that did not fit and were quarantined.
       */
      quarantined: number
      /** @description Whether the budget was used up. If true, call again: the next run continues here. */
      has_more: boolean
      /**
       * Format: int32
       * @description Duration, in milliseconds.
       */
      duration_ms: number
      /** @description The report of each account. */
      accounts: components['schemas']['AccountSyncReport'][]
    }
    /** @description What a sync reads. All properties are optional. */
    SyncRequest: {
      /** @description The account: Alpaca's id of it, or your label. */
      account?: string
      /**
       * @description Also reads again everything after this time.
       * @example 2026-09-01
       * @example 2026-11-22T14:30:00Z
       */
      since?: string
    }
    /** @description Progress of the first read of one kind of row. */
    SyncWalk: {
      /** @description Whether the whole history was read once. */
      complete: boolean
      /**
       * Format: int32
       * @description Rows that the first read of the history has stored.
       */
      done: number
      /**
       * Format: int32
       * @description Estimated rows that are left, assuming the same number of rows per day as in the part read so far. null if unknown.
       */
      remaining: number | null
      /** @description Share of the time span that is read, 0 to 1. null if its length is unknown. */
      share: number | null
      /**
       * Format: date-time
       * @description Everything up to this time is read.
       * @example 2026-09-10T16:17:18.577198Z
       */
      read_through: string | null
    }
    /** @description Figures of trades, with their largest drawdown. */
    TotalFigures: {
      /**
       * Format: int32
       * @description Closed trades, incomplete ones included.
       */
      trades: number
      /**
       * Format: int32
       * @description Closed trades with net_pl above 0.
       */
      wins: number
      /**
       * Format: int32
       * @description Closed trades with net_pl below 0.
       */
      losses: number
      /** @description Share of wins among closed trades with known profit, 0 to 1. null without any. */
      win_rate: number | null
      /** @description Profit of closing executions before fees, those of partly closed trades included. */
      realized_pl: number
      /** @description Fees, positive. Negative if the broker gave some back. */
      fees: number
      /** @description realized_pl minus fees. */
      net_pl: number
      /** @description Cash dividends less withholding, also of shares still held. Not part of net_pl. Below 0 when paid on shorts. */
      dividends: number
      /** @description The part of net_pl from trades that are closed now. */
      closed_net_pl: number
      /** @description The part of net_pl from trades that are open or partly closed now. */
      open_net_pl: number
      /**
       * Format: int32
       * @description Trades whose opening is unknown, closed or open. Their profit and fees are in no sum.
       */
      incomplete_trades: number
      /** @description Sum of the wins divided by the sum of the losses. null without a loss. */
      profit_factor: number | null
      /** @description Mean net_pl of a closed trade. null without one. */
      expectancy: number | null
      /** @description Mean days from opening to closing of a closed trade. null without one. */
      average_days_held: number | null
      /**
       * Format: int32
       * @description Trades that are open or partly closed now.
       */
      open_trades: number
      /** @description Largest fall of cumulative net_pl plus dividends from its peak, by New York day. The range begins at 0. Never negative. */
      max_drawdown: number
    }
    /** @description Orders that were opened together, from the first fill until nothing is open. */
    Trade: {
      /**
       * Format: uuid
       * @description Id of the trade.
       */
      trade_id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying: string
      /** @description Name of the structure, or the name that an override gave it. */
      strategy: string
      /** @description Family of structures that the strategy belongs to. */
      strategy_type: components['schemas']['StrategyType']
      /** @description credit if opening the trade brought cash, debit if it cost cash. null if that is unknown. */
      direction: components['schemas']['Direction'] | null
      /** @description Status of the trade. */
      status: components['schemas']['TradeStatus']
      /** @description What closed the trade. Empty while nothing is closed. */
      closed_by: components['schemas']['CloseCause'][]
      /** @description Number of units of the structure. */
      quantity: number
      /**
       * Format: date-time
       * @description Time of the first fill.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @description Time of the last closing execution. null while open.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /**
       * Format: date
       * @description Date of opened_at in New York.
       * @example 2026-12-18
       */
      opened_on: string
      /**
       * Format: date
       * @description Date of closed_at in New York. null while open.
       * @example 2026-12-18
       */
      closed_on: string | null
      /**
       * Format: date
       * @description Nearest expiry of the legs. null without options.
       * @example 2026-12-18
       */
      expiry_date: string | null
      /** @description Cash of the opening executions: positive if received, negative if paid. */
      entry_cash: number | null
      /** @description Cash of the closing executions: positive if received, negative if paid. */
      exit_cash: number | null
      /** @description Profit before fees. null if incomplete. */
      realized_pl: number | null
      /** @description Fees, positive. Negative if the broker gave some back. */
      fees: number
      /** @description realized_pl minus fees. null if incomplete. */
      net_pl: number | null
      /** @description Cash dividends of the shares held, less withholding; negative if paid on a short. Not in net_pl. */
      dividends: number
      /** @description Profit of the open part, at Alpaca's last marks. null if a mark is missing, 0 if nothing is open. */
      unrealized_pl: number | null
      /** @description P/L at expiry. null unless all open options share one expiry, and if a cost or a deliverable is unknown, or a long call of a later expiry covers the trade. */
      risk: components['schemas']['TradeRisk'] | null
      /** @description Whether the fees of the trade's last day are not posted yet. */
      fees_pending: boolean
      /**
       * Format: uuid
       * @description The trade that was rolled into this one.
       */
      rolled_from: string | null
      /**
       * Format: uuid
       * @description Id of the first trade of the chain of rolls.
       */
      chain_id: string
      /**
       * Format: int32
       * @description Number of rolls in the chain before this trade.
       */
      roll_count: number
      /**
       * Format: uuid
       * @description The trade whose option delivered this trade's shares.
       */
      assigned_from: string | null
      /**
       * Format: uuid
       * @description The trade whose shares, or long call, cover this trade's short options.
       */
      covered_by: string | null
      /**
       * Format: uuid
       * @description Id of the campaign: the first of the trades that rolls, deliveries and cover connect.
       */
      campaign_id: string
      /** @description Whether a part was opened before the known history. Its profit is then null. */
      incomplete: boolean
      /** @description Whether the broker no longer holds an open leg and no activity explains it. */
      unexplained: boolean
      /** @description Tags, from an override. */
      tags: string[]
      /** @description Note, from an override. */
      note: string | null
      /** @description Legs of the trade. */
      legs: components['schemas']['TradeLeg'][]
      /**
       * Format: date-time
       * @description When the row was first stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @description When the row last changed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
    }
    /** @description A trade with its fills, fees, orders and chain. */
    TradeDetail: {
      /**
       * Format: uuid
       * @description Id of the trade.
       */
      trade_id: string
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description The symbol that an option is on. For stocks and coins, their own symbol. */
      underlying: string
      /** @description Name of the structure, or the name that an override gave it. */
      strategy: string
      /** @description Family of structures that the strategy belongs to. */
      strategy_type: components['schemas']['StrategyType']
      /** @description credit if opening the trade brought cash, debit if it cost cash. null if that is unknown. */
      direction: components['schemas']['Direction'] | null
      /** @description Status of the trade. */
      status: components['schemas']['TradeStatus']
      /** @description What closed the trade. Empty while nothing is closed. */
      closed_by: components['schemas']['CloseCause'][]
      /** @description Number of units of the structure. */
      quantity: number
      /**
       * Format: date-time
       * @description Time of the first fill.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @description Time of the last closing execution. null while open.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /**
       * Format: date
       * @description Date of opened_at in New York.
       * @example 2026-12-18
       */
      opened_on: string
      /**
       * Format: date
       * @description Date of closed_at in New York. null while open.
       * @example 2026-12-18
       */
      closed_on: string | null
      /**
       * Format: date
       * @description Nearest expiry of the legs. null without options.
       * @example 2026-12-18
       */
      expiry_date: string | null
      /** @description Cash of the opening executions: positive if received, negative if paid. */
      entry_cash: number | null
      /** @description Cash of the closing executions: positive if received, negative if paid. */
      exit_cash: number | null
      /** @description Profit before fees. null if incomplete. */
      realized_pl: number | null
      /** @description Fees, positive. Negative if the broker gave some back. */
      fees: number
      /** @description realized_pl minus fees. null if incomplete. */
      net_pl: number | null
      /** @description Cash dividends of the shares held, less withholding; negative if paid on a short. Not in net_pl. */
      dividends: number
      /** @description Profit of the open part, at Alpaca's last marks. null if a mark is missing, 0 if nothing is open. */
      unrealized_pl: number | null
      /** @description P/L at expiry. null unless all open options share one expiry, and if a cost or a deliverable is unknown, or a long call of a later expiry covers the trade. */
      risk: components['schemas']['TradeRisk'] | null
      /** @description Whether the fees of the trade's last day are not posted yet. */
      fees_pending: boolean
      /**
       * Format: uuid
       * @description The trade that was rolled into this one.
       */
      rolled_from: string | null
      /**
       * Format: uuid
       * @description Id of the first trade of the chain of rolls.
       */
      chain_id: string
      /**
       * Format: int32
       * @description Number of rolls in the chain before this trade.
       */
      roll_count: number
      /**
       * Format: uuid
       * @description The trade whose option delivered this trade's shares.
       */
      assigned_from: string | null
      /**
       * Format: uuid
       * @description The trade whose shares, or long call, cover this trade's short options.
       */
      covered_by: string | null
      /**
       * Format: uuid
       * @description Id of the campaign: the first of the trades that rolls, deliveries and cover connect.
       */
      campaign_id: string
      /** @description Whether a part was opened before the known history. Its profit is then null. */
      incomplete: boolean
      /** @description Whether the broker no longer holds an open leg and no activity explains it. */
      unexplained: boolean
      /** @description Tags, from an override. */
      tags: string[]
      /** @description Note, from an override. */
      note: string | null
      /** @description Legs of the trade. */
      legs: components['schemas']['TradeLeg'][]
      /**
       * Format: date-time
       * @description When the row was first stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @description When the row last changed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
      /** @description Executions of the trade. */
      fills: components['schemas']['TradeFill'][]
      /** @description Shares of fees. */
      fees_detail: components['schemas']['TradeFee'][]
      /** @description Order legs of the trade. */
      orders: components['schemas']['Order'][]
      /** @description All trades of the chain of rolls, this one included. */
      chain: components['schemas']['TradeLink'][]
      /** @description Sum of net_pl over the chain. null if one trade is incomplete. */
      chain_net_pl: number | null
    }
    /** @description A trade's share of one fee. */
    TradeFee: {
      /** @description Alpaca's id of the fee's activity. */
      activity_id: string
      /** @description Alpaca's word for the fee, such as ORF or OCC. */
      kind: string | null
      /** @description This trade's share of the fee. Positive if paid. */
      amount: number
      /**
       * Format: date
       * @description The day that the fee is for.
       * @example 2026-12-18
       */
      trading_day: string
    }
    /** @description An execution, or the part of it that is in this trade. */
    TradeFill: {
      /** @description Id of the execution. */
      execution_id: string
      /**
       * @description Whether it opened or closed a part of the trade.
       * @enum {string}
       */
      effect: 'open' | 'close'
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string
      /**
       * @description Kind of execution. `conversion`: coins paid with coins, priced at their cost in dollars.
       * @enum {string}
       */
      kind:
        | 'fill'
        | 'conversion'
        | 'expiration'
        | 'assignment'
        | 'exercise'
        | 'delivery'
        | 'transfer'
        | 'corporate_action'
      /** @description Kind of instrument of the leg. */
      leg_kind: components['schemas']['LegKind']
      /** @description Alpaca's id of the order. null if no order caused it. */
      order_id: string | null
      /** @description Alpaca's id of the activity, if known. */
      activity_id: string | null
      /** @description buy or sell. */
      side: components['schemas']['OrderSide']
      /** @description This trade's part of the executed quantity. */
      qty: number
      /** @description Price per share or coin. */
      price: number
      /** @description Shares per contract: 100 for most options, 1 for stocks and coins. */
      multiplier: number
      /** @description Profit before fees. null if it opened a part, or if the opening is unknown. */
      realized_pl: number | null
      /**
       * Format: date-time
       * @description When it was executed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      executed_at: string
      /**
       * Format: date
       * @description Date of the execution in New York.
       * @example 2026-12-18
       */
      trading_day: string
    }
    /** @description A leg of a trade: one symbol on one side. */
    TradeLeg: {
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string
      /** @description Kind of instrument of the leg. */
      kind: components['schemas']['LegKind']
      /** @description Strike of the option, per share. null for stocks and coins. */
      strike: number | null
      /**
       * Format: date
       * @description Expiry date of the option. null for stocks and coins.
       * @example 2026-12-18
       */
      expiry_date: string | null
      /** @description long or short. */
      side: components['schemas']['PositionSide']
      /** @description Opened quantity, never negative. */
      qty: number
      /** @description Quantity that is still open, never negative. */
      open_qty: number
      /** @description Average opening price, per share or coin. */
      avg_open_price: number | null
      /** @description Average closing price, per share or coin. */
      avg_close_price: number | null
      /** @description Profit of the closed part, before fees. */
      realized_pl: number | null
      /** @description What closed the leg. Empty while nothing is closed. */
      closed_by: components['schemas']['CloseCause'][]
    }
    /** @description A trade of a chain of rolls. */
    TradeLink: {
      /**
       * Format: uuid
       * @description Id of the trade.
       */
      trade_id: string
      /** @description Name of the structure, or the name that an override gave it. */
      strategy: string
      /** @description Status of the trade. */
      status: components['schemas']['TradeStatus']
      /**
       * Format: date-time
       * @description Time of the first fill.
       * @example 2026-09-10T16:17:18.577198Z
       */
      opened_at: string
      /**
       * Format: date-time
       * @description Time of the last closing execution. null while open.
       * @example 2026-09-10T16:17:18.577198Z
       */
      closed_at: string | null
      /** @description Profit after fees. null if incomplete. */
      net_pl: number | null
    }
    /** @description P/L of the whole trade at the expiry of its open options, before fees: realized so far, and the open legs with the shares that cover them. */
    TradeRisk: {
      /** @description P/L by the price of the underlying at expiry, ascending from price 0. It is linear between knots, and beyond the last one as before it. */
      knots: components['schemas']['PayoffKnot'][]
      /** @description Largest P/L at any price. null if it has no limit. */
      max_profit: number | null
      /** @description Smallest P/L at any price, negative if it is a loss. null if it has no limit. */
      max_loss: number | null
      /** @description Prices at which P/L is 0, ascending; of a range of them, its ends. */
      breakevens: number[]
    }
    /**
     * @description Status of a trade. `partial` means that a part of it is closed.
     * @enum {string}
     */
    TradeStatus: 'pending' | 'open' | 'partial' | 'closed' | 'unfilled'
    /** @description Sums of all trades that match the filters. */
    TradeTotals: {
      /**
       * Format: int32
       * @description Number of trades, incomplete ones included.
       */
      trades: number
      /**
       * Format: int32
       * @description Number of trades that are open or partly closed.
       */
      open_trades: number
      /**
       * Format: int32
       * @description Number of incomplete trades. Only their dividends are in the sums.
       */
      incomplete_trades: number
      /** @description Profit before fees. */
      realized_pl: number
      /** @description Fees, positive. Negative if the broker gave some back. */
      fees: number
      /** @description realized_pl minus fees. */
      net_pl: number
      /** @description Cash dividends less withholding. Not in net_pl. */
      dividends: number
      /** @description Profit of the open parts, at Alpaca's last marks. null if a mark is missing. */
      unrealized_pl: number | null
    }
    /** @description An activity that the ledger does not book, whose type is unknown, or that Alpaca no longer lists. */
    UnbookedActivity: {
      /** @description Alpaca's id of the account. */
      account_id: string
      /** @description Alpaca's id of the activity. */
      activity_id: string
      /** @description Alpaca's activity type. */
      activity_type: string
      /** @description Alpaca's sub type. */
      activity_sub_type: string | null
      /** @description OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD). */
      symbol: string | null
      /**
       * Format: date
       * @description Date of the activity.
       * @example 2026-12-18
       */
      date: string | null
      /** @description Signed change of the position. */
      qty: number | null
      /** @description Change of cash. */
      net_amount: number | null
      /** @description Why it is not booked. */
      reason: string
    }
    /** @description What wash sales change about a lot. Its basis and gain are without it. */
    WashSale: {
      /** @description Whether the loss is a wash sale, wholly or in part: shares or options of the underlying were acquired within 30 days before or after. */
      is_wash: boolean
      /** @description Part of the loss that is disallowed, positive. null of an option, which is flagged. */
      disallowed: number | null
      /** @description Shares of the lot that were replaced. null of an option. */
      replaced: number | null
      /** @description Disallowed losses of earlier lots that add to the basis of this one. Not in basis and gain. */
      added_basis: number
      /**
       * Format: date
       * @description Date from which the replacements among the lot count as held. null if it replaces nothing.
       * @example 2026-12-18
       */
      held_since: string | null
    }
    /** @description A stored receiver of events. */
    Webhook: {
      /**
       * Format: uuid
       * @description Id of the webhook.
       */
      id: string
      /**
       * @description Address of the receiver.
       * @example https://hooks.example.com/legbook
       */
      url: string
      /**
       * @description The types of events that it receives.
       * @example [
       *       "trade.opened",
       *       "trade.closed",
       *       "sync.failed"
       *     ]
       */
      types: (
        | 'order.changed'
        | 'trade.opened'
        | 'trade.changed'
        | 'trade.closed'
        | 'trade.rolled'
        | 'trade.assigned'
        | 'trade.removed'
        | 'positions.changed'
        | 'sync.finished'
        | 'sync.failed'
        | 'sync.recovered'
        | 'reconciliation.differs'
        | 'reconciliation.balanced'
        | 'reset'
      )[]
      /**
       * @description The account as you named it. null: it receives the events of all.
       * @example null
       */
      account: string | null
      /**
       * @description Alpaca's id of the account. null: it receives the events of all.
       * @example null
       */
      account_id: string | null
      /**
       * @description The form of its messages.
       * @enum {string}
       */
      format: 'json' | 'discord' | 'slack'
      /** @description Whether it is switched on. */
      active: boolean
      /**
       * Format: date-time
       * @description The first failure since the last success. null while it accepts.
       * @example null
       */
      failing_since: string | null
      /**
       * Format: date-time
       * @description When it was switched off. null while active.
       * @example null
       */
      disabled_at: string | null
      /**
       * @description Why legbook switched it off: gone, it answered 410; failing, no success for 5 days. null if you did, or while active.
       * @example null
       * @enum {string|null}
       */
      disabled_reason: 'gone' | 'failing' | null
      /**
       * Format: date-time
       * @description After a rotation: until when messages are also signed with the old secret.
       * @example null
       */
      old_secret_until: string | null
      /**
       * Format: date-time
       * @description When the row was first stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
      /**
       * Format: date-time
       * @description When the row last changed.
       * @example 2026-09-10T16:17:18.577198Z
       */
      updated_at: string
    }
    /** @description The delivery of one event to one webhook. */
    WebhookDelivery: {
      /**
       * Format: uuid
       * @description Id of the delivery.
       */
      id: string
      /**
       * @description The `webhook-id` of its message, `evt_ACCOUNT_SEQ`: the same in every attempt.
       * @example evt_e6fe16f3-64a4-4921-8928-cadf02f92f98_1234
       */
      event_id: string
      /**
       * @description Type of the event, or `test`.
       * @enum {string}
       */
      type:
        | 'order.changed'
        | 'trade.opened'
        | 'trade.changed'
        | 'trade.closed'
        | 'trade.rolled'
        | 'trade.assigned'
        | 'trade.removed'
        | 'positions.changed'
        | 'sync.finished'
        | 'sync.failed'
        | 'sync.recovered'
        | 'reconciliation.differs'
        | 'reconciliation.balanced'
        | 'reset'
        | 'test'
      /**
       * Format: int32
       * @description Number of attempts so far, since it was last made due.
       */
      attempt: number
      /**
       * @description pending until the receiver answers 2xx (delivered) or the last attempt fails (failed).
       * @enum {string}
       */
      status: 'pending' | 'delivered' | 'failed'
      /**
       * Format: date-time
       * @description When the next attempt is due. null if none is.
       * @example 2026-09-10T16:17:18.577198Z
       */
      next_at: string | null
      /**
       * Format: int32
       * @description HTTP status of the last response. null without one.
       */
      response_code: number | null
      /**
       * @description Why the last attempt failed. status: not 2xx. timeout: no answer within 10 s. refused_url: the address is not allowed. secret_unreadable: KEYS_SECRET was replaced. event_gone: the event is no longer kept.
       * @example null
       * @enum {string|null}
       */
      error:
        | 'status'
        | 'redirect'
        | 'timeout'
        | 'unreachable'
        | 'refused_url'
        | 'secret_unreadable'
        | 'event_gone'
        | null
      /**
       * Format: date-time
       * @description When the last attempt began. null before the first.
       * @example 2026-09-10T16:17:18.577198Z
       */
      attempted_at: string | null
      /**
       * Format: date-time
       * @description When the event was stored.
       * @example 2026-09-10T16:17:18.577198Z
       */
      created_at: string
    }
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: {
    /**
     * @description The X-Request-ID of the request, or a new id. The log has the same id.
     * @example 0b8f5a36-6a57-4b0e-9b0e-3f6d1c0a2f11
     */
    'X-Request-ID': string
    /**
     * @description `private, no-cache` with an ETag, otherwise `no-store`.
     * @example private, no-cache
     */
    'Cache-Control': string
    /**
     * @description Origin of the page, if CORS_ORIGINS contains it. Absent otherwise.
     * @example https://app.example.com
     */
    'Access-Control-Allow-Origin': string
  }
  pathItems: never
}
export type Account = components['schemas']['Account']
export type AccountHealth = components['schemas']['AccountHealth']
export type AccountKeysRequest = components['schemas']['AccountKeysRequest']
export type AccountRebuild = components['schemas']['AccountRebuild']
export type AccountReconciliation = components['schemas']['AccountReconciliation']
export type AccountSyncReport = components['schemas']['AccountSyncReport']
export type AccountSyncStatus = components['schemas']['AccountSyncStatus']
export type AnnotateRequest = components['schemas']['AnnotateRequest']
export type Backfill = components['schemas']['Backfill']
export type Campaign = components['schemas']['Campaign']
export type CampaignDetail = components['schemas']['CampaignDetail']
export type CampaignStatus = components['schemas']['CampaignStatus']
export type CashBalance = components['schemas']['CashBalance']
export type ChangeWebhookRequest = components['schemas']['ChangeWebhookRequest']
export type CloseCause = components['schemas']['CloseCause']
export type CreateWebhookRequest = components['schemas']['CreateWebhookRequest']
export type DifferenceCause = components['schemas']['DifferenceCause']
export type Direction = components['schemas']['Direction']
export type EquityPoint = components['schemas']['EquityPoint']
export type ErasedRows = components['schemas']['ErasedRows']
export type Error = components['schemas']['Error']
export type ErrorCode = components['schemas']['ErrorCode']
export type Event = components['schemas']['Event']
export type EventData = components['schemas']['EventData']
export type EventType = components['schemas']['EventType']
export type FailingWebhook = components['schemas']['FailingWebhook']
export type GroupingRules = components['schemas']['GroupingRules']
export type Health = components['schemas']['Health']
export type HealthChecks = components['schemas']['HealthChecks']
export type LedgerFailure = components['schemas']['LedgerFailure']
export type LegKind = components['schemas']['LegKind']
export type LiveState = components['schemas']['LiveState']
export type Lot = components['schemas']['Lot']
export type LotTotals = components['schemas']['LotTotals']
export type McpError = components['schemas']['McpError']
export type McpRequest = components['schemas']['McpRequest']
export type McpResult = components['schemas']['McpResult']
export type Me = components['schemas']['Me']
export type MergeRequest = components['schemas']['MergeRequest']
export type OptionType = components['schemas']['OptionType']
export type Order = components['schemas']['Order']
export type OrderSide = components['schemas']['OrderSide']
export type OrderStatus = components['schemas']['OrderStatus']
export type Override = components['schemas']['Override']
export type PayoffKnot = components['schemas']['PayoffKnot']
export type Position = components['schemas']['Position']
export type PositionSide = components['schemas']['PositionSide']
export type Proof = components['schemas']['Proof']
export type ProofDifference = components['schemas']['ProofDifference']
export type ProofState = components['schemas']['ProofState']
export type QuarantineList = components['schemas']['QuarantineList']
export type QuarantineRetry = components['schemas']['QuarantineRetry']
export type QuarantineRetryRequest = components['schemas']['QuarantineRetryRequest']
export type QuarantinedItem = components['schemas']['QuarantinedItem']
export type Rebuild = components['schemas']['Rebuild']
export type RebuildRequest = components['schemas']['RebuildRequest']
export type Reconciliation = components['schemas']['Reconciliation']
export type Regrouped = components['schemas']['Regrouped']
export type Scope = components['schemas']['Scope']
export type SplitRequest = components['schemas']['SplitRequest']
export type Stats = components['schemas']['Stats']
export type StoredKeys = components['schemas']['StoredKeys']
export type StrategyType = components['schemas']['StrategyType']
export type SymbolBalance = components['schemas']['SymbolBalance']
export type SyncReport = components['schemas']['SyncReport']
export type SyncRequest = components['schemas']['SyncRequest']
export type SyncWalk = components['schemas']['SyncWalk']
export type TotalFigures = components['schemas']['TotalFigures']
export type Trade = components['schemas']['Trade']
export type TradeDetail = components['schemas']['TradeDetail']
export type TradeFee = components['schemas']['TradeFee']
export type TradeFill = components['schemas']['TradeFill']
export type TradeLeg = components['schemas']['TradeLeg']
export type TradeLink = components['schemas']['TradeLink']
export type TradeRisk = components['schemas']['TradeRisk']
export type TradeStatus = components['schemas']['TradeStatus']
export type TradeTotals = components['schemas']['TradeTotals']
export type UnbookedActivity = components['schemas']['UnbookedActivity']
export type WashSale = components['schemas']['WashSale']
export type Webhook = components['schemas']['Webhook']
export type WebhookDelivery = components['schemas']['WebhookDelivery']
export type HeaderXRequestId = components['headers']['X-Request-ID']
export type HeaderCacheControl = components['headers']['Cache-Control']
export type HeaderAccessControlAllowOrigin = components['headers']['Access-Control-Allow-Origin']
export type $defs = Record<string, never>
export interface operations {
  listTrades: {
    parameters: {
      query?: {
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only this structure, such as bull_put_spread. */
        strategy?: string
        /** @description Only this family of structures. */
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
        /** @description One or more statuses, separated by commas: open,partial. */
        status?: ('pending' | 'open' | 'partial' | 'closed' | 'unfilled')[]
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only trades opened at or after this time. */
        since?: string
        /** @description Only trades opened before this time. */
        until?: string
        /** @description Only trades with this tag. */
        tag?: string
        /** @description Only trades closed at or after this time. */
        closed_since?: string
        /** @description Only trades closed before this time. */
        closed_until?: string
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description totals: adds the sums of all trades that match the filters, on all pages. */
        include?: 'totals'
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
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Trades, last opened first. */
            trades: components['schemas']['Trade'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
            next_cursor: string | null
            /** @description Only with include=totals: the sums of all pages. */
            totals?: components['schemas']['TradeTotals']
          }
        }
      }
    }
  }
  getTrade: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
      }
      header?: never
      path: {
        /** @description Id of the trade. */
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
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The trade. */
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
        /** @description Id of the trade. */
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
      /** @description The trade after the change. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The trade after the change. */
            trade: components['schemas']['Trade']
            /** @description The override that was stored. null if nothing is overridden any more. */
            override: components['schemas']['Override'] | null
            /** @description Whether the override is stored but the trades are not computed yet. The next sync computes them. */
            has_more: boolean
          }
        }
      }
    }
  }
  listCampaigns: {
    parameters: {
      query?: {
        /** @description Only campaigns whose first trade has this underlying. */
        underlying?: string
        /** @description One or more statuses, separated by commas: open,pending. */
        status?: ('pending' | 'open' | 'closed' | 'unfilled')[]
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of campaigns. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Campaigns, last begun first. */
            campaigns: components['schemas']['Campaign'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  getCampaign: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
      }
      header?: never
      path: {
        /** @description Id of the campaign. */
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The campaign. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The campaign. */
            campaign: components['schemas']['CampaignDetail']
          }
        }
      }
    }
  }
  listLots: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. Without it, all accounts are those of one owner: wash sales are found across them, paper and live apart. */
        account?: string
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only lots closed at or after this time. */
        closed_since?: string
        /** @description Only lots closed before this time. */
        closed_until?: string
        /** @description true: only Section 1256 contracts (Form 6781). false: all other lots. */
        section_1256?: 'true' | 'false'
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description totals: adds the sums of all lots that match the filters, on all pages. */
        include?: 'totals'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of closed lots. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description What these figures are. They are no tax advice. */
            note: string
            /** @description Closed lots, last closed first. */
            lots: components['schemas']['Lot'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
            next_cursor: string | null
            /** @description Sums of all lots that match the filters. Only with include=totals. */
            totals?: components['schemas']['LotTotals']
          }
        }
      }
    }
  }
  exportLots: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. Without it, all accounts are those of one owner: wash sales are found across them, paper and live apart. */
        account?: string
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only lots closed at or after this time. */
        closed_since?: string
        /** @description Only lots closed before this time. */
        closed_until?: string
        /** @description true: only Section 1256 contracts (Form 6781). false: all other lots. */
        section_1256?: 'true' | 'false'
        /** @description Maximum number of rows. The Link header has the address of the rest. Without limit, the file is complete or the request is refused. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description Columns of the file in this order, separated by commas. Without it, all: description, date_acquired, date_sold, proceeds, basis, gain, term, form, section_1256, short_term_gain, long_term_gain, wash_sale, disallowed, replaced, added_basis, held_since, symbol, underlying, leg_kind, side, quantity, closed_by, opened_at, closed_at, opened_on, closed_on, fees, trade_pl, difference, reasons, flags, trade_id, account_id, execution_id, order_id, lot_id. */
        fields?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The file, last closed first. */
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
  getStats: {
    parameters: {
      query?: {
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only this structure, such as bull_put_spread. */
        strategy?: string
        /** @description Only this family of structures. */
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
        /** @description One or more statuses, separated by commas: open,partial. */
        status?: ('pending' | 'open' | 'partial' | 'closed' | 'unfilled')[]
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only profit made and trades closed at or after this time. */
        since?: string
        /** @description Only profit made and trades closed before this time. */
        until?: string
        /** @description Only trades with this tag. */
        tag?: string
        /** @description Whether counts are of trades, or of campaigns: trades connected by rolls, deliveries and cover. Money is the same. */
        unit?: 'trade' | 'campaign'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The statistics. */
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
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only this symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same). */
        symbol?: string
        /** @description One or more statuses, separated by commas. open: can still change, orders on hold included. closed: can no longer change. all: no filter, the default. */
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
        /** @description Only this side. */
        side?: 'buy' | 'sell'
        /** @description Only trades of this family of structures. */
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
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only orders submitted at or after this time. */
        since?: string
        /** @description Only orders submitted before this time. */
        until?: string
        /** @description Maximum number of rows. The Link header has the address of the rest. Without limit, the file is complete or the request is refused. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description Columns of the file in this order, separated by commas. Without it, all: submitted_at, symbol, underlying, side, position_intent, status, qty, filled_qty, filled_avg_price, filled_at, expiry_date, strike_price, option_type, order_type, time_in_force, limit_price, stop_price, trail_price, trail_percent, notional, strategy_type, trade_id, leg_number, ratio_qty, asset_class, asset_id, order_class, alpaca_order_id, parent_order_id, client_order_id, account_id, replaces, replaced_by, expired_at, canceled_at, failed_at, replaced_at, expires_at, alpaca_created_at, alpaca_updated_at, created_at, updated_at, id. */
        fields?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The file, last submitted first. */
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
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only this structure, such as bull_put_spread. */
        strategy?: string
        /** @description Only this family of structures. */
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
        /** @description One or more statuses, separated by commas: open,partial. */
        status?: ('pending' | 'open' | 'partial' | 'closed' | 'unfilled')[]
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only trades opened at or after this time. */
        since?: string
        /** @description Only trades opened before this time. */
        until?: string
        /** @description Only trades with this tag. */
        tag?: string
        /** @description Only trades closed at or after this time. */
        closed_since?: string
        /** @description Only trades closed before this time. */
        closed_until?: string
        /** @description Maximum number of rows. The Link header has the address of the rest. Without limit, the file is complete or the request is refused. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description Columns of the file in this order, separated by commas. Without it, all: opened_at, closed_at, underlying, strategy, strategy_type, direction, status, quantity, legs, expiry_date, entry_cash, exit_cash, realized_pl, fees, net_pl, unrealized_pl, closed_by, tags, note, incomplete, unexplained, fees_pending, roll_count, rolled_from, chain_id, assigned_from, covered_by, trade_id, account_id, created_at, updated_at, opened_on, closed_on, dividends, campaign_id, risk. */
        fields?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The file, last opened first. */
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
  listOrders: {
    parameters: {
      query?: {
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only this symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same). */
        symbol?: string
        /** @description One or more statuses, separated by commas. open: can still change, orders on hold included. closed: can no longer change. all: no filter, the default. */
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
        /** @description Only this side. */
        side?: 'buy' | 'sell'
        /** @description Only trades of this family of structures. */
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
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only orders submitted at or after this time. */
        since?: string
        /** @description Only orders submitted before this time. */
        until?: string
        /** @description Maximum number of rows. */
        limit?: number
        /** @description Number of rows to skip. Not together with cursor. */
        offset?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description raw: adds raw_data, the payload as Alpaca sent it, to each row. It can contain personal data, so the token also needs the scope raw. */
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
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Order legs, last submitted first. */
            orders: components['schemas']['Order'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  listTradeOrders: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description raw: adds raw_data, the payload as Alpaca sent it, to each row. It can contain personal data, so the token also needs the scope raw. */
        include?: 'raw'
      }
      header?: never
      path: {
        /** @description Id of the trade. */
        trade_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The order legs of the trade. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Order legs of the trade, by leg number and submission. */
            orders: components['schemas']['Order'][]
          }
        }
      }
    }
  }
  listPositions: {
    parameters: {
      query?: {
        /** @description true: open positions. false: closed positions. all: both. */
        is_open?: 'true' | 'false' | 'all'
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only this symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same). */
        symbol?: string
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
        /** @description raw: adds raw_data, the payload as Alpaca sent it, to each row. It can contain personal data, so the token also needs the scope raw. */
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
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Positions, by symbol. */
            positions: components['schemas']['Position'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  getCalendar: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description A token of the scope calendar, instead of the Authorization header, which goes first. */
        token?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The calendar, by date. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/calendar': string
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
      /** @description The merged trade. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The merged trade. */
            trade: components['schemas']['Trade']
            /** @description The override that was stored. */
            override: components['schemas']['Override']
            /** @description Whether the override is stored but the trades are not computed yet. The next sync computes them. */
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
      /** @description The trades after the split. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The trades after the split, last opened first. */
            trades: components['schemas']['Trade'][]
            /** @description The override that was stored. */
            override: components['schemas']['Override']
            /** @description Whether the override is stored but the trades are not computed yet. The next sync computes them. */
            has_more: boolean
          }
        }
      }
    }
  }
  listOverrides: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same). */
        underlying?: string
        /** @description Only overrides of this kind. */
        kind?: 'merge' | 'split' | 'annotate'
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
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
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Overrides, newest first. */
            overrides: components['schemas']['Override'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
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
        /** @description Id of the override. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The trades without the override. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The trades without the override, last opened first. */
            trades: components['schemas']['Trade'][]
            /** @description Whether the override is stored but the trades are not computed yet. The next sync computes them. */
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
      /** @description Number of differences that were corrected. If has_more is true, call again. */
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
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Both sides of each symbol and of the cash. */
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
  listEvents: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. Required when there are several accounts. */
        account?: string
        /** @description Only events with a larger `seq`. Without it, from the oldest event on. */
        after?: number
        /** @description One or more types, separated by commas: trade.opened,trade.closed. */
        types?: (
          | 'order.changed'
          | 'trade.opened'
          | 'trade.changed'
          | 'trade.closed'
          | 'trade.rolled'
          | 'trade.assigned'
          | 'trade.removed'
          | 'positions.changed'
          | 'sync.finished'
          | 'sync.failed'
          | 'sync.recovered'
          | 'reconciliation.differs'
          | 'reconciliation.balanced'
          | 'reset'
        )[]
        /** @description Maximum number of rows. */
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Events after a sequence number. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Events, oldest first. */
            events: components['schemas']['Event'][]
            /**
             * Format: int64
             * @description The last `seq` of the account. 0 before its first event.
             */
            last_seq: number
          }
        }
      }
    }
  }
  listWebhooks: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description All webhooks. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description All webhooks, oldest first. */
            webhooks: components['schemas']['Webhook'][]
          }
        }
      }
    }
  }
  createWebhook: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWebhookRequest']
      }
    }
    responses: {
      /** @description The webhook and its secret. */
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The webhook. */
            webhook: components['schemas']['Webhook']
            /**
             * @description The secret that signs messages, by the rules of Standard Webhooks. Shown only here.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=
             */
            secret: string
          }
        }
      }
    }
  }
  getWebhook: {
    parameters: {
      query?: {
        /** @description Maximum number of deliveries. */
        limit?: number
      }
      header?: never
      path: {
        /** @description Id of the webhook. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The webhook and its deliveries. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The webhook, with its deliveries. */
            webhook: {
              /**
               * Format: uuid
               * @description Id of the webhook.
               */
              id: string
              /**
               * @description Address of the receiver.
               * @example https://hooks.example.com/legbook
               */
              url: string
              /**
               * @description The types of events that it receives.
               * @example [
               *       "trade.opened",
               *       "trade.closed",
               *       "sync.failed"
               *     ]
               */
              types: (
                | 'order.changed'
                | 'trade.opened'
                | 'trade.changed'
                | 'trade.closed'
                | 'trade.rolled'
                | 'trade.assigned'
                | 'trade.removed'
                | 'positions.changed'
                | 'sync.finished'
                | 'sync.failed'
                | 'sync.recovered'
                | 'reconciliation.differs'
                | 'reconciliation.balanced'
                | 'reset'
              )[]
              /**
               * @description The account as you named it. null: it receives the events of all.
               * @example null
               */
              account: string | null
              /**
               * @description Alpaca's id of the account. null: it receives the events of all.
               * @example null
               */
              account_id: string | null
              /**
               * @description The form of its messages.
               * @enum {string}
               */
              format: 'json' | 'discord' | 'slack'
              /** @description Whether it is switched on. */
              active: boolean
              /**
               * Format: date-time
               * @description The first failure since the last success. null while it accepts.
               * @example null
               */
              failing_since: string | null
              /**
               * Format: date-time
               * @description When it was switched off. null while active.
               * @example null
               */
              disabled_at: string | null
              /**
               * @description Why legbook switched it off: gone, it answered 410; failing, no success for 5 days. null if you did, or while active.
               * @example null
               * @enum {string|null}
               */
              disabled_reason: 'gone' | 'failing' | null
              /**
               * Format: date-time
               * @description After a rotation: until when messages are also signed with the old secret.
               * @example null
               */
              old_secret_until: string | null
              /**
               * Format: date-time
               * @description When the row was first stored.
               * @example 2026-09-10T16:17:18.577198Z
               */
              created_at: string
              /**
               * Format: date-time
               * @description When the row last changed.
               * @example 2026-09-10T16:17:18.577198Z
               */
              updated_at: string
              /** @description The same as `deliveries` beside it. */
              deliveries: components['schemas']['WebhookDelivery'][]
            }
            /** @description Deliveries of the last 14 days, newest first. */
            deliveries: components['schemas']['WebhookDelivery'][]
          }
        }
      }
    }
  }
  deleteWebhook: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the webhook. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The id of the webhook. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /**
             * Format: uuid
             * @description Id of the deleted webhook.
             */
            id: string
          }
        }
      }
    }
  }
  updateWebhook: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the webhook. */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeWebhookRequest']
      }
    }
    responses: {
      /** @description The webhook after the change. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The webhook after the change. */
            webhook: components['schemas']['Webhook']
          }
        }
      }
    }
  }
  testWebhook: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the webhook. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The delivery of the test: `status` is delivered or failed. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The delivery after the attempt. */
            delivery: components['schemas']['WebhookDelivery']
          }
        }
      }
    }
  }
  rotateWebhookSecret: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the webhook. */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The webhook and its new secret. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The webhook after the change. */
            webhook: components['schemas']['Webhook']
            /**
             * @description The secret that signs messages, by the rules of Standard Webhooks. Shown only here.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=
             */
            secret: string
          }
        }
      }
    }
  }
  redeliverWebhook: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Id of the webhook. */
        id: string
        /** @description Id of the delivery. */
        delivery_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The delivery after the attempt. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The delivery after the attempt. */
            delivery: components['schemas']['WebhookDelivery']
          }
        }
      }
    }
  }
  getSyncStatus: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Sync status of each account by label, never synced accounts included. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Accounts by label. */
            accounts: components['schemas']['AccountSyncStatus'][]
            /** @description Webhooks whose receivers fail, and those that legbook switched off. */
            webhooks: components['schemas']['FailingWebhook'][]
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
      /** @description What the run did. If has_more is true, call again. */
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
      /** @description What the run did. If has_more is true, call again. */
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
      /** @description What the run did. If has_more is true, call again. */
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
      /** @description What the run did. If has_more is true, call again. */
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
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Only payloads of this kind. */
        source?: 'order' | 'activity' | 'position' | 'account' | 'contract'
        /** @description false: payloads that do not fit yet. true: payloads that fit by now. all: both. */
        healed?: 'true' | 'false' | 'all'
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of quarantined items. */
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
      /** @description What the retry did. If has_more is true, call again. */
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
  listAccounts: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. */
        account?: string
        /** @description Maximum number of rows. */
        limit?: number
        /** @description The next_cursor of the previous page. Without it, the first page. */
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
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description Accounts by label. */
            accounts: components['schemas']['Account'][]
            /** @description Send it as `cursor` to get the next page. null on the last page. */
            next_cursor: string | null
          }
        }
      }
    }
  }
  storeAccountKeys: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @description Your label of the account, without / \ ? # and %. Not the form of an id. */
        label: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AccountKeysRequest']
      }
    }
    responses: {
      /** @description The account. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The account after the change. */
            account: components['schemas']['Account']
          }
        }
      }
    }
  }
  deleteAccount: {
    parameters: {
      query?: {
        /** @description erase: also deletes all data of the account. Without it, nothing is deleted. */
        data?: 'erase'
      }
      header?: never
      path: {
        /** @description The account: Alpaca's id of it, or your label. */
        label: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The account after the change, and the number of deleted rows. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The account after the change. */
            account: components['schemas']['Account']
            /** @description Number of deleted rows. null without data=erase. */
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
        /** @description The account: Alpaca's id of it, or your label. */
        label: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The account after the change. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': {
            /**
             * @description Always `success`.
             * @constant
             */
            status: 'success'
            /** @description The account after the change. */
            account: components['schemas']['Account']
          }
        }
      }
    }
  }
  getMe: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The token. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Me']
        }
      }
    }
  }
  connectLive: {
    parameters: {
      query?: {
        /** @description The account: Alpaca's id of it, or your label. Required when there are several accounts. */
        account?: string
        /** @description Replays events with a larger `seq` first. Without it, only events after the connection. */
        after?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  callMcp: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['McpRequest']
      }
    }
    responses: {
      /** @description The result of the request, or an error of JSON-RPC. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json':
            | components['schemas']['McpResult']
            | components['schemas']['McpError']
            | (components['schemas']['McpResult'] | components['schemas']['McpError'])[]
        }
      }
    }
  }
  getHealth: {
    parameters: {
      query?: {
        /** @description 1: also checks the database and the sync of every account. Needs a token. */
        deep?: '1'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Alive or, with deep=1, healthy. */
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
      /** @description The OpenAPI document. */
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
      /** @description An HTML page that loads nothing else. */
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
