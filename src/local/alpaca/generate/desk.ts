import { addDays, weekday } from '../../../time/calendar'
import {
  isTradingDay,
  nextTradingDay,
  previousTradingDay,
  session,
} from '../../../time/exchange-calendar'
import { MINUTE, type Micros, micros, rfc3339, SECOND } from '../../../time/micros'
import { newYorkDate } from '../../../time/new-york'
import type { Broker } from '../broker'
import { optionSymbol, optionTerms } from '../instrument'
import type { Side } from '../order'
import type { Random } from '../random'
import type { Market } from './market'
import type { Schedule } from './schedule'
import type { Underlying } from './underlyings'

const FRIDAY = 5

/** A plan that unfolds over time: each yield is the moment at which it continues. */
export type Story<Result = void> = Generator<Micros, Result, void>

/** One leg of a structure: `ratio` contracts of each spread, or shares. */
export interface Leg {
  readonly symbol: string
  readonly side: Side
  readonly ratio: number
}

/** How long positions are held: days by a swing trader, minutes in live trading. */
export type Pace = 'swing' | 'live'

/** The generated trader: the account, the market, the clock and the reserved contracts. */
export class Desk {
  readonly broker: Broker
  readonly market: Market
  readonly random: Random
  readonly #schedule: Schedule
  readonly #reserved = new Map<string, { side: Side; stories: number }>()
  #now: Micros

  constructor(parts: {
    broker: Broker
    market: Market
    random: Random
    schedule: Schedule
    now: Micros
  }) {
    this.broker = parts.broker
    this.market = parts.market
    this.random = parts.random
    this.#schedule = parts.schedule
    this.#now = parts.now
  }

  get now(): Micros {
    return this.#now
  }

  get today(): string {
    return newYorkDate(this.#now)
  }

  /** The moment of the next action: now, but not before the account's clock. */
  get at(): string {
    return rfc3339(Math.max(this.#now, micros(this.broker.clock)))
  }

  /** Begins a story at a moment. */
  begin(at: Micros, story: () => Story): void {
    this.plan(at, () => this.#continue(story()))
  }

  /** Plans an action at a moment. */
  plan(at: Micros, action: () => void): void {
    this.#schedule.plan(at, (moment) => {
      this.#now = moment
      action()
    })
  }

  #continue(story: Story): void {
    const step = story.next()
    if (!step.done) this.plan(step.value, () => this.#continue(story))
  }

  /** A moment some seconds from now, to the microsecond. */
  seconds(least: number, most: number): Micros {
    return this.#now + this.random.whole(least * SECOND, most * SECOND)
  }

  /**
   * A moment in a session: `days` trading days ahead, or later today (tomorrow when today's session
   * is over).
   */
  inSession(days: number): Micros {
    let date = this.today
    for (let i = 0; i < days; i++) date = nextTradingDay(date)
    const earliest = Math.max(session(date).open + 5 * MINUTE, this.#now + MINUTE)
    const latest = session(date).close - 20 * MINUTE
    if (!isTradingDay(date) || earliest >= latest) return this.#firstHour(nextTradingDay(date))
    return this.random.whole(earliest, latest)
  }

  #firstHour(date: string): Micros {
    const { open } = session(date)
    return this.random.whole(open + 5 * MINUTE, open + 60 * MINUTE)
  }

  /** When a position is next looked at. */
  hold(pace: Pace, leastDays: number, mostDays: number): Micros {
    if (pace === 'swing') return this.inSession(this.random.whole(leastDays, mostDays))
    const minutes = this.seconds(3 * 60, 24 * 60)
    const { open, close } = session(this.today)
    const inside = isTradingDay(this.today) && minutes > open && minutes < close - 20 * MINUTE
    return inside ? minutes : this.#firstHour(nextTradingDay(this.today))
  }

  /** The Friday (or Thursday before a holiday) some days ahead. */
  expiry(least: number, most: number): string {
    let date = addDays(this.today, this.random.whole(least, most))
    while (weekday(date) !== FRIDAY) date = addDays(date, 1)
    return isTradingDay(date) ? date : previousTradingDay(date)
  }

  /** A Friday about four weeks after another. */
  expiryAfter(date: string): string {
    const friday = addDays(date, 28 + ((FRIDAY - weekday(date) + 7) % 7))
    return isTradingDay(friday) ? friday : previousTradingDay(friday)
  }

  /** Dollars per share now. */
  spot(underlying: Underlying): number {
    return this.market.spotOf(underlying, this.#now)
  }

  /** Twenty minutes before the close of a contract's last session. */
  lastCall(expiryDate: string): Micros {
    return Math.max(session(expiryDate).close - 20 * MINUTE, this.#now + SECOND)
  }

  /** In the first hour of the session after a day. */
  morningAfter(date: string): Micros {
    return this.#firstHour(nextTradingDay(date))
  }

  /**
   * The contract whose strike is nearest to the spot price plus `moves` standard moves until its
   * expiry.
   */
  contract(
    underlying: Underlying,
    kind: 'call' | 'put',
    expiryDate: string,
    moves: number,
  ): string {
    const days = Math.max((session(expiryDate).close - this.#now) / (24 * 60 * MINUTE), 1)
    const spot = this.spot(underlying)
    const move = spot * underlying.volatility * Math.sqrt(days / 365)
    return this.atStrike(underlying, kind, expiryDate, spot + moves * move)
  }

  /** The listed contract nearest to a strike. */
  atStrike(
    underlying: Underlying,
    kind: 'call' | 'put',
    expiryDate: string,
    strike: number,
  ): string {
    const steps = Math.max(Math.round(strike / underlying.strikeStep), 1)
    return optionSymbol(underlying.symbol, expiryDate, kind, String(steps * underlying.strikeStep))
  }

  /** The current price of a symbol, at least a cent. */
  quote(symbol: string): string {
    const price = this.market.price(symbol, this.#now)
    if (price === null) throw new RangeError(`the market does not trade ${symbol}`)
    return Number(price) < 0.01 ? '0.01' : price
  }

  /**
   * Reserves the contracts of a structure. Returns false when another story has one of them on the
   * other side: an account cannot be long and short of one contract (src/alpaca/README.md 2).
   */
  reserve(legs: readonly Leg[]): boolean {
    const symbols = new Set(legs.map((leg) => leg.symbol))
    if (symbols.size !== legs.length) return false
    if (legs.some((leg) => this.#isTaken(leg))) return false
    for (const { symbol, side } of legs) {
      const reserved = this.#reserved.get(symbol)
      this.#reserved.set(symbol, { side, stories: reserved ? reserved.stories + 1 : 1 })
    }
    return true
  }

  #isTaken(leg: Leg): boolean {
    if (!optionTerms(leg.symbol)) return false
    const reserved = this.#reserved.get(leg.symbol)
    return reserved !== undefined && reserved.side !== leg.side
  }

  release(legs: readonly Leg[]): void {
    for (const { symbol, side } of legs) {
      const reserved = this.#reserved.get(symbol)
      if (!reserved) throw new RangeError(`${symbol} is not reserved`)
      if (reserved.stories === 1) this.#reserved.delete(symbol)
      else this.#reserved.set(symbol, { side, stories: reserved.stories - 1 })
    }
  }
}
