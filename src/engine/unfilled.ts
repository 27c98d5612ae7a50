import { ClosingSearch, type Wanted, want } from './closing-search'
import { closedKey } from './closing-sets'
import { type Entry, entriesOf, entryOf } from './entries'
import type { OrderFact } from './facts'
import { isOption } from './instrument'
import type { Ledger } from './ledger'
import { Opening } from './opening'
import { type Placed, PlacedOrders } from './placed'
import type { Trade } from './trade-state'

/** What an order that never filled goes with: an opening's trade, a trade, or another order's. */
type Anchor = { opening: Opening } | { trade: Trade } | { orderId: string }

/** A trade that no order of it has filled: what was ordered stands for what was opened. */
export interface UnfilledTrade {
  trade: Trade
  working: boolean
}

const classOf = (order: OrderFact): string => order.instrument.expiry ?? order.instrument.kind

const isOfClass = (opening: Opening, wanted: string): boolean =>
  opening.parent === null && (opening.instrument.expiry ?? opening.instrument.kind) === wanted

function openingOf({ order, parent }: Placed): Opening {
  const sign = order.side === 'buy' ? 1 : -1
  const { id, createdAt, instrument, quantity } = order
  return new Opening(id, 'order', createdAt, instrument, sign, quantity, parent)
}

/** Finds the trades of orders that never filled (design 5.3.6). */
export class UnfilledOrders {
  private trades: UnfilledTrade[] = []
  private readonly anchors = new Map<string, Anchor>()
  private siblings = new Map<string, Placed[]>()
  private placed = new PlacedOrders()

  constructor(private readonly ledger: Ledger) {}

  /** Learns which orders are to come, so that the legs of one parent are looked at together. */
  expect(placed: PlacedOrders): void {
    this.placed = placed
    const legs = placed.all.filter(({ order, opens, closes }) => {
      return order.parentId !== null && opens.isZero && closes.isZero
    })
    this.siblings = Map.groupBy(legs, ({ order }) => order.parentId ?? '')
  }

  /** The trades of orders that never filled, since this was last asked. */
  takeTrades(): UnfilledTrade[] {
    const { trades } = this
    this.trades = []
    return trades
  }

  /**
   * The trade that an order which never filled goes with; undefined when it is not one.
   */
  tradeOf(orderId: string): Trade | undefined {
    const seen = new Set<string>()
    for (let id = orderId; !seen.has(id); ) {
      seen.add(id)
      const anchor = this.anchors.get(id)
      if (!anchor) return this.placed.get(id)?.trade ?? undefined
      if ('trade' in anchor) return anchor.trade
      if ('opening' in anchor) return anchor.opening.trade ?? undefined
      id = anchor.orderId
    }
    return undefined
  }

  /** Gives the opening orders of a window that never filled to what they were meant for. */
  endWindow(unfilled: readonly Placed[], filled: readonly Entry[]): void {
    if (unfilled.length === 0) return
    const loose: Placed[] = []
    for (const placed of unfilled) {
      const { order } = placed
      const host = this.isReplaced(order) ? undefined : this.hostOf(order, filled)
      if (this.isReplaced(order)) this.anchors.set(order.id, { orderId: order.replacedBy ?? '' })
      else if (host) this.anchors.set(order.id, { opening: host })
      else loose.push(placed)
    }
    for (const entry of entriesOf(loose.map(openingOf))) this.standAlone(entry, filled)
  }

  /** Gives a closing order that never filled to the trade that it would have closed when it was created. */
  wouldClose(placed: Placed): void {
    const { order } = placed
    if (this.isReplaced(order)) {
      this.anchors.set(order.id, { orderId: order.replacedBy ?? '' })
      return
    }
    const opening = this.wouldTake(order)
    if (opening) this.anchors.set(order.id, { opening })
    else if (order.exitOf !== null && this.placed.get(order.exitOf)) {
      this.anchors.set(order.id, { orderId: order.exitOf })
    } else this.standAlone(entryOf([openingOf(placed)]), [])
  }

  private wouldTake(order: OrderFact): Opening | undefined {
    const set = (order.parentId !== null && this.siblings.get(order.parentId)) || []
    const members = set.length > 0 ? set.map((placed) => placed.order) : [order]
    const wanted: Wanted[] = []
    for (const member of members) want(wanted, closedKey(member), member.quantity)
    const found = new ClosingSearch(this.ledger.book, wanted).run()
    const own = found.find((taken) => taken.key === closedKey(order))
    return own?.trade.leg(own.key)?.lots[0]?.opening
  }

  private isReplaced(order: OrderFact): boolean {
    return order.replacedBy !== null && this.placed.get(order.replacedBy) !== undefined
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

  private standAlone(entry: Entry, filled: readonly Entry[]): void {
    const same = filled.find((other) => other.shape === entry.shape)?.openings[0]
    if (same) {
      for (const { factId } of entry.openings) this.anchors.set(factId, { opening: same })
      return
    }
    const trade = this.ledger.newTrade(entry)
    for (const { factId } of entry.openings) this.anchors.set(factId, { trade })
    trade.openedAt = entry.at
    trade.settled = true
    for (const opening of entry.openings) this.orderedLeg(trade, opening)
    const working = entry.openings.some(({ factId }) => this.placed.get(factId)?.order.working)
    this.trades.push({ trade, working })
  }

  private orderedLeg(trade: Trade, { instrument, sign, expected }: Opening): void {
    const leg = trade.legOf(instrument, sign, false)
    leg.opened = leg.opened.plus(expected)
  }
}

function nearest(order: OrderFact, openings: readonly Opening[]): Opening | undefined {
  const distance = (opening: Opening) => Math.abs(opening.createdAt - order.createdAt)
  return [...openings].sort(
    (a, b) => distance(a) - distance(b) || (a.factId < b.factId ? -1 : 1),
  )[0]
}
