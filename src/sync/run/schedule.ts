import type { SyncRequest } from './context'

/**
 * Every five minutes while US options trade: 09:30 to 16:15 New York is 13:30 to 21:15 UTC over
 * both offsets.
 */
export const MARKET_HOURS_CRON = '*/5 13-21 * * MON-FRI'

/** Once an hour, day and night: coins trade at weekends, and cash events post out of hours. */
export const HOURLY_CRON = '17 * * * *'

/**
 * Seconds after which a sync is overdue, at any hour of any day: one hourly tick may fail, and the
 * next gets a quarter of an hour to end.
 */
export const OVERDUE_SECONDS = 2 * 3600 + 15 * 60

/**
 * Once a night a full re-read, after Alpaca has posted the day's expiries and fees
 * (src/alpaca/README.md 3.3).
 */
export const NIGHTLY_CRON = '37 9 * * *'

/**
 * All crons of the Worker, exactly as `wrangler.toml` lists them. Here, below src/worker, because
 * the API's health check needs `OVERDUE_SECONDS`.
 */
export const CRONS: readonly string[] = [MARKET_HOURS_CRON, HOURLY_CRON, NIGHTLY_CRON]

/** The request of the nightly re-read: the last days, or with null everything. */
export const rereadRequest = (days: number | null): SyncRequest => ({
  scope: 'all',
  trigger: 'cron',
  ...(days === null ? { full: true } : { rereadDays: days }),
})

/** Whether a scheduled event asks for the nightly re-read instead of a sync of what is new. */
export const isFullReread = (cron: string): boolean => cron === NIGHTLY_CRON
