import { describe, expect, it } from 'vitest'
import { type Block, Bucket, type Node } from '../../src/engine/entries/bucket'
import type { Entry } from '../../src/engine/entries/entry'
import { Random } from '../../src/local/alpaca/random'

const EXPIRIES = ['2026-01-16', '2026-01-23', null]

function randomNode(random: Random, rank: number): Node {
  const low = random.whole(1, 100)
  const expiry = random.chance(0.9) ? '2026-01-16' : random.pick(EXPIRIES)
  const high = low + random.whole(0, 5)
  return { entry: {} as Entry, rank, isAlive: true, flatAt: 0, expiry, low, high }
}

/** A look that skips the blocks all of whose strikes are above 50 and expire on one day. */
const belowFifty = { skips: (block: Block) => block.isAbove(50, '2026-01-16') }
const everything = { skips: () => false }
const isAboveFifty = ({ low, expiry }: Node) => low > 50 && expiry === '2026-01-16'

describe('a bucket of entries', () => {
  it('finds the same neighbours as a list, whatever was inserted and removed in whatever order', () => {
    const random = new Random(11)
    const ranks = Array.from({ length: 2000 }, (_, i) => [random.unit(), i] as const)
    const inserted = ranks.sort(([a], [b]) => a - b).map(([, rank]) => randomNode(random, rank))
    const [first, ...others] = inserted
    if (!first) throw new Error('no node')
    const bucket = new Bucket(first)
    let list = [first]
    for (const node of others) {
      bucket.insert(node)
      list = [...list, node].sort((a, b) => a.rank - b.rank)
      if (random.chance(0.4)) {
        const gone = random.pick(list)
        bucket.remove(gone)
        list = list.filter((other) => other !== gone)
      }
      const rank = random.whole(-1, 2001)
      expect(bucket.after(rank, everything)).toBe(list.find((other) => other.rank > rank))
      expect(bucket.before(rank, everything)).toBe(list.findLast((other) => other.rank < rank))
    }
  })

  it('passes over only what a look skips', () => {
    const random = new Random(12)
    const nodes = Array.from({ length: 1500 }, (_, i) => randomNode(random, i))
    // Whole blocks above 50, so that there is something to skip.
    const sorted = nodes.map((node, i) => (i % 400 < 200 ? { ...node, low: 60, high: 61 } : node))
    const [first, ...others] = sorted
    if (!first) throw new Error('no node')
    const bucket = new Bucket(first)
    for (const node of others) bucket.insert(node)
    const found = new Set<Node>()
    for (let node = bucket.after(-1, belowFifty); node; node = bucket.after(node.rank, belowFifty))
      found.add(node)
    const missed = sorted.filter((node) => !found.has(node))
    expect(missed.length).toBeGreaterThan(0)
    expect(missed.every(isAboveFifty)).toBe(true)
  })
})
