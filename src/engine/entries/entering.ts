import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Source } from '../book/posting'
import { isOpenInFullRatio, isShapeOf, olderOf } from '../book/trades'
import type { Opening, Trade } from '../book/view'
import { coveringTrade } from '../links/cover'
import { append, NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import type { Overrides } from '../model/overrides'
import { type BookLeg, recogniseStructure } from '../strategies/recognise'
import type { OrderState } from '../timeline/orders'
import { type Entry, entriesOf, entryOf } from './entries'
import type { UnfilledOrders } from './unfilled'
import { Window } from './window'

/** What was entered of a trade in all, as its legs are called and counted now, with what is still to be executed. */
function wholeOf({ legs, openings }: Trade): BookLeg[] {
  const entered = legs.filter((leg) => !leg.delivered)
  return entered.map(({ position, instrument, sign, opened }): BookLeg => {
    let quantity = opened
    for (const opening of openings)
      if (opening.position === position)
        quantity = quantity.plus(opening.expected.minus(opening.opened))
    const { kind, strike, expiry } = instrument
    return { kind, strike, expiry, quantity: quantity.times(sign) }
  })
}

/** How openings become trades. */
export interface EnteringRules {
  /** How far apart the opening orders of one window may be created. */
  window: Micros
  overrides: Overrides
}

/**
 * Puts openings into entries, and entries into trades (design 5.3, 5.4). The entries of the window that still goes on are found
 * anew with each order that joins it; once it is over, they are final.
 */
export class Entering {
  /** Those that are over. */
  readonly windows: Window[] = []
  private readonly pending = new Map<Opening, { entry: Entry; window: Window }>()
  private window: Window | null = null

  constructor(
    private readonly book: Book,
    private readonly unfilled: UnfilledOrders,
    private readonly rules: EnteringRules,
    /** Trades that overrides made, kept for what joins them later. */
    private readonly forced: Map<string, Trade>,
  ) {}

  /** Takes an opening order that will be executed into its window. */
  place(opening: Opening): void {
    const window = this.windowAt(opening.createdAt)
    if (window.isFlatAt(opening.createdAt)) {
      this.settle()
      this.finalise(window)
      window.keep()
    }
    window.add(opening)
  }

  placeUnfilled(moment: OrderState): void {
    const window = this.windowAt(moment.at)
    window.unfilled = append(window.unfilled, moment)
  }

  execute(opening: Opening, quantity: Decimal, source: Source): void {
    this.book.open(opening, quantity, source)
    if (opening.trade) return
    const waiting = this.pending.get(opening)
    if (waiting) this.enterLate(waiting.entry, waiting.window)
    else if (this.window) this.window.changed = true
  }

  /** Finds the entries of the window as it is now, so that all that is open belongs to a trade. */
  settle(): void {
    const { window } = this
    if (!window?.changed) return
    const followers = window.opened.flatMap(({ trade }) =>
      trade.openings.filter(({ follows }) => follows !== null),
    )
    for (const { trade } of window.opened) this.dissolve(trade)
    for (const opening of window.openings) if (opening.trade) this.book.detach(opening)
    for (const { trade, units } of window.scaledIn) this.book.scaleIn(trade, -units)
    window.opened = NONE
    window.scaledIn = NONE
    window.entries = this.findEntries(window.openings)
    for (const entry of window.entries) if (entry.isFilled) this.enter(entry, window)
    for (const follower of followers) this.book.follow(follower)
    window.changed = false
  }

  /** The last moment at which an order still joins the window; infinite where none goes on. */
  get endsAt(): Micros {
    return this.window === null ? Number.POSITIVE_INFINITY : this.window.lastAt + this.rules.window
  }

  /** Ends the window. */
  close(): void {
    const { window } = this
    if (!window) return
    this.settle()
    this.finalise(window)
    for (const { trade } of window.allOpened) this.seal(trade)
    for (const entry of window.entries) {
      if (entry.isFilled) continue
      for (const opening of entry.openings) this.pending.set(opening, { entry, window })
    }
    if (window.unfilled.length > 0) this.unfilled.endWindow(window.unfilled, window.allEntries)
    this.windows.push(window)
    this.window = null
  }

  private windowAt(at: Micros): Window {
    this.window ??= new Window(at, at)
    this.window.lastAt = at
    return this.window
  }

  private finalise(window: Window): void {
    for (const opening of window.openings) this.book.setFinal(opening, true)
  }

  private dissolve(trade: Trade): void {
    this.book.dissolve(trade)
    if (trade.overrideId) this.forced.delete(trade.overrideId)
  }

  /** Makes a trade's composition final, and looks for shares that cover it. */
  private seal(trade: Trade): void {
    this.book.seal(trade)
    const cover = coveringTrade(this.book, trade)
    if (cover) this.book.cover(trade, cover)
  }

  private findEntries(openings: readonly Opening[]): Entry[] {
    const { overrides } = this.rules
    if (overrides.forceNothing) return entriesOf(openings)
    const forced = Map.groupBy(openings, ({ factId }) => overrides.forced(factId)?.id ?? '')
    const free = forced.get('') ?? []
    forced.delete('')
    return [...[...forced.values()].map(entryOf), ...entriesOf(free)]
  }

  /** What the user said of the openings of an entry: those of one override make one of their own. */
  private overrideOf({ openings }: Entry): OverrideFact | undefined {
    return this.rules.overrides.forced(openings[0]?.factId ?? '')
  }

  /** Puts an entry into the trade it scales into, or into one of its own. */
  private enter(entry: Entry, window: Window): void {
    const override = this.overrideOf(entry)
    const older = override ? this.forced.get(override.id) : this.scaledInto(entry)
    const trade = older ?? this.book.openTrade(entry)
    if (older) {
      const { units } = entry.structure
      this.book.scaleIn(older, units)
      window.scaledIn = append(window.scaledIn, { trade: older, units })
    } else {
      window.opened = append(window.opened, { trade, entry })
    }
    for (const opening of entry.openings) {
      this.book.noteJoined(opening, older ?? null)
      this.book.join(opening, trade)
    }
    if (override) this.force(trade, override)
  }

  private force(trade: Trade, override: OverrideFact): void {
    this.forced.set(override.id, trade)
    this.book.force(trade, override, recogniseStructure(wholeOf(trade)))
  }

  /** The trade of the same structure that is open in full ratio, if any (design 5.4). */
  private scaledInto(entry: Entry): Trade | undefined {
    for (const { joined } of entry.openings) if (joined && isShapeOf(joined, entry)) return joined
    let oldest: Trade | undefined
    for (const { trade } of entry.legs[0]?.position.holders ?? NONE) {
      if (trade.sealed && !trade.incomplete && isShapeOf(trade, entry) && isOpenInFullRatio(trade))
        oldest = olderOf(trade, oldest)
    }
    return oldest
  }

  /** Opens the trade of an entry whose first execution came after its window was over. */
  private enterLate(entry: Entry, window: Window): void {
    for (const opening of entry.openings) this.pending.delete(opening)
    if (this.isForcedIntoWindow(entry)) this.joinWindow(entry.openings)
    else this.openLate(entry, window)
  }

  /** Whether the user put it into a trade that the window which still goes on may take apart again. */
  private isForcedIntoWindow(entry: Entry): boolean {
    const override = this.overrideOf(entry)
    const trade = override ? this.forced.get(override.id) : undefined
    return trade !== undefined && !trade.sealed
  }

  private joinWindow(openings: readonly Opening[]): void {
    for (const opening of openings) {
      this.book.setFinal(opening, false)
      this.window?.add(opening)
    }
  }

  private openLate(entry: Entry, window: Window): void {
    this.enter(entry, window)
    for (const opened of window.opened) if (opened.entry === entry) this.seal(opened.trade)
  }
}
