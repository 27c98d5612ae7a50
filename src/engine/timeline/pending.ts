import type { Micros } from '../../time/micros'
import {
  type ActionEffect,
  changeHoldings,
  effectOf,
  endedSymbol,
  type RefusedAction,
} from '../events/actions/effect'
import type { CorporateAction, PositionEvent, Transfer } from '../events/position-events'
import { opensRest } from '../events/transfers'
import { NONE } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import type { TransferEvent } from '../model/facts'
import { instrumentOf } from '../model/instrument'
import { type Ahead, type Coming, execute } from './ahead'
import type { Holdings } from './holdings'
import type { Execution } from './orders'

/**
 * Corporate actions and transfers of a day that have not taken effect yet. Their rows name a date
 * and no time: one that does not fit what is held waits for the orders of its day.
 */
export class Pending {
  private actions: CorporateAction[] = []
  private transfers: Transfer[] = []
  /** What is left to do of actions whose position waits under a name of its own. */
  private readonly parked: Decided[] = []

  /** @param isBrought whether a delivery that waits for its place brings a symbol. */
  constructor(
    private readonly held: Holdings,
    private readonly ahead: Ahead,
    private readonly isBrought: (symbol: string) => boolean,
  ) {}

  get isEmpty(): boolean {
    return this.actions.length === 0 && this.transfers.length === 0
  }

  addAction(action: CorporateAction): void {
    this.actions.push(action)
  }

  addTransfer(transfer: Transfer): void {
    this.transfers.push(transfer)
  }

  /**
   * How much of a symbol leaves with transfers as soon as a change brings what they take: zero or
   * below.
   */
  leavingWith(symbol: string, change: Decimal): Decimal {
    if (change.lt(0)) return ZERO
    const after = this.held.copyOf(symbol)
    after.change(symbol, change)
    let leaving = ZERO
    for (const one of this.transfers) {
      const { instrument, quantity } = one.transfer
      if (instrument.symbol !== symbol || quantity.gt(0)) continue
      if (this.fits(one) || !this.fits(one, after)) continue
      after.close(symbol, quantity)
      leaving = leaving.plus(quantity)
    }
    return leaving
  }

  /** The first moment at which one has to take effect, or never will; infinite if none waits. */
  get firstEnd(): Micros {
    return Math.min(...[...this.actions, ...this.transfers].map(({ until }) => until))
  }

