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
      const [before, item] = [items[at - 1], items[at]]
      if (before === undefined || item === undefined || compare(item, before) >= 0) break
      items[at - 1] = item
      items[at] = before
    }
  }
  return items
}

/**
 * Adds an item to what mostly has but one: a list of one is made to measure, where a push onto an empty list would make room
 * for seventeen.
 */
export function append<T>(items: T[], item: T): T[] {
  if (items.length === 0) return [item]
  items.push(item)
  return items
}
