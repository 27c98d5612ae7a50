import { older } from './closing-search'
import type { Decimal } from './decimal'
import { holderTrade } from './fill-rows'
import type { FillPart } from './fills'
import type { Placed } from './placed'
import type { StrategyType } from './strategy-types'
import { sortedLegs } from './trade-row'
import type { Trade } from './trade-state'

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
 * The symbols that a trade entered, as they are now called, by expiry, strike and kind: a closing order has the number of the leg it
 * closes. Shares that were delivered have none, so that no number depends on what comes later.
 */
function numberedSymbols(trade: Trade): string[] {
  const symbols: string[] = []
  for (const { instrument, delivered } of sortedLegs(trade)) {
    const symbol = trade.renamed?.get(instrument.symbol) ?? instrument.symbol
    if (!delivered && !symbols.includes(symbol)) symbols.push(symbol)
  }
  return symbols
}

/** Numbers the legs of trades. The orders of one trade mostly follow one another. */
export class LegNumbers {
  private last: Trade | null = null
  private symbols: string[] = []

  of(trade: Trade, symbol: string): number {
    if (trade.legs.length === 1) return 1
    if (trade !== this.last) this.symbols = numberedSymbols(trade)
    this.last = trade
    return Math.max(1, this.symbols.indexOf(trade.renamed?.get(symbol) ?? symbol) + 1)
  }
}

/** The row of an order leg and the trade that it carries. */
export const orderTrade = ({ order }: Placed, trade: Trade, numbers: LegNumbers): OrderTrade => ({
  orderId: order.id,
  tradeId: trade.id,
  strategyType: trade.structure.strategyType,
  legNumber: numbers.of(trade, order.instrument.symbol),
})
