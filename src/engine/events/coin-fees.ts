import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import { activitySource, type Postings } from '../book/posting'
import { ofOlder } from '../book/trades'
import type { Lot, Position } from '../book/view'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { Holdings } from '../timeline/holdings'
import type { Execution } from '../timeline/orders'
import { type CoinFeeCharge, lastDayOf } from './coin-fee-match'
import { closeFirstInFirstOut } from './first-in-first-out'

/** The lots of a coin in the order in which a fee takes from them. */
function lotsFor(position: Position, orderId: string | null, at: Micros) {
  const isCharged = ({ opening, at: openedAt }: Lot): number =>
    openedAt === at && opening.factId === orderId ? 1 : 0
  return position.holders
    .toSorted(ofOlder)
    .flatMap((leg) => leg.lots.map((lot) => ({ leg, lot })))
    .sort((a, b) => isCharged(b.lot) - isCharged(a.lot) || b.lot.at - a.lot.at)
}

/**
 * A fee that the broker took in coins. It comes out of the lot of the execution that it was charged
 * on, else out of the newest lots that hold more than it. What is left of a lot keeps its whole
 * cost: those are the coins that the money bought. A lot that holds no more than the fee goes, at a
 * price of 0.
 */
export function* takeCoinFee(book: Book, { fee, at, orderId }: CoinFeeCharge): Postings {
  const position = book.position(fee.instrument, 1)
  let rest = fee.quantity.abs()
  for (const { leg, lot } of lotsFor(position, orderId, at)) {
    const quantity = least(rest, lot.quantity)
    if (rest.isZero || quantity.eq(lot.quantity)) continue
    yield { type: 'shrink', leg, lot, quantity }
    rest = rest.minus(quantity)
  }
  const source = activitySource(fee.id, 'transfer', at, ZERO)
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
  charge: CoinFeeCharge
  until: Micros
  outlook: Outlook
}

const largestFirst = (a: WaitingFee, b: WaitingFee): number =>
  b.charge.fee.quantity.abs().cmp(a.charge.fee.quantity.abs())

/**
 * Coin fees that fit no execution wait for their coins until the end of their day. Only the day of
 * such a fee is known, and coins that it took cannot be sold. A fee is therefore taken as soon as
 * the rest of the day's sales still find their coins: each buy is followed by its own fee, and no
 * sale finds less than was sold.
 */
export class WaitingCoinFees {
  private waiting: WaitingFee[] = []

  /** @param executions all that are to come, in the order of time. */
  constructor(private readonly executions: readonly Execution[]) {}

  add(charge: CoinFeeCharge): void {
    const { at, fee } = charge
    const { instrument } = fee
    const until = lastDayOf(fee)
    const alike = this.waiting.find(
      (other) =>
        other.charge.at === at &&
        other.until === until &&
        other.charge.fee.instrument.symbol === instrument.symbol,
    )
    const outlook = alike?.outlook ?? new Outlook(this.executions, instrument.symbol, at, until)
    this.waiting.push({ charge, until, outlook })
    this.waiting.sort(largestFirst)
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** Takes out the fees that need not wait beyond a moment, the largest first. */
  takeCovered(at: Micros, held: Holdings): CoinFeeCharge[] {
    const left = new Map<string, Decimal>()
    return this.take(({ charge, outlook }) => {
      const { instrument, quantity } = charge.fee
      const { symbol } = instrument
      const before = left.get(symbol) ?? held.on(symbol, 1)
      const rest = before.minus(quantity.abs())
      const isCovered = rest.plus(outlook.after(at)).gte(0)
      left.set(symbol, isCovered ? rest : before)
      return isCovered
    }).map(({ charge }) => ({ ...charge, at }))
  }

  /** When the first day ends of which a fee waits; infinite if none does. */
  get firstEnd(): Micros {
    let first = Number.POSITIVE_INFINITY
    for (const { until } of this.waiting) if (until < first) first = until
    return first
  }

  /** Takes out the fees whose day is over at a moment: they are taken from what there is. */
  takeOverdue(at: Micros): CoinFeeCharge[] {
    return this.take(({ until }) => until <= at).map(({ charge }) => ({ ...charge, at }))
  }

  private take(isTaken: (one: WaitingFee) => boolean): WaitingFee[] {
    const taken = this.waiting.filter(isTaken)
    if (taken.length > 0) this.waiting = this.waiting.filter((one) => !taken.includes(one))
    return taken
  }
}
