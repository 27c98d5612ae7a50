import type { Micros } from '../../time/micros'
import { isSameShape } from '../book/trades'
import type { Opening, TradeEntry } from '../book/view'
import { append, groupFew, sortFew } from '../model/arrays'
import { isOption } from '../model/instrument'
import { recogniseStructure, type Structure } from '../strategies/recognise'
import type { ParentOrder } from '../timeline/orders'
import { type EntryLeg, legAt, legsOf, shapeOf } from './entry-legs'
import { takeApart } from './partition'

/** Opening legs that were put on together, and what they make. */
export class Entry implements TradeEntry {
  readonly structure: Structure
  private knownShape: string | null = null
  private knownFlatAt: Micros | null = null

  constructor(
    /** In order of creation, then id. */
    readonly openings: readonly Opening[],
    readonly legs: readonly EntryLeg[],
  ) {
    this.structure = recogniseStructure(legs)
  }

  /** Symbols, sides and ratio. Made when it is asked for, because most entries have nothing to be compared with. */
  get shape(): string {
    this.knownShape ??= shapeOf(this.legs, this.structure.units)
    return this.knownShape
  }

  /** When its first order was created. */
  get at(): Micros {
    return this.openings[0]?.createdAt ?? 0
  }

  /** When it went flat; infinite while some of it is open or still to be executed. Good until the book changes. */
  get flatAt(): Micros {
    this.knownFlatAt ??= Math.max(...this.openings.map(({ closedAt }) => closedAt))
    return this.knownFlatAt
  }

  /** Whether every opening of it came as a simple order. */
  get isSimple(): boolean {
    for (const opening of this.openings) if (opening.parent !== null) return false
    return true
  }

  /** Whether any of it has been executed. */
  get isFilled(): boolean {
    for (const opening of this.openings) if (opening.opened.gt(0)) return true
    return false
  }
}

/** No named structure has more legs than this. */
const MOST_LEGS = 4

const byCreation = (a: Opening, b: Opening) =>
  a.createdAt - b.createdAt || (a.factId < b.factId ? -1 : 1)

/** The entry that some openings make together; the list becomes its own. */
export function entryOf(openings: Opening[]): Entry {
  const sorted = sortFew(openings, byCreation)
  return new Entry(sorted, legsOf(sorted))
}

/** Whether some opening was created after all before it had gone flat (design 5.3.3). */
function spansFlatPoint(openings: readonly Opening[]): boolean {
  let flatAt = Number.NEGATIVE_INFINITY
  for (const opening of openings) {
    if (opening !== openings[0] && flatAt < opening.createdAt) return true
    flatAt = Math.max(flatAt, opening.closedAt)
  }
  return false
}

/** Whether an opening is of the other side of something already there: between the two the position was flat. */
const crosses = (openings: readonly Opening[], { instrument, sign }: Opening): boolean =>
  openings.some((other) => other.sign !== sign && other.instrument.symbol === instrument.symbol)

/** Cuts openings of one expiry where the position that they made was flat. */
function cutAtFlatPoints(openings: readonly Opening[]): Opening[][] {
  const runs: Opening[][] = []
  let flatAt = Number.NEGATIVE_INFINITY
  for (const opening of sortFew([...openings], byCreation)) {
    const run = runs.at(-1)
    if (run && flatAt >= opening.createdAt && !crosses(run, opening)) run.push(opening)
    else {
      runs.push([opening])
      flatAt = Number.NEGATIVE_INFINITY
    }
    flatAt = Math.max(flatAt, opening.closedAt)
  }
  return runs
}

const mergedOpenings = (a: Entry, b: Entry) => sortFew([...a.openings, ...b.openings], byCreation)

function mergeable(a: Entry, b: Entry): Opening[] | null {
  if (a.flatAt < b.at || b.flatAt < a.at) return null
  if (a.openings.some((opening) => crosses(b.openings, opening))) return null
  const openings = mergedOpenings(a, b)
  return spansFlatPoint(openings) ? null : openings
}

const distance = (a: Entry, b: Entry) => Math.abs(a.at - b.at)

const firstId = (entry: Entry) => entry.openings[0]?.factId ?? ''

const byTime = (a: Entry, b: Entry) => a.at - b.at || (firstId(a) < firstId(b) ? -1 : 1)

/** Those of some entries that are not flat before another: with the rest neither it nor any later one can merge. */
function openAt(entries: Entry[], { at }: Entry): Entry[] {
  return entries.every(({ flatAt }) => flatAt >= at)
    ? entries
    : entries.filter(({ flatAt }) => flatAt >= at)
}

/** Entries of one structure add up (design 5.3.4). They come and go in the order of time. */
function addUpSameShape(entries: Entry[]): Entry[] {
  const result: Entry[] = []
  let open: Entry[] = []
  for (const entry of entries) {
    open = openAt(open, entry)
    const same = open.find((other) => isSameShape(other, entry) && mergeable(other, entry))
    const grown = same ? entryOf(mergedOpenings(same, entry)) : entry
    if (same) result[result.lastIndexOf(same)] = grown
    else result.push(entry)
    open = same ? open.map((other) => (other === same ? grown : other)) : [...open, entry]
  }
  return result
}

