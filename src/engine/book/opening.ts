import type { Micros } from '../../time/micros'
import { NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { Instrument, Sign } from '../model/instrument'
import type { ParentOrder } from '../timeline/orders'
import type { Held } from './position'
import { Tally } from './tally'
import type { Trade } from './trade-state'

/** Open quantity of one symbol from one opening execution. */
export interface Lot {
  opening: Opening
  quantity: Decimal
  price: Decimal
  at: Micros
}

/** What an opening is known by: an order, or an activity as of the moment when it took effect. */
export interface OpeningFact {
  readonly id: string
  readonly createdAt: Micros
}

/** One fact that opens quantity: an opening order leg, or an activity. Its lots move with it from trade to trade. */
export class Opening extends Tally {
  /** Oldest first. */
  lots: Lot[] = NONE
  trade: Trade | null = null
  /** The trade that it was found to scale into, so that a later look at its window does not undo it. */
  joined: Trade | null = null
  /** When it was first executed; infinite before. */
  openedAt: Micros = Number.POSITIVE_INFINITY
  /** When the last of it was closed; infinite while some is open or still to be executed. */
  closedAt: Micros = Number.POSITIVE_INFINITY
  /** Set once its window is over: it stays in its trade, and what is closed of it is told by the trade alone. */
  final = false

  constructor(
    readonly fact: OpeningFact,
    readonly held: Held,
    /** Signed by side and summed over all executions, in contracts, shares or coins. */
    public expected: Decimal,
    /** The multi-leg order that it is a leg of, if any. */
    readonly parent: ParentOrder | null,
    /** For shares delivered and netted within a trade: the option's opening, with whose trade they go. */
    readonly follows: Opening | null = null,
  ) {
    super()
  }

  get factId(): string {
    return this.fact.id
  }

  get createdAt(): Micros {
    return this.fact.createdAt
  }

  get instrument(): Instrument {
    return this.held.instrument
  }

  get sign(): Sign {
    return this.held.sign
  }

  /** Whether all that will be executed has been, and all of it is closed. */
  get isOver(): boolean {
    return this.lots.length === 0 && this.opened.gte(this.expected)
  }
}
