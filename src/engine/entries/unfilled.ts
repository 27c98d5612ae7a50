import type { Book } from '../book/book'
import type { Ledger } from '../book/ledger'
import { Opening } from '../book/opening'
import { Trade } from '../book/trade-state'
import { ClosingSearch, type Taken, wantedOf } from '../closing/closing-search'
import { closedBy } from '../closing/closing-sets'
import type { OrderFact } from '../model/facts'
import { isOption } from '../model/instrument'
import { Placed, PlacedOrders } from '../timeline/orders'
import { type Entry, entriesOf, entryOf } from './entries'

/** A trade that no order of it has filled: what was ordered stands for what was opened. */
export interface UnfilledTrade {
  trade: Trade
  working: boolean
}

const classOf = (order: OrderFact): string => order.instrument.expiry ?? order.instrument.kind

const isOfClass = (opening: Opening, wanted: string): boolean =>
  opening.parent === null && (opening.instrument.expiry ?? opening.instrument.kind) === wanted

function openingOf(book: Book, { order, sign, parent }: Placed): Opening {
  return new Opening(order, book.held(order.instrument, sign), order.quantity, parent)
}

/** Finds the trades of orders that never filled (design 5.3.6). */
export class UnfilledOrders {
  private trades: UnfilledTrade[] = []
  private placed = new PlacedOrders([])
  /** Those among them that never filled, by parent; made once it is asked for. */
  private siblings: Map<string, Placed[]> | null = null

  /** What they would have closed, by parent. */
  private readonly found = new Map<string, readonly Taken[]>()

  constructor(private readonly ledger: Ledger) {}

  /** Learns which orders are to come, so that the legs of one parent are looked at together. */
  expect(placed: PlacedOrders): void {
    this.placed = placed
    this.siblings = null
    this.found.clear()
  }

  /** The legs of a parent that never filled and open nothing. */
  private siblingsOf(parentId: string): readonly Placed[] {
    const isUnfilled = ({ order, opens, closes }: Placed): boolean =>
      order.parentId !== null && order.intent !== 'open' && opens.isZero && closes.isZero
    this.siblings ??= Map.groupBy(
      this.placed.all.filter(isUnfilled),
      ({ order }) => order.parentId ?? '',
    )
    return this.siblings.get(parentId) ?? []
  }

  /** The trades of orders that never filled, since this was last asked. */
  takeTrades(): UnfilledTrade[] {
    const { trades } = this
    this.trades = []
    return trades
  }

  /** The trade that an order carries, if any is known: that of what was executed, else of what it goes with. */
  tradeOf(placed: Placed): Trade | null {
    if (placed.trade !== null) return placed.trade
    const { trade, anchor } = endOf(placed)
    if (trade !== null) return trade
    return anchor instanceof Trade ? anchor : anchor instanceof Opening ? anchor.trade : null
  }

  /** Gives the opening orders of a window that never filled to what they were meant for. */
  endWindow(unfilled: readonly Placed[], filled: readonly Entry[]): void {
    const loose = new Map<Opening, Placed>()
    for (const placed of unfilled) {
      placed.anchor = this.successor(placed) ?? this.hostOf(placed.order, filled) ?? null
      if (placed.anchor === null) loose.set(openingOf(this.ledger.book, placed), placed)
    }
    for (const entry of entriesOf([...loose.keys()])) {
      const placed = entry.openings.flatMap((opening) => loose.get(opening) ?? [])
      this.standAlone(entry, placed, filled)
    }
  }

  /** Gives a closing order that never filled to the trade that it would have closed when it was created. */
  wouldClose(placed: Placed): void {
    const { exitOf } = placed.order
    placed.anchor =
      this.successor(placed) ??
      this.wouldTake(placed) ??
      (exitOf === null ? undefined : this.placed.get(exitOf)) ??
      null
    if (placed.anchor === null)
      this.standAlone(entryOf([openingOf(this.ledger.book, placed)]), [placed], [])
  }

  private wouldTake({ order }: Placed): Opening | undefined {
    const held = closedBy(this.ledger.book, order)
    const found = order.parentId === null ? this.find([order]) : this.findOnce(order.parentId)
    return found.find(({ leg }) => leg.held === held)?.leg.lots[0]?.opening
  }

  /** What the legs of a parent that never filled would close together, as of the first of them. */
  private findOnce(parentId: string): readonly Taken[] {
    const known = this.found.get(parentId)
    if (known) return known
    const legs = this.siblingsOf(parentId).map((placed) => placed.order)
    const found = this.find(legs)
    this.found.set(parentId, found)
    return found
  }

  private find(orders: readonly OrderFact[]): readonly Taken[] {
    const { book } = this.ledger
    const closing = orders.map((order) => ({ held: closedBy(book, order), rest: order.quantity }))
    return new ClosingSearch(wantedOf(closing)).run()
  }

  /** The order that replaced one, whose trade it carries. */
  private successor({ order }: Placed): Placed | undefined {
    return order.replacedBy === null ? undefined : this.placed.get(order.replacedBy)
  }

  /** An opening of the entry that a window's unfilled order was meant for. */
  private hostOf(order: OrderFact, filled: readonly Entry[]): Opening | undefined {
    const openings = filled.flatMap((entry) => entry.openings)
    if (order.parentId !== null)
      return openings.find((opening) => opening.parent?.id === order.parentId)
    const ofClass = openings.filter((opening) => isOfClass(opening, classOf(order)))
    const shares = order.instrument.kind === 'stock' && ofClass.length === 0
    const hosts = shares
      ? openings.filter((o) => o.parent === null && isOption(o.instrument))
      : ofClass
    const same = hosts.filter((o) => o.instrument.symbol === order.instrument.symbol)
    return nearest(order, same) ?? nearest(order, hosts)
  }

  private standAlone(entry: Entry, orders: readonly Placed[], filled: readonly Entry[]): void {
    const same = filled.find((other) => other.isLike(entry))?.openings[0]
    const anchor = same ?? this.tradeOfItsOwn(entry, orders)
    for (const placed of orders) placed.anchor = anchor
  }

  private tradeOfItsOwn(entry: Entry, orders: readonly Placed[]): Trade {
    const trade = this.ledger.newTrade(entry)
    trade.openedAt = entry.at
    trade.settled = true
    for (const opening of entry.openings) {
      this.ledger.annotate(trade, opening.factId)
      this.orderedLeg(trade, opening)
    }
    this.trades.push({ trade, working: orders.some(({ order }) => order.working) })
    return trade
  }

  private orderedLeg(trade: Trade, opening: Opening): void {
    const leg = trade.legOf(opening.held, false)
    leg.opened = leg.opened.plus(opening.expected)
  }
}

/** The order at the end of those that an order goes with, each with the next. */
function endOf(placed: Placed): Placed {
  let at = placed
  const seen = new Set<Placed>()
  while (at.trade === null && at.anchor instanceof Placed && !seen.has(at)) {
    seen.add(at)
    at = at.anchor
  }
  return at
}

function nearest(order: OrderFact, openings: readonly Opening[]): Opening | undefined {
  const distance = (opening: Opening) => Math.abs(opening.createdAt - order.createdAt)
  return [...openings].sort(
    (a, b) => distance(a) - distance(b) || (a.factId < b.factId ? -1 : 1),
  )[0]
}
