import type { Book } from '../book/book'
import { isSameShape } from '../book/trades'
import type { Opening, Position, Trade } from '../book/view'
import { closedBy } from '../closing/closing-orders'
import { searchClosings, type Taken } from '../closing/closing-search'
import { type Decimal, ZERO } from '../model/decimal'
import type { OrderFact } from '../model/facts'
import { isOption } from '../model/instrument'
import { type OrderState, Orders } from '../timeline/orders'
import { type Entry, entryOf } from './entry'
import { entriesOf } from './window-entries'

/** A trade none of whose orders filled: ordered quantities take the place of opened ones. */
export interface UnfilledTrade {
  readonly trade: Trade
  /** Whether one of its orders can still fill. */
  readonly working: boolean
}

/** The trade that an order carries: a trade, or whichever trade an opening is in. */
export type TradeLink = { readonly trade: Trade } | { readonly opening: Opening }

/** What an order that never filled goes with: a trade, an opening, or another order. */
type Anchor = TradeLink | { readonly order: OrderState }

export const linkedTrade = (link: TradeLink): Trade | null =>
  'trade' in link ? link.trade : link.opening.trade

const classOf = (order: OrderFact): string => order.instrument.expiry ?? order.instrument.kind

const isOfClass = (opening: Opening, wanted: string): boolean =>
  opening.parent === null && (opening.instrument.expiry ?? opening.instrument.kind) === wanted

/** Finds the trades of orders that never filled. */
export class UnfilledOrders {
  private trades: UnfilledTrade[] = []
  private orders = new Orders([])
  private anchors: (Anchor | undefined)[] = []
  /** The legs that never filled and open nothing, by parent; made on the first look-up. */
  private siblings: Map<string | null, OrderState[]> | null = null
  /** What they would have closed, by parent. */
  private readonly found = new Map<string, readonly Taken[]>()

  constructor(private readonly book: Book) {}

  /** Begins a segment: the legs of one parent are looked at together. */
  begin(orders: Orders): void {
    this.orders = orders
    this.anchors = []
    this.siblings = null
    this.found.clear()
  }

  /** Takes out the trades found since the last call. */
  takeTrades(): UnfilledTrade[] {
    const { trades } = this
    this.trades = []
    return trades
  }

  /**
   * The trade that an order of this segment carries which was not executed, if one is known.
   *
   * @param executed the trades of executed orders, by the index of the order.
   */
  linkOf(order: OrderState, executed: readonly (Trade | undefined)[]): TradeLink | null {
    const first = this.anchors[order.index]
    if (!first || !('order' in first)) return first ?? null
    const seen = new Set<OrderState>([order])
    for (let at = first.order; !seen.has(at); ) {
      seen.add(at)
      const trade = executed[at.index]
      if (trade) return { trade }
      const anchor = this.anchors[at.index]
      if (!anchor) return null
      if (!('order' in anchor)) return anchor
      at = anchor.order
    }
    return null
  }

  /** Anchors the opening orders of a window that never filled to what they were meant for. */
  endWindow(unfilled: readonly OrderState[], filled: readonly Entry[]): void {
    const loose = new Map<Opening, OrderState>()
    for (const order of unfilled) {
      const anchor = this.successor(order) ?? this.hostOf(order.fact, filled)
      if (anchor) this.anchors[order.index] = anchor
      else loose.set(this.openingOf(order), order)
    }
    for (const entry of entriesOf([...loose.keys()])) {
      const orders = entry.openings.flatMap((opening) => loose.get(opening) ?? [])
      this.standAlone(entry, orders, filled)
    }
  }

  /** Anchors a closing order that never filled to the trade that it would have closed. */
  wouldClose(order: OrderState): void {
    const { exitOf } = order.fact
    const primary = exitOf === null ? undefined : this.orders.get(exitOf)
    const anchor = this.successor(order) ?? this.wouldTake(order) ?? (primary && { order: primary })
    if (anchor) this.anchors[order.index] = anchor
    else this.standAlone(entryOf([this.openingOf(order)]), [order], [])
  }