  /** Takes those that take effect at a moment, one after the other. */
  *take(at: Micros): Generator<PositionEvent> {
    for (let event = this.next(at); event; event = this.next(at)) yield event
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
    if (!first || !others.includes(first) || others.length < 2) return first
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
   * How much of the day does not fit if one of those that wait is taken first and the others as they
   * fit: actions that are refused, transfers of what is not held, and orders that close what is not
   * held or open the other side of what is.
   */
  private failuresAfter(first: Step, found: readonly Decided[], at: Micros): number {
    const tried = new Pending(this.held.copy(), this.ahead, this.isBrought)
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
      const fits = 'action' in step ? step.effect.type !== 'refused' : this.fits(step)
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
    const changes = changesOf(effect).filter(([symbol]) => symbol !== ends)
    const isLacking = ([symbol]: Change) => this.isLacking(this.held, symbol, at, until)
    const waits =
      (ends !== null && this.fitsLater(ends, at, until) && !changes.some(isLacking)) ||
      changes.some(
        ([symbol, change]) =>
          this.takesFromClose(effect, symbol, at, until) ||
          this.standsAgainst(symbol, change, at, until),
      )
    return waits && !isOver ? null : { action, effect, ends }
  }

  /**
   * Whether a symbol is traded until its action is over, with the same position in the end: it was
   * still there, so that the action comes after. It was not where an execution needs it to be gone.
   */
  private fitsLater(symbol: string, at: Micros, until: Micros): boolean {
    const now = this.held.net(symbol)
    const coming = this.ahead.after(symbol, at, until, this.held.copyOf(symbol))
    let isTraded = false
    let step = coming.next()
    for (; !step.done; step = coming.next()) {
      if (needsItGone(step.value, symbol)) return false
      isTraded = true
    }
    return isTraded && step.value.net(symbol).eq(now)
  }

  /** Whether an opening to come stands against a change, less what leaves with it. */
  private standsAgainst(symbol: string, change: Decimal, at: Micros, until: Micros): boolean {
    const around = { at, until, held: this.held }
    if (this.ahead.firstAgainst(symbol, change, around) === null) return false
    const leaving = this.leavingWith(symbol, change)
    return leaving.isZero || this.ahead.firstAgainst(symbol, change.plus(leaving), around) !== null
  }

  /** Whether a close to come of a symbol lacks what an effect takes of it, and does not now. */
  private takesFromClose(effect: ActionEffect, symbol: string, at: Micros, until: Micros): boolean {
    const after = this.held.copyOf(symbol)
    changeHoldings(after, effect)
    return !this.isLacking(this.held, symbol, at, until) && this.isLacking(after, symbol, at, until)
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
    const isOut = transfer.transfer.quantity.lt(0)
    return isOut && !this.fits(transfer)
      ? !this.canFit(transfer, at)
      : !this.standsInTheWay(transfer, at)
  }

  /** Whether a transfer that fits now no longer fits after an action. */
  private isSpoiledBy({ effect }: Decided, transfer: Transfer): boolean {
    if (effect.type === 'refused' || !this.fits(transfer)) return false
    const after = this.held.copyOf(transfer.transfer.instrument.symbol)
    changeHoldings(after, effect)
    return !this.fits(transfer, after)
  }

  /** Whether an action that fits now no longer fits after a transfer. */
  private spoilsAction({ transfer }: Transfer, { action: { rows }, effect }: Decided): boolean {
    if (effect.type === 'refused') return false
    const symbols = rows.flatMap(({ instrument, names }) => [instrument.symbol, ...names])
    const after = this.held.copyOf(...symbols)
    move(after, transfer)
    return effectOf(rows, after).type === 'refused'
  }

  /** What moves out is held, and nothing is short of what moves in. */
  private fits({ transfer: { instrument, quantity } }: Transfer, held = this.held): boolean {
    const { symbol } = instrument
    return quantity.gt(0) ? held.on(symbol, -1).isZero : held.on(symbol, 1).gte(quantity.abs())
  }

  /** Whether orders of its day, or events that wait, can bring what a transfer takes. */
  private canFit(transfer: Transfer, at: Micros): boolean {
    const { symbol } = transfer.transfer.instrument
    if (this.isBrought(symbol) || this.comes(symbol)) return true
    const held = this.held.copyOf(symbol)
    const coming = this.ahead.after(symbol, at, transfer.until, held)
    let step = coming.next()
    for (; !step.done; step = coming.next()) if (this.fits(transfer, held)) return true
    return this.fits(transfer, held)
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

  /** Whether orders of the day show that a transfer comes after them. */
  private standsInTheWay({ until, transfer }: Transfer, at: Micros): boolean {
    const { held, ahead } = this
    const { instrument, quantity } = transfer
    const { symbol } = instrument
    if (ahead.firstAgainst(symbol, quantity, { at, until, held }) !== null) return true
    const after = held.copyOf(symbol)
    move(after, transfer)
    return !this.isLacking(held, symbol, at, until) && this.isLacking(after, symbol, at, until)
  }

  /** Whether a close to come lacks some of what it closes. No order of the broker crosses zero. */
  private isLacking(before: Holdings, symbol: string, at: Micros, until: Micros): boolean {
    for (const { execution, held } of this.ahead.after(symbol, at, until, before.copyOf(symbol)))
      if (execution.intent !== 'open' && isUnfit(execution, held)) return true
    return false
  }
}

/** Applies a transfer to a running position. */
export function move(held: Holdings, transfer: TransferEvent): void {
  const { instrument, quantity } = transfer
  const rest = held.close(instrument.symbol, quantity)
  if (rest.gt(0) && opensRest(transfer)) held.open(instrument.symbol, rest.times(quantity.s))
}

/** Whether an execution opens a symbol against what is held, or closes more than that. */
function needsItGone({ execution, held }: Coming, symbol: string): boolean {
  const { intent, order, quantity } = execution
  const against = held.on(symbol, order.sign > 0 ? -1 : 1)
  return intent === 'open' ? against.gt(0) : intent === 'close' && quantity.gt(against)
}

/** A corporate action and what it does. */
interface Decided {
  readonly action: CorporateAction
  readonly effect: ActionEffect | RefusedAction
  /** The symbol of which it leaves nothing. */
  readonly ends: string | null
}

/** A symbol and the signed change of its position. */
type Change = readonly [symbol: string, change: Decimal]

/** What an effect brings, with sign. */
function additionsOf(effect: ActionEffect): Change[] {
  const { instrument, sign } = effect
  if (effect.type === 'open') return [[instrument.symbol, effect.quantity.times(sign)]]
  if (effect.type !== 'carry') return []
  return effect.additions.map((one) => [one.instrument.symbol, one.quantity.times(sign)])
}

/** What an effect brings of other symbols than the one that it is of. */
const broughtBy = (effect: ActionEffect): Change[] =>
  additionsOf(effect).filter(
    ([symbol]) => effect.type === 'open' || symbol !== effect.instrument.symbol,
  )

/** The changes of the positions that an effect changes. */
function changesOf(effect: ActionEffect): Change[] {
  const { instrument, sign } = effect
  const changes = new Map<string, Decimal>()
  const add = ([symbol, change]: Change) =>
    changes.set(symbol, (changes.get(symbol) ?? ZERO).plus(change))
  if (effect.type === 'carry' || effect.type === 'close')
    add([instrument.symbol, effect.taken.times(-sign)])
  for (const one of additionsOf(effect)) add(one)
  return [...changes].filter(([, change]) => !change.isZero)
}

/** Whether an order closes more than is held, or opens the other side of what is. */
function isUnfit({ intent, order, quantity }: Execution, held: Holdings): boolean {
  const against = held.on(order.fact.instrument.symbol, order.sign > 0 ? -1 : 1)
  if (intent === 'open') return against.gt(0)
  return quantity.gt(against) && (intent === 'close' || against.gt(0))
}

/** An action that is decided, or a transfer. */
type Step = Decided | Transfer

/** The symbols that the rows of an action name, or that a transfer moves. */
function symbolsOf(event: CorporateAction | Transfer): ReadonlySet<string> {
  if (event.type === 'transfer') return new Set([event.transfer.instrument.symbol])
  return new Set(event.rows.flatMap(({ instrument, names }) => [instrument.symbol, ...names]))
}

/** Whether an effect needs the very quantity that is held of its symbol. */
const isExact = ({ action: { rows }, effect }: Decided): boolean =>
  effect.type === 'close' || (effect.type === 'carry' && rows.length > 1)

/** Whether an action that fits now would no longer fit after another. */
function spoils(one: Decided, other: Decided): boolean {
  const { effect, ends } = one
  if (effect.type === 'refused' || effect.type === 'cash' || effect.type === 'pass') return false
  if (other.effect.type === 'refused' || other.effect.type === 'open') return false
  const { instrument, sign } = other.effect
  const { symbol } = instrument
  if (symbol === ends) return true
  const isNeeded = isExact(other)
  if (isNeeded && effect.instrument.symbol === symbol) return true
  return broughtBy(effect).some(([name, by]) => name === symbol && (isNeeded || by.s !== sign))
}

/** Whether an action brings quantity to a symbol that another ends, which does so to it. */
const isSwapped = (one: Decided, found: readonly Decided[]): boolean =>
  isExact(one) &&
  found.some((other) => other !== one && isIntoEnd(one, other) && isIntoEnd(other, one))

const isIntoEnd = ({ effect }: Decided, { effect: other, ends }: Decided): boolean =>
  effect.type === 'carry' &&
  other.type === 'carry' &&
  broughtBy(effect).some(([symbol]) => symbol === ends)

/**
 * Of several actions that fit, the first that spoils no other. Where all do, one that needs the
 * very quantity that is held.
 */
function firstOf(found: readonly Decided[]): Decided | undefined {
  const free = found.find((one) => !found.some((other) => other !== one && spoils(one, other)))
  return free ?? found.find(isExact) ?? found[0]
}
