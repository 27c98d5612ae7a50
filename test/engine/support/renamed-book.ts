import { type Decimal, ZERO } from '../../../src/engine/model/decimal'
import type { EventFact, LedgerFacts, OrderFact } from '../../../src/engine/model/facts'
import { type Instrument, instrumentOf } from '../../../src/engine/model/instrument'
import { Random } from '../../../src/local/alpaca/random'
import { ACTION } from './facts'
import { randomBook } from './random-book'

/** The same under the name of another underlying. */
function renamed({ symbol, kind, strike, expiry, multiplier }: Instrument): Instrument {
  const name = symbol.replace(/^(AAPL|BTC)/, 'META')
  const underlying = kind === 'crypto' ? name : 'META'
  return instrumentOf(name, kind, strike, expiry, multiplier, underlying)
}

const ofOther = ({ orders, events, overrides }: LedgerFacts) => ({
  orders: orders.map((order) => ({ ...order, instrument: renamed(order.instrument) })),
  events: events.map((event) => ({ ...event, instrument: renamed(event.instrument) })),
  overrides,
})

/** What orders alone have made of a position before a moment. */
function heldBefore(at: number, symbol: string, orders: readonly OrderFact[]): Decimal {
  let held = ZERO
  for (const { instrument, side, fills } of orders)
    for (const fill of instrument.symbol === symbol ? fills : [])
      if (fill.at < at) held = held.plus(fill.quantity.times(side === 'buy' ? 1 : -1))
  return held
}

/** Some positions of one become another's, now and then, and some of them go back. */
function renames({ orders }: LedgerFacts, random: Random): EventFact[] {
  return orders.flatMap((order: OrderFact, i): EventFact[] => {
    if (!random.chance(0.15)) return []
    const guess = order.quantity.times(random.pick([1, -1]))
    const at = order.createdAt + random.whole(1, 400_000) * 1_000_000
    const date = new Date(at / 1000).toISOString().slice(0, 10)
    const row = { ...ACTION, kind: 'name', type: 'adjustment' } as const
    const base = { ...row, at, date, groupId: random.pick([`g${i}`, null]) } as const
    const names = random.shuffled([order.instrument, renamed(order.instrument)])
    // An action that does not fit what is held is refused: most fit.
    const held = heldBefore(at, order.instrument.symbol, orders)
    const quantity = held.isZero ? guess : held
    return names.map((instrument, n) => ({
      ...{ ...base, id: `${random.whole(0, 1e9)}-${i}-${n}`, instrument },
      quantity: quantity.times(instrument === order.instrument ? -1 : 1),
    }))
  })
}

/** Two random books of which one renames into the other. */
export function renamedBook(seed: number, steps: number): LedgerFacts {
  const [one, other] = [randomBook(seed, steps), ofOther(randomBook(seed + 1, steps))]
  return {
    ...one,
    orders: [...one.orders, ...other.orders],
    events: [...one.events, ...other.events, ...renames(one, new Random(seed))],
    overrides: [...one.overrides, ...other.overrides],
  }
}
