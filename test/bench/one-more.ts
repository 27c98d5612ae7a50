import type { Checkpoint } from '../../src/engine/book/checkpoint'
import { groupOrders } from '../../src/engine/group'
import { decimal } from '../../src/engine/model/decimal'
import type { FillFact, LedgerFacts, OrderFact } from '../../src/engine/model/facts'
import { accountOf } from './accounts'
import { CHECKPOINT_EVERY, WINDOW_SECONDS } from './chunks'
import { MINUTE } from './clock'
import { type Took, timed } from './stopwatch'
import { table } from './table'

const LEGS = 100_000
/** How long after the last checkpoint an order comes differs from order to order: so many count. */
const MOMENTS = 64
/** Orders between two of those moments. No multiple of what lies between two checkpoints. */
const APART = 101
const RUNS = 5
const OPTIONS = { windowSeconds: WINDOW_SECONDS, checkpointEvery: CHECKPOINT_EVERY }

/** The facts of the first so many orders, and one more order after them, filled at once. */
function oneMore(facts: LedgerFacts, count: number): LedgerFacts {
  const orders = facts.orders.slice(0, count)
  const last = orders.at(-1)
  if (!last) throw new Error('no orders')
  const events = facts.events.filter((event) => event.at <= last.createdAt)
  return { ...facts, orders: [...orders, orderAfter(last)], events }
}

function orderAfter(last: OrderFact): OrderFact {
  const createdAt = last.createdAt + 60 * MINUTE
  const one = decimal(1)
  const id = 'ffffffff-0000-4000-a000-000000000000'
  const fill: FillFact = {
    ...{ id, activityId: `20301231000000000::${id}` },
    ...{ at: createdAt, price: one, quantity: one, cumulative: one },
  }
  return {
    ...last,
    ...{ id, parentId: null, createdAt, intent: 'open', fills: [fill] },
    ...{ quantity: one, filledQuantity: one, filledPrice: one, filledAt: createdAt },
  }
}

/** What a new order makes the ledger read and group. */
interface Regrouped extends Took {
  orders: number
  openTrades: number
}

/** Groups what came after the last checkpoint. */
function regroup(all: LedgerFacts, checkpoints: readonly Checkpoint[]): Regrouped {
  const last = all.orders.at(-2)?.createdAt ?? 0
  const from = checkpoints.findLast(({ at }) => at <= last)
  if (!from) throw new Error('no checkpoint')
  const since: LedgerFacts = {
    ...all,
    orders: all.orders.filter((order) => order.createdAt >= from.at),
    events: all.events.filter((event) => event.at >= from.at),
  }
  const took = timed(RUNS, () => groupOrders(since, { ...OPTIONS, from }))
  return { ...took, orders: since.orders.length, openTrades: from.trades.length }
}

function meanOf(all: readonly Regrouped[]): Regrouped {
  const mean = (of: (one: Regrouped) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length
  return {
    best: mean((one) => one.best),
    median: mean((one) => one.median),
    orders: Math.round(mean((one) => one.orders)),
    openTrades: Math.round(mean((one) => one.openTrades)),
  }
}

/**
 * One new order in an underlying of 100,000, grouped from the last checkpoint, as the mean of many
 * moments, and from the beginning.
 */
export function oneMoreOrder(): string {
  const [facts] = accountOf(LEGS, 1)
  if (!facts) throw new Error('no orders')
  const { checkpoints } = groupOrders(facts, OPTIONS)
  const count = facts.orders.length
  const counts = Array.from({ length: MOMENTS }, (_, i) => count - i * APART)
  const short = meanOf(counts.map((first) => regroup(oneMore(facts, first), checkpoints)))
  const all = oneMore(facts, count)
  const whole = timed(RUNS, () => groupOrders(all, OPTIONS))
  return table('One new order among 100,000', [
    ['', 'orders read', 'open trades read', 'ms best', 'ms median'],
    ['from the last checkpoint', short.orders, short.openTrades, short.best, short.median],
    ['whole rebuild', all.orders.length, 0, whole.best, whole.median],
    ['times as fast', '', '', whole.best / short.best, ''],
  ])
}
