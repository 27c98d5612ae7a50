/**
 * Milliseconds of some runs: the best and the median, because other work can disturb a run.
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
 * Measures some work, which begins after a garbage collection (`--expose-gc`).
 */
export function took<T>(work: () => T): { result: T; milliseconds: number } {
  globalThis.gc?.({ type: 'minor' })
  const begun = performance.now()
  const result = work()
  return { result, milliseconds: performance.now() - begun }
}
