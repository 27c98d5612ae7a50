import type { Micros } from '../../time/micros'
import type { Book } from '../book/book'
import type { Source } from '../book/posting'
import { isOpenInFullRatio, isShapeOf, olderOf } from '../book/trades'
import type { Opening, Trade } from '../book/view'
import type { Cover } from '../links/cover'
import { NONE } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import type { Overrides } from '../model/overrides'
import { type BookLeg, recogniseStructure } from '../strategies/recognise'
import type { OrderState } from '../timeline/orders'
import { type EnteredTrade, type Entry, entryOf } from './entry'
import type { UnfilledOrders } from './unfilled'
import { Window } from './window'
import { entriesOf } from './window-entries'

/** All that was entered of a trade, under the present names, with what is still to be executed. */
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

const joined = <T>(a: readonly T[], b: readonly T[]): readonly T[] =>
  b.length === 0 ? a : [...a, ...b]

const isFollower = ({ follows }: Opening): boolean => follows !== null

/** How openings become trades. */
export interface EntryRules {
  /** How far apart the opening orders of one window may be created. */
  readonly window: Micros
  readonly overrides: Overrides
  readonly cover: Cover
}

/**
 * Puts the openings of one underlying into entries, and entries into trades. The trades of the
 * window that goes on are provisional; once it is over, they are sealed.
 */
