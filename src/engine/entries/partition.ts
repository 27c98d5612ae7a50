import { isKnownMix, mixOf, recogniseStructure } from '../strategies/recognise'
import type { EntryLeg } from './entry-legs'

/** Up to this many legs every partition is weighed; beyond, the largest structure is taken first. */
const EXHAUSTIVE_LEGS = 8
/** Beyond this many legs only those nearest to one another in time are tried together. */
const GREEDY_LEGS = 16
const MOST_LEGS = 4

/** A named structure within a book: which of its legs (as bits), and over how long they were ordered. */
interface Piece {
  mask: number
  legs: EntryLeg[]
  span: number
}

/** A partition as it is weighed: fewest legs over, then fewest pieces, then the smallest time spans, then by symbols. */
interface Partition {
  pieces: Piece[]
  over: number
  span: number
}

const bits = (mask: number): number => (mask === 0 ? 0 : 1 + bits(mask & (mask - 1)))

function timesOf(legs: readonly EntryLeg[]): number[] {
  return legs.flatMap((leg) => leg.openings.map((opening) => opening.createdAt))
}

function spanOf(legs: readonly EntryLeg[]): number {
  const times = timesOf(legs)
  return Math.max(...times) - Math.min(...times)
}

/** Every multi-leg structure with a name among the legs. */
function namedPieces(legs: readonly EntryLeg[]): Piece[] {
  const pieces: Piece[] = []
  const choose = (from: number, chosen: EntryLeg[], mask: number, mix: number): void => {
    const mayHaveName = chosen.length >= 2 && isKnownMix(mix)
    if (mayHaveName && recogniseStructure(chosen).strategy !== 'options')
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

const symbolsOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) =>
      piece.legs
        .map((leg) => leg.key)
        .sort()
        .join('+'),
    )
    .sort()
    .join(' ')

function isBetter(a: Partition, b: Partition): boolean {
  if (a.over !== b.over) return a.over < b.over
  if (a.pieces.length !== b.pieces.length) return a.pieces.length < b.pieces.length
  if (a.span !== b.span) return a.span < b.span
  return symbolsOf(a.pieces) < symbolsOf(b.pieces)
}

/** The best partition of each set of legs, found from the best ones of its subsets. */
function bestPartition(count: number, pieces: readonly Piece[]): Partition {
  const best: Partition[] = [{ pieces: [], over: 0, span: 0 }]
  for (let mask = 1; mask < 1 << count; mask++) {
    const lowest = mask & -mask
    const without = best[mask ^ lowest] ?? { pieces: [], over: 0, span: 0 }
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
  return best.at(-1) ?? { pieces: [], over: 0, span: 0 }
}

function largestFirst(a: Piece, b: Piece): number {
  const bySize = bits(b.mask) - bits(a.mask)
  return bySize || a.span - b.span || (symbolsOf([a]) < symbolsOf([b]) ? -1 : 1)
}

function greedyPieces(legs: readonly EntryLeg[]): Piece[] {
  const chosen: Piece[] = []
  let rest = [...legs].sort(
    (a, b) => Math.min(...timesOf([a])) - Math.min(...timesOf([b])) || (a.key < b.key ? -1 : 1),
  )
  let from = 0
  while (from < rest.length) {
    const near = rest.slice(from, from + GREEDY_LEGS)
    const [piece] = namedPieces(near).sort(largestFirst)
    if (piece) {
      chosen.push(piece)
      rest = rest.filter((leg) => !piece.legs.includes(leg))
    } else from += GREEDY_LEGS
  }
  return chosen
}

/**
 * Takes a book that is no structure itself apart into named multi-leg structures and single legs (design 5.3.5).
 *
 * @returns the legs of each part, or null where no multi-leg structure is found.
 */
export function takeApart(legs: readonly EntryLeg[]): EntryLeg[][] | null {
  const sorted = [...legs].sort((a, b) => (a.key < b.key ? -1 : 1))
  const pieces =
    sorted.length <= EXHAUSTIVE_LEGS
      ? bestPartition(sorted.length, namedPieces(sorted)).pieces
      : greedyPieces(sorted)
  if (pieces.length === 0) return null
  const used = new Set(pieces.flatMap((piece) => piece.legs))
  const over = sorted.filter((leg) => !used.has(leg))
  return [...pieces.map((piece) => piece.legs), ...over.map((leg) => [leg])]
}
