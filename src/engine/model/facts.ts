import type { Micros } from '../../time/micros'
import type { Decimal } from './decimal'
import type { Instrument } from './instrument'

/** One order on one symbol, as far as grouping needs it. */
export interface OrderFact {
  id: string
  /** The multi-leg envelope that it came in; null for every other order, bracket legs included. */
  parentId: string | null
  /** The primary order of the bracket, OCO or OTO that it is an exit of; null for every other order. */
  exitOf: string | null
  createdAt: Micros
  instrument: Instrument
  side: 'buy' | 'sell'
  /** From `position_intent`; null when the broker did not say, and the running position decides. */
  intent: 'open' | 'close' | null
  /** As ordered, in contracts, shares or coins. */
  quantity: Decimal
  filledQuantity: Decimal
  filledPrice: Decimal | null
  /** When that part of `filledQuantity` which no fill explains is taken to have happened. */
  filledAt: Micros
  /** Whether it may still fill. */
  working: boolean
  replacedBy: string | null
  /** The executions that the broker tells of, in any order. */
  fills: readonly FillFact[]
}

/** One execution of an order. */
export interface FillFact {
  /** Alpaca's execution id, by which fees name it. */
  id: string
  activityId: string
  at: Micros
  price: Decimal
  quantity: Decimal
  /** Filled so far, this execution included: orders the executions of one moment. */
  cumulative: Decimal | null
}

interface EventBase {
  /** The activity's id. */
  id: string
  instrument: Instrument
  /** Signed change of the position. */
  quantity: Decimal
  at: Micros
  /** YYYY-MM-DD, as the broker dates it. */
  date: string
  groupId: string | null
}

/** An option that expired, was assigned or was exercised. `early`: dated before its expiry. */
export interface OptionEvent extends EventBase {
  type: 'expiration' | 'assignment' | 'exercise'
  early: boolean
}

/** Shares that an assignment or exercise brought or took, at the price paid for each. */
export interface DeliveryEvent extends EventBase {
  type: 'delivery'
  price: Decimal
}

/** Part of a corporate action that renames or multiplies a position; its other part has the same group. */
export interface AdjustmentEvent extends EventBase {
  type: 'adjustment'
}

/** A position moved in or out without a trade; the price is its basis, null when the broker names none. */
export interface TransferEvent extends EventBase {
  type: 'transfer'
  price: Decimal | null
}

/** A fee that the broker took in coins. */
export interface CoinFeeEvent extends EventBase {
  type: 'coin_fee'
}

export type EventFact = OptionEvent | DeliveryEvent | AdjustmentEvent | TransferEvent | CoinFeeEvent

/**
 * What the user said of trades. It names the facts that opened them: `merge` makes the facts one trade, `split` makes
 * them a trade of their own, `annotate` speaks of the trade that holds the first of them.
 */
export interface OverrideFact {
  id: string
  kind: 'merge' | 'split' | 'annotate'
  facts: string[]
  strategy: string | null
  tags: string[] | null
  note: string | null
}

/** All that is known of what one account has of one underlying, or of several that are folded together: what trades are made from. */
export interface LedgerFacts {
  accountId: string
  orders: OrderFact[]
  events: EventFact[]
  overrides: OverrideFact[]
}
