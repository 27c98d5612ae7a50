import type { Booked } from '../book/posting'
import type { Trade } from '../book/view'
import type { UnfilledTrade } from '../entries/unfilled'
import type { OrderState } from '../timeline/orders'
import { addFillRows, type FillRow } from './fill-rows'
import type { Listener, UnbookedActivity } from './listener'
import { addOrderTrades, type OrderTrade, type OverrideTrade, overrideTrade } from './order-trades'
import { type TradeRow, tradeRow, unfilledRow } from './trade-row'

/** The rows that facts come to. */
export interface LedgerRows {
  /** Every trade that was open at the beginning, opened, or changed. */
  trades: TradeRow[]
  /** What was executed since the beginning. */
  fills: FillRow[]
  orders: OrderTrade[]
  /** Activities that could not be booked since the beginning. */
  unbooked: UnbookedActivity[]
  /** Trades of overrides. Their orders from before the beginning are not in `orders`. */
  ofOverrides: OverrideTrade[]
}

/** Makes rows of what a run passes on. */
export class Rows implements Listener {
  private readonly trades: TradeRow[] = []
  private readonly fills: FillRow[] = []
  private readonly orderTrades: OrderTrade[] = []
  private readonly unbooked: UnbookedActivity[] = []
  /** How many rows are final. */
  private lengths = { trades: 0, fills: 0, orders: 0, unbooked: 0 }
  /** Rows of trades and orders that could still change. */
  private open: TradeRow[] = []
  private undecided: OrderTrade[] = []
  private ofOverrides: OverrideTrade[] = []

  trade(trade: Trade): void {
    this.trades.push(tradeRow(trade))
  }

  unfilled(trade: UnfilledTrade): void {
    this.trades.push(unfilledRow(trade))
  }

  executed(parts: readonly Booked[]): void {
    addFillRows(this.fills, parts)
  }

  refused(activities: readonly UnbookedActivity[]): void {
    this.unbooked.push(...activities)
  }

  orders(orders: readonly OrderState[], trades: readonly (Trade | null)[]): void {
    addOrderTrades(this.orderTrades, orders, trades)
  }

  hold(
    kept: readonly Trade[],
    undecided: readonly OrderState[],
    undecidedTrades: readonly Trade[],
  ): void {
    const { trades, fills, orderTrades, unbooked } = this
    this.lengths = {
      trades: trades.length,
      fills: fills.length,
      orders: orderTrades.length,
      unbooked: unbooked.length,
    }
    this.open = kept.map((trade) => tradeRow(trade))
    this.ofOverrides = kept.filter(({ overrideId }) => overrideId !== null).map(overrideTrade)
    this.undecided = []
    addOrderTrades(this.undecided, undecided, undecidedTrades)
  }

  /** All rows. */
  get held(): LedgerRows {
    const { trades, fills, orderTrades, unbooked, lengths, ofOverrides } = this
    return {
      ofOverrides,
      trades: [...trades.slice(0, lengths.trades), ...this.open],
      fills: fills.slice(0, lengths.fills),
      orders: [...orderTrades.slice(0, lengths.orders), ...this.undecided],
      unbooked: unbooked.slice(0, lengths.unbooked),
    }
  }
}
