import type { SyncRequest } from './context'

/** Every five minutes while US options trade: 09:30 to 16:15 New York is 13:30 to 21:15 UTC over both offsets. */
export const MARKET_HOURS_CRON = '*/5 13-21 * * MON-FRI'

/** Once an hour, day and night: coins trade at weekends, and cash events post out of hours. */
export const HOURLY_CRON = '17 * * * *'

/**
 * Seconds after which a sync is overdue, at any hour of any day: one hourly tick may fail, and the next gets a quarter of
 * an hour to end.
 */
export const OVERDUE_SECONDS = 2 * 3600 + 15 * 60

/** Once a night a full re-read, after Alpaca has posted the day's expiries and fees (reference 3.3). */
export const NIGHTLY_CRON = '37 9 * * *'

/** All crons of the Worker: what `wrangler.toml` lists, no more and no less. */
export const CRONS: readonly string[] = [MARKET_HOURS_CRON, HOURLY_CRON, NIGHTLY_CRON]

/** What the nightly re-read asks for: the last days, or everything. */
export function rereadRequest(days: number | null, now: Date): SyncRequest {
  const request = { scope: 'all', trigger: 'cron' } as const
  if (days === null) return { ...request, full: true }
  return { ...request, since: new Date(now.getTime() - days * 86_400_000).toISOString() }
}

/** Whether a scheduled event asks for everything to be read again rather than what is new. */
export const isFullReread = (cron: string): boolean => cron === NIGHTLY_CRON
