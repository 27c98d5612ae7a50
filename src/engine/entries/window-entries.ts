import type { Opening } from '../book/view'
import { sortFew } from '../model/arrays'
import { isOption } from '../model/instrument'
import type { ParentOrder } from '../timeline/orders'
import { addUpSameShape, canAddUp } from './add-up'
import { Base, partsOfEntry } from './base'
import { byCreation, byTime, type Entry, entryOf, mergeable, mergedOpenings } from './entry'
import { mergeNamed } from './merge-named'
import { areShapesClear, distance, namedUnion } from './unite'

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

/** Loose shares join the nearest simple option entry of their window, best one with a name. */
function joinShares(entries: readonly Entry[]): readonly Entry[] {
  if (!entries.some(isLooseShares)) return entries
  const areClear = areShapesClear(entries)
  let result = entries.filter((entry) => !isLooseShares(entry))
  for (const shares of entries.filter(isLooseShares)) {
    const hosts = result
      .filter((entry) => entry.isSimple && entry.openings.some((o) => isOption(o.instrument)))
      .filter((entry) => mergeable(entry, shares))
      .sort((a, b) => distance(a, shares) - distance(b, shares) || (a.firstId < b.firstId ? -1 : 1))
    const host = hosts.find((entry) => namedUnion(entry, shares, areClear)) ?? hosts[0]
    result = host
      ? result.map((entry) => (entry === host ? entryOf(mergedOpenings(host, shares)) : entry))
      : [...result, shares]
  }
  return sortFew(result, byTime)
}

/**
 * The entries of the openings of one window. Openings are added as they come; what new ones cannot
 * change is not looked at again, and keeps its entry objects.
 */
export class WindowEntries {
  readonly openings: Opening[] = []
  private placed = 0
  private lastPlaced: Opening | null = null
  private readonly classes = new Map<ParentOrder | string, Base>()
  private bases: Base[] = []
  private changed: Base[] = []
  /** The entries of bases that stand alone, in the order of time, and which base each is of. */
  private alone: readonly Entry[] = []
  private readonly baseOf = new Map<Entry, Base>()
  private readonly entryOfBase = new Map<Base, Entry>()
  private unions: readonly Entry[] = []
  /** All entries that were looked at when entries were merged. */
  private considered: readonly Entry[] = []
  /** Whether shapes tell which of them may unite. */
  private areClear = true
  private result: readonly Entry[] = []
  private found = 0

  /** Whether new openings may change what others make: shares join options, coins shrink by fees. */
  private isUnsteady = false

  add(opening: Opening): void {
    this.openings.push(opening)
    if (!isOption(opening.instrument)) this.isUnsteady = true
  }

  /** Finds the entries. Until an opening is added the answer is the same object. */
  find(): readonly Entry[] {
    const { openings } = this
    if (this.found === openings.length && !this.isUnsteady) return this.result
    this.found = openings.length
    if (openings.length === 1 || isOneParent(openings)) this.result = [entryOf([...openings])]
    else {
      this.placeNew()
      this.mergeChanged()
      this.result = [...this.alone, ...this.unions].flatMap((entry) => this.apart(entry))
    }
    return this.result
  }

  /** Puts new openings into bases; all of them anew if one was created before the others. */
  private placeNew(): void {
    const added = this.openings.slice(this.placed).sort(byCreation)
    const [first] = added
    const isLate = first && this.lastPlaced && byCreation(first, this.lastPlaced) < 0
    if (isLate || this.isUnsteady) {
      this.classes.clear()
      this.bases = []
      this.changed = []
      this.forget()
      for (const opening of this.openings.toSorted(byCreation)) this.place(opening)
    } else for (const opening of added) this.place(opening)
    this.placed = this.openings.length
  }

  private forget(): void {
    this.alone = []
    this.unions = []
    this.considered = []
    this.baseOf.clear()
    this.entryOfBase.clear()
  }

  private place(opening: Opening): void {
    const name = classOf(opening)
    const base = this.classes.get(name)
    this.lastPlaced = opening
    if (base && (opening.parent !== null || isContinued(base, opening))) {
      base.add(opening)
      if (!this.changed.includes(base)) this.changed.push(base)
      return
    }
    const made = new Base(opening)
    this.classes.set(name, made)
    this.bases.push(made)
    this.changed.push(made)
  }

  /** Brings merged entries up to date: one by one where changed bases unite with nothing. */
  private mergeChanged(): void {
    const { changed } = this
    this.changed = []
    if (!this.mergeSingly(changed)) this.mergeAll()
  }

  private mergeAll(): void {
    this.forget()
    const entries = this.bases.map((base) => {
      const { entry } = base
      this.baseOf.set(entry, base)
      this.entryOfBase.set(base, entry)
      return entry
    })
    sortFew(entries, byTime)
    const { entries: added, considered } = addUpSameShape(joinShares(entries))
    const merged = mergeNamed(added)
    this.alone = merged.alone
    this.unions = merged.unions
    this.considered = [...new Set([...entries, ...considered, ...merged.considered])]
    this.areClear = areShapesClear(entries)
  }

  /** Puts changed bases in their place if none of them unites with another; else returns false. */
  private mergeSingly(changed: readonly Base[]): boolean {
    const [sample] = this.considered
    if (!sample || !this.areClear) return false
    const alone = [...this.alone]
    const considered = [...this.considered]
    for (const base of changed) {
      const { entry } = base
      if (!areShapesClear([sample, entry])) return false
      const before = this.entryOfBase.get(base)
      if (before) {
        const at = alone.lastIndexOf(before)
        if (at < 0) return false
        alone[at] = entry
        considered.splice(considered.lastIndexOf(before), 1)
      } else alone.push(entry)
      if (unitesWithAny(entry, considered)) return false
      considered.push(entry)
    }
    for (const base of changed) {
      const before = this.entryOfBase.get(base)
      if (before) this.baseOf.delete(before)
      this.baseOf.set(base.entry, base)
      this.entryOfBase.set(base, base.entry)
    }
    this.alone = alone
    this.considered = considered
    return true
  }

  /** An entry, or the structures that it is taken apart into if it has no name of its own. */
  private apart(entry: Entry): readonly Entry[] | Entry {
    if (entry.parts === null) {
      const base = this.baseOf.get(entry)
      if (!entry.isNameless) entry.parts = []
      else entry.parts = base ? base.takeApart() : partsOfEntry(entry)
    }
    return entry.parts.length === 0 ? entry : entry.parts
  }
}

/** Whether an opening continues a run of simple orders: no flat point lies between. */
const isContinued = (run: Base, opening: Opening): boolean =>
  run.isOpenAt(opening.createdAt) && !run.crosses(opening)

/** Whether an entry adds up or has a named union with one of some others. */
function unitesWithAny(entry: Entry, others: readonly Entry[]): boolean {
  for (const other of others)
    if (canAddUp(other, entry) || namedUnion(other, entry, true)) return true
  return false
}

/** The entries of some openings. Their order does not matter. */
export function entriesOf(openings: readonly Opening[]): readonly Entry[] {
  if (openings.length === 0) return []
  const entries = new WindowEntries()
  for (const opening of openings) entries.add(opening)
  return entries.find()
}
