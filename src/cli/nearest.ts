/**
 * The known word that is nearest to another: that begins with it, or differs by few letters. Null
 * when none is near.
 *
 * @example nearestWord('stauts', ['status', 'tag']) // 'status'
 */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const plain = word.toLowerCase().replaceAll('_', '-')
  const most = Math.max(1, Math.floor(plain.length / 3))
  const [best] = known
    .map((one) => ({ one, distance: isPrefix(plain, one) ? 0.5 : editDistance(plain, one) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
  return best?.one ?? null
}

const isPrefix = (word: string, of: string): boolean => word.length > 1 && of.startsWith(word)

/** Letters to add, remove, change or swap with the next, to make one word of another. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, j) => j)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = from[i - 1] === to[j - 1] ? 0 : 1
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + change,
        isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = row
  }
  return last[to.length] ?? 0
}
