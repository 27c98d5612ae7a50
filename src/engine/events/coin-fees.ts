import type { Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import { activitySource, type Postings } from '../book/posting'
import { ofOlder } from '../book/trades'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { CoinFeeEvent } from '../model/facts'
import type { Holdings } from '../timeline/holdings'
import type { Execution } from '../timeline/orders'
import { closeFirstInFirstOut } from './first-in-first-out'

/**
 * A fee that the broker took in coins. It comes out of the newest lots that hold more than it, and
 * what is left of a lot keeps its whole cost: those are the coins that the money bought. A lot that
 * holds no more than the fee goes, at a price of 0.
 */
export function* takeCoinFee(book: Book, fee: CoinFeeEvent): Postings {
  const position = book.position(fee.instrument, 1)
  let rest = fee.quantity.abs()
  const lots = position.holders
    .toSorted(ofOlder)
    .flatMap((leg) => leg.lots.map((lot) => ({ leg, lot })))
    .sort((a, b) => b.lot.at - a.lot.at)
  for (const { leg, lot } of lots) {
    const quantity = least(rest, lot.quantity)
    if (rest.isZero || quantity.eq(lot.quantity)) continue
    yield { type: 'shrink', leg, lot, quantity }
    rest = rest.minus(quantity)
  }
  const source = activitySource(fee.id, 'transfer', fee.at, ZERO)
  yield* closeFirstInFirstOut(position, rest, source, null)
}

/** How far what is held of a coin falls from a moment on, up to the end of a day. */
class Outlook {
  /** The lowest that comes of each execution and those after it, as a change from before it: the last execution first. */
  private readonly falls: { at: Micros; change: Decimal }[] = []

  constructor(executions: readonly Execution[], symbol: string, from: Micros, until: Micros) {
    let change = ZERO
    for (let i = executions.length - 1; i >= 0; i--) {
      const execution = executions[i]
      if (!execution || execution.at > until) continue
      const { at, order, quantity } = execution
      if (at <= from) break
      if (order.fact.instrument.symbol !== symbol) continue
      change = least(ZERO, change.plus(quantity.times(order.sign)))
      this.falls.push({ at, change })
    }
  }

  /** Zero or below. Moments are asked for in the order of time. */
  after(at: Micros): Decimal {
    const { falls } = this
    let next = falls.at(-1)
    while (next && next.at <= at) {
      falls.pop()
      next = falls.at(-1)
    }
    return next?.change ?? ZERO
  }
}

interface WaitingFee {
  fee: CoinFeeEvent
  until: Micros
  outlook: Outlook
}

const largestFirst = (a: WaitingFee, b: WaitingFee): number =>
  b.fee.quantity.abs().cmp(a.fee.quantity.abs())

/**
 * Fees taken in coins that wait for the coins, through their own day: the broker dates them at its start, before the buys that
 * they were charged on. Coins that it took are not there to be sold: a fee takes what is held and stays held through the day.
 * So of several buys and sales of a day each is followed by its own fee, and no sale finds less than was sold.
 */
export class WaitingCoinFees {
  private waiting: WaitingFee[] = []

  /** @param executions all that are to come, in the order of time. */
  constructor(private readonly executions: readonly Execution[]) {}

  add(fee: CoinFeeEvent): void {
    const { at, instrument } = fee
    const until = endOfNewYorkDay(at)
    const alike = this.waiting.find(
      (other) => other.until === until && other.fee.instrument.symbol === instrument.symbol,
    )
    const outlook = alike?.outlook ?? new Outlook(this.executions, instrument.symbol, at, until)
    this.waiting.push({ fee, until, outlook })
    this.waiting.sort(largestFirst)
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** Lets those go, as of a moment, that need not wait beyond it: the largest first, each after those before it. */
  takeCovered(at: Micros, held: Holdings): CoinFeeEvent[] {
    const left = new Map<string, Decimal>()
    return this.take(({ fee: { instrument, quantity }, outlook }) => {
      const { symbol } = instrument
      const before = left.get(symbol) ?? held.on(symbol, 1)
      const rest = before.minus(quantity.abs())
      const isCovered = rest.plus(outlook.after(at)).gte(0)
      left.set(symbol, isCovered ? rest : before)
      return isCovered
    }).map(({ fee }) => ({ ...fee, at }))
  }

  /** Lets those go whose day is over: they take what there is. */
  takeOverdue(now: Micros): CoinFeeEvent[] {
    return this.take(({ until }) => until < now)
      .sort((a, b) => a.until - b.until)
      .map(({ fee, until }) => ({ ...fee, at: until }))
  }

  private take(isTaken: (one: WaitingFee) => boolean): WaitingFee[] {
    const taken = this.waiting.filter(isTaken)
    if (taken.length > 0) this.waiting = this.waiting.filter((one) => !taken.includes(one))
    return taken
  }
}
