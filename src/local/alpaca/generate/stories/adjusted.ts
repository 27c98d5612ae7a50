import type { Desk, Leg, Story } from '../desk'
import { toOpen } from '../ticket'
import { GME } from '../underlyings'
import { trade } from '../working'

/**
 * Buys calls on GME whose contract a dividend of warrants turns into GME1: 100 shares and 10
 * warrants each (src/alpaca/README.md 6). One is sold later, the other before it expires.
 */
export function* adjustedContract(desk: Desk, expiryDate: string): Story {
  const symbol = desk.contract(GME, 'call', expiryDate, -0.2)
  const call: Leg = { symbol, side: 'buy', ratio: 1 }
  if (!desk.reserve([call])) return
  yield* trade(desk, toOpen([call]), 2)
  yield desk.inSession(12)
  const adjusted = symbol.replace('GME', 'GME1')
  desk.broker.adjustOption(symbol, {
    at: desk.at,
    to: adjusted,
    subType: 'SPIN',
    contract: {
      underlying: 'GME',
      deliverables: [
        { symbol: 'GME', amount: '100', allocationPercentage: '95' },
        { symbol: 'GME.WS', amount: '10', allocationPercentage: '5' },
      ],
    },
  })
  desk.release([call])
  for (const days of [30, 60]) {
    yield desk.inSession(days)
    yield* sellOne(desk, adjusted)
  }
}

function* sellOne(desk: Desk, symbol: string): Story {
  const price = desk.quote(symbol)
  const order = desk.broker.submit({
    at: desk.at,
    symbol,
    side: 'sell',
    qty: '1',
    limitPrice: price,
    intent: 'sell_to_close',
  })
  yield desk.seconds(3, 40)
  desk.broker.fill(order.id, { at: desk.at, price })
}
