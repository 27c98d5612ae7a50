/** A priority queue: `pop` returns the item that comes before all others. */
export class Heap<T> {
  private readonly items: T[] = []

  /** @param compare negative when its first argument comes first. */
  constructor(private readonly compare: (a: T, b: T) => number) {}

  get size(): number {
    return this.items.length
  }

  peek(): T | undefined {
    return this.items[0]
  }

  push(item: T): void {
    const { items, compare } = this
    let at = items.length
    items.push(item)
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = items[up]
      if (parent === undefined || compare(parent, item) <= 0) break
      items[at] = parent
      at = up
    }
    items[at] = item
  }

  pop(): T | undefined {
    const { items } = this
    const first = items[0]
    const last = items.pop()
    if (last !== undefined && items.length > 0) this.sink(last)
    return first
  }

  /** Puts an item in the place of the first, and moves it down to where it belongs. */
  private sink(item: T): void {
    const { items, compare } = this
    let at = 0
    for (;;) {
      let down = 2 * at + 1
      const left = items[down]
      const right = items[down + 1]
      if (left === undefined) break
      if (right !== undefined && compare(right, left) < 0) down++
      const child = items[down]
      if (child === undefined || compare(item, child) <= 0) break
      items[at] = child
      at = down
    }
    items[at] = item
  }
}
