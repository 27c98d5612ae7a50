/** A list without items. Stays empty: what adds an item puts another list in its place. */
export const NONE: never[] = []

/** Beyond so many the built-in sort is faster. */
const FEW = 16

/**
 * Sorts in place, stable as the built-in sort, what is mostly a handful and mostly in order already: by insertion, which then
 * costs a comparison each and no memory.
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

/** Items are moved by so many places on average at the most before the built-in sort is the faster. */
const NEAR = 8

/** Sorts in place what is nearly in order: by insertion, as long as that goes well. */
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

/** Groups what mostly falls into a handful, in the order in which they first come: without a map as long as they are few. */
export function groupFew<T, K>(items: readonly T[], keyOf: (item: T) => K): T[][] {
  const keys: K[] = []
  const groups: T[][] = []
  for (const item of items) {
    const key = keyOf(item)
    const at = keys.indexOf(key)
    if (at >= 0) groups[at]?.push(item)
    else {
      if (groups.length === FEW) return [...Map.groupBy(items, keyOf).values()]
      keys.push(key)
      groups.push([item])
    }
  }
  return groups
}

/**
 * Adds an item to what mostly has up to four: those are lists made to measure, where a push would make room for seventeen.
 *
 * @returns the list that takes the place of the one given.
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
