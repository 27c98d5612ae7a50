/** A reproducible source of chance (mulberry32). */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.whole(0, from.length - 1)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }

  shuffled<T>(from: readonly T[]): T[] {
    const result = [...from]
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.whole(0, i)
      const [a, b] = [result[i], result[j]]
      if (a === undefined || b === undefined) continue
      result[i] = b
      result[j] = a
    }
    return result
  }
}
