/** One row of the account's activities: a fill, or anything else that moved cash or a position. */
export interface Activity {
  /** `YYYYMMDDHHMMSSmmm::uuid`; dated midnight for all but fills, so never a high-water mark (reference 3.3). */
  id: string
  /** As sent, an open set; `OPXRC` is read as `OPEXC` (reference 3.4). */
  activityType: string
  activitySubType: string | null
  /** `fill` or `partial_fill`, of a FILL alone. */
  fillType: string | null
  /** The leg's order, never the envelope's (reference 3.2). */
  orderId: string | null
  /** A fill's own execution (the part of its id after `::`), or the execution that a fee was charged on. */
  executionId: string | null
  /** Pairs an option event with the shares it delivered. */
  groupId: string | null
  symbol: string | null
  underlying: string | null
  side: 'buy' | 'sell' | 'sell_short' | null
  /** As sent: of a fill always positive, of an option event the signed change of the position. */
  qty: string | null
  cumQty: string | null
  price: string | null
  netAmount: string | null
  status: string | null
  currency: string | null
  /** YYYY-MM-DD; null on fills. */
  date: string | null
  transactionTime: string | null
  /** When it changes the position or the cash (design 5.1). */
  effectiveAt: string
  createdAt: string | null
  raw: unknown
}
