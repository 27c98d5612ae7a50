/** How much a run may use: subrequests (each call of Alpaca or of the database is one) and wall time. */
export interface BudgetLimits {
  subrequests: number
  milliseconds: number
}

/** Thrown where a run would go beyond its budget: not a failure, the next run goes on from the saved cursor. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent'
}

/** What is left of a run's budget. */
export interface Budget {
  /** Counts one call of Alpaca; throws `BudgetSpent` when it, the write that must follow and the run's end do not fit. */
  spend(): void
  /** Counts one call of the database that must not be refused, such as writing what was just read. */
  count(): void
  /** Whether so many more calls fit. */
  affords(calls: number): boolean
  /** Milliseconds left; never below zero. */
  millisecondsLeft(): number
  /** Calls made so far. */
  used(): number
}

// One to write what was read, one for the end of the run, one to spare for its retry.
const RESERVE = 3

/** Starts counting. */
export function startBudget(limits: BudgetLimits, now: () => number = Date.now): Budget {
  const deadline = now() + limits.milliseconds
  let used = 0
  const millisecondsLeft = () => Math.max(0, deadline - now())
  const affords = (calls: number) =>
    used + calls + RESERVE <= limits.subrequests && millisecondsLeft() > 0
  return {
    spend() {
      if (!affords(1)) throw new BudgetSpent('the budget of this run is used up')
      used += 1
    },
    count() {
      used += 1
    },
    affords,
    millisecondsLeft,
    used: () => used,
  }
}
