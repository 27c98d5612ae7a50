import type { TradeDetail } from '../../client/index.js'

/** A price of the underlying at expiry with the profit or loss there. */
export interface Knot {
  price: number
  pl: number
}

/** The risk of a trade as the API answers it. */
export interface Risk {
  /** From price 0 on; the line through the last two goes on for ever. */
  knots: Knot[]
  /** null: unlimited. */
  max_profit: number | null
  /** A loss is negative. null: unlimited. */
  max_loss: number | null
  breakevens: number[]
}

/** The risk of a trade; null where the API gives none. */
export const riskOf = (trade: object): Risk | null =>
  (trade as Partial<{ risk: Risk | null }>).risk ?? null

export type Judged = Pick<TradeDetail, 'legs' | 'underlying'>
