import { MINUTE, type Micros, SECOND } from '../../../time/micros'

/** The request quota of one API key (src/alpaca/README.md 4: 200 a minute). */
export class RequestQuota {
  readonly #perMinute: number
  #used = 0
  #resetsAt: Micros = 0

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** Counts a request. Returns whether it is within the quota. */
  take(now: Micros): boolean {
    if (now >= this.#resetsAt) {
      this.#resetsAt = now + MINUTE
      this.#used = 0
    }
    if (this.#used >= this.#perMinute) return false
    this.#used += 1
    return true
  }

  /** When the next minute begins, in seconds since 1970. */
  get reset(): number {
    return Math.ceil(this.#resetsAt / SECOND)
  }

  /** The quota headers that Alpaca sets on every response. */
  headers(): Record<string, string> {
    return {
      'X-RateLimit-Limit': String(this.#perMinute),
      'X-RateLimit-Remaining': String(this.#perMinute - this.#used),
      'X-RateLimit-Reset': String(this.reset),
    }
  }
}
