import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Source } from '../book/posting'
import type { Opening, Trade } from '../book/view'
import type { Decimal } from '../model/decimal'
import type { Instrument } from '../model/instrument'
import type { OrderState } from '../timeline/orders'
import { type EntryRules, UnderlyingEntries } from './underlying-entries'
import type { UnfilledOrders } from './unfilled'
import type { Window } from './window'

/**
 * The windows of each underlying (README, Entries). Mostly there is one underlying. There are
 * several where a corporate action turned one into another; what was entered of each before stays
 * apart.
 */
export class Entries {
  /** Trades that overrides made, kept for what joins them later. */
  readonly forced = new Map<string, Trade>()
  private readonly byUnderlying = new Map<string, UnderlyingEntries>()
  private readonly all: UnderlyingEntries[] = []
  private readonly byOverride = new Map<string, UnderlyingEntries>()
  /** The earliest end of the open windows, or a moment before it. */
  private endsAt = Number.POSITIVE_INFINITY
  private last: { underlying: string; entries: UnderlyingEntries } | null = null

  constructor(
    private readonly book: Book,
    private readonly unfilled: UnfilledOrders,
    private readonly rules: EntryRules,
  ) {}

  /** Takes an opening order that will be executed into its window. */
  place(opening: Opening): void {
    const entries = this.of(opening.instrument, opening.factId)
    entries.place(opening)
    this.endsAt = Math.min(this.endsAt, entries.endsAt)
  }

  placeUnfilled(moment: OrderState): void {
    const entries = this.of(moment.fact.instrument, moment.fact.id)
    entries.placeUnfilled(moment)
    this.endsAt = Math.min(this.endsAt, entries.endsAt)
  }

  execute(opening: Opening, quantity: Decimal, source: Source): void {
    this.of(opening.instrument, opening.factId).execute(opening, quantity, source)
  }

  /**
   * Brings the trades of all windows up to date, because something may close at a moment: then
   * everything open is in a trade.
   */
  settle(at: Micros): void {
    for (const entries of this.all) entries.settleAt(at)
  }

  /** Seals the windows that end before a moment. */
  advance(at: Micros): void {
    if (at <= this.endsAt) return
    let endsAt = Number.POSITIVE_INFINITY
    for (const entries of this.all) {
      if (at > entries.endsAt) entries.close()
      endsAt = Math.min(endsAt, entries.endsAt)
    }
    this.endsAt = endsAt
  }

  /** Seals all windows. */
  close(): void {
    for (const entries of this.all) entries.close()
  }

  /** Takes out the windows sealed since the last call, in the order of time. */
  takeWindows(): Window[] {
    const only = this.all[0]
    if (only && this.all.length === 1) return only.takeWindows()
    const windows = this.all.flatMap((entries) => entries.takeWindows())
    return windows.sort((a, b) => a.startedAt - b.startedAt)
  }

  /** Puts back a trade that an override made. */
  restore(overrideId: string, trade: Trade): void {
    this.forced.set(overrideId, trade)
  }

  private of(instrument: Instrument, factId: string): UnderlyingEntries {
    const override = this.rules.overrides.forced(factId)
    if (!override) return this.ofUnderlying(instrument.underlying)
    // What the user made one trade is entered together, by whatever name it was bought.
    const entries = this.byOverride.get(override.id) ?? this.ofUnderlying(instrument.underlying)
    this.byOverride.set(override.id, entries)
    return entries
  }

  private ofUnderlying(underlying: string): UnderlyingEntries {
    if (this.last?.underlying === underlying) return this.last.entries
    const entries = this.byUnderlying.get(underlying) ?? this.make(underlying)
    this.last = { underlying, entries }
    return entries
  }

  private make(underlying: string): UnderlyingEntries {
    const entries = new UnderlyingEntries(this.book, this.unfilled, this.rules, this.forced)
    this.byUnderlying.set(underlying, entries)
    this.all.push(entries)
    return entries
  }
}
