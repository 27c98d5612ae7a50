import {
  isKnownMix,
  isNamed,
  MOST_LEGS,
  mixesToward,
  mixOf,
  recogniseContracts,
} from '../strategies/recognise'
import type { EntryLeg } from './entry-leg'

/** Up to so many legs every partition is weighed; beyond, the largest structure is taken first. */
const EXHAUSTIVE_LEGS = 8
/** Beyond this many legs only those nearest to one another in time are tried together. */
const NEAR_LEGS = 16

/** A named structure within a book: its legs, also as bits, and over how long they were ordered. */
interface Piece {
  readonly mask: number
  readonly legs: readonly EntryLeg[]
  readonly span: number
}

/**
 * A partition. The fewest legs over win, then the fewest pieces, the shortest spans, the symbols.
 */
interface Partition {
  readonly pieces: readonly Piece[]
  readonly over: number
  readonly span: number
}

const EMPTY: Partition = { pieces: [], over: 0, span: 0 }

/** The time from the first order of some legs to the last. */
function spanOf(legs: readonly EntryLeg[]): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { firstAt, lastAt } of legs) {
    first = Math.min(first, firstAt)
    last = Math.max(last, lastAt)
  }
  return last - first
}

/** Every multi-leg structure with a name among the legs. */
function namedPieces(legs: readonly EntryLeg[]): Piece[] {
  const pieces: Piece[] = []
  const choose = (from: number, chosen: EntryLeg[], mask: number, mix: number): void => {
    const mayHaveName = chosen.length >= 2 && isKnownMix(mix)
    if (mayHaveName && isNamed(recogniseContracts(chosen)))
      pieces.push({ mask, legs: chosen, span: spanOf(chosen) })
    if (chosen.length === MOST_LEGS) return
    for (let i = from; i < legs.length; i++) {
      const leg = legs[i]
      if (leg) choose(i + 1, [...chosen, leg], mask | (1 << i), mix + mixOf(leg))
    }
  }
  choose(0, [], 0, 0)
  return pieces
}

const symbolsOf = (legs: readonly EntryLeg[]): string =>
  legs
    .map((leg) => leg.key)
    .sort()
    .join('+')

const symbolsOfAll = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => symbolsOf(piece.legs))
    .sort()
    .join(' ')

function isBetter(a: Partition, b: Partition): boolean {
  if (a.over !== b.over) return a.over < b.over
  if (a.pieces.length !== b.pieces.length) return a.pieces.length < b.pieces.length
  if (a.span !== b.span) return a.span < b.span
  return symbolsOfAll(a.pieces) < symbolsOfAll(b.pieces)
}

/** The best partition of each set of legs, found from the best ones of its subsets. */
function bestPartition(count: number, pieces: readonly Piece[]): Partition {
  const best: Partition[] = [EMPTY]
  for (let mask = 1; mask < 1 << count; mask++) {
    const lowest = mask & -mask
    const without = best[mask ^ lowest] ?? EMPTY
    let chosen: Partition = { ...without, over: without.over + 1 }
    for (const piece of pieces) {
      if ((piece.mask & lowest) === 0 || (piece.mask & mask) !== piece.mask) continue
      const rest = best[mask ^ piece.mask]
      if (!rest) continue
      const option = {
        pieces: [...rest.pieces, piece],
        over: rest.over,
        span: rest.span + piece.span,
      }
      if (isBetter(option, chosen)) chosen = option
    }
    best[mask] = chosen
  }
  return best.at(-1) ?? EMPTY
}

/** The best named structure among legs in the order of time: most legs, then the shortest span. */
function largestPiece(legs: readonly EntryLeg[]): readonly EntryLeg[] | null {
  for (let size = MOST_LEGS; size >= 2; size--) {
    const found = new BestOfSize(legs, size).find()
    if (found) return found
  }
  return null
}

/** Looks for the best named structure of a number of legs. */
class BestOfSize {
  private best: readonly EntryLeg[] | null = null
  private bestSpan = Number.POSITIVE_INFINITY
  private readonly mixes: ReadonlySet<number>

  constructor(
    /** In the order of their first orders. */
    private readonly legs: readonly EntryLeg[],
    private readonly size: number,
  ) {
    this.mixes = mixesToward(size, legs)
  }

  find(): readonly EntryLeg[] | null {
    if (this.mixes.size > 0) this.choose(0, [], 0, 0)
    return this.best
  }