export class UnderlyingEntries {
  /** Windows that are over, since they were last taken out. */
  private windows: Window[] = []
  /** Openings of sealed windows none of whose entry has been executed. */
  private readonly pending = new Map<Opening, { entry: Entry; window: Window }>()
  private window: Window | null = null
  /** The last moment at which anything may have closed. */
  private settledAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly book: Book,
    private readonly unfilled: UnfilledOrders,
    private readonly rules: EntryRules,
    /** Trades that overrides made, by override, for what joins them later. */
    private readonly forced: Map<string, Trade>,
  ) {}

  /** Takes an opening order that will be executed into its window. */
  place(opening: Opening): void {
    const window = this.windowAt(opening.createdAt)
    if (window.isFlatAt(opening.createdAt)) {
      this.settle()
      window.keep(this.finalise(window))
    }
    window.add(opening)
  }

  placeUnfilled(order: OrderState): void {
    this.windowAt(order.at).addUnfilled(order)
  }

  execute(opening: Opening, quantity: Decimal, source: Source): void {
    const isFirst = opening.opened.isZero
    this.book.open(opening, quantity, source)
    const { window } = this
    const mayBeFlat = isFirst && !opening.final && this.settledAt >= opening.createdAt
    if (mayBeFlat && window?.entries.noteFirstExecution(opening)) window.state = 'collecting'
    if (opening.trade) return
    const waiting = this.pending.get(opening)
    if (waiting) this.enterLate(waiting.entry, waiting.window)
    else if (window) window.state = 'collecting'
  }

  /** Takes out the windows that are over since the last call. */
  takeWindows(): Window[] {
    const { windows } = this
    this.windows = []
    return windows
  }

  /** Brings the trades of the window up to date before something may close at a moment. */
  settleAt(at: Micros): void {
    this.settledAt = at
    this.settle()
  }

  /** Brings the trades of the window up to date: then all that is open is in a trade. */
  settle(): void {
    const { window } = this
    if (window?.state !== 'collecting') return
    const found = this.findEntries(window)
    window.mark = this.book.mark()
    for (const entry of found) entry.round = window.mark
    let followers: readonly Opening[] = NONE
    for (const { entered } of window.found)
      if (entered && entered.entry.round !== window.mark)
        followers = joined(followers, this.leave(entered))
    window.found = found
    for (const entry of found) {
      if (entry.entered && this.isOutdated(entry.entered))
        followers = joined(followers, this.leave(entry.entered))
      if (!entry.entered && entry.isFilled) this.enter(entry)
    }
    for (const follower of followers) this.book.follow(follower)
    window.state = 'provisional'
  }

  /** The last moment at which an order still joins the window; infinite without a window. */
  get endsAt(): Micros {
    return this.window === null ? Number.POSITIVE_INFINITY : this.window.lastAt + this.rules.window
  }

  /** Seals the window. */
  close(): void {
    const { window } = this
    if (!window) return
    this.settle()
    window.sealed = window.allOpened(this.finalise(window))
    for (const { trade } of window.sealed) this.book.seal(trade)
    this.rules.cover.judge(window.sealed)
    for (const entry of window.found) {
      if (entry.isFilled) continue
      for (const opening of entry.openings) this.pending.set(opening, { entry, window })
    }
    if (window.unfilled.length > 0) this.unfilled.endWindow(window.unfilled, window.allEntries)
    window.state = 'sealed'
    this.windows.push(window)
    this.window = null
  }

  private windowAt(at: Micros): Window {
    this.window ??= new Window(at, at)
    this.window.lastAt = at
    return this.window
  }

  /** Makes the entries final that were found since the last flat point; returns their trades. */
  private finalise(window: Window): readonly EnteredTrade[] {
    for (const opening of window.openings) this.book.setFinal(opening, true)
    const opened = window.finalise()
    this.book.order(opened, window.mark)
    return opened
  }

  private findEntries(window: Window): readonly Entry[] {
    const { overrides } = this.rules
    if (overrides.forceNothing) return window.entries.find()
    const free: Opening[] = []
    const forced = new Map<string, Opening[]>()
    for (const opening of window.openings) {
      const override = overrides.forced(opening.factId)
      if (!override) free.push(opening)
      else {
        const together = forced.get(override.id) ?? []
        together.push(opening)
        forced.set(override.id, together)
      }
    }
    return [...[...forced.values()].map(entryOf), ...entriesOf(free)]
  }

  /** The override that an entry is of. The openings of one override are one entry. */
  private overrideOf({ first }: Entry): OverrideFact | undefined {
    return this.rules.overrides.forced(first.factId)
  }

  /** Puts an entry into the trade that it scales into, or into a new one. */
  private enter(entry: Entry): EnteredTrade {
    const override = this.overrideOf(entry)
    const older = override ? this.forced.get(override.id) : this.scaledInto(entry)
    const trade = older ?? this.book.openTrade(entry)
    if (older) this.book.scaleIn(older, entry.structure.units)
    const entered = { entry, trade, isScaleIn: older !== undefined }
    entry.entered = entered
    for (const opening of entry.openings) {
      this.book.noteJoined(opening, older ?? null)
      this.book.join(opening, trade)
    }
    if (override) this.force(trade, override)
    return entered
  }

  /** Takes an entry out of its trade; returns the openings that went with it. */
  private leave({ entry, trade, isScaleIn }: EnteredTrade): readonly Opening[] {
    entry.entered = null
    if (isScaleIn) {
      for (const opening of entry.openings) this.book.detach(opening)
      this.book.scaleIn(trade, -entry.structure.units)
      return NONE
    }
    const followers = trade.openings.some(isFollower) ? trade.openings.filter(isFollower) : NONE
    this.book.dissolve(trade)
    if (trade.overrideId) this.forced.delete(trade.overrideId)
    return followers
  }

  /** Whether an entry that was found again must be entered again. */
  private isOutdated({ entry, trade, isScaleIn }: EnteredTrade): boolean {
    if (trade.isUntidy) return true
    return !isScaleIn && this.scaledInto(entry) !== undefined
  }

  private force(trade: Trade, override: OverrideFact): void {
    this.forced.set(override.id, trade)
    this.book.force(trade, override, recogniseStructure(wholeOf(trade)))
  }

  /** The sealed trade of the same structure that is open in full ratio, if any. */
  private scaledInto(entry: Entry): Trade | undefined {
    for (const { joined } of entry.openings) if (joined && isShapeOf(joined, entry)) return joined
    let oldest: Trade | undefined
    for (const { trade } of entry.legs[0]?.position.holders ?? NONE) {
      if (trade.sealed && !trade.incomplete && isShapeOf(trade, entry) && isOpenInFullRatio(trade))
        oldest = olderOf(trade, oldest)
    }
    return oldest
  }

  /** Enters an entry whose first execution came after its window was sealed. */
  private enterLate(entry: Entry, window: Window): void {
    for (const opening of entry.openings) this.pending.delete(opening)
    if (this.isForcedIntoWindow(entry)) this.joinWindow(entry.openings)
    else {
      const entered = this.enter(entry)
      window.enterLate(entered)
      if (entered.isScaleIn) return
      this.book.seal(entered.trade)
      this.rules.cover.judge([entered])
    }
  }

  /** Whether the user put an entry into a trade that the present window may take apart again. */
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
}
