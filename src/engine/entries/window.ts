import type { Micros } from '../../time/micros'
import type { Opening, Trade } from '../book/view'
import { append, NONE } from '../model/arrays'
import type { OrderState } from '../timeline/orders'
import type { Entry } from './entries'

/** A chain of opening orders, each created at most the window's length after the one before (design 5.3). */
export class Window {
  /** Those whose entries may still change. */
  openings: Opening[] = NONE
  /** Opening orders that never fill: they keep the window going, and join what they were meant for. */
  unfilled: OrderState[] = NONE
  entries: readonly Entry[] = NONE
  /** Trades that its entries have made so far; taken apart again while the window goes on. */
  opened: OpenedTrade[] = NONE
  /** Older trades that its entries scale into, and by how much. */
  scaledIn: { trade: Trade; units: number }[] = NONE
  /** The same from before it was flat: what no later opening can change (design 5.3.3). */
  private before: { entries: Entry[]; opened: OpenedTrade[] } | null = null
  /** Whether any of its openings has a parent that closes as well. */
  rolls = false
  /** Whether an opening came or was executed since its entries were last found. */
  changed = false

  constructor(
    readonly startedAt: Micros,
    public lastAt: Micros,
  ) {}

  get allEntries(): readonly Entry[] {
    return this.before === null ? this.entries : [...this.before.entries, ...this.entries]
  }

  get allOpened(): readonly OpenedTrade[] {
    return this.before === null ? this.opened : [...this.before.opened, ...this.opened]
  }

  /** Whether all of its openings, and there are some, were closed before a moment. */
  isFlatAt(at: Micros): boolean {
    for (const { closedAt } of this.openings) if (closedAt >= at) return false
    return this.openings.length > 0
  }

  /** Keeps what its entries and their trades are now, come what may. */
  keep(): void {
    this.before ??= { entries: [], opened: [] }
    this.before.entries.push(...this.entries)
    this.before.opened.push(...this.opened)
    this.openings = NONE
    this.entries = NONE
    this.opened = NONE
    this.scaledIn = NONE
  }

  add(opening: Opening): void {
    this.openings = append(this.openings, opening)
    if (opening.parent?.closes) this.rolls = true
    this.changed = true
  }
}

/** A new trade and the entry that opened it: scale-ins add to the trade, not to the entry. */
export interface OpenedTrade {
  trade: Trade
  entry: Entry
}
