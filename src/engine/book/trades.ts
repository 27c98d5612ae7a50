import type { Micros } from '../../time/micros'
import { known } from '../model/invariant'
import type { Entered, EnteredLeg, Lot, Position, Trade, TradeLeg } from './view'

// Questions about trades that several rules ask.

/** When the trade that delivered the shares of a trade was opened; of other trades, its own. */
const deliveredSince = ({ delivererOpenedAt, openedAt }: Trade): Micros =>
  delivererOpenedAt ?? openedAt

/**
 * Compares trades by when they opened, then by when those opened that delivered their shares, then
 * by id, which costs a hash when first asked for.
 */
export const older = (a: Trade, b: Trade): number =>
  a === b
    ? 0
    : a.openedAt - b.openedAt || deliveredSince(a) - deliveredSince(b) || (a.id < b.id ? -1 : 1)

/** Compares legs by the age of their trades. */
export const ofOlder = (a: TradeLeg, b: TradeLeg): number => older(a.trade, b.trade)

/** The older of a trade and the oldest so far. */
export const olderOf = (trade: Trade, oldest: Trade | undefined): Trade =>
  oldest && older(oldest, trade) <= 0 ? oldest : trade

/** The leg that was entered on a position; shares delivered to the trade are no such leg. */
export function enteredLeg(trade: Trade, position: Position): TradeLeg | undefined {
  for (const leg of trade.legs) if (leg.position === position && !leg.delivered) return leg
  return undefined
}

/** Whether any of a leg is open. */
export const isOpenLeg = ({ open }: TradeLeg): boolean => open.gt(0)

/** The oldest lot of an open leg. */
export const firstLot = ({ lots, position }: TradeLeg): Lot =>
  known(lots[0], 'the lot of an open leg', position.key)

/** Of open legs, the one with the oldest lot. */
export function firstIn(legs: readonly TradeLeg[]): TradeLeg | undefined {
  let first: TradeLeg | undefined
  let firstAt = Number.POSITIVE_INFINITY
  for (const leg of legs) {
    const { at } = firstLot(leg)
    if (first && (at > firstAt || (at === firstAt && ofOlder(first, leg) < 0))) continue
    first = leg
    firstAt = at
  }
  return first
}

/** Whether each entered leg is open in the ratio in which it was entered. */
export function isOpenInFullRatio({ legs }: Trade): boolean {
  let first: TradeLeg | null = null
  for (const leg of legs) {
    if (leg.delivered) continue
    if (leg.open.isZero) return false
    first ??= leg
    if (leg === first) continue
    if (!leg.open.times(first.opened).eq(first.open.times(leg.opened))) return false
  }
  return first !== null
}

function legOn(legs: readonly EnteredLeg[], position: Position): EnteredLeg | undefined {
  for (const leg of legs) if (leg.position === position) return leg
  return undefined
}

/** Whether two entries have the same symbols, sides and ratio. */
export function isSameShape(a: Entered, b: Entered): boolean {
  const { legs } = a
  if (legs === null || b.legs === null) return a.shape === b.shape
  if (legs.length !== b.legs.length) return false
  for (const { position } of b.legs) if (!legOn(legs, position)) return false
  if (legs.length === 1) return true
  const units = a.structure.units || 1
  const otherUnits = b.structure.units || 1
  for (const { position, entered } of b.legs) {
    const leg = legOn(legs, position)
    if (!leg?.entered.times(otherUnits).eq(entered.times(units))) return false
  }
  return true
}

/** Whether an entry has the symbols, sides and ratio of a trade. */
export const isShapeOf = (trade: Trade, entry: Entered): boolean =>
  trade.isAsEntered ? isSameShape(trade.entered, entry) : trade.shape === entry.shape
