import type { Opening } from '../book/view'
import { append, NONE, sortFew } from '../model/arrays'
import { FewMap } from '../model/few-map'
import { isOption } from '../model/instrument'
import type { ParentOrder } from '../timeline/orders'
import { addUpSameShape } from './add-up'
import { Base } from './base'
import { Considered } from './considered'
import {
  byCreation,
  byTime,
  type Entry,
  entryOf,
  joinsAt,
  mergeable,
  mergedOpenings,
} from './entry'
import { mergeNamed } from './merge-named'
import { distance, namedUnion } from './unite'

/** What makes openings of one window candidates for one entry: a parent, else one expiry. */
const classOf = ({ parent, instrument }: Opening): ParentOrder | string =>
  parent ?? instrument.expiry ?? instrument.kind

/** Whether all openings are legs of one parent order: an entry, whatever else there is. */
function isOneParent(openings: readonly Opening[]): boolean {
  const parent = openings[0]?.parent ?? null
  return parent !== null && openings.every((opening) => opening.parent === parent)
}

const isLooseShares = (entry: Entry): boolean =>
  entry.isSimple && entry.openings.every(({ instrument }) => instrument.kind === 'stock')

/** Loose shares join the nearest simple option entry with which they make a named structure. */
function joinShares(entries: readonly Entry[]): readonly Entry[] {
  if (!entries.some(isLooseShares)) return entries
  let result = entries.filter((entry) => !isLooseShares(entry))
  for (const shares of entries.filter(isLooseShares)) {
    const hosts = result
      .filter((entry) => entry.isSimple && entry.openings.some((o) => isOption(o.instrument)))
      .filter((entry) => mergeable(entry, shares))
      .sort((a, b) => distance(a, shares) - distance(b, shares) || (a.firstId < b.firstId ? -1 : 1))
    const host = hosts.find((entry) => namedUnion(entry, shares, false))
    result = host
      ? result.map((entry) => (entry === host ? entryOf(mergedOpenings(host, shares)) : entry))
      : [...result, shares]
  }
  return sortFew(result, byTime)
}

const NEVER = Number.POSITIVE_INFINITY

/**
 * The entries of the openings of one window. Openings are added as they come; what new ones cannot
 * change is not looked at again, and keeps its entry objects.
 */
export class WindowEntries {
  openings: Opening[] = NONE
  /** How many openings there were when entries were last found. */
  private found = 0
  private result: readonly Entry[] = NONE
  /** Made once openings of several kinds are there. */
  private merged: MergedEntries | null = null
  /** Whether entries must be found anew each time: shares join options, fees shrink coins. */
  private isUnsteady = false

  add(opening: Opening): void {
    this.openings = append(this.openings, opening)
    if (!isOption(opening.instrument)) this.isUnsteady = true
  }

  /**
   * Notes a first execution. An entry that went flat before it no longer takes the opening.
   *
   * @returns whether entries must be found anew.
   */
  noteFirstExecution({ createdAt }: Opening): boolean {
    const isOutdated = ({ closedAt }: Opening) => closedAt >= createdAt && closedAt !== NEVER
    if (!this.openings.some(isOutdated)) return false
    this.found = 0
    this.merged = null
    return true
  }

  /** Finds the entries. Until an opening is added the answer is the same object. */
  find(): readonly Entry[] {
    const { openings, found } = this
    if (found === openings.length && !this.isUnsteady) return this.result
    this.found = openings.length
    if (openings.length === 1 || isOneParent(openings)) this.result = [entryOf([...openings])]
    else {
      this.merged = this.isUnsteady ? new MergedEntries() : (this.merged ?? new MergedEntries())
      this.result = this.merged.find(openings)
    }
    return this.result
  }
}

/** Entries found by comparing openings of several parents, or of several simple orders. */
class MergedEntries {
  private placed = 0
  private lastPlaced: Opening | null = null
  private classes = new FewMap<ParentOrder | string, Base>()
  private bases: Base[] = NONE
  private changed: Base[] = NONE
  /** The entries of bases that are merged with no other, in the order of time. */
  private alone: readonly Entry[] = NONE
  private unions: readonly Entry[] = NONE
  /** The entries that were looked at when entries were merged, some perhaps several times. */
  private lookedAt: readonly (readonly Entry[])[] = NONE
  /** The same, each once; made when an opening is added to merged entries, which is seldom. */
  private considered: Considered | null = null

