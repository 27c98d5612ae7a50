import type { Micros } from '../../time/micros'
import type { Opening } from '../book/view'
import { append, NONE } from '../model/arrays'
import type { OrderState } from '../timeline/orders'
import type { EnteredTrade, Entry } from './entry'
import { WindowEntries } from './window-entries'

/**
 * What a window's entries are:
 * - collecting: an opening came, or was first executed, since they were last found;
 * - provisional: all that is open is in a trade, but later openings may still change the trades;
 * - sealed: the window is over, and its trades are final.
 */
export type WindowState = 'collecting' | 'provisional' | 'sealed'

/** A chain of opening orders, each created at most the window's length after the one before. */
export class Window {
  state: WindowState = 'provisional'
  /** The openings whose entries may still change. */
  entries = new WindowEntries()
  /** The entries as they were last found. */
  found: readonly Entry[] = NONE
  /** The book's mark of when they were last found: it orders their trades among others. */
  mark = 0
  /** Opening orders that never fill. They keep the window going. */
  unfilled: OrderState[] = NONE
  /** Entries and new trades from before the last flat point: they are final. */
  private before: { entries: Entry[]; opened: EnteredTrade[] } | null = null
  /** Once it is sealed: all new trades, in the order of the entries. */
  sealed: readonly EnteredTrade[] = NONE
  /** Its final entries that scaled into older trades. */
  scaleIns: EnteredTrade[] = NONE
  /** Whether any of its openings has a parent that closes as well. */
  rolls = false

  constructor(
    readonly startedAt: Micros,
    public lastAt: Micros,
  ) {}

  get openings(): readonly Opening[] {
    return this.entries.openings
  }

  /** All new trades, those from before the last flat point first. */
  allOpened(last: readonly EnteredTrade[]): readonly EnteredTrade[] {
    return this.before === null ? last : [...this.before.opened, ...last]
  }

  /**
   * Makes what was entered since the last flat point final.
   *
   * @returns the trades that its entries opened, in the order of the entries.
   */
  finalise(): readonly EnteredTrade[] {
    let opened: EnteredTrade[] = NONE
    for (const { entered } of this.found) {
      if (!entered) continue
      if (entered.isScaleIn) this.scaleIns = append(this.scaleIns, entered)
      else opened = append(opened, entered)
    }
    return opened
  }

  get allEntries(): readonly Entry[] {
    return this.before === null ? this.found : [...this.before.entries, ...this.found]
  }

  /** Notes an entry that was first executed after the window was sealed. */
  enterLate(entered: EnteredTrade): void {
    if (entered.isScaleIn) this.scaleIns = append(this.scaleIns, entered)
    else this.sealed = [...this.sealed, entered]
  }

  /** Whether all of its openings, and there are some, were closed before a moment. */
  isFlatAt(at: Micros): boolean {
    const { openings } = this
    for (let i = openings.length - 1; i >= 0; i--)
      if ((openings[i]?.closedAt ?? 0) >= at) return false
    return openings.length > 0
  }

  /** Sets aside what was found, because a flat point parts it from all that comes. */
  keep(opened: readonly EnteredTrade[]): void {
    this.before ??= { entries: [], opened: [] }
    this.before.entries.push(...this.found)
    this.before.opened.push(...opened)
    this.entries = new WindowEntries()
    this.found = NONE
  }

  add(opening: Opening): void {
    this.entries.add(opening)
    if (opening.parent?.closes) this.rolls = true
    this.state = 'collecting'
  }

  addUnfilled(order: OrderState): void {
    this.unfilled = append(this.unfilled, order)
  }
}
