import { Broker } from '../../../src/local/alpaca/broker'
import type { LivingAccount } from '../../../src/local/alpaca/living-account'

const MONDAY = Date.parse('2026-08-03T14:00:00Z')
const DAY = 86_400_000

/** When the story begins and ends. */
export const STORY = { start: '2026-08-03T00:00:00Z', end: '2026-10-01T15:00:00Z' }

/**
 * A small account that lives two months: each week a multi-leg order, a bracket, orders that are
 * replaced, cancelled and filled late, an expiry and an assignment, coins, fees; the same each
 * time, however time passes.
 */
export function storyAccount(): LivingAccount {
  const broker = new Broker({
    seed: 'story',
    openedAt: '2026-08-03T13:00:00Z',
    deposit: '1000000',
    fees: true,
  })
  const events = Array.from({ length: 8 }, (_, week) => weekOf(broker, week)).flat()
  events.sort((a, b) => a.at - b.at)
  const advance = (to: string) => {
    for (let next = events[0]; next && next.at <= Date.parse(to); next = events[0]) {
      events.shift()
      next.happen(new Date(next.at).toISOString())
    }
  }
  return { broker, advance }
}

interface Happening {
  at: number
  happen: (at: string) => void
}

function weekOf(broker: Broker, week: number): Happening[] {
  const friday = new Date(MONDAY + (week * 7 + 4) * DAY)
    .toISOString()
    .slice(2, 10)
    .replaceAll('-', '')
  const symbol = (kind: string, strike: number) =>
    `SPY${friday}${kind}${String(strike * 1000).padStart(8, '0')}`
  const known = new Map<string, string>()
  const id = (name: string) => known.get(name) ?? ''
  const on = (day: number, minutes: number, happen: (at: string) => void): Happening => ({
    at: MONDAY + (week * 7 + day) * DAY + minutes * 60_000,
    happen,
  })
  return [
    on(0, 1, (at) => {
      const legs = [
        { symbol: symbol('C', 700), side: 'sell' as const },
        { symbol: symbol('C', 710), side: 'buy' as const },
      ]
      known.set('spread', broker.submitMultileg({ at, qty: '2', limitPrice: '-1', legs }).id)
    }),
    on(0, 2, (at) => broker.fillSpread(id('spread'), { at, prices: ['3.1', '2.05'] })),
    on(0, 30, (at) => {
      known.set(
        'late',
        broker.submit({
          at,
          symbol: 'AAPL',
          side: 'buy',
          qty: '3',
          limitPrice: '180',
          timeInForce: 'gtc',
        }).id,
      )
    }),
    on(9, 40, (at) => broker.fill(id('late'), { at, qty: '1.5', price: '179.9' })),
    on(12, 40, (at) => broker.fill(id('late'), { at, price: '179.8' })),
    on(1, 5, (at) => {
      const first = broker.submit({
        at,
        symbol: 'MSFT',
        side: 'buy',
        qty: '2',
        limitPrice: '400',
        timeInForce: 'gtc',
      })
      known.set('replaced', first.id)
    }),
    on(2, 5, (at) =>
      known.set('replacing', broker.replace(id('replaced'), { at, limitPrice: '401' }).id),
    ),
    on(3, 5, (at) => broker.cancel(id('replacing'), at)),
    on(1, 10, (at) =>
      known.set('put', broker.submit({ at, symbol: symbol('P', 650), side: 'sell', qty: '1' }).id),
    ),
    on(1, 11, (at) => broker.fill(id('put'), { at, price: '4.4' })),
    on(2, 20, (at) => {
      const exits = { takeProfit: { limitPrice: '220' }, stopLoss: { stopPrice: '150' } }
      const bracket = {
        at,
        symbol: 'NVDA',
        side: 'buy' as const,
        qty: '1',
        limitPrice: '190',
        timeInForce: 'gtc',
        orderClass: 'bracket' as const,
      }
      known.set('bracket', broker.submit({ ...bracket, ...exits }).id)
    }),
    on(2, 40, (at) => broker.fill(id('bracket'), { at, price: '189.5' })),
    on(2, 50, (at) =>
      known.set('coin', broker.submit({ at, symbol: 'BTC/USD', side: 'buy', qty: '0.0125' }).id),
    ),
    on(2, 51, (at) => broker.fill(id('coin'), { at, price: '101234.56' })),
    on(3, 400, () =>
      broker.postDailyFees(new Date(MONDAY + (week * 7 + 1) * DAY).toISOString().slice(0, 10)),
    ),
    on(4, 420, (at) => {
      broker.expireOption(symbol('C', 700), { at })
      broker.expireOption(symbol('C', 710), { at })
      broker.assign(symbol('P', 650), { at })
    }),
  ]
}
