import { Broker } from '../../src/local/alpaca/broker'
import { STAND_IN_KEYS } from '../../src/local/alpaca/stand-in'

const DAY = 86_400_000

/**
 * A small account, by default under the keys of the stand-in, for a Worker that has the real clock:
 * shares of AAPL that are held, and shares of SPY that were sold.
 */
export function recentAccount(keyId: string = STAND_IN_KEYS.keyId) {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString()
  const broker = new Broker({ seed: keyId, openedAt: daysAgo(30), deposit: '100000' })
  const trade = (symbol: string, side: 'buy' | 'sell', at: string) => {
    const { id } = broker.submit({ at, symbol, side, qty: '10' })
    broker.fill(id, { at, price: '100' })
  }
  trade('AAPL', 'buy', daysAgo(20))
  trade('SPY', 'buy', daysAgo(19))
  trade('SPY', 'sell', daysAgo(18))
  return { ...STAND_IN_KEYS, keyId, account: broker }
}
