import type { Micros } from '../../time/micros'
import type { Opening } from '../book/view'
import { Entry, type EntryLeg, EntryLegs, entryOf } from './entry'
import { GreedyPartition, inOrderOfTime, isGreedy, legsOver, takeApart } from './partition'

/** Legs up to which an entry is made anew of its openings. */
const FEW = 8

/**
 * Openings that are candidates for one entry before entries are compared with one another: the legs
 * of one parent; or simple orders of one expiry between two flat points.
 */
export class Base {
  readonly openings: Opening[]
  private readonly collected = new EntryLegs()
  /** The legs in the order of time, and how many of the first ones did not change. */
  private readonly ordered: EntryLeg[] = []
  private unchanged = 0
  private readonly partition = new GreedyPartition()
  private readonly parts = new Map<readonly EntryLeg[], Entry>()
  private waiting: Opening[]
  private known: Entry | null = null

  constructor(first: Opening) {
    this.openings = [first]
    this.waiting = [first]
  }

  /** Adds an opening that was created after the others. */
  add(opening: Opening): void {
    this.openings.push(opening)
    this.waiting.push(opening)
    this.known = null
  }

  /** Whether it was not flat before a moment. */
  isOpenAt(at: Micros): boolean {
    for (let i = this.openings.length - 1; i >= 0; i--)
      if ((this.openings[i]?.closedAt ?? 0) >= at) return true
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
    if (this.known) return this.known
    const { openings } = this
    if (openings.length <= FEW) this.known = entryOf([...openings])
    else {
      this.collect()
      this.known = new Entry([...openings], [...this.collected.legs])
    }
    return this.known
  }

  /** The structures that its entry, which has no name of its own, is taken apart into. */
  takeApart(): readonly Entry[] {
    const { legs } = this.entry
    if (!isGreedy(legs)) return partsOf(legs, takeApart(legs), newPart)
    this.collect()
    const pieces = this.partition.find(this.ordered, this.unchanged)
    this.unchanged = this.ordered.length
    return partsOf(this.ordered, pieces, (piece) => this.partOf(piece))
  }

  private partOf(piece: readonly EntryLeg[]): Entry {
    const known = this.parts.get(piece) ?? newPart(piece)
    this.parts.set(piece, known)
    return known
  }

  /** Takes the openings that were added into the legs. */
  private collect(): void {
    for (const opening of this.waiting) {
      const count = this.collected.legs.length
      const leg = this.collected.add(opening)
      const at = this.collected.legs.length > count ? this.insert(leg) : this.ordered.indexOf(leg)
      this.unchanged = Math.min(this.unchanged, at)
    }
    this.waiting = []
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

const newPart = (legs: readonly EntryLeg[]): Entry => entryOf(legs.flatMap((leg) => leg.openings))

/** Entries for the pieces of a partition, and one for each leg over. No entry if there is no piece. */
function partsOf(
  legs: readonly EntryLeg[],
  pieces: readonly (readonly EntryLeg[])[],
  partOf: (piece: readonly EntryLeg[]) => Entry,
): readonly Entry[] {
  if (pieces.length === 0) return []
  return [...pieces.map(partOf), ...legsOver(legs, pieces).map((leg) => newPart([leg]))]
}

/** The structures that a nameless entry is taken apart into; none if it has none. */
export const partsOfEntry = ({ legs }: Entry): readonly Entry[] =>
  partsOf(legs, takeApart(legs), newPart)
