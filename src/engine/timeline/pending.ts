import type { Micros } from '../../time/micros'
import { changeHoldings, effectOf, endedSymbol } from '../events/actions/effect'
import type { CorporateAction, PositionEvent, Transfer } from '../events/position-events'
import { NONE } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import { instrumentOf } from '../model/instrument'
import { changesOf, type Decided, firstOf, isSwapped } from './action-order'
import { type Ahead, type Around, execute, isUnfit } from './ahead'
import type { Holdings } from './holdings'
import { hasShares, move } from './transfer-fit'

/** No version of positions. */
const NEVER = -1

/** Of how many that fit at one moment at most the rest of the day is gone through for each. */
const MOST_COMPARED = 12

/** Questions about the events that wait for their place. */
interface PlacedEvents {
  /** Whether the delivery of one brings a symbol. */
  isBrought: (symbol: string) => boolean
  /** Whether the option of one closes what a change would net. */
  closesWhatNets: (symbol: string, change: Decimal) => boolean
}

/**
 * Corporate actions and transfers of a day that have not taken effect yet. Their rows name a date
 * and no time: one that does not fit what is held waits for the orders of its day.
 */
export class Pending {
  private actions: CorporateAction[] = []
  private transfers: Transfer[] = []
  /** When the first has to take effect, or never will; infinite if none waits. */
  firstEnd: Micros = Number.POSITIVE_INFINITY
  /** The symbols of those that wait. */
  private readonly symbols = new Set<string>()
  /** The version of these symbols' positions when those that wait were last looked at. */
  private seen = NEVER
  /** What is left to do of actions whose position waits under a name of its own. */
  private readonly parked: Decided[] = []

  constructor(
    private readonly held: Holdings,
    private readonly ahead: Ahead,
    private readonly placed: PlacedEvents,
  ) {}

  get isEmpty(): boolean {
    return this.actions.length === 0 && this.transfers.length === 0
  }

  addAction(action: CorporateAction): void {
    this.actions.push(action)
    this.begin(action)
  }

  addTransfer(transfer: Transfer): void {
    this.transfers.push(transfer)
    this.begin(transfer)
  }

  private begin(event: CorporateAction | Transfer): void {
    for (const symbol of symbolsOf(event)) this.symbols.add(symbol)
    this.firstEnd = Math.min(this.firstEnd, event.until)
    this.seen = NEVER
  }

  /**
   * How much of a symbol leaves with transfers as soon as a change brings what they take: zero or
   * below.
   */
  private leavingWith(symbol: string, change: Decimal): Decimal {
    if (change.lt(0)) return ZERO
    const after = this.held.copyOf(symbol)
    after.change(symbol, change)
    let leaving = ZERO
    for (const one of this.transfers) {
      const { instrument, quantity } = one.transfer
      if (instrument.symbol !== symbol || quantity.gt(0)) continue
      if (hasShares(one, this.held) || !hasShares(one, after)) continue
      after.close(symbol, quantity)
      leaving = leaving.plus(quantity)
    }
    return leaving
  }

  /**
   * How much of a symbol changes as soon as a change of it happens: by transfers that take what it
   * brings, and by actions that fit only after it.
   */
  followingWith(symbol: string, change: Decimal): Decimal {
    const leaving = this.leavingWith(symbol, change)
    if (this.actions.length === 0) return leaving
    const after = this.held.copy()
    after.change(symbol, change)
    const now = after.net(symbol)
    this.takeFollowers(this.actions, after)
    return after.net(symbol).minus(now).plus(leaving)
  }

  /** Takes those that take effect at a moment, one after the other. */
  take(at: Micros): readonly PositionEvent[] {
    if (at < this.firstEnd && this.version === this.seen) return NONE
    const taken: PositionEvent[] = []
    for (let event = this.next(at); event; event = this.next(at)) taken.push(event)
    if (taken.length > 0) this.lookAgain()
    this.seen = this.version
    return taken
  }

  /** Changes with whatever decides about those that wait, besides their end. */
  private get version(): number {
    return this.held.versionOf(this.symbols) + this.ahead.version
  }

