import type { Micros } from '../../time/micros'
import type { CloseCause } from '../model/close-cause'
import { type Decimal, ZERO } from '../model/decimal'
import type { Instrument, Sign } from '../model/instrument'
import type { OrderState } from '../timeline/orders'
import type { Lot, LotOrigin, Opening, OpeningFact, Position, Trade, TradeLeg } from './view'

/** Where an executed quantity comes from. */
export type SourceKind =
  | 'fill'
  | 'conversion'
  | 'expiration'
  | 'assignment'
  | 'exercise'
  | 'delivery'
  | 'transfer'
  | 'corporate_action'

/** What an executed quantity comes from: the execution of an order, or an activity. */
export interface Source {
  readonly executionId: string
  readonly activityId: string | null
  /** Null of an activity. */
  readonly order: OrderState | null
  /** The order that coins of this quantity paid for. Absent elsewhere. */
  readonly paidFor?: string
  readonly kind: SourceKind
  readonly at: Micros
  readonly price: Decimal
  /** The option that delivered these shares. Absent elsewhere. */
  readonly deliveredBy?: DeliveringOption
  /** True of an option that delivered shares when it closed. Absent elsewhere. */
  readonly delivers?: true
  /** Of shares that come of others: when the first and the last of those were acquired. */
  readonly since?: readonly [Micros, Micros]
}

/** The option whose assignment or exercise delivered shares. */
export interface DeliveringOption {
  /** The activity that closed it. */
  readonly executionId: string
  /** The opening that it closed; null if it is not known. */
  readonly opening: Opening | null
  /** When the lot was acquired that it closed; null if it is not known. */
  readonly acquiredAt: Micros | null
  /** The incomplete trade that closed an option of which no opening is known. */
  readonly unknown: Trade | null
  /** Contracts that stand for one share: those of a contract sum to 1. */
  readonly contracts: Decimal
}

/** An activity as a source: it is its own execution. */
export const activitySource = (
  activityId: string,
  kind: SourceKind,
  at: Micros,
  price: Decimal,
): Source => ({ executionId: activityId, activityId, order: null, kind, at, price })

/** Opens a lot of an opening. */
interface Open {
  readonly type: 'open'
  readonly opening: Opening
  readonly quantity: Decimal
  readonly source: Source
}

/** Opens a lot of an opening that so much more is expected of than before. */
interface OpenMore extends Omit<Open, 'type'> {
  readonly type: 'open_more'
}

/** Opens a lot in a trade of its own. */
interface OpenAlone {
  readonly type: 'open_alone'
  readonly fact: OpeningFact
  readonly position: Position
  readonly quantity: Decimal
  readonly source: Source
  /** The option's opening that delivered it, if one is known. */
  readonly deliveredBy: Opening | null
  /** The trade that delivered it, if one is known. */
  readonly from: Trade | null
  /** True when its cost is unknown. */
  readonly incomplete: boolean
  /** The total cost without multiplier, where the source's price cannot express it. */
  readonly value?: Decimal
}

/** Closes lots of a leg, first in first out. The leg must have as much open. */
interface Close {
  readonly type: 'close'
  readonly leg: TradeLeg
  readonly quantity: Decimal
  readonly source: Source
  /** Null when the trade shall not name it as an exit. */
  readonly cause: CloseCause | null
  /**
   * What it brings in all (for a short: costs), without multiplier, where a price cannot express
   * it. Shared over the lots by quantity; the last takes the rest.
   */
  readonly value?: Decimal
}

/** Closes lots of a leg, first in first out, each at its own cost: no profit, no loss. */
interface CloseAtCost extends Omit<Close, 'type' | 'value'> {
  readonly type: 'close_at_cost'
}

/** Closes quantity that was opened before the known history. */
interface CloseUnknown {
  readonly type: 'close_unknown'
  /** The incomplete trade of other quantity of the same activity, if there is one. */
  readonly known: Trade | null
  readonly position: Position
  readonly quantity: Decimal
  readonly source: Source
  readonly cause: CloseCause
}

