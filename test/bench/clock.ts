import type { Random } from '../../src/local/alpaca/random'
import type { Micros } from '../../src/time/micros'

export const MINUTE = 60_000_000
const DAY = 1440 * MINUTE
const OPENS = 870 * MINUTE
const CLOSES = 1260 * MINUTE
/** Just before midnight in New York in winter, when expiries take effect. */
const EXPIRES = DAY + 300 * MINUTE - 1
const FRIDAY = 5

const weekday = (day: number): number => (day + 4) % 7

/** A clock that runs through the trading hours of weekdays, 14:30 to 21:00 UTC. */
export class TradingClock {
  now: Micros = Date.UTC(2010, 0, 4) * 1000 + OPENS

  constructor(private readonly random: Random) {}

  get day(): number {
    return Math.floor(this.now / DAY)
  }

  /** Advances by up to so many minutes of trading hours. */
  wait(minutes: number): Micros {
    this.now += Math.floor(this.random.unit() * minutes * MINUTE) + 1
    while (this.now - this.day * DAY > CLOSES || weekday(this.day) % 6 === 0) {
      this.now = (this.day + 1) * DAY + OPENS + Math.floor(this.random.unit() * MINUTE)
    }
    return this.now
  }

  /** The Friday of this week or of a later one. */
  friday(weeks: number): number {
    return this.day + ((FRIDAY - weekday(this.day) + 7) % 7) + weeks * 7
  }
}

export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

export const expiresAt = (day: number): Micros => day * DAY + EXPIRES
