/**
 * Milliseconds that something took, best and median of some runs: others may be at work on the
 * machine.
 */
export interface Took {
  best: number
  median: number
}

export function bestAndMedian(times: readonly number[]): Took {
  const sorted = [...times].sort((a, b) => a - b)
  return { best: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0 }
}

export function timed(runs: number, work: () => void): Took {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const begun = performance.now()
    work()
    times.push(performance.now() - begun)
  }
  return bestAndMedian(times)
}

/**
 * Some work, begun with a young generation that holds nothing of what was done before it
 * (`--expose-gc`), and how long it took.
 */
export function took<T>(work: () => T): { result: T; milliseconds: number } {
  globalThis.gc?.({ type: 'minor' })
  const begun = performance.now()
  const result = work()
  return { result, milliseconds: performance.now() - begun }
}
