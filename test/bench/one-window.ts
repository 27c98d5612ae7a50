import { groupOrders } from '../../src/engine/group'
import { decimal } from '../../src/engine/model/decimal'
import type { LedgerFacts, OrderFact } from '../../src/engine/model/facts'
import { HUNDRED, type Instrument, instrumentOf } from '../../src/engine/model/instrument'
import type { Micros } from '../../src/time/micros'
import { WINDOWS } from '../engine/support/one-window'
import { ACCOUNT } from './accounts'
import { WINDOW_SECONDS } from './chunks'
import { MINUTE } from './clock'
import { timed } from './stopwatch'
import { table } from './table'

const BEGINS = Date.UTC(2026, 0, 5, 14, 30) * 1000
const EXPIRY = '2026-01-05'
const SECOND = 1_000_000
const RUNS = 3

function put(strike: number): Instrument {
  const symbol = `SPX260105P${String(strike * 1000).padStart(8, '0')}`
  return instrumentOf(symbol, 'put', decimal(strike), EXPIRY, HUNDRED, 'SPX')
}

/** Orders of one contract each, filled a second later. */
class Day {
  readonly facts: LedgerFacts = { accountId: ACCOUNT, orders: [], events: [], overrides: [] }

  order(at: Micros, instrument: Instrument, side: OrderFact['side'], intent: OrderFact['intent']) {
    const id = `order-${String(this.facts.orders.length).padStart(6, '0')}`
    const [one, price, filledAt] = [decimal(1), decimal('1.25'), at + SECOND]
    const fill = { id, activityId: id, at: filledAt, price, quantity: one, cumulative: one }
    this.facts.orders.push({
      ...{ id, parentId: null, exitOf: null, createdAt: at, instrument, side, intent },
      ...{ quantity: one, filledQuantity: one, filledPrice: price, filledAt },
      ...{ working: false, replacedBy: null, fills: [fill] },
    })
  }
}

/** Opens and closes one contract repeatedly: flat after each pair. */
function roundTrips(legs: number): LedgerFacts {
  const day = new Day()
  const contract = put(5000)
  for (let i = 0; i < legs / 2; i++) {
    const at = BEGINS + i * 20 * SECOND
    day.order(at, contract, 'buy', 'open')
    day.order(at + 10 * SECOND, contract, 'sell', 'close')
  }
  return day.facts
}

/** Holds ten contracts: each minute opens one and closes the oldest. Never flat. */
function overlapping(legs: number): LedgerFacts {
  const day = new Day()
  const contracts = Array.from({ length: 20 }, (_, i) => put(4900 + i * 5))
  for (let i = 0; i < legs / 2; i++) {
    const contract = contracts[(i * 7) % contracts.length] ?? put(4900)
    day.order(BEGINS + i * MINUTE, contract, 'sell', 'open')
    day.order(BEGINS + (i + 10) * MINUTE, contract, 'buy', 'close')
  }
  return day.facts
}

/** Days by name, and the numbers of orders that are measured. */
const DAYS: readonly (readonly [string, (orders: number) => LedgerFacts, readonly number[]])[] = [
  ['round trips', roundTrips, [200, 400, 800, 1600]],
  ['overlapping', overlapping, [200, 400, 800, 1600]],
  ...Object.entries(WINDOWS).map(([name, day]) => [name, day, [500, 1000, 2000, 4000]] as const),
]

/** The cost of a day whose orders are so close to each other that all are in one window. */
export function oneWindow(): string {
  const rows = DAYS.flatMap(([name, day, sizes]) => {
    let smallest = 0
    return sizes.map((orders) => {
      const facts = day(orders)
      const { best } = timed(RUNS, () => groupOrders(facts, { windowSeconds: WINDOW_SECONDS }))
      smallest ||= best / orders
      return [name, orders, best, (best / orders / smallest).toFixed(2)]
    })
  })
  return table('One window', [['a day of', 'orders', 'ms best', 'time per order'], ...rows])
}
