import type { Micros } from '../../time/micros'
import { partnersOf } from '../strategies/unions'
import { type Block, Bucket, type Look, type Node } from './bucket'
import type { Entry } from './entry'
import { haveKnownShape } from './unite'

/** An entry with its place in the order of time, for an index. */
export function nodeOf(entry: Entry, rank: number): Node {
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
export class Scan implements Look {
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

/** Entries by what others that may unite with them look for: shapes and expiries, or a position. */
export class EntryIndex {
  private readonly buckets = new Map<string, Bucket>()
  private readonly shapeKeys = new Set<number>()

  insert(node: Node): void {
    const { shapeKey } = node.entry
    if (shapeKey >= 0) this.shapeKeys.add(shapeKey)
    for (const name of namesOf(node.entry)) {
      const bucket = this.buckets.get(name)
      if (bucket) bucket.insert(node)
      else this.buckets.set(name, new Bucket(node))
    }
  }

  remove(node: Node): void {
    node.isAlive = false
    for (const name of namesOf(node.entry)) this.buckets.get(name)?.remove(node)
  }

  /** Looks through the nodes that may unite with one, those behind its rank or before it. */
  scans(node: Node, isForward: boolean): readonly Scan[] {
    const scans: Scan[] = []
    for (const name of this.partnerNames(node.entry)) {
      const bucket = this.buckets.get(name)
      if (bucket) scans.push(new Scan(node, bucket, isForward))
    }
    return scans
  }

  /** The buckets of what may unite with an entry. */
  private partnerNames({ shapeKey, expiries, legs }: Entry): readonly string[] {
    const names = legs.map(({ key }) => `leg ${key}`)
    if (shapeKey < 0) return names
    const { same, different, mixed } = partnersOf(shapeKey, false)
    const tags = lookedForTags(expiries)
    for (const other of this.shapeKeys) {
      if (same.has(other)) names.push(`${other} ${tags.same}`)
      if (different.has(other)) names.push(`${other} *`)
      if (mixed.has(other)) for (const tag of tags.mixed) names.push(`${other} ${tag}`)
    }
    return names
  }
}

/** The buckets of an entry. */
const namesOf = ({ shapeKey, expiries, legs }: Entry): string[] => [
  ...(shapeKey < 0 ? [] : tagsOf(expiries).map((tag) => `${shapeKey} ${tag}`)),
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