  private openingOf({ fact, sign, parent }: OrderState): Opening {
    const { book } = this
    return book.newOpening(fact, book.position(fact.instrument, sign), fact.quantity, parent)
  }

  /** The legs of a parent that never filled and open nothing. */
  private siblingsOf(parentId: string): readonly OrderState[] {
    const isUnfilled = ({ fact, opens, closes }: OrderState): boolean =>
      fact.parentId !== null && fact.intent !== 'open' && opens.isZero && closes.isZero
    this.siblings ??= Map.groupBy(this.orders.all.filter(isUnfilled), ({ fact }) => fact.parentId)
    return this.siblings.get(parentId) ?? []
  }

  private wouldTake({ fact }: OrderState): Anchor | undefined {
    const position = closedBy(this.book, fact)
    const found = fact.parentId === null ? this.find([fact]) : this.findOnce(fact.parentId)
    const opening = found.find(({ leg }) => leg.position === position)?.leg.lots[0]?.opening
    return opening && { opening }
  }

  /** What the legs of a parent that never filled would close together, as of the first of them. */
  private findOnce(parentId: string): readonly Taken[] {
    const known = this.found.get(parentId)
    if (known) return known
    const found = this.find(this.siblingsOf(parentId).map(({ fact }) => fact))
    this.found.set(parentId, found)
    return found
  }

  private find(orders: readonly OrderFact[]): readonly Taken[] {
    const wanted = new Map<Position, Decimal>()
    for (const order of orders) {
      const position = closedBy(this.book, order)
      wanted.set(position, (wanted.get(position) ?? ZERO).plus(order.quantity))
    }
    return searchClosings([...wanted].map(([position, rest]) => ({ position, rest })))
  }

  /** The order that replaced one, whose trade it carries. */
  private successor({ fact }: OrderState): Anchor | undefined {
    const order = fact.replacedBy === null ? undefined : this.orders.get(fact.replacedBy)
    return order && { order }
  }

  /** An opening of the entry that a window's unfilled order was meant for. */
  private hostOf(order: OrderFact, filled: readonly Entry[]): Anchor | undefined {
    const opening = hostAmong(
      order,
      filled.flatMap((entry) => entry.openings),
    )
    return opening && { opening }
  }

  private standAlone(entry: Entry, orders: readonly OrderState[], filled: readonly Entry[]): void {
    const same = filled.find((other) => isSameShape(other, entry))?.openings[0]
    const anchor = same ? { opening: same } : { trade: this.tradeOfItsOwn(entry, orders) }
    for (const order of orders) this.anchors[order.index] = anchor
  }

  private tradeOfItsOwn(entry: Entry, orders: readonly OrderState[]): Trade {
    const trade = this.book.unfilledTrade(entry, entry.at)
    this.trades.push({ trade, working: orders.some(({ fact }) => fact.working) })
    return trade
  }
}

function hostAmong(order: OrderFact, openings: readonly Opening[]): Opening | undefined {
  if (order.parentId !== null)
    return openings.find((opening) => opening.parent?.id === order.parentId)
  const ofClass = openings.filter((opening) => isOfClass(opening, classOf(order)))
  const joinsOptions = order.instrument.kind === 'stock' && ofClass.length === 0
  const hosts = joinsOptions
    ? openings.filter((o) => o.parent === null && isOption(o.instrument))
    : ofClass
  const same = hosts.filter((o) => o.instrument.symbol === order.instrument.symbol)
  return nearest(order, same) ?? nearest(order, hosts)
}

function nearest(order: OrderFact, openings: readonly Opening[]): Opening | undefined {
  const distance = (opening: Opening) => Math.abs(opening.createdAt - order.createdAt)
  return [...openings].sort(
    (a, b) => distance(a) - distance(b) || (a.factId < b.factId ? -1 : 1),
  )[0]
}
