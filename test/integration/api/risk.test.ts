import { beforeAll, describe, expect, it } from 'vitest'
import { campaignDetailSchema } from '../../../src/api/campaigns/schemas'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { openSynced, type SyncedApi } from './world'

function trade(
  broker: Broker,
  at: string,
  symbol: string,
  side: 'buy' | 'sell',
  price: string,
  qty = '1',
): void {
  const { id } = broker.submit({ at, symbol, side, qty })
  broker.fill(id, { at, price })
}

/**
 * A covered call, a naked call, a short put of two that one is left of, and calls whose contract
 * was adjusted: one delivers shares alone, the other warrants too.
 */
function account(): Broker {
  const broker = new Broker({ seed: 'risk', openedAt: '2026-08-03T14:30:00Z', deposit: '100000' })
  trade(broker, '2026-09-14T15:00:00Z', 'KO', 'buy', '70.25', '200')
  trade(broker, '2026-09-15T15:00:00Z', 'KO261218C00073000', 'sell', '1.10')
  for (const symbol of ['AMC261218C00003000', 'GME261218C00003000'])
    trade(broker, '2026-09-16T14:00:00Z', symbol, 'buy', '0.5')
  trade(broker, '2026-09-16T15:00:00Z', 'XOM261218C00120000', 'sell', '2.50')
  trade(broker, '2026-09-16T15:00:00Z', 'PEP261218P00150000', 'sell', '3', '2')
  trade(broker, '2026-09-17T15:00:00Z', 'PEP261218P00150000', 'buy', '1')
  for (const [underlying, warrants] of [
    ['AMC', []],
    ['GME', [{ symbol: 'GME.WS', amount: '10', allocationPercentage: '5' }]],
  ] as const) {
    const symbol = `${underlying}261218C00003000`
    broker.adjustOption(symbol, {
      at: '2026-09-18T10:00:00Z',
      to: symbol.replace(underlying, `${underlying}1`),
      subType: 'SPIN',
      contract: {
        underlying,
        deliverables: [
          { symbol: underlying, amount: '50', allocationPercentage: '100' },
          ...warrants,
        ],
      },
    })
  }
  return broker
}

const flat = (price: number, pl: number) => ({ price, pl })

const EXPECTED = {
  covered_call: {
    knots: [flat(0, -6915), flat(73, 385), flat(146, 385)],
    max_profit: 385,
    max_loss: -6915,
    breakevens: [69.15],
  },
  short_call: {
    knots: [flat(0, 250), flat(120, 250), flat(245, -12_250)],
    max_profit: 250,
    max_loss: null,
    breakevens: [122.5],
  },
  short_put: {
    knots: [flat(0, -14_500), flat(150, 500), flat(300, 500)],
    max_profit: 500,
    max_loss: -14_500,
    breakevens: [145],
  },
  long_stock: null,
}

let api: SyncedApi

beforeAll(async () => {
  api = await openSynced({ paper: account() })
})

const tradesOf = async (query = '') => (await api.get(tradeListSchema, `/trades${query}`)).trades

describe('the risk of open trades', () => {
  it('is in the list: with the shares that cover a trade, and null for shares alone', async () => {
    const trades = (await tradesOf()).filter(({ underlying }) => !/AMC|GME/.test(underlying))
    const risks = trades.map(({ strategy, risk }) => [strategy, risk])
    expect(Object.fromEntries(risks)).toEqual(EXPECTED)
  })

  it('of an adjusted contract goes by its deliverables, and is null if they are not all shares of one kind', async () => {
    const [plain] = await tradesOf('?underlying=AMC')
    expect(plain?.risk).toEqual({
      knots: [flat(0, -50), flat(6, -50), flat(14, 350)],
      max_profit: null,
      max_loss: -50,
      breakevens: [7],
    })
    const [withWarrants] = await tradesOf('?underlying=GME')
    expect(withWarrants).toMatchObject({ status: 'open', risk: null })
  })

  it('is in the trade and in its campaign', async () => {
    const [covered] = await tradesOf('?strategy=covered_call')
    const detail = await api.get(tradeDetailSchema, `/trades/${covered?.trade_id}`)
    expect(detail.trade.risk).toEqual(EXPECTED.covered_call)
    const { campaign } = await api.get(campaignDetailSchema, `/campaigns/${covered?.campaign_id}`)
    expect(campaign.trades.map(({ risk }) => risk)).toEqual([null, EXPECTED.covered_call])
  })

  it('is in the CSV with the name of each figure, and empty where it is unknown', async () => {
    const csv = await (await api.request('/trades.csv?fields=strategy,risk')).text()
    const lines = csv.split('\r\n')
    for (const line of [
      'strategy,risk',
      'covered_call,"max_profit 385; max_loss -6915; breakeven 69.15"',
      'short_call,"max_profit 250; max_loss unlimited; breakeven 122.5"',
      'long_call,"max_profit unlimited; max_loss -50; breakeven 7"',
      'long_stock,',
    ])
      expect(lines).toContain(line)
  })
})
