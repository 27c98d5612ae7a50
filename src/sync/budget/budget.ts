/**
 * How much a run may use. Subrequests: each call of Alpaca or of the database is one. Rows stand
 * for CPU time, which a Worker cannot measure: each order or activity that is read or folded is
 * one.
 */
export interface BudgetLimits {
  subrequests: number
  /** Wall time. */
  milliseconds: number
  /** Without it, as many as come. */
  rows?: number | undefined
}

/**
 * Thrown where a run would go beyond its budget: not a failure, the next run goes on from the saved
 * cursor.
 */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent'
}

/** What is left of a budget. Never more calls are made than its limit, whatever happens. */
export interface Budget {
  /**
   * Counts one call that can wait for the next run; throws `BudgetSpent` when it and what must
   * follow do not fit.
   */
  spend(): void
  /**
   * Counts one call that should not wait, such as writing what was just read; throws when not even
   * it fits.
   */
  count(): void
  /**
   * Counts the call that ends a run, for which room was kept; false when it does not fit, because
   * another was made.
   */
  countEnd(): boolean
  /** Counts rows that were read or folded. */
  handle(rows: number): void
  /** Whether so many more calls fit, besides what must follow. */
  affords(calls: number): boolean
  /** Whether so many more calls fit that would not be refused, besides the end. */
  fits(calls: number): boolean
  /** Milliseconds left; never below zero. */
  millisecondsLeft(): number
  /** Calls made so far by this one: of a share, its own. */
  used(): number
  /**
   * A share for a run beside others: all draw on the same limit, and each has its end kept free.
   */
  share(): BudgetShare
}

/** One of several runs' hold on a budget. */
export interface BudgetShare extends Budget {
  /** Lets go of what was kept for this run. */
  release(): void
}

// To end a run.
const END = 1
// The same, to write what was read, and to quarantine what the database refuses.
const RESERVE = END + 2

/** The fewest calls with which a run of one account comes forward, whatever it finds. */
export const LEAST_SUBREQUESTS = 20

/** Half a budget, for two runs that share one; null when a half gets no run forward. */
export function halfOf({ subrequests, milliseconds, rows }: BudgetLimits): BudgetLimits | null {
  const half = Math.floor(subrequests / 2)
  if (half < LEAST_SUBREQUESTS) return null
  return {
    subrequests: half,
    milliseconds: milliseconds / 2,
    ...(rows !== undefined && { rows: Math.ceil(rows / 2) }),
  }
}

/** Starts counting. */
export function startBudget(limits: BudgetLimits, now: () => number = Date.now): Budget {
  const deadline = now() + limits.milliseconds
  const mostRows = limits.rows ?? Number.POSITIVE_INFINITY
  let calls = 0
  let rows = 0
  let shares = 0
  const millisecondsLeft = () => Math.max(0, deadline - now())
  const fits = (more: number, kept: number) =>
    calls + more + kept * Math.max(1, shares) <= limits.subrequests
  const affords = (more: number) => fits(more, RESERVE) && rows < mostRows && millisecondsLeft() > 0

  const hold = (): Budget => {
    let own = 0
    let ended = false
    const add = () => {
      calls += 1
      own += 1
    }
    return {
      spend() {
        if (!affords(1)) throw new BudgetSpent('the budget of this run is used up')
        add()
      },
      count() {
        if (!fits(1, END)) throw new BudgetSpent('only the end of this run fits its budget')
        add()
      },
      countEnd() {
        if (ended && !fits(1, END)) return false
        ended = true
        add()
        return true
      },
      handle(more) {
        rows += more
      },
      affords,
      fits: (more) => fits(more, END),
      millisecondsLeft,
      used: () => own,
      share() {
        shares += 1
        let held = true
        const release = () => {
          if (held) shares -= 1
          held = false
        }
        return { ...hold(), release }
      },
    }
  }
  return { ...hold(), used: () => calls }
}

/**
 * The same budget for a part of a run, behind which so many more calls must fit besides the run's
 * end.
 */
export function keeping(budget: Budget, calls: number): Budget {
  return {
    ...budget,
    count() {
      if (!budget.fits(1 + calls))
        throw new BudgetSpent('what is left is kept for what must follow')
      budget.count()
    },
    fits: (more) => budget.fits(more + calls),
  }
}
