import type { Micros } from '../../../time/micros'

/** An action at a moment. */
export type Action = (at: Micros) => void

interface Entry {
  readonly at: Micros
  readonly sequence: number
  readonly action: Action
}

/**
 * Planned actions, soonest first; actions of one moment in the order in which they were planned.
 */
export class Schedule {
  readonly #heap: Entry[] = []
  #sequence = 0

  plan(at: Micros, action: Action): void {
    this.#sequence += 1
    this.#heap.push({ at, sequence: this.#sequence, action })
    this.#rise(this.#heap.length - 1)
  }

  /** Executes the actions due up to a moment, and those that they plan. */
  runUntil(to: Micros): void {
    for (;;) {
      const next = this.#heap[0]
      if (!next || next.at > to) return
      this.#removeFirst()
      next.action(next.at)
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
  }

  #rise(from: number): void {
    let index = from
    while (index > 0 && this.#isBefore(index, (index - 1) >> 1)) {
      this.#swap(index, (index - 1) >> 1)
      index = (index - 1) >> 1
    }
  }

  #sink(from: number): void {
    let index = from
    for (;;) {
      let first = index
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, first)) first = child
      }
      if (first === index) return
      this.#swap(index, first)
      index = first
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a]
    const other = this.#heap[b]
    if (!one || !other) return false
    return one.at < other.at || (one.at === other.at && one.sequence < other.sequence)
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a]
    const other = this.#heap[b]
    if (!one || !other) return
    this.#heap[a] = other
    this.#heap[b] = one
  }
}
