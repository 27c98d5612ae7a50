import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Ledger } from '../book/ledger'
import { Opening } from '../book/opening'
import type { Held } from '../book/position'
import { activitySource, type FillSource } from '../book/posting'
import type { Trade, TradeLeg } from '../book/trade-state'
import { firstIn, older } from '../closing/closing-search'
import type { Enterings } from '../entries/enterings'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { DeliveryEvent } from '../model/facts'
import type { CloseCause } from '../model/trade'

/** Shares that one option's opening brought or took. */
export interface Delivered {
  /** The option's opening; null when it is not known. */
  option: Opening | null
  /** The incomplete trade that closed an option of which no opening is known. */
  unknown: Trade | null
  event: DeliveryEvent
  cause: CloseCause
  /** What they are, and what they close. */
  held: Held
  against: Held
  /** Not yet netted, closed or opened. */
  rest: Decimal
  at: Micros
}

export function deliveryOf(
  book: Book,
  event: DeliveryEvent,
  option: Opening | null,
  cause: CloseCause,
  quantity: Decimal,
  at: Micros,
  unknown: Trade | null = null,
): Delivered {
  const held = book.held(event.instrument, quantity.gt(0) ? 1 : -1)
  const against = book.held(event.instrument, quantity.gt(0) ? -1 : 1)
  return { option, unknown, event, cause, held, against, rest: quantity.abs(), at }
}

const sourceOf = ({ event, at }: Delivered): FillSource =>
  activitySource(event.id, 'delivery', at, event.price)

const tradeOf = ({ option, unknown }: Delivered): Trade | null => option?.trade ?? unknown

/** Nets shares that one trade both received and gave on a day; what that earns is the trade's (design 5.6). */
function netWithin(ledger: Ledger, entering: Enterings, first: Delivered, second: Delivered): void {
  const { option, event, held } = first
  if (!option) return
  const quantity = least(first.rest, second.rest)
  const parent = null
  const opening = new Opening({ id: event.id, createdAt: first.at }, held, quantity, parent, option)
  const gain =
    held.sign > 0 ? second.event.price.minus(event.price) : event.price.minus(second.event.price)
  opening.opened = quantity
  opening.openedValue = event.price.times(quantity)
  opening.closed = quantity
  opening.closedValue = second.event.price.times(quantity)
  opening.realized = gain.times(quantity)
  opening.causes = [second.cause]
  opening.openedAt = first.at
  opening.closedAt = second.at
  entering.follow(opening)
  const { realized } = opening
  ledger.note(sourceOf(first), 'open', opening, held, quantity, null)
  ledger.note(sourceOf(second), 'close', opening, held, quantity, realized)
  first.rest = first.rest.minus(quantity)
  second.rest = second.rest.minus(quantity)
}

function netPairs(ledger: Ledger, entering: Enterings, deliveries: readonly Delivered[]): void {
  for (const first of deliveries) {
    for (const second of deliveries) {
      const sameTrade = tradeOf(first) !== null && tradeOf(first) === tradeOf(second)
      const opposite = second.held === first.against
      if (sameTrade && opposite && first.rest.gt(0) && second.rest.gt(0))
        netWithin(ledger, entering, first, second)
    }
  }
}

/** Closes opposite shares of one trade, if it holds any, as far as they go. */
function closeIn(ledger: Ledger, leg: TradeLeg | undefined, delivered: Delivered): void {
  const quantity = least(delivered.rest, leg?.open ?? ZERO)
  if (!leg || quantity.lte(0)) return
  ledger.closeLots(leg, quantity, sourceOf(delivered), delivered.cause)
  delivered.rest = delivered.rest.minus(quantity)
}

function closeOthers(ledger: Ledger, delivered: Delivered): void {
  while (delivered.rest.gt(0)) {
    const leg = firstIn(delivered.against.holders)
    if (!leg) return
    closeIn(ledger, leg, delivered)
  }
}

/** What closes nothing opens a share trade: one for each trade that delivered, with `assigned_from`. */
function openRest(
  ledger: Ledger,
  delivered: Delivered,
  opened: Map<Trade | null, Map<Held, Opening>>,
): void {
  if (delivered.rest.lte(0)) return
  const from = tradeOf(delivered)
  const ofTrade = opened.get(from) ?? new Map<Held, Opening>()
  opened.set(from, ofTrade)
  const known = ofTrade.get(delivered.held)
  if (known) known.expected = known.expected.plus(delivered.rest)
  const { event, option, held, at, rest } = delivered
  const opening = known ?? new Opening({ id: event.id, createdAt: at }, held, rest, null)
  ofTrade.set(delivered.held, opening)
  if (!known) ledger.openAlone(opening, option, from)
  ledger.openLot(opening, rest, sourceOf(delivered))
  delivered.rest = ZERO
}

/**
 * Books the shares that the assignments and exercises of one moment delivered (design 5.6): netted within the trade that
 * delivered them, then against shares that it holds, then its cover's, then any opposite shares first in first out; the rest
 * opens a share trade.
 */
export function deliverShares(
  ledger: Ledger,
  entering: Enterings,
  deliveries: readonly Delivered[],
): void {
  const sorted = [...deliveries].sort((a, b) => {
    const [left, right] = [tradeOf(a), tradeOf(b)]
    const byTrade = left && right && left !== right ? older(left, right) : 0
    return byTrade || (a.event.id < b.event.id ? -1 : 1)
  })
  netPairs(ledger, entering, sorted)
  for (const delivered of sorted)
    closeIn(ledger, tradeOf(delivered)?.leg(delivered.against), delivered)
  for (const delivered of sorted)
    closeIn(ledger, tradeOf(delivered)?.coveredBy?.leg(delivered.against), delivered)
  const opened = new Map<Trade | null, Map<Held, Opening>>()
  for (const delivered of sorted) {
    closeOthers(ledger, delivered)
    openRest(ledger, delivered, opened)
  }
}
