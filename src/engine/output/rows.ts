import type { FillPart } from '../book/posting'
import type { Trade } from '../book/trade-state'
import type { UnfilledTrade } from '../entries/unfilled'
import type { Placed } from '../timeline/orders'
import { addFillRows, type FillRow } from './fill-rows'
import type { Carried, Listener } from './listener'
import { LegNumbers, type OrderTrade, orderTrade } from './order-trades'
import { type TradeRow, tradeRow, unfilledRow } from './trade-row'

/** What the facts come to, as it is kept. */
export interface LedgerRows {
  /** Every trade that was open at the beginning, opened, or changed. */
  trades: TradeRow[]
  /** What was executed since the beginning. */
  fills: FillRow[]
  orders: OrderTrade[]
}

/** Makes rows of what a pass tells. */
export class Rows implements Listener {
  private readonly trades: TradeRow[] = []
  private readonly fills: FillRow[] = []
  private readonly orders: OrderTrade[] = []
  /** How much of what was told holds. */
  private lengths = { trades: 0, fills: 0, orders: 0 }
  /** What could still change when that was said. */
  private open: TradeRow[] = []
  private undecided: OrderTrade[] = []

  trade(trade: Trade): void {
    this.trades.push(tradeRow(trade))
  }

  unfilled(trade: UnfilledTrade): void {
    this.trades.push(unfilledRow(trade))
  }

  executed(parts: readonly FillPart[]): void {
    addFillRows(this.fills, parts)
  }

  placed(orders: readonly Placed[]): void {
    const numbers = new LegNumbers()
    for (const placed of orders)
      if (placed.trade) this.orders.push(orderTrade(placed, placed.trade, numbers))
  }

  hold(kept: readonly Trade[], undecided: readonly Carried[]): void {
    const { trades, fills, orders } = this
    this.lengths = { trades: trades.length, fills: fills.length, orders: orders.length }
    this.open = kept.map((trade) => tradeRow(trade))
    const numbers = new LegNumbers()
    this.undecided = undecided.map(({ placed, trade }) => orderTrade(placed, trade, numbers))
  }

  /** All that holds. */
  get held(): LedgerRows {
    const { trades, fills, orders, lengths } = this
    return {
      trades: [...trades.slice(0, lengths.trades), ...this.open],
      fills: fills.slice(0, lengths.fills),
      orders: [...orders.slice(0, lengths.orders), ...this.undecided],
    }
  }
}
