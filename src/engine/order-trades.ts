import { older } from './closing-search'
import type { Decimal } from './decimal'
import { holderTrade } from './fill-rows'
import type { FillPart } from './fills'
import type { Placed } from './placed'
import type { StrategyType } from './strategy-types'
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

/** How much of an order went to a trade. */
interface Share {
  trade: Trade
  quantity: Decimal
}

/** Which trade each executed order carries: the one that most of it went to, of equals the oldest (design 5.4). */
class Carriers {
  /** By the orders' ranks. */
  private readonly byRank: (Trade | null)[]

  constructor(parts: readonly FillPart[], orders: number) {
    this.byRank = new Array<Trade | null>(orders).fill(null)
    const shared = new Set<Placed>()
    for (const { source, holder } of parts) {
      const trade = holderTrade(holder)
      const { placed } = source
      if (!placed || !trade) continue
      const known = this.byRank[placed.rank] ?? null
      if (known === null) this.byRank[placed.rank] = trade
      else if (known !== trade) shared.add(placed)
    }
    if (shared.size > 0) this.weigh(parts, shared)
  }

  of({ rank }: Placed): Trade | undefined {
    return this.byRank[rank] ?? undefined
  }

  /** Finds the largest share of each of the few orders that serve several trades. */
  private weigh(parts: readonly FillPart[], shared: ReadonlySet<Placed>): void {
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
      this.byRank[placed.rank] = ofOrder[0]?.trade ?? null
    }
  }
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
  const carriers = new Carriers(parts, placed.length)
  const ofFilled = (one: Placed): Trade | undefined => carriers.of(one)
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
