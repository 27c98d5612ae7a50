import type { Micros } from '../../time/micros'
import type { Opening } from '../book/view'
import { append } from '../model/arrays'
import { Entry, entryOf, entryOfLegs, joinsAt, partsOf } from './entry'
import { type EntryLeg, EntryLegs } from './entry-leg'
import { GreedyPartition, inOrderOfTime, isGreedy } from './partition'

/** Openings up to which an entry is made anew when one is added. */
const FEW = 8

/**
 * Openings that are candidates for one entry before entries are compared with one another: the legs
 * of one parent; or simple orders of one expiry between two flat points.
 */
export class Base {
  /** Its entry as it was when entries were last merged. */
  merged: Entry | null = null
  private openings: Opening[]
  private known: Entry | null = null
  /** Made once there are many openings. */
  private run: Run | null = null

  constructor(first: Opening) {
    this.openings = [first]
  }

  /** Adds an opening that was created after the others. */
  add(opening: Opening): void {
    this.openings = append(this.openings, opening)
    this.known = null
  }

  /** Whether it was not flat before a moment. */
  isOpenAt(at: Micros): boolean {
    for (let i = this.openings.length - 1; i >= 0; i--)
      if ((this.openings[i]?.closedAt ?? 0) >= at) return true
    return false
  }

  /** Whether some opening joined it before a moment. */
  hasJoinedBy(at: Micros): boolean {
    for (const opening of this.openings) if (joinsAt(opening) <= at) return true
    return false
  }

  /** Whether an opening is on the other side of one that is there. */
  crosses({ instrument, sign }: Opening): boolean {
    for (const other of this.openings)
      if (other.sign !== sign && other.instrument.symbol === instrument.symbol) return true
    return false
  }

  /** Its openings as one entry: the same object until an opening is added. */
  get entry(): Entry {
    this.known ??= this.openings.length <= FEW ? entryOf([...this.openings]) : this.entryOfMany()
    return this.known
  }

  /** Notes that its entry is among the merged ones. */
  merge(): Entry {
    this.merged = this.entry
    return this.merged
  }

  private entryOfMany(): Entry {
    const { openings } = this
    this.run ??= new Run()
    this.run.take(openings)
    return new Entry([...openings], [...this.run.legs], this.run)
  }
}

/** The legs of a base with many openings. Remembers how it was taken apart when it was smaller. */
class Run {
  private readonly collected = new EntryLegs()
  private taken = 0
  /** The legs in the order of time, and how many of the first are as they were last taken apart. */
  private readonly ordered: EntryLeg[] = []
  private unchanged = 0
  private readonly partition = new GreedyPartition()
  private readonly entries = new Map<readonly EntryLeg[], Entry>()

  get legs(): readonly EntryLeg[] {
    return this.collected.legs
  }

  /** Takes openings in the order of their creation: those of the last time, and others behind. */
  take(openings: readonly Opening[]): void {
    for (; this.taken < openings.length; this.taken++) {
      const opening = openings[this.taken]
      if (!opening) return
      const count = this.legs.length
      const leg = this.collected.add(opening)
      const at = this.legs.length > count ? this.insert(leg) : this.ordered.indexOf(leg)
      this.unchanged = Math.min(this.unchanged, at)
    }
  }

  /** The structures that it is taken apart into; none if it has too few legs to remember any. */
  parts(): readonly Entry[] | null {
    if (!isGreedy(this.legs)) return null
    const pieces = this.partition.find(this.ordered, this.unchanged)
    this.unchanged = this.ordered.length
    return partsOf(this.ordered, pieces, (piece) => this.entryOf(piece))
  }

  private entryOf(piece: readonly EntryLeg[]): Entry {
    const known = this.entries.get(piece) ?? entryOfLegs(piece)
    this.entries.set(piece, known)
    return known
  }

  /** Puts a new leg in its place in the order of time; returns that. */
  private insert(leg: EntryLeg): number {
    const { ordered } = this
    let at = ordered.length
    ordered.push(leg)
    for (; at > 0; at--) {
      const before = ordered[at - 1]
      if (!before || inOrderOfTime(before, leg) <= 0) break
      ordered[at] = before
    }
    ordered[at] = leg
    return at
  }
}
