import { canAddUp } from './add-up'
import type { Node } from './bucket'
import type { Entry } from './entry'
import { EntryIndex, nodeOf } from './entry-index'
import { areShapesClear, namedUnion } from './unite'

/** Entries up to which trying all of them is faster than an index. */
const FEW = 12

const unite = (a: Entry, b: Entry): boolean => canAddUp(a, b) || namedUnion(a, b, true) !== null

/** Entries with which new ones may unite, those that went into unions included. */
export class Considered {
  private readonly sample: Entry | undefined
  /** Whether shapes show which of them may unite; null until asked. */
  private areClear: boolean | null = null
  private indexed: { index: EntryIndex; nodes: Map<Entry, Node> } | null = null
  private added = 0

  constructor(private readonly entries: Entry[]) {
    this.sample = entries[0]
  }

  /** Whether shapes show if another entry may unite with any. False if there is none. */
  isClearWith(entry: Entry): boolean {
    if (!this.sample) return false
    this.areClear ??= areShapesClear(this.entries)
    return this.areClear && areShapesClear([this.sample, entry])
  }

  add(entry: Entry): void {
    this.entries.push(entry)
    if (this.indexed) this.insert(entry, this.indexed)
    else if (this.entries.length > FEW) {
      this.indexed = { index: new EntryIndex(), nodes: new Map() }
      for (const one of this.entries) this.insert(one, this.indexed)
    }
  }

  remove(entry: Entry): void {
    this.entries.splice(this.entries.lastIndexOf(entry), 1)
    const node = this.indexed?.nodes.get(entry)
    if (!node) return
    this.indexed?.nodes.delete(entry)
    this.indexed?.index.remove(node)
  }

  /** Whether an entry adds up or has a named union with any. Shapes must be clear with it. */
  uniteWith(entry: Entry): boolean {
    if (!this.indexed) return this.entries.some((other) => unite(other, entry))
    for (const scan of this.indexed.index.scans(nodeOf(entry, -1), true))
      for (let node = scan.next(); node; node = scan.next())
        if (!scan.isRuledOut(node) && unite(node.entry, entry)) return true
    return false
  }

  private insert(entry: Entry, { index, nodes }: { index: EntryIndex; nodes: Map<Entry, Node> }) {
    const node = nodeOf(entry, this.added++)
    nodes.set(entry, node)
    index.insert(node)
  }
}
