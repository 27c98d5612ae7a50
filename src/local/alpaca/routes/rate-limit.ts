import { MINUTE, type Micros, SECOND } from '../../../time/micros'

/** Requests left to one API key in the running minute (src/alpaca/README.md 4: 200 a minute). */
export class RateLimit {
  readonly #perMinute: number
  #used = 0
  #resetsAt: Micros = 0

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** Counts a request and says whether it may pass. */
  take(now: Micros): boolean {
    if (now >= this.#resetsAt) {
      this.#resetsAt = now + MINUTE
      this.#used = 0
    }
    if (this.#used >= this.#perMinute) return false
    this.#used += 1
    return true
  }

  /** Seconds since 1970 at which the count starts anew. */
  get reset(): number {
    return Math.ceil(this.#resetsAt / SECOND)
  }

  /** The headers that Alpaca puts on every answer. */
  headers(): Record<string, string> {
    return {
      'X-RateLimit-Limit': String(this.#perMinute),
      'X-RateLimit-Remaining': String(this.#perMinute - this.#used),
      'X-RateLimit-Reset': String(this.reset),
    }
  }
}
