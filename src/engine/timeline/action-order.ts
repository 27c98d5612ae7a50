import { type ActionEffect, IN_PART, type RefusedAction } from '../events/actions/effect'
import type { CorporateAction } from '../events/position-events'
import { type Decimal, ZERO } from '../model/decimal'

/** A corporate action and what it does. */
export interface Decided {
  readonly action: CorporateAction
  readonly effect: ActionEffect | RefusedAction
  /** The symbol of which it leaves nothing. */
  readonly ends: string | null
}

/** A symbol and the signed change of its position. */
export type Change = readonly [symbol: string, change: Decimal]

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
export function changesOf(effect: ActionEffect): Change[] {
  const { instrument, sign } = effect
  const changes = new Map<string, Decimal>()
  const add = ([symbol, change]: Change) =>
    changes.set(symbol, (changes.get(symbol) ?? ZERO).plus(change))
  if (effect.type === 'carry' || effect.type === 'close')
    add([instrument.symbol, effect.taken.times(-sign)])
  for (const one of additionsOf(effect)) add(one)
  return [...changes].filter(([, change]) => !change.isZero)
}

/** Whether an action concerns all that is held of its symbol, in rows that name the quantity. */
const isWhole = ({ action: { rows }, effect }: Decided): boolean =>
  effect.type === 'close' || (effect.type === 'carry' && rows.length > 1)

/** Whether an action no longer fits if another changes what is held of its symbol. */
function isExact(one: Decided): boolean {
  const { action, effect } = one
  if (effect.type === 'refused' || !isWhole(one)) return false
  const removal = action.rows.find(({ id }) => id === effect.id)
  return removal === undefined || !IN_PART.includes(removal.kind)
}

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
export const isSwapped = (one: Decided, found: readonly Decided[]): boolean =>
  isWhole(one) &&
  found.some((other) => other !== one && isIntoEnd(one, other) && isIntoEnd(other, one))

const isIntoEnd = ({ effect }: Decided, { effect: other, ends }: Decided): boolean =>
  effect.type === 'carry' &&
  other.type === 'carry' &&
  broughtBy(effect).some(([symbol]) => symbol === ends)

/**
 * Of several actions that fit, the first that spoils no other. Where all do, one that needs the
 * very quantity that is held.
 */
export function firstOf(found: readonly Decided[]): Decided | undefined {
  const free = found.find((one) => !found.some((other) => other !== one && spoils(one, other)))
  return free ?? found.find(isExact) ?? found[0]
}
