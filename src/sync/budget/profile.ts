import type { BudgetLimits } from './budget'
import { LARGEST, type Sizes } from './sizes'

/** The plans of Cloudflare Workers. */
export const PLANS = ['free', 'paid'] as const

export type Plan = (typeof PLANS)[number]

/** What one run may use under a plan, and how much it handles at once. */
export interface Profile {
  limits: Omit<BudgetLimits, 'milliseconds'>
  sizes: Sizes
  /** How many days the nightly re-read reaches back; null to the account's beginning. */
  rereadDays: number | null
  /** Rows of one CSV export, which is read in pages of the database within one request. */
  exportRows: number
}

/**
 * Paid: well within 10,000 subrequests and 30 s of CPU. Free: 50 subrequests, of which the API's
 * own reads need some, and 10 ms of CPU. A page of 50 orders with their legs costs about 6 ms, one
 * of 50 activities 1.3 ms, so a run handles one or two pages. A line of an export costs about 17
 * µs. A whole re-read would keep what is new waiting for hours there, so it is one of a month.
 */
export const PROFILES: Record<Plan, Profile> = {
  paid: { limits: { subrequests: 900 }, sizes: LARGEST, rereadDays: null, exportRows: 100_000 },
  free: {
    limits: { subrequests: 45, rows: 100 },
    sizes: { orders: 50, activities: 50, fold: 100 },
    rereadDays: 30,
    exportRows: 500,
  },
}
