import { MOST_ACTIVITIES } from '../../alpaca/activities-query'
import { MOST_ORDERS } from '../../alpaca/orders-query'

/** How much is handled at once: what a page costs in CPU time and in memory goes by it. */
export interface Sizes {
  /** Orders a page of Alpaca's, 1 to 500. */
  orders: number
  /** Activities a page of Alpaca's, 1 to 100. */
  activities: number
  /** Orders of the ledger that are folded at once. */
  fold: number
}

/** The largest: as many as Alpaca gives, and as many as an isolate holds with room to spare. */
export const LARGEST: Sizes = { orders: MOST_ORDERS, activities: MOST_ACTIVITIES, fold: 5_000 }
