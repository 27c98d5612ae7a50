import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { Trade } from '../book/view'
import { append, NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { StrategyType } from '../strategies/strategy-types'
import type { OrderState } from '../timeline/orders'
import { sortedLegs } from './trade-row'

/** The trade that an order leg carries. */
export interface OrderTrade {
  orderId: string
  tradeId: string
  strategyType: StrategyType
  legNumber: number
}

/** How much of an order went to a trade. */
interface Share {
  trade: Trade
  quantity: Decimal
}

/**
 * The trade of each executed order: the one that most of it went to, of equals the oldest.
 *
 * @param count of the orders of the segment.
 * @returns trades by the index of the order.
 */
export function tradesOfOrders(
  booked: readonly Booked[],
  count: number,
): readonly (Trade | undefined)[] {
  const trades = new Array<Trade | undefined>(count)
  const shared = new Set<OrderState>()
  for (const { source, trade } of booked) {
    const { order } = source
    if (!order || !trade) continue
    const known = trades[order.index]
    if (known === undefined) trades[order.index] = trade
    else if (known !== trade) shared.add(order)
  }
  if (shared.size > 0) weigh(booked, shared, trades)
  return trades
}

/** Finds the largest share of each of the few orders that serve several trades. */
function weigh(
  booked: readonly Booked[],
  shared: ReadonlySet<OrderState>,
  trades: (Trade | undefined)[],
): void {
  const shares = new Map<OrderState, Share[]>()
  for (const { source, trade, quantity } of booked) {
    const { order } = source
    if (!order || !trade || !shared.has(order)) continue
    const ofOrder = shares.get(order) ?? []
    shares.set(order, ofOrder)
    const known = ofOrder.find((share) => share.trade === trade)
    if (known) known.quantity = known.quantity.plus(quantity)
    else ofOrder.push({ trade, quantity })
  }
  for (const [order, ofOrder] of shares) {
    ofOrder.sort((a, b) => b.quantity.cmp(a.quantity) || older(a.trade, b.trade))
    trades[order.index] = ofOrder[0]?.trade
  }
}

/**
 * The symbols that a trade entered, by leg number: by expiry, strike and kind, under the names from
 * before any corporate action. Delivered shares have no number, so that no number depends on what
 * comes later.
 */
export function numberedSymbols(trade: Trade): readonly string[] {
  if (trade.numbered === null) return enteredSymbols(trade)
  const symbols = [...trade.numbered]
  for (const { instrument, delivered } of sortedLegs(trade))
    if (!delivered && nameAmong(symbols, trade, instrument.symbol) === undefined)
      symbols.push(instrument.symbol)
  return symbols
}

/** The symbols of a trade that no corporate action has renamed. */
function enteredSymbols(trade: Trade): readonly string[] {
  let symbols: string[] = NONE
  for (const { instrument, delivered } of sortedLegs(trade))
    if (!delivered && !symbols.includes(instrument.symbol))
      symbols = append(symbols, instrument.symbol)
  return symbols
}

/** The present name of a leg that had a symbol once. */
function presentName({ renames }: Trade, symbol: string): string {
  for (const [from, to] of renames) if (from === symbol) return to
  return symbol
}

/** What a symbol was first called. */
function nameAmong(symbols: readonly string[], trade: Trade, symbol: string): string | undefined {
  if (symbols.includes(symbol)) return symbol
  const now = presentName(trade, symbol)
  return symbols.find((first) => presentName(trade, first) === now)
}

/** Numbers the legs of trades. The orders of one trade mostly follow one another. */
class LegNumbers {
  private last: Trade | null = null
  private symbols: readonly string[] = []

  of(trade: Trade, symbol: string): number {
    if (trade.legs.length === 1 && trade.numbered === null) return 1
    if (trade !== this.last) this.symbols = numberedSymbols(trade)
    this.last = trade
    const first = nameAmong(this.symbols, trade, symbol)
    return first === undefined ? 1 : this.symbols.indexOf(first) + 1
  }
}

/** Adds the rows of orders that have a trade. */
export function addOrderTrades(
  rows: OrderTrade[],
  orders: readonly OrderState[],
  trades: readonly (Trade | null)[],
): void {
  const numbers = new LegNumbers()
  for (let i = 0; i < orders.length; i++) {
    const trade = trades[i]
    const fact = orders[i]?.fact
    if (!trade || !fact) continue
    rows.push({
      orderId: fact.id,
      tradeId: trade.id,
      strategyType: trade.structure.strategyType,
      legNumber: numbers.of(trade, fact.instrument.symbol),
    })
  }
}
