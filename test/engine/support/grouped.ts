import { type Grouping, groupOrders } from '../../../src/engine/group'
import type { TradeRow } from '../../../src/engine/output/trade-row'
import type { Facts } from './facts'

/** What facts come to, asked by order. */
export class Grouped {
  readonly all: Grouping

  constructor(facts: Facts) {
    this.all = groupOrders(facts.ledger, { windowSeconds: 300 })
  }

  /** The trade that an order carries. */
  of(orderId: string): TradeRow {
    const tradeId = this.all.orders.find((order) => order.orderId === orderId)?.tradeId
    const trade = this.all.trades.find((row) => row.tradeId === tradeId)
    if (!trade) throw new Error(`${orderId} has no trade`)
    return trade
  }

  /** The only trade. */
  get one(): TradeRow {
    const [trade, another] = this.all.trades
    if (!trade || another) throw new Error(`${this.all.trades.length} trades`)
    return trade
  }

  /** Strategies and states of all trades, the oldest first. */
  get names(): string[] {
    return [...this.all.trades]
      .sort((a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0))
      .map((trade) => `${trade.strategy} ${trade.status}`)
  }

  trade(strategy: string): TradeRow {
    const found = this.all.trades.find((row) => row.strategy === strategy)
    if (!found) throw new Error(`no ${strategy}`)
    return found
  }
}
