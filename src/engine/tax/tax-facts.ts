import type { Micros } from '../../time/micros'
import type { LegKind } from '../model/instrument'
import type { FeeRule } from '../output/fees'
import type { LotPart } from '../output/lot-parts'

/** A stored fill of a trade. Decimals are text; money is before fees. */
export interface TaxFill {
  tradeId: string
  executionId: string
  effect: 'open' | 'close'
  symbol: string
  underlying: string
  /** A `SourceKind` of the book. */
  kind: string
  legKind: LegKind
  orderId: string | null
  side: 'buy' | 'sell'
  qty: string
  price: string
  multiplier: string
  realizedPl: string | null
  at: Micros
  acquiredAt: Micros | null
  lots: LotPart[] | null
}

/** A trade's share of a fee: positive costs. */
export interface TaxFee {
  amount: string
  rule: FeeRule
  /** The execution that it names or fits; else null. */
  executionId: string | null
  /** Of rule `order`: the orders that it is charged on. */
  orderIds: readonly string[]
  /** The trade date that it is charged for, YYYY-MM-DD. */
  day: string
}

/** A trade with all that was executed for it. */
export interface TaxTrade {
  tradeId: string
  accountId: string
  underlying: string
  /** Whether some of its history is unknown. */
  incomplete: boolean
  fills: readonly TaxFill[]
  fees: readonly TaxFee[]
}

/**
 * What a split, or a dividend in shares of the same symbol, added to a position and removed from
 * it: the rows of one account, symbol and day.
 */
export interface SplitRows {
  accountId: string
  symbol: string
  /** The start of its day in New York. */
  at: Micros
  /** Sum of the quantities above zero. */
  added: string
  /** Sum of the quantities below zero. */
  removed: string
}
