import type { Trade } from './book'
import { older } from './closing-search'
import type { Decimal } from './decimal'
import { holderTrade } from './fill-rows'
import type { FillPart } from './fills'
import type { StrategyType } from './strategy-types'
import type { Placed } from './timeline'
import { sortedLegs } from './trade-row'
import type { UnfilledOrders } from './unfilled'

/** The trade that an order leg carries. */
export interface OrderTrade {
  orderId: string
  tradeId: string
  strategyType: StrategyType
  legNumber: number
}

type Shares = Map<Trade, Decimal>

/** How much of each order went to which trade. */
function sharesOf(parts: readonly FillPart[]): Map<string, Shares> {
  const byOrder = new Map<string, Shares>()
  for (const { source, holder, quantity } of parts) {
    const trade = holderTrade(holder)
    if (!source.order || !trade) continue
    const shares = byOrder.get(source.order.id)
    if (shares) shares.set(trade, shares.get(trade)?.plus(quantity) ?? quantity)
    else byOrder.set(source.order.id, new Map([[trade, quantity]]))
  }
  return byOrder
}

/** The trade with the largest share of an order, of equals the oldest (design 5.4). */
function largestShare(shares: Shares): Trade | undefined {
  const sorted = [...shares].sort(([a, qa], [b, qb]) => qb.cmp(qa) || older(a, b))
  return sorted[0]?.[0]
}

/** Numbers symbols by expiry, strike and kind; a closing order has the number of the leg it closes. */
function legNumberOf(trade: Trade, symbol: string): number {
  if (trade.legs.size === 1) return 1
  const symbols = new Set(sortedLegs(trade).map((leg) => leg.instrument.symbol))
  return Math.max(1, [...symbols].indexOf(symbol) + 1)
}

/** Says which trade each order leg carries, in the order in which they were created. */
export function orderTrades(
  placed: Iterable<Placed>,
  parts: readonly FillPart[],
  unfilled: UnfilledOrders,
): OrderTrade[] {
  const shares = sharesOf(parts)
  const ofFilled = (orderId: string): Trade | undefined => {
    const own = shares.get(orderId)
    return own && largestShare(own)
  }
  return [...placed].flatMap(({ order }) => {
    const trade = ofFilled(order.id) ?? unfilled.tradeOf(order.id, ofFilled)
    if (!trade) return []
    return [
      {
        orderId: order.id,
        tradeId: trade.id,
        strategyType: trade.structure.strategyType,
        legNumber: legNumberOf(trade, order.instrument.symbol),
      },
    ]
  })
}
