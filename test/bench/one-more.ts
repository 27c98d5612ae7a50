import { groupOrders } from '../../src/engine/group'
import { decimal } from '../../src/engine/model/decimal'
import type { FillFact, LedgerFacts, OrderFact } from '../../src/engine/model/facts'
import { accountOf } from './accounts'
import { WINDOW_SECONDS } from './chunks'
import { MINUTE } from './clock'
import { timed } from './stopwatch'
import { table } from './table'

const LEGS = 100_000
const CHECKPOINT_EVERY = 1_000
const RUNS = 5

/** One order after all others, filled at once. */
function oneMore(facts: LedgerFacts, last: OrderFact): LedgerFacts {
  const createdAt = last.createdAt + 60 * MINUTE
  const one = decimal(1)
  const id = 'ffffffff-0000-4000-a000-000000000000'
  const fill: FillFact = {
    ...{ id, activityId: `20301231000000000::${id}` },
    ...{ at: createdAt, price: one, quantity: one, cumulative: one },
  }
  const order: OrderFact = {
    ...last,
    ...{ id, parentId: null, createdAt, intent: 'open', fills: [fill] },
    ...{ quantity: one, filledQuantity: one, filledPrice: one, filledAt: createdAt },
  }
  return { ...facts, orders: [...facts.orders, order] }
}

/**
 * One new order in an underlying of 100,000, grouped from the last checkpoint and from the
 * beginning.
 */
export function oneMoreOrder(): string {
  const [facts] = accountOf(LEGS, 1)
  const last = facts?.orders.at(-1)
  if (!facts || !last) throw new Error('no orders')
  const options = { windowSeconds: WINDOW_SECONDS, checkpointEvery: CHECKPOINT_EVERY }
  const from = groupOrders(facts, options).checkpoints.at(-1)
  if (!from) throw new Error('no checkpoint')
  const all = oneMore(facts, last)
  const since: LedgerFacts = {
    ...all,
    orders: all.orders.filter((order) => order.createdAt >= from.at),
    events: all.events.filter((event) => event.at >= from.at),
  }
  const whole = timed(RUNS, () => groupOrders(all, options))
  const short = timed(RUNS * 5, () => groupOrders(since, { ...options, from }))
  const ratio = whole.best / short.best
  return table('One new order among 100,000', [
    ['', 'orders read', 'open trades read', 'ms best', 'ms median'],
    ['from the last checkpoint', since.orders.length, from.trades.length, short.best, short.median],
    ['whole rebuild', all.orders.length, 0, whole.best, whole.median],
    ['times as fast', '', '', ratio, ''],
  ])
}
