import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** How a gated run ended. */
export type Ending = 'done' | 'failed' | 'killed'

/**
 * Sits between a Worker and its database. While it is set, a write of the trades of some
 * underlyings kills the run, as a CPU limit would: no line of the run executes again, and nothing
 * of that write arrives.
 */
export class Gate {
  /** The underlyings whose write kills the run. */
  kills: string[] = []
  /** The underlyings of each write of trades, in order; empty for a fold without trades. */
  writes: string[][] = []
  /** The bodies of all calls to the database. */
  calls: string[] = []
  readonly #runs = new AsyncLocalStorage<Run>()

  constructor() {
    const outside = globalThis.fetch
    vi.stubGlobal('fetch', async (input: string, init?: RequestInit) => {
      this.calls.push(String(init?.body ?? ''))
      const run = this.#runs.getStore()
      if (run?.isDead) return await silence()
      const underlyings = underlyingsIn(String(init?.body ?? ''))
      if (underlyings === null) return await outside(input, init)
      this.writes.push(underlyings)
      const isDeadly = underlyings.some((underlying) => this.kills.includes(underlying))
      if (!isDeadly || run === undefined) return await outside(input, init)
      run.kill()
      return await silence()
    })
  }

  /** Runs some work until it ends or is killed. */
  async run(work: () => Promise<unknown>): Promise<Ending> {
    this.writes = []
    const run: Run = { isDead: false, kill: () => {} }
    const killed = new Promise<Ending>((resolve) => {
      run.kill = () => {
        run.isDead = true
        resolve('killed')
      }
    })
    const ended = this.#runs.run(run, work).then(
      (): Ending => 'done',
      (): Ending => 'failed',
    )
    return await Promise.race([ended, killed])
  }
}

/** A run of all its accounts: they share an isolate and die together. */
interface Run {
  isDead: boolean
  kill: () => void
}

const silence = () => new Promise<never>(() => {})

/** The underlyings whose trades a batch of statements writes; null when it writes none. */
function underlyingsIn(body: string): string[] | null {
  if (!body.includes('insert into \\"alpaca_trades\\"')) return null
  const found = body.matchAll(/\\"first\\":\\"[^"\\]*\\"|\\"underlying\\":\\"([^"\\]+)\\"/g)
  return [...new Set([...found].flatMap(([, name]) => name ?? []))].sort()
}
