import { beforeAll, describe, expect, it } from 'vitest'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { statsSchema } from '../../../src/api/stats/schemas'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import { fixtureAlpaca } from '../../support/alpaca-fixtures'
import { API_TOKEN, bearer } from './api'
import { openSyncedFrom, type SyncedApi } from './world'

describe('the ledger of the account in test/fixtures/alpaca', () => {
  let api: SyncedApi

  beforeAll(async () => {
    api = await openSyncedFrom(fixtureAlpaca, '2026-09-15T13:30:00Z')
  })

  it('balances to the cent', async () => {
    const found = await api.get(reconciliationSchema, '/reconciliation')
    expect(found.balanced).toBe(true)
    expect(found.symbols).toHaveLength(12)
    expect(found.cash).toMatchObject({
      cash: 99803.04,
      expected: 99803.04,
      difference: 0,
      fees: -0.96,
    })
  })

  it('realizes a loss of 12.00 and pays fees of 0.96', async () => {
    const { total, by_month, equity_curve } = await api.get(statsSchema, '/stats')
    expect(total).toMatchObject({ realized_pl: -12, fees: 0.96, net_pl: -12.96 })
    expect(by_month.map(({ month, net_pl }) => [month, net_pl])).toEqual([['2026-09', -12.96]])
    expect(equity_curve.at(-1)?.cumulative).toBe(-12.96)
  })

  it('names 7 trades with an unrealized loss of 49.00', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    const named = trades.map(
      ({ underlying, strategy, status }) => `${underlying} ${strategy} ${status}`,
    )
    expect(named.toSorted()).toEqual([
      'GOOGL long_call open',
      'IWM long_put closed',
      'KO short_put open',
      'MSFT bull_put_spread open',
      'QQQ bull_put_spread open',
      'SPY iron_condor open',
      'XLE bear_call_spread open',
    ])
    const cents = trades.map(({ unrealized_pl }) => Math.round((unrealized_pl ?? Number.NaN) * 100))
    expect(cents.reduce((sum, amount) => sum + amount, 0)).toBe(-4900)
  })

  it('links each position to its trade', async () => {
    const { positions } = await api.get(positionListSchema, '/positions')
    expect(positions).toHaveLength(12)
    for (const { symbol, qty, trade_id } of positions) {
      const { trade } = await api.get(tradeDetailSchema, `/trades/${trade_id}`)
      const leg = trade.legs.find((held) => held.symbol === symbol)
      expect(leg?.open_qty).toBe(Math.abs(qty))
      expect(leg?.side).toBe(qty > 0 ? 'long' : 'short')
    }
  })

  it('lists the fees of each trade, which add up to its total', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    for (const { trade_id, fees } of trades) {
      const { trade } = await api.get(tradeDetailSchema, `/trades/${trade_id}`)
      const cents = trade.fees_detail.map(({ amount }) => Math.round(amount * 100))
      expect(cents.reduce((sum, amount) => sum + amount, 0)).toBe(Math.round(fees * 100))
    }
  })

  it('stays the same when all trades are rebuilt', async () => {
    const headers = bearer(API_TOKEN)
    const response = await api.request('/trades/rebuild', { method: 'POST', headers })
    expect(rebuildSchema.parse(await response.json())).toMatchObject({
      changed: 0,
      has_more: false,
    })
  })
})
