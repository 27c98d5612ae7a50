import type { Micros } from '../../time/micros'
import type { Entry } from './entry'

/** An entry among many, with its place in the order of time. */
export interface Node {
  readonly entry: Entry
  readonly rank: number
  isAlive: boolean
  /** When its last opening went flat; infinite while one is open. */
  readonly flatAt: Micros
  /** Its expiry if it has exactly one, and its lowest and highest strike. */
  readonly expiry: string | null
  readonly low: number
  readonly high: number
}

/** Nodes of a block. A full one is split in two. */
const MOST = 64

/** Nodes that follow one another, and bounds of what they are or were. */
export class Block {
  /** Whether all have one expiry, which is then that of the first. */
  private isUniform = true
  private expiry: string | null = null
  private low = Number.POSITIVE_INFINITY
  private high = Number.NEGATIVE_INFINITY

  constructor(readonly nodes: Node[]) {
    for (const [i, node] of nodes.entries()) this.note(node, i === 0)
  }

  add(node: Node, at: number): void {
    this.note(node, this.nodes.length === 0)
    if (at === this.nodes.length) this.nodes.push(node)
    else this.nodes.splice(at, 0, node)
  }

  /** Whether all have an expiry, and all of their strikes are above a strike. */
  isAbove(strike: number, expiry: string): boolean {
    return this.isUniform && this.expiry === expiry && this.low > strike
  }

  /** Whether all have an expiry, and all of their strikes are below a strike. */
  isBelow(strike: number, expiry: string): boolean {
    return this.isUniform && this.expiry === expiry && this.high < strike
  }

  private note({ expiry, low, high }: Node, isFirst: boolean): void {
    if (isFirst) this.expiry = expiry
    else if (expiry !== this.expiry) this.isUniform = false
    if (low < this.low) this.low = low
    if (high > this.high) this.high = high
  }
}

/** The place of the first node whose rank is above another. */
function placeAfter(nodes: readonly Node[], rank: number): number {
  let [low, high] = [0, nodes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((nodes[middle]?.rank ?? 0) <= rank) low = middle + 1
    else high = middle
  }
  return low
}

/** What is looked for in a bucket. */
export interface Look {
  /** Whether nothing in a block can be it. */
  skips(block: Block): boolean
}

/** Living entries of one shape and expiry, in the order of time: blocks that a look can skip. */
export class Bucket {
  private readonly blocks: Block[]

  constructor(first: Node) {
    this.blocks = [new Block([first])]
  }

  insert(node: Node): void {
    const at = this.blockOf(node.rank)
    const block = this.blocks[at]
    if (!block) {
      this.blocks.push(new Block([node]))
      return
    }
    block.add(node, placeAfter(block.nodes, node.rank))
    if (block.nodes.length < MOST) return
    const second = new Block(block.nodes.slice(MOST / 2))
    this.blocks.splice(at, 1, new Block(block.nodes.slice(0, MOST / 2)), second)
  }

  remove(node: Node): void {
    const at = this.blockOf(node.rank)
    const nodes = this.blocks[at]?.nodes ?? []
    const place = nodes.indexOf(node)
    if (place >= 0) nodes.splice(place, 1)
    if (nodes.length === 0) this.blocks.splice(at, 1)
  }

  /** The first node behind a rank, in a block that a look does not skip. */
  after(rank: number, look: Look): Node | undefined {
    const { blocks } = this
    for (let i = this.blockOf(rank); i < blocks.length; i++) {
      const block = blocks[i]
      if (!block || look.skips(block)) continue
      const node = block.nodes[placeAfter(block.nodes, rank)]
      if (node) return node
    }
    return undefined
  }

  /** The last node before a rank, in a block that a look does not skip. */
  before(rank: number, look: Look): Node | undefined {
    const { blocks } = this
    for (let i = Math.min(this.blockOf(rank), blocks.length - 1); i >= 0; i--) {
      const block = blocks[i]
      if (!block || look.skips(block)) continue
      const node = block.nodes[placeAfter(block.nodes, rank - 1) - 1]
      if (node) return node
    }
    return undefined
  }

  /** The block that a rank belongs to: the last that begins at it or before it, else the first. */
  private blockOf(rank: number): number {
    let [low, high] = [0, this.blocks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.blocks[middle]?.nodes[0]?.rank ?? 0) <= rank) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }
}