  /** Adds each later leg in turn; gives up where no name is ahead, or the span exceeds the best. */
  private choose(from: number, chosen: EntryLeg[], mix: number, lastAt: number): void {
    const { legs, size } = this
    if (chosen.length === size) this.weigh(chosen, mix, lastAt)
    for (let i = from; i <= legs.length - (size - chosen.length); i++) {
      const leg = legs[i]
      if (!leg) return
      const last = Math.max(lastAt, leg.lastAt)
      const firstAt = (chosen[0] ?? leg).firstAt
      if (last - firstAt > this.bestSpan) {
        // Legs are in the order of time: if this one begins too late, so do the ones after it.
        if (leg.firstAt - firstAt > this.bestSpan) return
        continue
      }
      const next = mix + mixOf(leg)
      if (!this.mixes.has(next)) continue
      chosen.push(leg)
      this.choose(i + 1, chosen, next, last)
      chosen.pop()
    }
  }

  private weigh(chosen: readonly EntryLeg[], mix: number, lastAt: number): void {
    const span = lastAt - (chosen[0]?.firstAt ?? lastAt)
    if (!isKnownMix(mix) || span > this.bestSpan) return
    if (!isNamed(recogniseContracts(chosen))) return
    if (this.best && span === this.bestSpan && symbolsOf(this.best) <= symbolsOf(chosen)) return
    this.best = [...chosen]
    this.bestSpan = span
  }
}

/** A look at the legs that are nearest in time, and what is left of them after it. */
interface Step {
  /** The structure found, and its legs as they are then; null where there is none. */
  readonly piece: readonly EntryLeg[] | null
  /** The legs looked at next: those left, and as many new ones as fit. */
  readonly near: readonly number[]
  /** The first leg that has not been looked at. */
  readonly next: number
  /** The first leg that cannot change this look; infinite if any new leg can. */
  readonly dependsUpTo: number
}

/** Adds legs to those looked at, as many as fit. */
function refill(near: readonly number[], next: number, count: number): number[] {
  const filled = [...near]
  for (let i = next; i < count && filled.length < NEAR_LEGS; i++) filled.push(i)
  return filled
}

/**
 * Takes a growing book apart into named multi-leg structures, greedily: the best structure among
 * the legs nearest in time, then of those that are left. It remembers its looks: those that new
 * legs cannot change are not repeated.
 */
export class GreedyPartition {
  private readonly steps: Step[] = []

  /**
   * @param legs in the order of their first orders, then of their symbols.
   * @param unchanged how many of the first legs are as they were the last time.
   * @returns the legs of each structure found. Equal arrays mean equal structures.
   */
  find(legs: readonly EntryLeg[], unchanged: number): (readonly EntryLeg[])[] {
    let last = this.steps.at(-1)
    for (; last && last.dependsUpTo > unchanged; last = this.steps.at(-1)) this.steps.pop()
    let near = refill(last?.near ?? [], last?.next ?? 0, legs.length)
    let next = near.length === 0 ? 0 : Math.max(last?.next ?? 0, (near.at(-1) ?? 0) + 1)
    while (near.length > 0) {
      const step = this.look(legs, near, next)
      this.steps.push(step)
      near = refill(step.near, step.next, legs.length)
      next = Math.max(step.next, (near.at(-1) ?? -1) + 1)
    }
    return this.steps.flatMap(({ piece }) => (piece === null ? [] : [piece]))
  }

  private look(legs: readonly EntryLeg[], near: readonly number[], next: number): Step {
    const looked = near.flatMap((i) => legs[i] ?? [])
    const piece = largestPiece(looked)
    const left =
      piece === null ? [] : near.filter((_, i) => !piece.some((leg) => leg === looked[i]))
    const isFull = near.length === NEAR_LEGS
    return { piece, near: left, next, dependsUpTo: isFull ? next : Number.POSITIVE_INFINITY }
  }
}

const byKey = (a: EntryLeg, b: EntryLeg): number => (a.key < b.key ? -1 : 1)

/** Legs in the order in which a partition looks at them. */
export const inOrderOfTime = (a: EntryLeg, b: EntryLeg): number =>
  a.firstAt - b.firstAt || byKey(a, b)

/** Whether a book has so many legs that it is taken apart greedily. */
export const isGreedy = (legs: readonly EntryLeg[]): boolean => legs.length > EXHAUSTIVE_LEGS

/** The legs that are in no piece, by symbol. */
export function legsOver(
  legs: readonly EntryLeg[],
  pieces: readonly (readonly EntryLeg[])[],
): EntryLeg[] {
  const used = new Set(pieces.flat())
  return legs.filter((leg) => !used.has(leg)).sort(byKey)
}

/**
 * Takes a book that is no structure itself apart into named multi-leg structures.
 *
 * @returns the legs of each structure; none where there is no multi-leg structure.
 */
export function takeApart(legs: readonly EntryLeg[]): readonly (readonly EntryLeg[])[] {
  if (isGreedy(legs)) return new GreedyPartition().find(legs.toSorted(inOrderOfTime), 0)
  const sorted = legs.toSorted(byKey)
  return bestPartition(sorted.length, namedPieces(sorted)).pieces.map((piece) => piece.legs)
}
