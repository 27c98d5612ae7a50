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

/** Everything that a run sends outside: requests to Alpaca and to the database. */
export class Wire {
  /** What the last run has called, in order. */
  calls: string[] = []
  #strike: Strike | null = null
  #killed: (() => void) | null = null
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

  /** Does some work while counting its calls, and strikes at one of them. */
  async run(work: () => Promise<unknown>, strike: Strike | null = null): Promise<Ending> {
    this.calls = []
    this.#strike = strike
    const killed = new Promise<Ending>((resolve) => {
      this.#killed = () => resolve('killed')
    })
    const ended = work().then(
      (): Ending => 'done',
      (): Ending => 'failed',
    )
    const ending = await Promise.race([ended, killed])
    this.#killed = null
    this.#strike = null
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
    // Outside of a run: the test itself looks at the database.
    if (this.#killed === null) return await carryOut()
    this.calls.push(what)
    if (!this.#strikes(what)) return await carryOut()
    switch (this.#strike?.mode) {
      case 'asleep': {
        const { meanwhile } = this.#strike
        this.#strike = null
        await meanwhile()
        return await carryOut()
      }
      case 'timeout':
        await carryOut()
        throw new DOMException('the time is over', 'TimeoutError')
      case 'cut':
        return cutOff(await carryOut())
      case 'killed-after':
        await carryOut()
        return await this.#silence()
      case 'late':
        this.#late = carryOut
        return await this.#silence()
      case 'killed':
        return await this.#silence()
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

  #silence(): Promise<never> {
    this.#killed?.()
    return new Promise(() => {})
  }
}

async function cutOff(answer: Response): Promise<Response> {
  const text = await answer.text()
  return new Response(text.slice(0, Math.floor(text.length / 2)), answer)
}
