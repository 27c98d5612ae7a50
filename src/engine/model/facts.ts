import type { Micros } from '../../time/micros'
import type { Decimal } from './decimal'
import type { Instrument } from './instrument'

/** One order on one symbol: the fields that grouping needs. */
export interface OrderFact {
  id: string
  /** The multi-leg envelope that it came in; null for every other order, bracket legs included. */
  parentId: string | null
  /** The primary order of the bracket, OCO or OTO that it is an exit of; null for other orders. */
  exitOf: string | null
  createdAt: Micros
  instrument: Instrument
  side: 'buy' | 'sell'
  /**
   * From `position_intent`; null when the broker sent none: then each fill and the running position
   * decide.
   */
  intent: 'open' | 'close' | null
  /** As ordered, in contracts, shares or coins. */
  quantity: Decimal
  filledQuantity: Decimal
  filledPrice: Decimal | null
  /** The time of filled quantity that no fill explains. */
  filledAt: Micros
  /** Whether it may still fill. */
  working: boolean
  replacedBy: string | null
  /**
   * The coin that the pair is quoted in; absent where dollars are. Prices and the average price are
   * then in that coin.
   */
  paidWith?: Instrument
  /** The reported executions, in any order. */
  fills: readonly FillFact[]
  /**
   * How much of the filled quantity the broker is known to have taken back: `filledQuantity` may be
   * older. Absent: none.
   */
  busted?: Decimal
}

/** One execution of an order. */
export interface FillFact {
  /** Alpaca's execution id, by which fees name it. */
  id: string
  /** Null when no activity reports it. */
  activityId: string | null
  at: Micros
  price: Decimal
  quantity: Decimal
  /** True where the broker says that it opened a short position (side `sell_short`). */
  opensShort?: true
  /** Filled so far, this execution included: orders the executions of one moment. */
  cumulative: Decimal | null
  /** How much of another coin it was paid with; absent where dollars paid. */
  paid?: Decimal
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

/** An option that expired, was assigned or was exercised. */
export interface OptionEvent extends EventBase {
  type: 'expiration' | 'assignment' | 'exercise'
  /** Whether it takes effect before the end of the expiry day. */
  early: boolean
  /** Cash that settles it, as the account received (or, below zero, paid) it. Absent: none. */
  cash?: Decimal
}

/** Shares that an assignment or exercise brought or took, at the price paid for each. */
export interface DeliveryEvent extends EventBase {
  type: 'delivery'
  price: Decimal
}

/** What a row of a corporate action is about. */
export const ACTION_KINDS = [
  'split',
  // Older rows of splits, which can name the difference alone.
  'old_split',
  'name',
  'merger',
  // For shares and cash.
  'mixed_merger',
  'spin_off',
  'reorganization',
  'mixed_reorganization',
  'worthless',
  'voluntary',
  'maturity',
  'option',
  'stock_dividend',
  'cash_in_lieu',
  'return_of_capital',
] as const

export type ActionKind = (typeof ACTION_KINDS)[number]

/** A row of a corporate action. Its quantity is zero where it moves cash alone. */
export interface AdjustmentEvent extends EventBase {
  type: 'adjustment'
  kind: ActionKind
  /** Cost per share, not the market's; null if the row names none. */
  price: Decimal | null
  /** As the account received it; zero for contracts, whose rows name values that no cash moves. */
  cash: Decimal
  /** Symbols that its text names. */
  names: readonly string[]
}

/** A position moved in or out without an order. The price is its cost, null if unknown. */
export interface TransferEvent extends EventBase {
  type: 'transfer'
  price: Decimal | null
}

/** A fee that the broker took in coins. It was posted at its moment. */
export interface CoinFeeEvent extends EventBase {
  type: 'coin_fee'
}

export type EventFact = OptionEvent | DeliveryEvent | AdjustmentEvent | TransferEvent | CoinFeeEvent

/**
 * A change that the user made. `merge` makes the trades of some facts one, `split` gives the facts
 * a trade of their own, `annotate` names the trade that holds the first fact.
 */
export interface OverrideFact {
  id: string
  kind: 'merge' | 'split' | 'annotate'
  facts: string[]
  strategy: string | null
  tags: string[] | null
  note: string | null
}

/** The input: all facts of one account about one underlying, or about several folded together. */
export interface LedgerFacts {
  accountId: string
  orders: OrderFact[]
  events: EventFact[]
  overrides: OverrideFact[]
}
