import { Cron } from 'croner'

/** The running crons of the Worker. */
export interface Ticking {
  /** Stops the crons and waits for the running tick. */
  stop(): Promise<void>
}

/**
 * Ticks on the crons, in UTC as Cloudflare does. While a tick runs, further ticks are skipped,
 * because the sync allows one run at a time.
 */
export function startCrons(
  crons: readonly string[],
  tick: (cron: string) => Promise<void>,
): Ticking & { now(cron: string): Promise<void> } {
  let working: Promise<void> | null = null

  const run = (cron: string): Promise<void> => {
    working ??= tick(cron).finally(() => {
      working = null
    })
    return working
  }
  const jobs = crons.map((cron) => new Cron(cron, { timezone: 'UTC' }, () => run(cron)))
  return {
    now: run,
    async stop() {
      for (const job of jobs) job.stop()
      await working
    },
  }
}
