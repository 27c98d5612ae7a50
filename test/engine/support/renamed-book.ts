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

/** Some positions of one become another's, now and then, and some of them go back. */
function renames({ orders }: LedgerFacts, random: Random): EventFact[] {
  return orders.flatMap((order: OrderFact, i): EventFact[] => {
    if (!random.chance(0.15)) return []
    const quantity = order.quantity.times(random.pick([1, -1]))
    const at = order.createdAt + random.whole(1, 400_000) * 1_000_000
    const date = new Date(at / 1000).toISOString().slice(0, 10)
    const row = { ...ACTION, kind: 'name', type: 'adjustment' } as const
    const base = { ...row, at, date, groupId: random.pick([`g${i}`, null]) } as const
    const names = random.shuffled([order.instrument, renamed(order.instrument)])
    return names.map((instrument, n) => ({
      ...{ ...base, id: `${random.whole(0, 1e9)}-${i}-${n}`, instrument },
      quantity: quantity.times(n === 0 ? 1 : -1),
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
