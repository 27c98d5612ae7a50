import type { Grouping } from '../../../src/engine/group'
import { decimal } from '../../../src/engine/model/decimal'
import type { TradeRow } from '../../../src/engine/output/trade-row'
import type { History, TrueTrade } from './history'

/**
 * How far a grouping agrees with the truth. Shares are of 1; `wrong` says in words what differs.
 */
export interface Agreement {
  trades: number
  f1: number
  strategy: number
  status: number
  links: number
  profit: number
  wrong: string[]
}

function pairsOf(groups: Iterable<readonly string[]>): Set<string> {
  const pairs = new Set<string>()
  for (const group of groups) {
    const sorted = [...group].sort()
    sorted.forEach((a, i) => {
      for (const b of sorted.slice(i + 1)) pairs.add(`${a} ${b}`)
    })
  }
  return pairs
}

function f1Of(truth: Set<string>, found: Set<string>): number {
  const right = [...found].filter((pair) => truth.has(pair)).length
  return truth.size + found.size === 0 ? 1 : (2 * right) / (truth.size + found.size)
}

const centsOf = (money: string | null): string =>
  money === null ? 'none' : decimal(money).times(100).toFixed()

/** Counts what is right, and says what is not. */
class Tally {
  private right = 0
  private all = 0
  readonly wrong: string[] = []

  check(name: string, what: string, wanted: unknown, found: unknown): void {
    this.all++
    if (wanted === found) this.right++
    else this.wrong.push(`${name}: ${what} is ${found}, not ${wanted}`)
  }

  get share(): number {
    return this.all === 0 ? 1 : this.right / this.all
  }
}

const WINDOW_MILLIS = 300_000

/** Whether a trade opened long after, or before, another closed. */
const isHoursApart = (closed: TradeRow, { openedAt }: TradeRow): boolean =>
  closed.closedAt === null ||
  Math.abs(Date.parse(openedAt) - Date.parse(closed.closedAt)) > WINDOW_MILLIS

/** Compares groupings with the histories they were made from. */
export function agreementOf(
  histories: readonly History[],
  groupings: readonly Grouping[],
): Agreement {
  const tallies = {
    strategy: new Tally(),
    status: new Tally(),
    links: new Tally(),
    profit: new Tally(),
  }
  const orders = groupings.flatMap((grouping) => grouping.orders)
  const truth = histories.flatMap((history) => history.truth)
  const byTrade = Map.groupBy(orders, (order) => order.tradeId)
  const found = [...byTrade.values()].map((group) => group.map((order) => order.orderId))
  const trueOf = matches(truth, groupings)
  const idOf = (trade: TrueTrade | null) =>
    trade === null ? null : (trueOf.get(trade)?.tradeId ?? 'none')
  const rowById = new Map(
    groupings.flatMap(({ trades }) => trades.map((row) => [row.tradeId, row])),
  )
  for (const trade of truth) {
    const row = trueOf.get(trade)
    const { strategy, status, links, profit } = tallies
    strategy.check(
      trade.name,
      'strategy',
      `${trade.strategy} ${trade.strategyType}`,
      `${row?.strategy} ${row?.strategyType}`,
    )
    status.check(
      trade.name,
      'status',
      `${trade.status} ${trade.incomplete}`,
      `${row?.status} ${row?.incomplete}`,
    )
    // Stories do not know of each other: one may open what another seems to roll later that day.
    const from = rowById.get(row?.rolledFrom ?? '')
    if (trade.rolledFrom !== null || !row || !from || !isHoursApart(from, row))
      links.check(trade.name, 'rolled from', idOf(trade.rolledFrom), row?.rolledFrom)
    links.check(trade.name, 'assigned from', idOf(trade.assignedFrom), row?.assignedFrom)
    links.check(trade.name, 'covered by', idOf(trade.coveredBy), row?.coveredBy)
    if (trade.status !== 'closed') continue
    const wanted = trade.incomplete ? 'none' : String(Math.round(trade.cash))
    profit.check(trade.name, 'profit in cents', wanted, centsOf(row?.realizedPl ?? null))
  }
  const count = groupings.reduce((sum, { trades }) => sum + trades.length, 0)
  const extra = count === truth.length ? [] : [`${count} trades, not ${truth.length}`]
  const { strategy, status, links, profit } = tallies
  return {
    trades: truth.length,
    f1: f1Of(pairsOf(truth.map((trade) => trade.orders)), pairsOf(found)),
    strategy: strategy.share,
    status: status.share,
    links: links.share,
    profit: profit.share,
    wrong: [...extra, ...strategy.wrong, ...status.wrong, ...links.wrong, ...profit.wrong],
  }
}

/** The trade that holds most of a true trade's orders, or of its activities where it has none. */
function matches(
  truth: readonly TrueTrade[],
  groupings: readonly Grouping[],
): Map<TrueTrade, TradeRow> {
  const rows = new Map(groupings.flatMap(({ trades }) => trades.map((row) => [row.tradeId, row])))
  const holder = new Map<string, string>()
  for (const { fills, orders } of groupings) {
    for (const fill of fills)
      if (fill.activityId && !fill.orderId) holder.set(fill.activityId, fill.tradeId)
    for (const order of orders) holder.set(order.orderId, order.tradeId)
  }
  const found = new Map<TrueTrade, TradeRow>()
  for (const trade of truth) {
    const facts = trade.orders.length > 0 ? trade.orders : trade.activities
    const counts = Map.groupBy(facts, (fact) => holder.get(fact) ?? '')
    const [most] = [...counts].sort((a, b) => b[1].length - a[1].length)
    const row = most && rows.get(most[0])
    if (row) found.set(trade, row)
  }
  return found
}