  /** @param openings those of the last time, and perhaps others behind them. */
  find(openings: readonly Opening[]): readonly Entry[] {
    this.placeNew(openings)
    const { changed } = this
    this.changed = NONE
    if (this.lookedAt.length === 0 || !this.mergeSingly(changed)) this.mergeAll()
    const entries = this.unions.length === 0 ? this.alone : [...this.alone, ...this.unions]
    return entries.some(isTakenApart) ? entries.flatMap(partsOrSelf) : entries
  }

  /** Puts new openings into bases; all of them anew if one was created before the others. */
  private placeNew(openings: readonly Opening[]): void {
    const added = sortFew(openings.slice(this.placed), byCreation)
    this.placed = openings.length
    const first = added[0]
    if (!first || !this.lastPlaced || byCreation(first, this.lastPlaced) > 0)
      for (const opening of added) this.place(opening)
    else {
      this.classes = new FewMap()
      this.bases = []
      this.changed = NONE
      this.alone = NONE
      this.unions = NONE
      this.lookedAt = NONE
      for (const opening of openings.toSorted(byCreation)) this.place(opening)
    }
  }

  private place(opening: Opening): void {
    const name = classOf(opening)
    const base = this.classes.get(name)
    this.lastPlaced = opening
    if (base && (opening.parent !== null || isContinued(base, opening))) {
      base.add(opening)
      if (!this.changed.includes(base)) this.changed = append(this.changed, base)
      return
    }
    const made = new Base(opening)
    this.classes.set(name, made)
    this.bases = append(this.bases, made)
    this.changed = append(this.changed, made)
  }

  private mergeAll(): void {
    const entries = sortFew(
      this.bases.map((base) => base.merge()),
      byTime,
    )
    this.considered = null
    if (entries.length === 1) {
      this.alone = entries
      this.unions = NONE
      this.lookedAt = [entries]
      return
    }
    const addedUp = addUpSameShape(joinShares(entries))
    const merged = mergeNamed(addedUp.entries)
    this.alone = merged.alone
    this.unions = merged.unions
    this.lookedAt = [entries, addedUp.considered, merged.considered]
  }

  /**
   * Puts the entries of changed bases in their places if none of them unites with another.
   *
   * @returns false if all entries must be merged anew.
   */
  private mergeSingly(changed: readonly Base[]): boolean {
    this.considered ??= new Considered([...new Set(this.lookedAt.flat())])
    const { considered } = this
    const alone = [...this.alone]
    for (const base of changed) {
      const before = base.merged
      const { entry } = base
      if (!considered.isClearWith(entry)) return false
      if (before) {
        const at = alone.lastIndexOf(before)
        if (at < 0) return false
        alone[at] = entry
        considered.remove(before)
      } else alone.push(entry)
      if (considered.uniteWith(entry)) return false
      considered.add(entry)
    }
    for (const base of changed) base.merge()
    this.alone = alone
    return true
  }
}

/** Whether an entry has no name of its own, and is taken apart into structures that have. */
const isTakenApart = (entry: Entry): boolean => entry.parts.length > 0

const partsOrSelf = (entry: Entry): readonly Entry[] | Entry =>
  entry.parts.length === 0 ? entry : entry.parts

/** Whether an opening continues a run of simple orders: no flat point lies between. */
const isContinued = (run: Base, opening: Opening): boolean =>
  run.isOpenAt(joinsAt(opening)) && run.hasJoinedBy(opening.closedAt) && !run.crosses(opening)

/** The entries of some openings. Their order does not matter. */
export function entriesOf(openings: readonly Opening[]): readonly Entry[] {
  if (openings.length === 0) return []
  const entries = new WindowEntries()
  for (const opening of openings) entries.add(opening)
  return entries.find()
}
