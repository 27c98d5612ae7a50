import { beforeAll, describe, expect, it } from 'vitest'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { statsSchema } from '../../../src/api/stats/schemas'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import { bodyOf, haveSamples, listOf } from '../../unit/alpaca/samples'
import { API_TOKEN, bearer } from './api'
import { openSyncedFrom, type SyncedApi } from './world'

if (!haveSamples) console.warn('skipped: ../shared/alpaca/samples is not there')

/** The recorded Alpaca: everything on the first page, later pages empty. */
const recorded: typeof fetch = async (input, init) => {
  const url = new URL(new Request(input, init).url)
  const next = url.searchParams.has('after_order_id') || url.searchParams.has('page_token')
  if (url.pathname === '/v2/account') return Response.json(bodyOf('real_account'))
  if (url.pathname === '/v2/orders') return Response.json(next ? [] : listOf('real_orders_nested'))
  if (url.pathname === '/v2/account/activities')
    return Response.json(next ? [] : listOf('real_activities_mixed'))
  if (url.pathname === '/v2/positions') return Response.json(listOf('real_positions_options'))
  return Response.json({ code: 40410000, message: 'not found' }, { status: 404 })
}

describe.skipIf(!haveSamples)('the recorded paper account', () => {
  let api: SyncedApi

  beforeAll(async () => {
    api = await openSyncedFrom(recorded, '2026-09-10T20:00:00Z')
  })

  it('balances to the cent', async () => {
    const found = await api.get(reconciliationSchema, '/reconciliation')
    expect(found.balanced).toBe(true)
    expect(found.symbols).toHaveLength(13)
    expect(found.cash).toMatchObject({
      cash: 96886.08,
      expected: 96886.08,
      difference: 0,
      fees: -0.92,
    })
  })

  it('made -7.00 and paid 0.92', async () => {
    const { total, by_month, equity_curve } = await api.get(statsSchema, '/stats')
    expect(total).toMatchObject({ realized_pl: -7, fees: 0.92, net_pl: -7.92 })
    expect(by_month.map(({ month, net_pl }) => [month, net_pl])).toEqual([['2026-09', -7.92]])
    expect(equity_curve.at(-1)?.cumulative).toBe(-7.92)
  })

  it('has the expected trades, with an unrealized loss of 264.00', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    const named = trades.map(
      ({ underlying, strategy, status }) => `${underlying} ${strategy} ${status}`,
    )
    expect(named.toSorted()).toEqual([
      'AAPL long_call open',
      'AMD bull_put_spread open',
      'IWM long_put closed',
      'NVDA bull_put_spread open',
      'NVDA long_call open',
      'NVDA risk_reversal open',
      'QQQ long_call open',
      'SPY bull_put_spread open',
      'TSLA bull_put_spread open',
    ])
    const cents = trades.map(({ unrealized_pl }) => Math.round((unrealized_pl ?? Number.NaN) * 100))
    expect(cents.reduce((sum, amount) => sum + amount, 0)).toBe(-26400)
  })

  it('links each position to the trade that holds it', async () => {
    const { positions } = await api.get(positionListSchema, '/positions')
    expect(positions).toHaveLength(13)
    for (const { symbol, qty, trade_id } of positions) {
      const { trade } = await api.get(tradeDetailSchema, `/trades/${trade_id}`)
      const leg = trade.legs.find((held) => held.symbol === symbol)
      expect(leg?.open_qty).toBe(Math.abs(qty))
      expect(leg?.side).toBe(qty > 0 ? 'long' : 'short')
    }
  })

  it('shows the fees of each trade', async () => {
    const { trades } = await api.get(tradeListSchema, '/trades')
    for (const { trade_id, fees } of trades) {
      const { trade } = await api.get(tradeDetailSchema, `/trades/${trade_id}`)
      const cents = trade.fees_detail.map(({ amount }) => Math.round(amount * 100))
      expect(cents.reduce((sum, amount) => sum + amount, 0)).toBe(Math.round(fees * 100))
    }
  })

  it('does not change in a rebuild', async () => {
    const headers = bearer(API_TOKEN)
    const response = await api.request('/trades/rebuild', { method: 'POST', headers })
    expect(rebuildSchema.parse(await response.json())).toMatchObject({
      changed: 0,
      has_more: false,
    })
  })
})
