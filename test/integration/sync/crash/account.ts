import { Broker } from '../../../../src/local/alpaca/broker'

/** When the first sync of the account runs, and a later one. */
export const FIRST = '2026-09-10T21:00:00Z'
export const LATER = '2026-09-17T21:00:00Z'

/** An order whose payload Alpaca sends without a quantity: first both, later only the second. */
export const MENDED = 'TSLA'
export const BROKEN = 'NFLX'

const ADJUSTED = 'GME1261016C00030000'

type Leg = { symbol: string; side: 'buy' | 'sell' }

/**
 * A small account with one of each trap: multi-leg orders, a bracket whose exits are held, a
 * replaced order, a fill long after its submission, partial fills, an adjusted contract, an expiry,
 * an assignment whose shares come late, fees, a coin, a position that vanishes; `traded` before
 * with a day of trades enough for a checkpoint and a trade of the next day, which ends the first,
 * long before what a later sync looks back to. Made anew each time, the same each time, up to the
 * first sync or to the later one.
 */
export function crashAccount(until: typeof FIRST | typeof LATER, { traded = false } = {}): Broker {
  const broker = new Broker({
    seed: 'crash',
    openedAt: '2026-08-24T13:00:00Z',
    deposit: '1000000',
    fees: true,
  })
  broker.defineContract(ADJUSTED, { underlying: 'GME', multiplier: '10' })
  if (traded) {
    dayTrades(broker, '2026-08-25T13:30:00Z', 65)
    dayTrades(broker, '2026-08-26T13:30:00Z', 1)
  }
  const late = beforeFirst(broker)
  if (until === LATER) untilLater(broker, late)
  return broker
}

function beforeFirst(broker: Broker): Record<'coming' | 'working', string> {
  spread(broker, '2026-09-08T14:00:00Z', [
    { symbol: 'SPY260911C00700000', side: 'sell' },
    { symbol: 'SPY260911C00710000', side: 'buy' },
  ])
  trade(broker, 'SPY260911P00650000', 'sell', '2026-09-08T14:10:00Z')
  trade(broker, ADJUSTED, 'buy', '2026-09-08T14:20:00Z')
  trade(broker, 'BTC/USD', 'buy', '2026-09-08T14:30:00Z', '0.0125')
  trade(broker, MENDED, 'buy', '2026-09-08T14:40:00Z')
  trade(broker, BROKEN, 'buy', '2026-09-08T14:50:00Z')
  const coming = limit(broker, 'AAPL', '2026-09-08T15:00:00Z', '3')
  broker.fill(coming, { at: '2026-09-08T15:01:00Z', qty: '1.5', price: '179.9' })
  const working = limit(broker, 'MSFT', '2026-09-08T15:10:00Z', '2')
  const bracket = broker.submit({
    at: '2026-09-08T15:20:00Z',
    symbol: 'NVDA',
    side: 'buy',
    qty: '1',
    limitPrice: '190',
    timeInForce: 'gtc',
    orderClass: 'bracket',
    takeProfit: { limitPrice: '220' },
    stopLoss: { stopPrice: '150' },
  })
  broker.fill(bracket.id, { at: '2026-09-08T15:21:00Z', price: '189.5' })
  broker.postDailyFees('2026-09-08')
  // The next walk of orders starts a day before this one: what is older is read again by its id.
  broker.cancel(limit(broker, 'IWM', '2026-09-10T14:00:00Z', '1'), '2026-09-10T14:01:00Z')
  return { coming, working }
}

function untilLater(broker: Broker, { coming, working }: Record<'coming' | 'working', string>) {
  broker.expireOption('SPY260911C00700000', { at: '2026-09-11T21:00:00Z' })
  broker.expireOption('SPY260911C00710000', { at: '2026-09-11T21:00:01Z' })
  broker.assign('SPY260911P00650000', { at: '2026-09-11T21:00:02Z' })
  broker.fill(coming, { at: '2026-09-14T14:00:00Z', price: '179.8' })
  const replacing = broker.replace(working, { at: '2026-09-14T14:10:00Z', limitPrice: '401' })
  broker.cancel(replacing.id, '2026-09-14T14:20:00Z')
  trade(broker, ADJUSTED, 'sell', '2026-09-14T14:30:00Z')
  trade(broker, 'GME1261016P00030000', 'buy', '2026-09-14T14:35:00Z')
  trade(broker, MENDED, 'sell', '2026-09-14T14:40:00Z')
  dayTrades(broker, '2026-09-14T15:00:00Z', 3)
  spread(broker, '2026-09-15T14:00:00Z', [
    { symbol: 'SPY261016C00700000', side: 'sell' },
    { symbol: 'SPY261016C00710000', side: 'buy' },
  ])
  broker.vanish('BTC/USD', '2026-09-15T15:00:00Z')
  broker.postDailyFees('2026-09-14')
}

function spread(broker: Broker, at: string, legs: Leg[]): void {
  const { id } = broker.submitMultileg({ at, qty: '2', limitPrice: '-1', legs })
  broker.fillSpread(id, { at, prices: ['3.1', '2.05'] })
}

function trade(broker: Broker, symbol: string, side: 'buy' | 'sell', at: string, qty = '1'): void {
  const { id } = broker.submit({ at, symbol, side, qty })
  broker.fill(id, { at: new Date(Date.parse(at) + 1000).toISOString(), price: '2.5' })
}

function limit(broker: Broker, symbol: string, at: string, qty: string): string {
  return broker.submit({ at, symbol, side: 'buy', qty, limitPrice: '180', timeInForce: 'gtc' }).id
}

/**
 * Calls of QQQ bought and sold again, with more than a window between them: each is a trade, and
 * the ledger is quiet between.
 */
function dayTrades(broker: Broker, from: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const at = (minutes: number) =>
      new Date(Date.parse(from) + (i * 7 + minutes) * 60_000).toISOString()
    trade(broker, 'QQQ261016C00500000', 'buy', at(0))
    trade(broker, 'QQQ261016C00500000', 'sell', at(1))
  }
}
