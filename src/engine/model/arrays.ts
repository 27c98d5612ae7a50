/** The empty list. Shared, so it must stay empty: `append` returns a new list. */
export const NONE: never[] = []

/** Items beyond which the built-in sort is faster. */
const FEW = 16

/**
 * Sorts in place and stable, for short lists that are mostly in order: insertion costs one
 * comparison per item and no memory.
 */
export function sortFew<T>(items: T[], compare: (a: T, b: T) => number): T[] {
  if (items.length > FEW) return items.sort(compare)
  for (let i = 1; i < items.length; i++) {
    for (let at = i; at > 0; at--) {
      const before = items[at - 1]
      const item = items[at]
      if (before === undefined || item === undefined || compare(item, before) >= 0) break
      items[at - 1] = item
      items[at] = before
    }
  }
  return items
}

/** Moves per item beyond which the built-in sort is faster. */
const NEAR = 8

/** Sorts in place a list that is nearly in order, by insertion; falls back to the built-in sort. */
export function sortNearly<T>(items: T[], compare: (a: T, b: T) => number): T[] {
  let moves = items.length * NEAR
  for (let i = 1; i < items.length; i++) {
    const item = items[i]
    let at = i
    for (; item !== undefined && at > 0; at--) {
      const before = items[at - 1]
      if (before === undefined || compare(before, item) <= 0) break
      items[at] = before
    }
    if (at === i || item === undefined) continue
    items[at] = item
    moves -= i - at
    if (moves < 0) return items.sort(compare)
  }
  return items
}

/**
 * The index of the first of some ascending numbers that is no less than another; their count if
 * there is none.
 *
 * @param near where to begin: the last answer, if what is looked for comes mostly in order.
 */
export function firstFrom(numbers: readonly number[], least: number, near: number): number {
  let i = near
  while (i > 0 && (numbers[i - 1] ?? least) >= least) i--
  while (i < numbers.length && (numbers[i] ?? least) < least) i++
  return i
}

/**
 * Appends without over-allocation: most lists hold at most four items, and a push makes room for
 * seventeen.
 *
 * @returns the list to use from now on; the given one may be unchanged.
 */
export function append<T>(items: T[], item: T): T[] {
  const first = items[0]
  if (first === undefined) return [item]
  const second = items[1]
  if (second === undefined) return [first, item]
  const third = items[2]
  if (third === undefined) return [first, second, item]
  if (items.length === 3) return [first, second, third, item]
  items.push(item)
  return items
}
