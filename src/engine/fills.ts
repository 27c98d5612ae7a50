import type { Decimal } from './decimal'
import type { Micros, OrderFact } from './facts'
import type { Instrument } from './instrument'
import type { Opening, Sign } from './opening'
import type { Trade } from './trade-state'

/** What an executed quantity came from. */
export type FillKind = 'fill' | 'expiration' | 'assignment' | 'exercise' | 'delivery' | 'transfer'

/** Where an executed quantity came from: the execution of an order, or an activity. */
export interface FillSource {
  executionId: string
  activityId: string | null
  order: OrderFact | null
  /** The order's place among those of the timeline; null without one. */
  rank: number | null
  kind: FillKind
  at: Micros
  price: Decimal
}

/** A part of an execution as it opened or closed something of one trade. */
export class FillPart {
  constructor(
    readonly source: FillSource,
    readonly effect: 'open' | 'close',
    readonly instrument: Instrument,
    /** Of what it opened or closed. */
    readonly sign: Sign,
    readonly quantity: Decimal,
    /** What it was of: the opening, with whose trade it goes, or an incomplete trade. */
    readonly holder: Opening | Trade,
    /** Before fees; null for what opens and for what closes the unknown. */
    readonly realized: Decimal | null,
  ) {}

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
  return { executionId: activityId, activityId, order: null, rank: null, kind, at, price }
}
