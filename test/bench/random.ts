/** Reproducible chance: the same seed gives the same numbers on any machine (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to 1, 1 excluded. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number between two, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** One of the values, each as often as its weight says. */
  pick<T>(weighted: readonly (readonly [T, number])[], otherwise: T): T {
    let rest = this.fraction() * weighted.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of weighted) {
      rest -= weight
      if (rest < 0) return value
    }
    return otherwise
  }

  /** A UUID in one piece, as it would come out of a payload. */
  uuid(): string {
    const hex = () => this.between(0, 0xffffffff).toString(16).padStart(8, '0')
    const [a, b, c, d] = [hex(), hex(), hex(), hex()]
    const parts = [a, '-', b.slice(0, 4), '-4', b.slice(5), '-a', c.slice(5), '-', c.slice(0, 4), d]
    return parts.join('')
  }
}
