import type { FillPart } from '../book/posting'
import type { Trade } from '../book/trade-state'
import type { UnfilledTrade } from '../entries/unfilled'
import type { Placed } from '../timeline/orders'

/** An order leg and the trade that it carries. */
export interface Carried {
  placed: Placed
  trade: Trade
}

/**
 * Is told what grouping finds, each thing as soon as nothing can change it any more. What has been told is let go of: whoever wants any
 * of it takes it at once.
 */
export interface Listener {
  trade(trade: Trade): void
  unfilled(trade: UnfilledTrade): void
  /** What was executed, in the order of time, each part with what holds it. */
  executed(parts: readonly FillPart[]): void
  /** Orders in the order in which they were created: those without a trade carry none. */
  placed(orders: readonly Placed[]): void
  /**
   * All that was told holds, and with it, as they are now, what may still change.
   *
   * @param trades those that are open, or that the user made.
   * @param undecided the orders of trades that the user made, which others can still join.
   */
  hold(trades: readonly Trade[], undecided: readonly Carried[]): void
}
