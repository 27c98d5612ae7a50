import type { Micros } from '../../time/micros'
import type { Decimal } from '../model/decimal'
import type { Instrument, Sign } from '../model/instrument'
import type { Placed } from '../timeline/orders'
import type { Opening } from './opening'
import type { Held } from './position'
import type { Trade } from './trade-state'

/** What an executed quantity came from. */
export type FillKind = 'fill' | 'expiration' | 'assignment' | 'exercise' | 'delivery' | 'transfer'

/** Where an executed quantity came from: the execution of an order, or an activity. */
export interface FillSource {
  readonly executionId: string
  readonly activityId: string | null
  /** The order; null without one. */
  readonly placed: Placed | null
  readonly kind: FillKind
  readonly at: Micros
  readonly price: Decimal
}

/** A part of an execution as it opened or closed something of one trade. */
export class FillPart {
  constructor(
    readonly source: FillSource,
    readonly effect: 'open' | 'close',
    /** What it opened or closed. */
    readonly held: Held,
    readonly quantity: Decimal,
    /** What it was of: the opening, with whose trade it goes, or an incomplete trade. */
    readonly holder: Opening | Trade,
    /** Before fees; null for what opens and for what closes the unknown. */
    readonly realized: Decimal | null,
  ) {}

  get instrument(): Instrument {
    return this.held.instrument
  }

  get sign(): Sign {
    return this.held.sign
  }

  get side(): 'buy' | 'sell' {
    return (this.effect === 'open') === this.sign > 0 ? 'buy' : 'sell'
  }
}

/** Where a quantity came from that no order explains: the activity stands for its own execution. */
export function activitySource(
  activityId: string,
  kind: FillKind,
  at: Micros,
  price: Decimal,
): FillSource {
  return { executionId: activityId, activityId, placed: null, kind, at, price }
}
