import { describe, expect, it } from 'vitest'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { openSynced } from './world'

const on = (day: number) => `2026-09-${String(day).padStart(2, '0')}T15:00:00Z`

function trade(broker: Broker, at: string, side: 'buy' | 'sell', qty: string, price: string) {
  const { id } = broker.submit({ at, symbol: 'NVDA', side, qty })
  broker.fill(id, { at, price })
}

describe('the unrealized profit of a trade', () => {
  it('goes by its legs after a split: 60 of 100 bought at 50 are 120 at 30', async () => {
    const broker = new Broker({ openedAt: '2026-08-03T13:30:00Z', deposit: '100000' })
    trade(broker, on(1), 'buy', '100', '50')
    trade(broker, on(2), 'sell', '40', '55')
    broker.split('NVDA', { at: on(3), from: '1', to: '2' })
    broker.mark('NVDA', '30')
    const api = await openSynced({ paper: broker })
    const unrealizedOf = async () => {
      const { trades } = await api.get(tradeListSchema, '/trades?underlying=NVDA')
      const { accounts } = await api.get(reconciliationSchema, '/reconciliation')
      expect(accounts[0]).toMatchObject({ state: 'balanced', proof: { difference: 0 } })
      return trades.map(({ status, realized_pl, unrealized_pl }) => [
        status,
        realized_pl,
        unrealized_pl,
      ])
    }
    // 120 shares that cost 25 each.
    expect(await unrealizedOf()).toEqual([['partial', 200, 600]])
    trade(broker, on(4), 'sell', '20', '31')
    broker.mark('NVDA', '30')
    await api.sync()
    expect(await unrealizedOf()).toEqual([['partial', 320, 500]])
  })
})
