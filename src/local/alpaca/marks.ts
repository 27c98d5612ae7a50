import { lastClosedSession, previousTradingDay, session } from '../../time/exchange-calendar'
import type { Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import type { Books } from './books'
import { type Decimal, decimal } from './decimal'

/**
 * What something is worth at a moment, per share, premium or coin; `null` where the source has no
 * quote.
 */
export type PriceSource = (symbol: string, at: Micros) => string | null

/** Current price and that of the last close before today. */
export interface Mark {
  readonly current: Decimal
  readonly lastDay: Decimal
}

/**
 * Where marks come from: what a script has set, else a price source, else the last execution of the
 * symbol, else what was paid for it.
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

/** The close before today's session, or before the last one on a day without. */
function previousClose(at: Micros): Micros {
  const today = newYorkDate(at)
  const last = lastClosedSession(at)
  return session(last === today ? previousTradingDay(today) : last).close
}

function lastPrice(books: Books, symbol: string): Decimal {
  const execution = books.executions.findLast((entry) => entry.symbol === symbol)
  return execution ? decimal(execution.price) : books.positions.of(symbol).average
}
