import { older } from './closing-search'
import type { Decimal } from './decimal'
import { holderTrade } from './fill-rows'
import type { FillPart } from './fills'
import type { StrategyType } from './strategy-types'
import type { Placed } from './placed'
import { sortedLegs } from './trade-row'
import type { Trade } from './trade-state'
import type { UnfilledOrders } from './unfilled'

/** The trade that an order leg carries. */
export interface OrderTrade {
  orderId: string
  tradeId: string
  strategyType: StrategyType
  legNumber: number
}

/** How much of an order went to a trade, and then to others: seldom any. */
interface Share {
  trade: Trade
  quantity: Decimal
  next: Share | null
}

/** How much of each order went to which trade, by the orders' ranks. */
function sharesOf(parts: readonly FillPart[], orders: number): (Share | null)[] {
  const byRank = new Array<Share | null>(orders).fill(null)
  for (const { source, holder, quantity } of parts) {
    const trade = holderTrade(holder)
    if (!source.placed || !trade) continue
    const { rank } = source.placed
    const first = byRank[rank] ?? null
    let known = first
    while (known && known.trade !== trade) known = known.next
    if (known) known.quantity = known.quantity.plus(quantity)
    else byRank[rank] = { trade, quantity, next: first }
  }
  return byRank
}

/** The trade with the largest share of an order, of equals the oldest (design 5.4). */
function largestShare(first: Share): Trade {
  let largest = first
  for (let share = first.next; share; share = share.next) {
    const more = share.quantity.cmp(largest.quantity) || older(largest.trade, share.trade)
    if (more > 0) largest = share
  }
  return largest.trade
}

/** The symbols of a trade by expiry, strike and kind: a closing order has the number of the leg it closes. */
const numberedSymbols = (trade: Trade): string[] => [
  ...new Set(sortedLegs(trade).map((leg) => leg.instrument.symbol)),
]

/** Numbers the legs of trades, and remembers the numbers of each. */
class LegNumbers {
  private readonly known = new Map<Trade, string[]>()

  of(trade: Trade, symbol: string): number {
    if (trade.legs.length === 1) return 1
    const symbols = this.known.get(trade) ?? numberedSymbols(trade)
    this.known.set(trade, symbols)
    return Math.max(1, symbols.indexOf(symbol) + 1)
  }
}

/** Says which trade each order leg carries, in the order in which they were created. */
export function orderTrades(
  placed: readonly Placed[],
  parts: readonly FillPart[],
  unfilled: UnfilledOrders,
): OrderTrade[] {
  const shares = sharesOf(parts, placed.length)
  const ofFilled = ({ rank }: Placed): Trade | undefined => {
    const own = shares[rank]
    return own ? largestShare(own) : undefined
  }
  const numbers = new LegNumbers()
  const carried: OrderTrade[] = []
  for (const one of placed) {
    const { order } = one
    const trade = ofFilled(one) ?? unfilled.tradeOf(order.id, ofFilled)
    if (!trade) continue
    carried.push({
      orderId: order.id,
      tradeId: trade.id,
      strategyType: trade.structure.strategyType,
      legNumber: numbers.of(trade, order.instrument.symbol),
    })
  }
  return carried
}
