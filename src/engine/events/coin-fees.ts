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

/** How far the holding of a coin will fall from a moment until the end of a day. */
class Outlook {
  /** The lowest change after each execution, counted from before it; the last execution first. */
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
 * Coin fees that wait for their coins until the end of their day. The broker dates a fee at the
 * start of the day, before the buy that it was charged on, and coins that it took cannot be sold. A
 * fee is therefore taken as soon as the rest of the day's sales still find their coins: each buy is
 * followed by its own fee, and no sale finds less than was sold.
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

  /** Takes out the fees that need not wait beyond a moment, the largest first. */
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

  /** Takes out the fees whose day is over: they are taken from what there is. */
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
