import type { Micros } from '../../time/micros'
import { append, NONE } from '../model/arrays'
import { Heap } from '../model/heap'
import { partnersOf } from '../strategies/unions'
import { type Block, Bucket, type Look, type Node } from './bucket'
import type { Entry } from './entry'
import { areShapesClear, comparePairs, haveKnownShape, namedUnion, type Pair } from './unite'

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

function nodeOf(entry: Entry, rank: number): Node {
  const { expiries, options, openings } = entry
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { strike } of options) {
    low = Math.min(low, strike)
    high = Math.max(high, strike)
  }
  let flatAt = Number.NEGATIVE_INFINITY
  for (const { closedAt } of openings) flatAt = Math.max(flatAt, closedAt)
  const expiry = expiries.length === 1 ? (expiries[0] ?? null) : null
  return { entry, rank, isAlive: true, flatAt, expiry, low, high }
}

/** A look from an entry through a bucket, to later or to earlier ones, the nearest first. */
class Scan implements Look {
  /** The nodes still to be looked at, as ranks: beyond this one, or up to it. */
  private rank: number
  /** Nodes of one moment that were met going back, the first in order last. */
  private readonly met: Node[] = []
  /**
   * Whether partners of the same expiry all of whose strikes are above, or below, may make a shape
   * with a name. All nodes of a bucket have one shape, so that one answer holds for all.
   */
  private above: boolean | null = null
  private below: boolean | null = null

  constructor(
    readonly from: Node,
    private readonly bucket: Bucket,
    readonly isForward: boolean,
  ) {
    this.rank = from.rank
  }

  /** The next node. Of several equally far away, the first by id comes first. */
  next(): Node | undefined {
    if (this.isForward) {
      const node = this.bucket.after(this.rank, this)
      if (node) this.rank = node.rank
      return node
    }
    if (this.met.length === 0) this.meetEarlier()
    return this.met.pop()
  }

  /** Whether a partner lies above or below with all its strikes, where no such one has a name. */
  isRuledOut(node: Node): boolean {
    const { from } = this
    if (from.expiry === null || node.expiry !== from.expiry) return false
    if (node.low > from.high) {
      this.above ??= haveKnownShape(from.entry, node.entry)
      return !this.above
    }
    if (node.high < from.low) {
      this.below ??= haveKnownShape(from.entry, node.entry)
      return !this.below
    }
    return false
  }

  skips(block: Block): boolean {
    const { expiry, low, high } = this.from
    if (expiry === null) return false
    return (
      (this.above === false && block.isAbove(high, expiry)) ||
      (this.below === false && block.isBelow(low, expiry))
    )
  }

  /** Goes back to the nodes of the next earlier moment. */
  private meetEarlier(): void {
    let at: Micros | null = null
    for (;;) {
      const node = this.bucket.before(this.rank, this)
      if (!node || (at !== null && node.entry.at !== at)) return
      at = node.entry.at
      this.rank = node.rank
      this.met.push(node)
    }
  }
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
  private readonly buckets = new Map<string, Bucket>()
  private readonly shapeKeys = new Set<number>()
  private readonly queue = new Heap<Found>(comparePairs)
  private readonly nodes: Node[]
  private readonly unions: Node[] = []

  constructor(entries: readonly Entry[]) {
    this.nodes = entries.map(nodeOf)
    for (const node of this.nodes) this.insert(node)
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
    this.remove(a)
    this.remove(b)
    const union = nodeOf(entry, Math.min(a.rank, b.rank))
    this.unions.push(union)
    this.insert(union)
    this.look(union, true)
    this.look(union, false)
  }

  /** Puts a node into the buckets where others look for it. */
  private insert(node: Node): void {
    const { shapeKey } = node.entry
    if (shapeKey < 0) return
    this.shapeKeys.add(shapeKey)
    for (const name of namesOf(node.entry)) {
      const bucket = this.buckets.get(name)
      if (bucket) bucket.insert(node)
      else this.buckets.set(name, new Bucket(node))
    }
  }

  private remove(node: Node): void {
    node.isAlive = false
    if (node.entry.shapeKey < 0) return
    for (const name of namesOf(node.entry)) this.buckets.get(name)?.remove(node)
  }

  /** Begins to look for the partners of a node, later ones or earlier ones. */
  private look(node: Node, isForward: boolean): void {
    const { shapeKey, expiries, legs } = node.entry
    if (shapeKey < 0) return
    const { same, different, mixed } = partnersOf(shapeKey, false)
    const tags = lookedForTags(expiries)
    for (const other of this.shapeKeys) {
      if (same.has(other)) this.scan(node, `${other} ${tags.same}`, isForward)
      if (different.has(other)) this.scan(node, `${other} *`, isForward)
      if (mixed.has(other))
        for (const tag of tags.mixed) this.scan(node, `${other} ${tag}`, isForward)
    }
    for (const { key } of legs) this.scan(node, `leg ${key}`, isForward)
  }

  private scan(from: Node, name: string, isForward: boolean): void {
    const bucket = this.buckets.get(name)
    if (bucket) this.goOn(new Scan(from, bucket, isForward))
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

/** The buckets of an entry. */
const namesOf = ({ shapeKey, expiries, legs }: Entry): string[] => [
  ...tagsOf(expiries).map((tag) => `${shapeKey} ${tag}`),
  ...legs.map(({ key }) => `leg ${key}`),
]

/** The names under which others find an entry by its expiries. */
function tagsOf(expiries: readonly string[]): string[] {
  const [near, far] = expiries
  if (near === undefined) return ['-']
  if (far === undefined) return [`=${near}`, '*']
  return [`=${near}~${far}`, `~${near}`, `~${far}`]
}

/** The names under which an entry with some expiries finds others. */
function lookedForTags(expiries: readonly string[]): { same: string; mixed: string[] } {
  const [near, far] = expiries
  if (near === undefined) return { same: '-', mixed: ['*'] }
  if (far === undefined) return { same: `=${near}`, mixed: [`~${near}`, '-'] }
  const mixed = [`=${near}~${far}`, `=${near}`, `=${far}`, '-']
  return { same: `=${near}~${far}`, mixed }
}