/** Opens and closes shares at once, within the trade of the option that delivered them. */
interface Net {
  readonly type: 'net'
  readonly option: Opening
  readonly fact: OpeningFact
  readonly position: Position
  readonly quantity: Decimal
  readonly opened: Source
  readonly closed: Source
  readonly cause: CloseCause
}

/** A quantity taken out of a lot, and what it becomes under another symbol. */
export interface CarriedLot {
  readonly lot: Lot
  readonly taken: Decimal
  readonly quantity: Decimal
  /** The total cost of the new quantity, without multiplier. */
  readonly value: Decimal
}

/**
 * Carries open lots of a leg into another position: no profit, no loss. Lots keep their trade and
 * opening time.
 */
interface Carry {
  readonly type: 'carry'
  readonly leg: TradeLeg
  readonly to: Position
  readonly lots: readonly CarriedLot[]
}

/** Takes quantity out of a lot and leaves its total cost: what remains costs more each. */
interface Shrink {
  readonly type: 'shrink'
  readonly leg: TradeLeg
  readonly lot: Lot
  readonly quantity: Decimal
}

/** Gives an open lot another total cost, without multiplier. */
interface Recost {
  readonly type: 'recost'
  readonly leg: TradeLeg
  readonly lot: Lot
  readonly value: Decimal
}

/** Books cash that a leg earns without closing any of it: profit, and part of the exit. */
interface Earn {
  readonly type: 'earn'
  readonly leg: TradeLeg
  readonly lot: Lot
  /** As the account received it; below zero where it paid. */
  readonly cash: Decimal
  readonly source: Source
}

/** What a rule wants booked. Only the book applies it. */
export type Posting =
  | Open
  | OpenMore
  | OpenAlone
  | Close
  | CloseAtCost
  | CloseUnknown
  | Net
  | Carry
  | Shrink
  | Recost
  | Earn

/**
 * What a rule decides about an event, posting by posting. The book applies each before the rule
 * goes on, and answers what it booked.
 */
export type Postings = Generator<Posting, void, readonly Booked[]>

/** A posting as booked: the part of it that one opening, or one incomplete trade, holds. */
export class Booked {
  constructor(
    readonly source: Source,
    readonly effect: 'open' | 'close',
    readonly position: Position,
    readonly quantity: Decimal,
    /** Null when no opening is known. */
    readonly opening: Opening | null,
    /** The incomplete trade, where no opening is known. */
    private readonly unknown: Trade | null,
    /** Before fees; null for what opens, and for what closes the unknown. */
    readonly realized: Decimal | null,
    /** Its total price without multiplier, where the source's price is not exactly that. */
    private readonly value: Decimal | null = null,
    /** The lot that it closes; null for what opens, or closes the unknown. */
    private readonly lot: Pick<Lot, 'at'> | null = null,
    /** What it closes of a lot that is not as it was opened; else null. */
    readonly origin: LotOrigin | null = null,
  ) {}

  /** When the lot that it closes was acquired; null for what opens, or closes the unknown. */
  get acquiredAt(): Micros | null {
    return this.lot === null ? null : this.lot.at
  }

  /** Its total price without multiplier, exact. */
  get total(): Decimal {
    return this.value ?? this.source.price.times(this.quantity)
  }

  /** Whether its price is its total divided, and may not be exact. */
  get isAtTotal(): boolean {
    return this.value !== null
  }

  /** Per share or coin. 0 for cash that closes nothing: all of that is profit. */
  get price(): Decimal {
    if (this.value === null) return this.source.price
    return this.quantity.isZero ? ZERO : this.value.div(this.quantity)
  }

  /** The trade that it belongs to now. */
  get trade(): Trade | null {
    return this.opening === null ? this.unknown : this.opening.trade
  }

  get instrument(): Instrument {
    return this.position.instrument
  }

  get sign(): Sign {
    return this.position.sign
  }

  get side(): 'buy' | 'sell' {
    return (this.effect === 'open') === this.sign > 0 ? 'buy' : 'sell'
  }
}
