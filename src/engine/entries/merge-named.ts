import { append, NONE } from '../model/arrays'
import { Heap } from '../model/heap'
import type { Node } from './bucket'
import type { Entry } from './entry'
import { EntryIndex, nodeOf, type Scan } from './entry-index'
import { areShapesClear, comparePairs, namedUnion, type Pair } from './unite'

/** Entries up to which trying every pair is faster than an index. */
const FEW = 12

/** Entries after merging: first those left alone, by time; then unions, as they were made. */
export interface Merged {
  readonly alone: readonly Entry[]
  readonly unions: readonly Entry[]
  /** All entries that were looked at, those that went into unions included. */
  readonly considered: readonly Entry[]
}

/**
 * Merges the two entries nearest in time whose union has a name of its own, and again until no two
 * are left that have one.
 *
 * @param entries in the order of time.
 */
export function mergeNamed(entries: readonly Entry[]): Merged {
  if (entries.length === 1) return { alone: entries, unions: [], considered: entries }
  return entries.length <= FEW || !areShapesClear(entries)
    ? mergeFew(entries)
    : new ManyEntries(entries).merge()
}

/** Those of some entries that are not flat before another: with the rest it cannot merge. */
const openAt = (entries: Entry[], { at }: Entry): Entry[] =>
  entries.every((entry) => entry.isOpenAt(at))
    ? entries
    : entries.filter((entry) => entry.isOpenAt(at))

/** Pairs, and those that an entry makes with others. */
function withPairs(pairs: Pair[], entry: Entry, others: readonly Entry[]): Pair[] {
  let all = pairs
  for (const other of others) {
    const union = namedUnion(other, entry, false)
    if (union) all = append(all, { a: other, b: entry, union })
  }
  return all
}

function mergeFew(entries: readonly Entry[]): Merged {
  let pairs: Pair[] = NONE
  let open: Entry[] = NONE
  for (const entry of entries) {
    open = openAt(open, entry)
    pairs = withPairs(pairs, entry, open)
    open = append(open, entry)
  }
  if (pairs.length === 0) return { alone: entries, unions: NONE, considered: entries }
  let alone = [...entries]
  let unions: Entry[] = []
  const considered = [...entries]
  while (pairs.length > 0) {
    const { a, b, union } = pairs.reduce((best, pair) =>
      comparePairs(pair, best) < 0 ? pair : best,
    )
    const isLeft = (entry: Entry) => entry !== a && entry !== b
    alone = alone.filter(isLeft)
    unions = unions.filter(isLeft)
    pairs = pairs.filter((pair) => isLeft(pair.a) && isLeft(pair.b))
    pairs = withPairs(withPairs(pairs, union, alone), union, unions)
    unions.push(union)
    considered.push(union)
  }
  return { alone, unions, considered }
}

interface Found extends Pair {
  readonly scan: Scan
  readonly partner: Node
}

/**
 * Merges many entries. Each entry looks for partners only where shapes and expiries allow one, and
 * no further than the nearest; a queue holds the nearest partner of each look.
 */
class ManyEntries {
  private readonly index = new EntryIndex()
  private readonly queue = new Heap<Found>(comparePairs)
  private readonly nodes: Node[]
  private readonly unions: Node[] = []

  constructor(entries: readonly Entry[]) {
    this.nodes = entries.map(nodeOf)
    for (const node of this.nodes) this.index.insert(node)
  }

  merge(): Merged {
    for (const node of this.nodes) this.look(node, true)
    for (let found = this.queue.pop(); found; found = this.queue.pop()) {
      const { scan, partner, union } = found
      if (!scan.from.isAlive) continue
      if (partner.isAlive) this.unite(scan.from, partner, union)
      else this.goOn(scan)
    }
    const alive = (nodes: readonly Node[]) =>
      nodes.filter(({ isAlive }) => isAlive).map(({ entry }) => entry)
    const considered = [...this.nodes, ...this.unions].map(({ entry }) => entry)
    return { alone: alive(this.nodes), unions: alive(this.unions), considered }
  }

  private unite(a: Node, b: Node, entry: Entry): void {
    this.index.remove(a)
    this.index.remove(b)
    const union = nodeOf(entry, Math.min(a.rank, b.rank))
    this.unions.push(union)
    this.index.insert(union)
    this.look(union, true)
    this.look(union, false)
  }

  /** Begins to look for the partners of a node, later ones or earlier ones. */
  private look(node: Node, isForward: boolean): void {
    for (const scan of this.index.scans(node, isForward)) this.goOn(scan)
  }

  /** Queues the next partner that a look finds. */
  private goOn(scan: Scan): void {
    const { from } = scan
    for (let node = scan.next(); node; node = scan.next()) {
      if (!node.isAlive || node === from) continue
      if (scan.isForward && from.flatAt < node.entry.at) return
      if (scan.isRuledOut(node)) continue
      const [a, b] = scan.isForward ? [from.entry, node.entry] : [node.entry, from.entry]
      const union = namedUnion(a, b, true)
      if (!union) continue
      this.queue.push({ a, b, union, scan, partner: node })
      return
    }
  }
}
