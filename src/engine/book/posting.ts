import type { Micros } from '../../time/micros'
import type { CloseCause } from '../model/close-cause'
import type { Decimal } from '../model/decimal'
import type { Instrument, Sign } from '../model/instrument'
import type { OrderState } from '../timeline/orders'
import type { Lot, Opening, OpeningFact, Position, Trade, TradeLeg } from './view'

/** Where an executed quantity comes from. */
export type SourceKind =
  | 'fill'
  | 'conversion'
  | 'expiration'
  | 'assignment'
  | 'exercise'
  | 'delivery'
  | 'transfer'

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
}

/** Closes lots of a leg, first in first out. The leg must have as much open. */
interface Close {
  readonly type: 'close'
  readonly leg: TradeLeg
  readonly quantity: Decimal
  readonly source: Source
  /** Null when the trade shall not name it as an exit. */
  readonly cause: CloseCause | null
}

/** Closes lots of a leg, first in first out, each at its own cost: no profit, no loss. */
interface CloseAtCost extends Omit<Close, 'type'> {
  readonly type: 'close_at_cost'
}

/** Closes quantity that was opened before the known history. */
interface CloseUnknown {
  readonly type: 'close_unknown'
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

/** A lot's new quantity and price under another symbol, at the same total cost. */
export interface CarriedLot {
  readonly lot: Lot
  readonly quantity: Decimal
  readonly price: Decimal
}

/** Carries the open lots of a leg into another position: no profit, no loss. */
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
  ) {}

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
