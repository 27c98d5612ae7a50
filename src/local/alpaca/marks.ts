import { lastClosedSession, previousTradingDay, session } from '../../time/exchange-calendar'
import type { Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import type { Books } from './books'
import { type Decimal, decimal } from './decimal'

/** The price per share, premium or coin at a moment; null without a quote. */
export type PriceSource = (symbol: string, at: Micros) => string | null

/** The current price, and the price at the last close before today. */
export interface Mark {
  readonly current: Decimal
  readonly lastDay: Decimal
}

/**
 * The marks of an account: prices set by the script, otherwise the price source, otherwise the last
 * execution of the symbol, otherwise its average cost.
 */
export class Marks {
  readonly #set = new Map<string, Mark>()
  readonly #source: PriceSource

  constructor(source: PriceSource = () => null) {
    this.#source = source
  }

  set(symbol: string, current: string, lastDay: string): void {
    this.#set.set(symbol, { current: decimal(current), lastDay: decimal(lastDay) })
  }

  of(books: Books, symbol: string, at: Micros): Mark {
    const set = this.#set.get(symbol)
    if (set) return set
    const current = this.#source(symbol, at)
    if (current === null) {
      const last = lastPrice(books, symbol)
      return { current: last, lastDay: last }
    }
    const lastDay = this.#source(symbol, previousClose(at)) ?? current
    return { current: decimal(current), lastDay: decimal(lastDay) }
  }
}

/** The close before today's session; without a session today, the close before the last session. */
function previousClose(at: Micros): Micros {
  const today = newYorkDate(at)
  const last = lastClosedSession(at)
  return session(last === today ? previousTradingDay(today) : last).close
}

function lastPrice(books: Books, symbol: string): Decimal {
  const execution = books.executions.findLast((entry) => entry.symbol === symbol)
  return execution ? decimal(execution.price) : books.positions.of(symbol).average
}