  /** Notes what is to be looked at for those that still wait. */
  private lookAgain(): void {
    this.symbols.clear()
    this.firstEnd = Number.POSITIVE_INFINITY
    for (const event of [...this.actions, ...this.transfers]) this.begin(event)
  }

  private next(at: Micros): PositionEvent | undefined {
    const found = this.actions.flatMap((action) => this.decided(action, at) ?? [])
    const due = this.transfers.filter((transfer) => this.isDue(transfer, at))
    const step = this.stepToTake(found, due, at) ?? this.parked.pop()
    return step && this.takeStep(step, found, at)
  }

  private takeStep(step: Step, found: readonly Decided[], at: Micros): PositionEvent {
    return 'action' in step ? this.takeAction(step, found, at) : this.takeTransfer(step, at)
  }

  /**
   * The action or transfer to take first: of those that fit, one that spoils no other, unless more
   * of the day fits after another.
   */
  private stepToTake(
    found: readonly Decided[],
    due: readonly Transfer[],
    at: Micros,
  ): Step | undefined {
    const action = firstOf(found)
    const before = due.find(
      (one) =>
        !action ||
        (this.isSpoiledBy(action, one) && !found.some((other) => this.spoilsAction(one, other))),
    )
    const first = before ?? action
    const others = this.sharing([...found, ...due])
    if (!first || !others.includes(first)) return first
    if (others.length < 2 || others.length > MOST_COMPARED) return first
    const failing = (step: Step) => this.failuresAfter(step, found, at)
    let [best, least] = [first, failing(first)]
    for (const other of others) {
      const count = least === 0 || other === first ? least : failing(other)
      if (count < least) [best, least] = [other, count]
    }
    return best
  }

  /** Of some steps, those with a symbol that another action or transfer that waits has too. */
  private sharing(steps: readonly Step[]): readonly Step[] {
    const counts = new Map<string, number>()
    const all = [...this.actions.map(symbolsOf), ...this.transfers.map(symbolsOf)]
    if (all.length < 2) return NONE
    for (const symbols of all)
      for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
    return steps.filter((step) =>
      [...symbolsOf('action' in step ? step.action : step)].some(
        (one) => (counts.get(one) ?? 0) > 1,
      ),
    )
  }

  /**
   * How much of the day does not fit if one of those that wait is taken first and the others as
   * they fit: actions that are refused, transfers of what is not held, and orders that close what
   * is not held or open the other side of what is.
   */
  private failuresAfter(first: Step, found: readonly Decided[], at: Micros): number {
    const tried = new Pending(this.held.copy(), this.ahead, this.placed)
    tried.actions = this.actions
    tried.transfers = this.transfers
    const all = [...this.actions, ...this.transfers]
    const end = Math.max(...all.map(({ until }) => until))
    tried.takeStep(first, found, at)
    let failures = tried.takeInTurn(at)
    const symbols = new Set(all.flatMap((event) => [...symbolsOf(event)]))
    let now = at
    for (const execution of this.ahead.ofAny(symbols, at, end)) {
      if (execution.at > now) failures += tried.takeInTurn(now)
      now = execution.at
      if (isUnfit(execution, tried.held)) failures++
      execute(execution, tried.held)
    }
    return failures + tried.takeInTurn(now) + tried.takeInTurn(end)
  }

  /** Takes what fits at a moment without looking further; returns how much of it never will. */
  private takeInTurn(at: Micros): number {
    let failures = 0
    for (;;) {
      const found = this.actions.flatMap((action) => this.decided(action, at) ?? [])
      const due = this.transfers.filter((one) => this.isDue(one, at))
      const step: Step | undefined = firstOf(found) ?? due[0] ?? this.parked.pop()
      if (!step) return failures
      const fits = 'action' in step ? step.effect.type !== 'refused' : hasShares(step, this.held)
      if (!fits) failures++
      this.takeStep(step, found, at)
    }
  }

