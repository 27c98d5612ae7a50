import type { LedgerFacts } from '../../src/engine/facts'
import { groupOrders } from '../../src/engine/group'
import { accountOf, legsIn } from './accounts'
import { timed } from './stopwatch'
import { table } from './table'

export const WINDOW_SECONDS = 300

/** Cases by order legs, underlyings and how often each is measured. */
const CASES = [
  [10_000, 40, 15],
  [100_000, 40, 7],
  [100_000, 1, 5],
  [1_000_000, 40, 2],
] as const

const groupAll = (account: readonly LedgerFacts[]): number =>
  account.reduce(
    (trades, facts) => trades + groupOrders(facts, { windowSeconds: WINDOW_SECONDS }).trades.length,
    0,
  )

/** Legs grouped a second, and how the time for each grows from size to size: 1 is linear. */
export function grouping(): string {
  let smallest: number | null = null
  const rows = CASES.map(([legs, underlyings, runs]) => {
    const account = accountOf(legs, underlyings)
    const counted = legsIn(account)
    let trades = 0
    const { best, median } = timed(runs, () => {
      trades = groupAll(account)
    })
    smallest ??= best / counted
    const growth = best / counted / smallest
    const perSecond = (took: number) => Math.round((counted / took) * 1000)
    return [
      `${counted.toLocaleString('en-US')} legs, ${underlyings} underlying${underlyings > 1 ? 's' : ''}`,
      trades,
      perSecond(best),
      perSecond(median),
      growth.toFixed(2),
    ]
  })
  const head = ['random book', 'trades', 'legs/s best', 'legs/s median', 'time per leg, first = 1']
  return table('Grouping', [head, ...rows])
}
