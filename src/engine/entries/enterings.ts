import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Source } from '../book/posting'
import type { Opening, Trade } from '../book/view'
import type { Decimal } from '../model/decimal'
import type { Instrument } from '../model/instrument'
import type { OrderState } from '../timeline/orders'
import { Entering, type EnteringRules } from './entering'
import type { UnfilledOrders } from './unfilled'
import type { Window } from './window'

/**
 * The windows of each underlying (design 5.3). Almost always there is one; there are several where a corporate action made one of
 * another, and what was entered of each before that stays apart.
 */
export class Enterings {
  /** Trades that overrides made, kept for what joins them later. */
  readonly forced = new Map<string, Trade>()
  private readonly byUnderlying = new Map<string, Entering>()
  private readonly all: Entering[] = []
  private readonly byOverride = new Map<string, Entering>()
  /** When the first of the windows that go on ends, or earlier. */
  private endsAt = Number.POSITIVE_INFINITY
  private last: { underlying: string; entering: Entering } | null = null

  constructor(
    private readonly book: Book,
    private readonly unfilled: UnfilledOrders,
    private readonly rules: EnteringRules,
  ) {}

  /** Takes an opening order that will be executed into its window. */
  place(opening: Opening): void {
    const entering = this.of(opening.instrument, opening.factId)
    entering.place(opening)
    this.endsAt = Math.min(this.endsAt, entering.endsAt)
  }

  placeUnfilled(moment: OrderState): void {
    const entering = this.of(moment.fact.instrument, moment.fact.id)
    entering.placeUnfilled(moment)
    this.endsAt = Math.min(this.endsAt, entering.endsAt)
  }

  execute(opening: Opening, quantity: Decimal, source: Source): void {
    this.of(opening.instrument, opening.factId).execute(opening, quantity, source)
  }

  /** Finds the entries of the windows as they are now, so that all that is open belongs to a trade. */
  settle(): void {
    for (const entering of this.all) entering.settle()
  }

  /** Ends the windows that a moment is beyond. */
  advance(at: Micros): void {
    if (at <= this.endsAt) return
    let endsAt = Number.POSITIVE_INFINITY
    for (const entering of this.all) {
      if (at > entering.endsAt) entering.close()
      endsAt = Math.min(endsAt, entering.endsAt)
    }
    this.endsAt = endsAt
  }

  /** Ends all windows. */
  close(): void {
    for (const entering of this.all) entering.close()
  }

  /** The windows that ended since this was last asked, in the order of time. */
  takeWindows(): Window[] {
    const windows = this.all.flatMap((entering) => entering.windows.splice(0))
    return this.all.length > 1 ? windows.sort((a, b) => a.startedAt - b.startedAt) : windows
  }

  /** Puts back a trade that an override made. */
  restore(overrideId: string, trade: Trade): void {
    this.forced.set(overrideId, trade)
  }

  private of(instrument: Instrument, factId: string): Entering {
    const override = this.rules.overrides.forced(factId)
    if (!override) return this.ofUnderlying(instrument.underlying)
    // What the user made one trade is entered together, by whatever name it was bought.
    const entering = this.byOverride.get(override.id) ?? this.ofUnderlying(instrument.underlying)
    this.byOverride.set(override.id, entering)
    return entering
  }

  private ofUnderlying(underlying: string): Entering {
    if (this.last?.underlying === underlying) return this.last.entering
    const entering = this.byUnderlying.get(underlying) ?? this.newEntering(underlying)
    this.last = { underlying, entering }
    return entering
  }

  private newEntering(underlying: string): Entering {
    const entering = new Entering(this.book, this.unfilled, this.rules, this.forced)
    this.byUnderlying.set(underlying, entering)
    this.all.push(entering)
    return entering
  }
}
