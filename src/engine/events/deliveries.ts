import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import { activitySource, type Postings, type Source } from '../book/posting'
import { enteredLeg, older } from '../book/trades'
import type { Opening, Position, Trade, TradeLeg } from '../book/view'
import type { CloseCause } from '../model/close-cause'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { DeliveryEvent, OptionEvent } from '../model/facts'
import { closeFirstInFirstOut } from './first-in-first-out'

/** Shares that one option's opening brought or took. */
export interface Delivered {
  readonly event: DeliveryEvent
  readonly at: Micros
  /** The option's opening; null when it is not known. */
  readonly option: Opening | null
  /** When the option's lot was acquired; null when it is not known. */
  readonly acquiredAt: Micros | null
  /** The incomplete trade that closed an option of which no opening is known. */
  readonly unknown: Trade | null
  /** The event that closed the option; null when it is not known. */
  readonly closing: OptionEvent | null
  /** Contracts that stand for one share. */
  readonly contracts: Decimal
  readonly cause: CloseCause
  /** What the shares open, and what they close. */
  readonly position: Position
  readonly against: Position
  /** Not yet netted, closed or opened. */
  rest: Decimal
}

/** Shares that an event delivered for an option, or for none that is known. */
export function deliveryOf(
  book: Book,
  {
    event,
    at,
    ...of
  }: Pick<
    Delivered,
    'event' | 'option' | 'acquiredAt' | 'unknown' | 'closing' | 'contracts' | 'at'
  >,
  quantity: Decimal,
): Delivered {
  const sign = quantity.gt(0) ? 1 : -1
  const position = book.position(event.instrument, sign)
  const against = book.position(event.instrument, sign > 0 ? -1 : 1)
  const cause = of.closing?.type ?? 'exercise'
  return { ...of, event, cause, position, against, rest: quantity.abs(), at }
}

function sourceOf(delivered: Delivered): Source {
  const { event, at, closing, option: opening, acquiredAt, unknown, contracts } = delivered
  const source = activitySource(event.id, 'delivery', at, event.price)
  if (closing === null) return source
  return {
    ...source,
    deliveredBy: { executionId: closing.id, opening, acquiredAt, unknown, contracts },
  }
}

const tradeOf = ({ option, unknown }: Delivered): Trade | null => option?.trade ?? unknown

const ownLeg = (delivered: Delivered): TradeLeg | undefined => {
  const trade = tradeOf(delivered)
  return trade === null ? undefined : enteredLeg(trade, delivered.against)
}

const coveringLeg = (delivered: Delivered): TradeLeg | undefined => {
  const cover = tradeOf(delivered)?.coveredBy ?? null
  return cover === null ? undefined : enteredLeg(cover, delivered.against)
}

function byTrade(a: Delivered, b: Delivered): number {
  const [left, right] = [tradeOf(a), tradeOf(b)]
  const byAge = left && right && left !== right ? older(left, right) : 0
  return byAge || (a.event.id < b.event.id ? -1 : 1)
}

/** Nets shares that one trade both received and gave at one moment. */
function* netPairs(deliveries: readonly Delivered[]): Postings {
  for (const first of deliveries) {
    for (const second of deliveries) {
      const sameTrade = tradeOf(first) !== null && tradeOf(first) === tradeOf(second)
      const isOpposite = second.position === first.against
      if (!sameTrade || !isOpposite || first.option === null) continue
      const quantity = least(first.rest, second.rest)
      if (quantity.lte(0)) continue
      yield {
        type: 'net',
        option: first.option,
        fact: { id: first.event.id, createdAt: first.at },
        position: first.position,
        quantity,
        opened: sourceOf(first),
        closed: sourceOf(second),
        cause: second.cause,
      }
      first.rest = first.rest.minus(quantity)
      second.rest = second.rest.minus(quantity)
    }
  }
}

/** Closes opposite shares of one leg, if it is there, as far as they go. */
function* closeIn(leg: TradeLeg | undefined, delivered: Delivered): Postings {
  if (!leg) return
  const quantity = least(delivered.rest, leg.open)
  if (quantity.lte(0)) return
  yield { type: 'close', leg, quantity, source: sourceOf(delivered), cause: delivered.cause }
  delivered.rest = delivered.rest.minus(quantity)
}

/** Openings of share trades made at this moment, by the trade that delivered them. */
type Opened = Map<Trade | null, Map<Position, Opening>>

/** Shares that close nothing open one share trade for each trade that delivered them. */
function* openRest(delivered: Delivered, opened: Opened): Postings {
  if (delivered.rest.lte(0)) return
  const { event, option, position, at, rest: quantity } = delivered
  const from = tradeOf(delivered)
  const source = sourceOf(delivered)
  const ofTrade = opened.get(from) ?? new Map<Position, Opening>()
  opened.set(from, ofTrade)
  const known = ofTrade.get(position)
  const [part] = known
    ? yield { type: 'open_more', opening: known, quantity, source }
    : yield {
        type: 'open_alone',
        fact: { id: event.id, createdAt: at },
        position,
        quantity,
        source,
        deliveredBy: option,
        from,
        incomplete: false,
      }
  if (part?.opening) ofTrade.set(position, part.opening)
  delivered.rest = ZERO
}

/**
 * Books the shares that the assignments and exercises of one moment delivered: netted within the
 * trade that delivered them, then against shares that it holds, then against its cover's, then
 * against any opposite shares first in first out. The rest opens a share trade.
 */
export function* deliverShares(deliveries: readonly Delivered[]): Postings {
  const sorted = deliveries.toSorted(byTrade)
  yield* netPairs(sorted)
  for (const delivered of sorted) yield* closeIn(ownLeg(delivered), delivered)
  for (const delivered of sorted) yield* closeIn(coveringLeg(delivered), delivered)
  const opened: Opened = new Map()
  for (const delivered of sorted) {
    const { against, rest, cause } = delivered
    delivered.rest = yield* closeFirstInFirstOut(against, rest, sourceOf(delivered), cause)
    yield* openRest(delivered, opened)
  }
}
