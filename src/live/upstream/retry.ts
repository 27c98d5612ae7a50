const SECOND = 1000

/** Waits between attempts of a run: the first, and the longest. Each is twice the one before. */
const WAITS = {
  /** Another run holds the lease: it ends soon. */
  busy: [SECOND / 2, 4 * SECOND],
  failed: [SECOND, 60 * SECOND],
  /** The budget of a run ended first: each alarm has a new one. */
  more: [2 * SECOND, 60 * SECOND],
} as const

/** After so many failures in a row, some five minutes, a run is left to the crons. */
const MOST_FAILURES = 10

/** When a run is attempted again that did not end well. */
export class Retry {
  /** Milliseconds since 1970: not before. */
  at = 0
  private tries = 0
  private last: keyof typeof WAITS | 'done' | null = null

  /** Returns whether the run is attempted again. */
  after(ending: keyof typeof WAITS | 'done', now: number): boolean {
    this.tries = this.last === ending ? this.tries + 1 : 1
    const isOver = ending === 'done' || (ending === 'failed' && this.tries === MOST_FAILURES)
    this.last = isOver ? null : ending
    this.at = isOver ? 0 : now + waitOf(ending, this.tries)
    return !isOver
  }
}

function waitOf(ending: keyof typeof WAITS, tries: number): number {
  const [first, longest] = WAITS[ending]
  return Math.min(longest, first * 2 ** (tries - 1))
}