  private takeAction(next: Decided, found: readonly Decided[], at: Micros): CorporateAction {
    const { action } = next
    const effect = found.includes(next) && isSwapped(next, found) ? this.park(next) : next.effect
    this.actions = this.actions.filter((other) => other !== action)
    if (effect.type !== 'refused') changeHoldings(this.held, effect)
    return { ...action, at, effect }
  }

  /**
   * Carries a position under a name of its own, until the one whose symbol it gets has gone: two
   * symbols that change places would become one.
   */
  private park({ action, effect, ends }: Decided): Decided['effect'] {
    if (effect.type !== 'carry') return effect
    const [first, ...others] = effect.additions
    const { kind, strike, expiry, multiplier, underlying, symbol } = first.instrument
    const name = `${symbol} from ${effect.instrument.symbol}`
    const instrument = instrumentOf(name, kind, strike, expiry, multiplier, underlying)
    const parked = { ...effect, instrument, taken: first.quantity, cash: ZERO }
    this.parked.push({ action, effect: { ...parked, additions: [first] }, ends })
    return { ...effect, additions: [{ ...first, instrument }, ...others] }
  }

  /** What an action does at a moment; null while it has to wait. */
  private decided(action: CorporateAction, at: Micros): Decided | null {
    const { rows, until } = action
    const effect = effectOf(rows, this.held)
    const isOver = at >= until
    if (effect.type === 'refused') return isOver ? { action, effect, ends: null } : null
    const ends = endedSymbol(effect, this.held)
    const { ahead, held } = this
    const around = { at, until, held }
    const one = { action, effect, ends }
    if (isOver) return one
    const changes = changesOf(effect).filter(([symbol]) => symbol !== ends)
    const isTradedOn =
      ends !== null &&
      ahead.isTradedToTheSame(ends, around) &&
      !changes.some(([symbol]) => ahead.lacks(symbol, around))
    if (isTradedOn || (ends !== null && this.isClosedLater(ends, one, around))) return null
    const waits = changes.some(([symbol, change]) => this.isTooEarlyFor(symbol, change, around))
    return waits && !this.fitsWithFollowers(one, around) ? null : one
  }

  /** Whether a close to come needs what an action ends, and no other action or transfer brings. */
  private isClosedLater(symbol: string, { action, effect }: Decided, around: Around): boolean {
    if (effect.type === 'refused') return false
    const others = [...this.actions, ...this.transfers].filter((other) => other !== action)
    return (
      !others.some((other) => symbolsOf(other).has(symbol)) &&
      this.ahead.lacksAfter(symbol, around, (after) => changeHoldings(after, effect))
    )
  }

  /** Whether orders or events to come show that a change of a position comes after them. */
  private isTooEarlyFor(symbol: string, change: Decimal, around: Around): boolean {
    return (
      this.placed.closesWhatNets(symbol, change) ||
      this.ahead.lacksAfter(symbol, around, (after) => after.change(symbol, change)) ||
      this.standsAgainst(symbol, change, around)
    )
  }

  /**
   * Whether an action that is too early for the orders to come need not wait: other actions fit
   * only after it, and all of them together are not too early.
   */
  private fitsWithFollowers({ action, effect, ends }: Decided, around: Around): boolean {
    if (this.actions.length < 2 || effect.type === 'refused') return false
    const after = this.held.copy()
    changeHoldings(after, effect)
    const others = this.actions.filter((other) => other !== action)
    const followers = this.takeFollowers(others, after)
    if (followers.length === 0) return false
    const symbols = new Set([action, ...followers].flatMap((one) => [...symbolsOf(one)]))
    if (ends !== null) symbols.delete(ends)
    return ![...symbols].some((symbol) => {
      const change = after.net(symbol).minus(this.held.net(symbol))
      return !change.isZero && this.isTooEarlyFor(symbol, change, around)
    })
  }

