import type { Opening } from '../book/view'
import { isKnownShape, isNamed, MOST_LEGS, UNCLEAR_SHAPE } from '../strategies/recognise'
import { expiriesRelation, partnersOf } from '../strategies/unions'
import { type Entry, entryOf, mergeable } from './entry'
import { legAt } from './entry-leg'

/** How many positions two entries have together. */
function countLegs(a: Entry, b: Entry): number {
  let legs = a.legs.length
  for (const { position } of b.legs) if (!legAt(a.legs, position)) legs++
  return legs
}

/** Whether two entries without a common position have the shape of a named structure together. */
export const haveKnownShape = (a: Entry, b: Entry): boolean =>
  isKnownShape(a.options, b.options, a.shares + b.shares)

/** Whether shapes alone do not rule out that the union of two entries has a name. */
function mayUnite(a: Entry, b: Entry, overlapping: boolean): boolean {
  const partners = partnersOf(a.shapeKey, overlapping)
  if (!partners[expiriesRelation(a.expiries, b.expiries)].has(b.shapeKey)) return false
  return overlapping || haveKnownShape(a, b)
}

/** The root of an option's symbol: of adjusted contracts another than the underlying. */
const rootOf = ({ instrument: { symbol, expiry } }: Opening): string =>
  expiry === null ? '' : symbol.slice(0, -15)

/**
 * Whether the shapes of some entries show which unions may have a name. They do not where contracts
 * of several roots are among them, because those may have equal terms and count as one.
 */
export function areShapesClear(entries: readonly Entry[]): boolean {
  let only: string | null = null
  for (const { legs, shapeKey } of entries) {
    if (shapeKey === UNCLEAR_SHAPE) return false
    for (const { opening } of legs) {
      const root = rootOf(opening)
      if (root === '') continue
      only ??= root
      if (root !== only) return false
    }
  }
  return true
}

/**
 * The union of two entries when it is one named structure with more legs than either, else null.
 *
 * @param areClear whether shapes show which unions may have a name.
 */
export function namedUnion(a: Entry, b: Entry, areClear: boolean): Entry | null {
  const most = Math.max(a.legs.length, b.legs.length)
  if (most >= MOST_LEGS) return null
  const legs = countLegs(a, b)
  if (legs > MOST_LEGS || legs <= most) return null
  if (areClear && !mayUnite(a, b, legs < a.legs.length + b.legs.length)) return null
  const openings = mergeable(a, b)
  if (!openings) return null
  const union = entryOf(openings)
  return isNamed(union.structure) ? union : null
}

/** Two entries and what they make together. */
export interface Pair {
  readonly a: Entry
  readonly b: Entry
  readonly union: Entry
}

/** How far apart in time the first orders of two entries were created. */
export const distance = (a: Entry, b: Entry): number => Math.abs(a.at - b.at)

/** Compares pairs by distance in time, then by ids. */
export function comparePairs(p: Pair, q: Pair): number {
  const byDistance = distance(p.a, p.b) - distance(q.a, q.b)
  if (byDistance !== 0) return byDistance
  const [low, otherLow] = [lowId(p), lowId(q)]
  if (low !== otherLow) return low < otherLow ? -1 : 1
  return highId(p) < highId(q) ? -1 : 1
}

const lowId = ({ a, b }: Pair): string => (a.firstId < b.firstId ? a.firstId : b.firstId)
const highId = ({ a, b }: Pair): string => (a.firstId < b.firstId ? b.firstId : a.firstId)