/** How many legs two entries have together. */
function countLegs(a: Entry, b: Entry): number {
  let legs = a.legs.length
  for (const { position } of b.legs) if (!legAt(a.legs, position)) legs++
  return legs
}

/** The union of two entries when it is one named structure with more legs than either, else null. */
function namedUnion(a: Entry, b: Entry): Entry | null {
  const legs = countLegs(a, b)
  if (legs > MOST_LEGS || legs <= Math.max(a.legs.length, b.legs.length)) return null
  const openings = mergeable(a, b)
  if (!openings) return null
  const union = entryOf(openings)
  return union.structure.strategy === 'options' ? null : union
}

interface Pair {
  a: Entry
  b: Entry
  union: Entry
}

function comparePairs(p: Pair, q: Pair): number {
  const byDistance = distance(p.a, p.b) - distance(q.a, q.b)
  if (byDistance !== 0) return byDistance
  const [left, right] = [p, q].map(({ a, b }) => [firstId(a), firstId(b)].sort().join(' '))
  return (left ?? '') < (right ?? '') ? -1 : 1
}

/** Adds the pairs that an entry makes with others. */
function addPairs(pairs: Pair[], entry: Entry, others: readonly Entry[]): void {
  for (const other of others) {
    const union = namedUnion(other, entry)
    if (union) pairs.push({ a: other, b: entry, union })
  }
}

/**
 * Merges the two nearest entries whose union has a name of its own, and again until none do (design 5.3.4). They come in the order
 * of time.
 */
function mergeNamed(entries: Entry[]): Entry[] {
  let pairs: Pair[] = []
  let open: Entry[] = []
  for (const entry of entries) {
    open = openAt(open, entry)
    addPairs(pairs, entry, open)
    open = append(open, entry)
  }
  let rest = entries
  while (pairs.length > 0) {
    const { a, b, union } = pairs.reduce((best, pair) =>
      comparePairs(pair, best) < 0 ? pair : best,
    )
    rest = rest.filter((entry) => entry !== a && entry !== b)
    pairs = pairs.filter((p) => p.a !== a && p.a !== b && p.b !== a && p.b !== b)
    addPairs(pairs, union, rest)
    rest.push(union)
  }
  return rest
}

const isShares = (entry: Entry) => entry.openings.every((o) => o.instrument.kind === 'stock')

const isLooseShares = (entry: Entry): boolean => entry.isSimple && isShares(entry)

/** Shares join the nearest simple option entry of their window (design 5.3.2). */
function joinShares(entries: Entry[]): Entry[] {
  if (!entries.some(isLooseShares)) return entries
  let result = entries.filter((entry) => !isLooseShares(entry))
  for (const shares of entries.filter(isLooseShares)) {
    const hosts = result
      .filter((entry) => entry.isSimple && entry.openings.some((o) => isOption(o.instrument)))
      .filter((entry) => mergeable(entry, shares))
      .sort(
        (a, b) => distance(a, shares) - distance(b, shares) || (firstId(a) < firstId(b) ? -1 : 1),
      )
    const host = hosts.find((entry) => namedUnion(entry, shares)) ?? hosts[0]
    result = host
      ? result.map((entry) => (entry === host ? entryOf(mergedOpenings(host, shares)) : entry))
      : [...result, shares]
  }
  return sortFew(result, byTime)
}

/** Whether simple orders made what has no name of its own. */
const isNameless = ({ legs, structure, isSimple }: Entry): boolean =>
  legs.length >= 3 && structure.strategy === 'options' && isSimple

/** Entries, each taken apart into named structures where it is none itself (design 5.3.5). */
function takeNamelessApart(entries: Entry[]): Entry[] {
  if (!entries.some(isNameless)) return entries
  return entries.flatMap((entry) => {
    const parts = isNameless(entry) ? takeApart(entry.legs) : null
    return parts ? parts.map((legs) => entryOf(legs.flatMap((leg) => leg.openings))) : entry
  })
}

/** Whether all openings are legs of one parent order: an entry, whatever else there is (design 5.3.1). */
function isOneParent(openings: readonly Opening[]): boolean {
  const parent = openings[0]?.parent ?? null
  return parent !== null && openings.every((opening) => opening.parent === parent)
}

function byClass(openings: readonly Opening[]): Entry[] {
  const entries: Entry[] = []
  for (const alike of groupFew(openings, classOf)) {
    if (alike[0]?.parent !== null) entries.push(entryOf(alike))
    else for (const run of cutAtFlatPoints(alike)) entries.push(entryOf(run))
  }
  return sortFew(entries, byTime)
}

/** What makes openings of one window an entry: one parent, or as simple orders one expiry. */
const classOf = ({ parent, instrument }: Opening): ParentOrder | string =>
  parent ?? instrument.expiry ?? instrument.kind

/**
 * Groups the opening legs of one window into entries (design 5.3). The order of the openings does not matter.
 *
 * @param openings filled ones, or ones that never filled, never both: the second do not count towards the first.
 */
export function entriesOf(openings: readonly Opening[]): Entry[] {
  if (openings.length === 0) return []
  if (openings.length === 1 || isOneParent(openings)) return [entryOf([...openings])]
  const entries = byClass(openings)
  const joined = entries.length === 1 ? entries : mergeNamed(addUpSameShape(joinShares(entries)))
  return takeNamelessApart(joined)
}
