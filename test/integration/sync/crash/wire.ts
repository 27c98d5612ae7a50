import { AsyncLocalStorage } from 'node:async_hooks'
import { vi } from 'vitest'

/**
 * How a run is struck at one of its calls. Where the run lives on, an Alpaca request fails as often
 * as it is tried again:
 * - `network`: the call never arrives.
 * - `timeout`: it arrives and is carried out, and the caller gives up waiting for the answer.
 * - `cut`: it is carried out, and the body of the answer ends in the middle.
 * - `outage`: nothing arrives any more from this call on. Where it is killed, no line of it ever
 *   runs again:
 * - `killed`: before the call. `killed-after`: once it was carried out.
 * - `late`: before, and the call itself arrives when others have long been at work.
 */
export const MODES = [
  'network',
  'timeout',
  'cut',
  'outage',
  'killed',
  'killed-after',
  'late',
] as const

export type Mode = (typeof MODES)[number]

/** What a call of the database is called. */
export const DATABASE = 'database'

/** How a run ended. */
export type Ending = 'done' | 'failed' | 'killed'

/**
 * Where and how a run is struck; or it falls asleep there, and something happens before it wakes up
 * and goes on.
 */
type Strike = { at: number } & ({ mode: Mode } | { mode: 'asleep'; meanwhile: () => Promise<void> })

/** A run whose calls go over the wire. */
interface WiredRun {
  /** Ends the wait for the run. */
  kill: () => void
  isDead: boolean
  /** Calls that are being carried out. */
  underWay: Set<Promise<unknown>>
}

/** Everything that a run sends outside: requests to Alpaca and to the database. */
export class Wire {
  /** What the last run has called, in order. */
  calls: string[] = []
  #strike: Strike | null = null
  /** The run to which a call belongs, whichever branch of it makes the call. */
  readonly #runs = new AsyncLocalStorage<WiredRun>()
  #late: (() => Promise<unknown>) | null = null

  constructor() {
    const outside = globalThis.fetch
    // Who was killed must not wake up because a time is over; that a hanging call ends is
    // `timeout`.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal)
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
      this.send(DATABASE, () => outside(input, init)),
    )
  }

  /** Puts the wire between a run and Alpaca. */
  alpaca(answer: typeof fetch): typeof fetch {
    return (input, init) => {
      const { pathname, search } = new URL(String(input))
      return this.send(`alpaca ${pathname}${search}`, () => answer(input, init))
    }
  }

  /**
   * Does some work while counting its calls, and strikes at one of them. What a killed run had sent
   * already is carried out before this returns.
   */
  async run(work: () => Promise<unknown>, strike: Strike | null = null): Promise<Ending> {
    this.calls = []
    this.#strike = strike
    const { promise: killed, resolve } = Promise.withResolvers<Ending>()
    const run = {
      kill: () => resolve('killed'),
      isDead: false,
      underWay: new Set<Promise<unknown>>(),
    }
    const ended = this.#runs.run(run, work).then(
      (): Ending => 'done',
      (): Ending => 'failed',
    )
    const ending = await Promise.race([ended, killed])
    this.#strike = null
    if (ending === 'killed') await Promise.allSettled(run.underWay)
    return ending
  }

  /** Delivers the call that was held back, if there is one: what comes of it, nobody hears. */
  async deliverLate(): Promise<boolean> {
    const late = this.#late
    this.#late = null
    await late?.().catch(() => undefined)
    return late !== null
  }

  async send(what: string, carryOut: () => Promise<Response>): Promise<Response> {
    const run = this.#runs.getStore()
    // Outside of a run: the test itself looks at the database.
    if (run === undefined) return await carryOut()
    if (run.isDead) return await NEVER
    const sent = () => sendIn(run, carryOut)
    this.calls.push(what)
    if (!this.#strikes(what)) return await sent()
    switch (this.#strike?.mode) {
      case 'asleep': {
        const { meanwhile } = this.#strike
        this.#strike = null
        await meanwhile()
        return await sent()
      }
      case 'timeout':
        await sent()
        throw new DOMException('the time is over', 'TimeoutError')
      case 'cut':
        return cutOff(await sent())
      case 'killed-after':
        await sent()
        return await silence(run)
      case 'late':
        this.#late = carryOut
        return await silence(run)
      case 'killed':
        return await silence(run)
      default:
        throw new TypeError('network connection lost')
    }
  }

  #strikes(what: string): boolean {
    if (this.#strike === null) return false
    const { at, mode } = this.#strike
    const struck = this.calls[at - 1]
    if (mode === 'outage') return struck !== undefined
    const isAgain = what.startsWith('alpaca') && what === struck
    return this.calls.length === at || isAgain
  }
}

const NEVER = new Promise<never>(() => {})

/** Carries a call out. A run that died meanwhile does not hear of it, in any of its branches. */
async function sendIn(run: WiredRun, carryOut: () => Promise<Response>): Promise<Response> {
  const call = carryOut()
  run.underWay.add(call)
  try {
    const answer = await call
    return run.isDead ? await NEVER : answer
  } catch (error) {
    if (run.isDead) return await NEVER
    throw error
  } finally {
    run.underWay.delete(call)
  }
}

/** Kills a run: the line that waits for this never goes on. */
function silence(run: WiredRun): Promise<never> {
  run.isDead = true
  run.kill()
  return NEVER
}

async function cutOff(answer: Response): Promise<Response> {
  const text = await answer.text()
  return new Response(text.slice(0, Math.floor(text.length / 2)), answer)
}
