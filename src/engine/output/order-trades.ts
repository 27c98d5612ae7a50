import type { FillPart } from '../book/posting'
import type { Trade } from '../book/trade-state'
import { older } from '../closing/closing-search'
import type { Decimal } from '../model/decimal'
import type { StrategyType } from '../strategies/strategy-types'
import type { Placed } from '../timeline/orders'
import { holderTrade } from './fill-rows'
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

/** Says of each executed order which trade most of it went to, of equals the oldest (design 5.4): that one it carries. */
export function carry(parts: readonly FillPart[]): void {
  const shared = new Set<Placed>()
  for (const { source, holder } of parts) {
    const trade = holderTrade(holder)
    const { placed } = source
    if (!placed || !trade) continue
    if (placed.trade === null) placed.trade = trade
    else if (placed.trade !== trade) shared.add(placed)
  }
  if (shared.size > 0) weigh(parts, shared)
}

/** Finds the largest share of each of the few orders that serve several trades. */
function weigh(parts: readonly FillPart[], shared: ReadonlySet<Placed>): void {
  const shares = new Map<Placed, Share[]>()
  for (const { source, holder, quantity } of parts) {
    const trade = holderTrade(holder)
    const { placed } = source
    if (!placed || !trade || !shared.has(placed)) continue
    const ofOrder = shares.get(placed) ?? []
    shares.set(placed, ofOrder)
    const known = ofOrder.find((share) => share.trade === trade)
    if (known) known.quantity = known.quantity.plus(quantity)
    else ofOrder.push({ trade, quantity })
  }
  for (const [placed, ofOrder] of shares) {
    ofOrder.sort((a, b) => b.quantity.cmp(a.quantity) || older(a.trade, b.trade))
    placed.trade = ofOrder[0]?.trade ?? null
  }
}

/**
 * The symbols that a trade entered by expiry, strike and kind: a closing order has the number of the leg it closes. As they were called
 * before any corporate action, and without shares that were delivered, so that no number depends on what comes later.
 */
export function numberedSymbols(trade: Trade): readonly string[] {
  const symbols = [...(trade.numbered ?? [])]
  for (const { instrument, delivered } of sortedLegs(trade))
    if (!delivered && nameAmong(symbols, trade, instrument.symbol) === undefined)
      symbols.push(instrument.symbol)
  return symbols
}

/** What a symbol was first called. */
function nameAmong(symbols: readonly string[], trade: Trade, symbol: string): string | undefined {
  if (symbols.includes(symbol)) return symbol
  const now = trade.nowCalled(symbol)
  return symbols.find((first) => trade.nowCalled(first) === now)
}

/** Numbers the legs of trades. The orders of one trade mostly follow one another. */
export class LegNumbers {
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

/** The row of an order leg and the trade that it carries. */
export const orderTrade = ({ order }: Placed, trade: Trade, numbers: LegNumbers): OrderTrade => ({
  orderId: order.id,
  tradeId: trade.id,
  strategyType: trade.structure.strategyType,
  legNumber: numbers.of(trade, order.instrument.symbol),
})
