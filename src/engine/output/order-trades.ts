import type { Micros } from '../../time/micros'
import type { Booked } from '../book/posting'
import { older } from '../book/trades'
import type { EarlierNames, Renames, Trade } from '../book/view'
import { append, NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { OrderFact } from '../model/facts'
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
    if (!delivered && nameAmong(symbols, trade.renames, instrument.symbol) === undefined)
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
function presentName(renames: Renames, symbol: string): string {
  for (const [from, to] of renames) if (from === symbol) return to
  return symbol
}

/** What a symbol was first called. */
function nameAmong(
  symbols: readonly string[],
  renames: Renames,
  symbol: string,
): string | undefined {
  if (symbols.includes(symbol)) return symbol
  const now = presentName(renames, symbol)
  return symbols.find((first) => presentName(renames, first) === now)
}

/** When an order was executed last; of one that was not, when it was placed. */
const lastMoment = ({ createdAt, filledAt, filledQuantity }: OrderFact): Micros =>
  filledQuantity.isZero ? createdAt : Math.max(createdAt, filledAt)

/** What the legs of a trade were called when an order was executed last; null for as now. */
function earlierNames(trade: Trade, order: OrderFact): EarlierNames | null {
  for (const names of trade.earlierNames) if (lastMoment(order) <= names.until) return names
  return null
}

/** Numbers the legs of trades. The orders of one trade mostly follow one another. */
class LegNumbers {
  private last: Trade | null = null
  private symbols: readonly string[] = []

  /** The leg number of an order: by the names that the trade's legs had then, not by later ones. */
  of(trade: Trade, order: OrderFact): number {
    if (trade.legs.length === 1 && trade.numbered === null) return 1
    const { symbol } = order.instrument
    const earlier = earlierNames(trade, order)
    if (earlier) return numberAmong(earlier.numbered, earlier.renames, symbol)
    if (trade !== this.last) this.symbols = numberedSymbols(trade)
    this.last = trade
    return numberAmong(this.symbols, trade.renames, symbol)
  }
}

/** The place of a symbol; 1 of one that is no entered leg. */
function numberAmong(symbols: readonly string[], renames: Renames, symbol: string): number {
  const first = nameAmong(symbols, renames, symbol)
  return first === undefined ? 1 : symbols.indexOf(first) + 1
}

/** The legs of a trade that the user made, which can begin long before a run. */
export interface OverrideTrade {
  readonly tradeId: string
  readonly strategyType: StrategyType
  /** By every symbol that a leg has or had. */
  readonly legNumbers: Readonly<Record<string, number>>
}

/** What the orders of an override's trade carry, those from before the run included. */
export function overrideTrade(trade: Trade): OverrideTrade {
  const symbols = numberedSymbols(trade)
  const legNumbers: Record<string, number> = {}
  for (const symbol of [
    ...symbols,
    ...trade.renames.flat(),
    ...trade.legs.map(({ instrument }) => instrument.symbol),
  ])
    legNumbers[symbol] ??= numberAmong(symbols, trade.renames, symbol)
  return { tradeId: trade.id, strategyType: trade.structure.strategyType, legNumbers }
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
      legNumber: numbers.of(trade, fact),
    })
  }
}