  /** Applies those of some actions that do not fit now, and fit a later position, to that one. */
  private takeFollowers(actions: readonly CorporateAction[], after: Holdings): CorporateAction[] {
    const followers: CorporateAction[] = []
    const isRefused = ({ rows }: CorporateAction) => effectOf(rows, this.held).type === 'refused'
    const left = new Set(actions.filter(isRefused))
    for (let count = -1; count < followers.length; ) {
      count = followers.length
      for (const one of left) {
        const effect = effectOf(one.rows, after)
        if (effect.type === 'refused') continue
        changeHoldings(after, effect)
        followers.push(one)
        left.delete(one)
      }
    }
    return followers
  }

  /** Whether an opening to come stands against a change, less what leaves with it. */
  private standsAgainst(symbol: string, change: Decimal, around: Around): boolean {
    if (this.ahead.firstAgainst(symbol, change, around) === null) return false
    const leaving = this.leavingWith(symbol, change)
    return leaving.isZero || this.ahead.firstAgainst(symbol, change.plus(leaving), around) !== null
  }

  private takeTransfer(next: Transfer, at: Micros): Transfer {
    this.transfers = this.transfers.filter((other) => other !== next)
    move(this.held, next.transfer)
    return { ...next, at }
  }

  /**
   * Whether a transfer takes effect at a moment. It waits for what brings what it takes, for the
   * orders that close what it would take from them, and for an opening that it would stand against.
   */
  private isDue(transfer: Transfer, at: Micros): boolean {
    if (at >= transfer.until) return true
    const { quantity } = transfer.transfer
    if (quantity.lt(0) && !hasShares(transfer, this.held)) return !this.canFit(transfer, at)
    return !this.isTooEarly(transfer, at)
  }

  /** Whether orders of the day show that a transfer comes after them. */
  private isTooEarly({ until, transfer }: Transfer, at: Micros): boolean {
    const { instrument, quantity } = transfer
    const { symbol } = instrument
    const around = { at, until, held: this.held }
    return (
      this.ahead.firstAgainst(symbol, quantity, around) !== null ||
      this.ahead.lacksAfter(symbol, around, (after) => move(after, transfer))
    )
  }

  /** Whether a transfer that fits now no longer fits after an action. */
  private isSpoiledBy({ effect }: Decided, transfer: Transfer): boolean {
    if (effect.type === 'refused' || !hasShares(transfer, this.held)) return false
    const after = this.held.copyOf(transfer.transfer.instrument.symbol)
    changeHoldings(after, effect)
    return !hasShares(transfer, after)
  }

  /** Whether an action that fits now no longer fits after a transfer. */
  private spoilsAction({ transfer }: Transfer, { action: { rows }, effect }: Decided): boolean {
    if (effect.type === 'refused') return false
    const symbols = rows.flatMap(({ instrument, names }) => [instrument.symbol, ...names])
    const after = this.held.copyOf(...symbols)
    move(after, transfer)
    return effectOf(rows, after).type === 'refused'
  }

  /** Whether orders of its day, or events that wait, can bring what a transfer takes. */
  private canFit(transfer: Transfer, at: Micros): boolean {
    const { symbol } = transfer.transfer.instrument
    if (this.placed.isBrought(symbol) || this.comes(symbol)) return true
    const held = this.held.copyOf(symbol)
    const coming = this.ahead.after(symbol, at, transfer.until, held)
    let step = coming.next()
    for (; !step.done; step = coming.next()) if (hasShares(transfer, held)) return true
    return hasShares(transfer, held)
  }

  /** Whether an action or a transfer that waits may bring a symbol. */
  private comes(symbol: string): boolean {
    return (
      this.actions.some(({ rows }) =>
        rows.some(({ instrument }) => instrument.symbol === symbol),
      ) ||
      this.transfers.some(
        ({ transfer: { instrument, quantity } }) => instrument.symbol === symbol && quantity.gt(0),
      )
    )
  }
}

/** An action that is decided, or a transfer. */
type Step = Decided | Transfer

/** The symbols that the rows of an action name, or that a transfer moves. */
function symbolsOf(event: CorporateAction | Transfer): ReadonlySet<string> {
  if (event.type === 'transfer') return new Set([event.transfer.instrument.symbol])
  return new Set(event.rows.flatMap(({ instrument, names }) => [instrument.symbol, ...names]))
}
