import { wordSource } from './ids'

/** Chance, the same for the same seed. */
export class Random {
  readonly #word: () => number

  constructor(seed: string) {
    this.#word = wordSource(seed)
  }

  /** From 0 up to but not including 1. */
  unit(): number {
    return this.#word() / 4_294_967_296
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.unit() * items.length)] ?? items[0]
  }

  /** One of several, by weight. */
  weighted<T>(items: readonly [Weighted<T>, ...Weighted<T>[]]): T {
    const total = items.reduce((sum, item) => sum + item.weight, 0)
    let left = this.unit() * total
    for (const item of items) {
      left -= item.weight
      if (left < 0) return item.value
    }
    return items[0].value
  }
}

export interface Weighted<T> {
  readonly weight: number
  readonly value: T
}
