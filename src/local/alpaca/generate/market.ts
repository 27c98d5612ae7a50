import { addDays, dayNumber } from '../../../time/calendar'
import { isTradingDay, session } from '../../../time/exchange-calendar'
import { DAY, MINUTE, type Micros } from '../../../time/micros'
import { newYorkDate, newYorkTime } from '../../../time/new-york'
import { assetClassOf, optionTerms } from '../instrument'
import { hash128 } from '../random'
import { ALL, type Underlying } from './underlyings'

/**
 * Prices as a function of seed, symbol and moment. A price is a float until it is quoted in cents,
 * because it is a model and no money. Only + - * / and square roots are used, which every runtime
 * rounds alike.
 */
export class Market {
  readonly #seed: string
  readonly #origin: string
  readonly #bySymbol = new Map(ALL.map((underlying) => [underlying.symbol, underlying]))
  readonly #closes = new Map<string, number[]>()

  /** @param origin the day on which every underlying has its first price. */
  constructor(seed: string, origin: string) {
    this.#seed = seed
    this.#origin = origin
  }

  /** Dollars per share or coin; null for a symbol that the market does not trade. */
  spot(symbol: string, at: Micros): number | null {
    const underlying = this.#bySymbol.get(symbol)
    return underlying ? this.spotOf(underlying, at) : null
  }

  /** Dollars per share or coin. */
  spotOf(underlying: Underlying, at: Micros): number {
    const { symbol } = underlying
    const date = newYorkDate(at)
    const before = this.#close(underlying, addDays(date, -1))
    const after = this.#close(underlying, date)
    const passed = fractionOfDay(underlying, date, at)
    const wave = this.#noise(`${symbol}@${Math.floor(at / MINUTE)}`)
    const swing = dailyVolatility(underlying) * before * passed * (1 - passed)
    return before + (after - before) * passed + wave * swing * 0.4
  }

  /**
   * The price of a share, coin or option in whole cents, null for a symbol that the market does not
   * trade. An option is worth `(m + sqrt(m^2 + w^2)) / 2`. `m` is how far it is in the money, `w`
   * grows with the volatility and the root of the time left. So prices are monotone and convex in
   * the strike, never below the intrinsic value, and call minus put is spot minus strike.
   */
  price(symbol: string, at: Micros): string | null {
    const terms = optionTerms(symbol)
    const underlying = this.#bySymbol.get(terms ? terms.underlying : symbol)
    if (!underlying) return null
    const spot = this.spotOf(underlying, at)
    if (!terms) return inCents(spot)
    const years = Math.max(session(terms.expiryDate).close - at, 0) / (365 * DAY)
    const width = 0.8 * spot * underlying.volatility * Math.sqrt(years)
    const strike = Number(terms.strike)
    const inside = terms.optionType === 'call' ? spot - strike : strike - spot
    return inCents((inside + Math.sqrt(inside * inside + width * width)) / 2)
  }

  /**
   * Whether an option is at least a cent in the money, so that its expiry exercises it
   * (src/alpaca/README.md 3.4).
   */
  isInTheMoney(symbol: string, at: Micros): boolean {
    const terms = optionTerms(symbol)
    const spot = terms ? this.spot(terms.underlying, at) : null
    if (!terms || spot === null) return false
    const strike = Number(terms.strike)
    const cents = Math.round((terms.optionType === 'call' ? spot - strike : strike - spot) * 100)
    return cents >= 1
  }

  #close(underlying: Underlying, date: string): number {
    const { symbol, price } = underlying
    const closes = this.#closes.get(symbol) ?? [price]
    this.#closes.set(symbol, closes)
    const wanted = Math.max(daysBetween(this.#origin, date), 0)
    for (let day = closes.length; day <= wanted; day++) {
      const previous = closeOf(symbol, closes, day - 1)
      closes.push(this.#nextClose(underlying, addDays(this.#origin, day), previous))
    }
    return closeOf(symbol, closes, wanted)
  }

  /**
   * The next close: a random step, pulled towards the first price so that no price becomes absurd.
   */
  #nextClose(underlying: Underlying, date: string, previous: number): number {
    if (assetClassOf(underlying.symbol) !== 'crypto' && !isTradingDay(date)) return previous
    const pull = (underlying.price * 1.08 - previous) / underlying.price / 120
    const step = dailyVolatility(underlying) * this.#noise(`${underlying.symbol}:${date}`)
    const next = previous * (1 + step + pull)
    return Math.min(Math.max(next, underlying.price * 0.5), underlying.price * 2)
  }

  /** A roughly normal number between -3.5 and 3.5: the sum of four uniform ones. */
  #noise(name: string): number {
    const words = hash128(`${this.#seed}:${name}`)
    const uniform = words.reduce((sum, word) => sum + word / 4_294_967_296, 0)
    return (uniform - 2) * 1.732
  }
}

function closeOf(symbol: string, closes: readonly number[], day: number): number {
  const close = closes[day]
  if (close === undefined) throw new RangeError(`${symbol} has no close on day ${day}`)
  return close
}

function dailyVolatility(underlying: Underlying): number {
  return underlying.volatility / (assetClassOf(underlying.symbol) === 'crypto' ? 19.1 : 15.9)
}

function fractionOfDay(underlying: Underlying, date: string, at: Micros): number {
  if (assetClassOf(underlying.symbol) === 'crypto') return (at - newYorkTime(date)) / DAY
  if (!isTradingDay(date)) return 1
  const { open, close } = session(date)
  return Math.min(Math.max((at - open) / (close - open), 0), 1)
}

function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

function inCents(price: number): string {
  return String(Math.round(price * 100) / 100)
}
