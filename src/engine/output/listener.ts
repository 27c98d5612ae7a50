import type { Booked } from '../book/posting'
import type { Trade } from '../book/view'
import type { UnfilledTrade } from '../entries/unfilled'
import type { OrderState } from '../timeline/orders'

/** An activity that the engine could not book, and why. */
export interface UnbookedActivity {
  activityId: string
  underlying: string
  /** In words, for the user. */
  reason: string
  /** When it would have taken effect, RFC 3339. */
  at: string
}

/**
 * Takes what grouping finds, each thing as soon as nothing can change it any more. The engine drops
 * it afterwards, so that a listener reads what it needs at once.
 */
export interface Listener {
  /** A finished trade. */
  trade(trade: Trade): void
  unfilled(trade: UnfilledTrade): void
  /** What was booked, in the order of time. */
  executed(parts: readonly Booked[]): void
  /** Activities that could not be booked. */
  refused(activities: readonly UnbookedActivity[]): void
  /** Orders in the order of their creation, and the trade of each; null where none is known. */
  orders(orders: readonly OrderState[], trades: readonly (Trade | null)[]): void
  /**
   * Everything so far is final, except for what follows.
   *
   * @param trades those that are open, or that an override made.
   * @param undecided the orders of trades that an override made, and the trade of each so far.
   */
  hold(
    trades: readonly Trade[],
    undecided: readonly OrderState[],
    undecidedTrades: readonly Trade[],
  ): void
}
