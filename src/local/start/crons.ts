import { Cron } from 'croner'

/** The crons of the Worker, ticking. */
export interface Ticking {
  /** Ends the ticking and waits for the tick that is under way. */
  stop(): Promise<void>
}

/**
 * Ticks on the crons, in UTC as Cloudflare does. A tick that comes while another is at work is left out: the sync
 * allows one run at a time.
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
