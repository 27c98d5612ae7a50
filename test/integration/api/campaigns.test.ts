import { describe, expect, it } from 'vitest'
import { campaignDetailSchema, campaignListSchema } from '../../../src/api/campaigns/schemas'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { API_TOKEN, bearer, READ_TOKEN } from './api'
import { expectError } from './errors'
import { openSynced, type SyncedApi } from './world'

const PUT = 'KO261016P00070000'
const CALL = 'KO261120C00072000'
const LAST_CALL = 'KO261218C00073000'

const newBroker = (seed: string) =>
  new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', deposit: '100000' })

function trade(
  broker: Broker,
  at: string,
  symbol: string,
  side: 'buy' | 'sell',
  price: string,
): void {
  const qty = symbol.length > 5 ? '1' : '100'
  const { id } = broker.submit({ at, symbol, side, qty })
  broker.fill(id, { at, price })
}

/** A put assigned at 70, a call that expires, a call that is called away at 73: 670 in all. */
function wheel(): Broker {
  const broker = newBroker('wheel')
  trade(broker, '2026-09-14T15:00:00Z', PUT, 'sell', '1.50')
  broker.assign(PUT, { at: '2026-10-16T20:30:00Z' })
  trade(broker, '2026-10-20T15:00:00Z', CALL, 'sell', '1.20')
  broker.expireOption(CALL, { at: '2026-11-20T21:30:00Z' })
  trade(broker, '2026-11-24T15:00:00Z', LAST_CALL, 'sell', '1.00')
  return broker
}

/** The account synced days after its last event, which is posted by then. */
const openLater = (broker: Broker) =>
  openSynced({ paper: broker }, {}, async ({ clock, sync }) => {
    clock.now = new Date('2027-01-05T15:00:00Z')
    await sync()
  })

const campaignsOf = async (api: SyncedApi, query = '') =>
  (await api.get(campaignListSchema, `/campaigns${query}`)).campaigns

describe('a wheel', () => {
  it('of a put assigned, two calls and shares called away is one campaign of 670', async () => {
    const broker = wheel()
    broker.assign(LAST_CALL, { at: '2026-12-18T21:30:00Z' })
    const api = await openLater(broker)
    const campaigns = await campaignsOf(api)
    // 150 + 120 + 100 of premiums, and 300 of shares bought at 70 and sold at 73.
    expect(campaigns).toMatchObject([
      {
        underlying: 'KO',
        status: 'closed',
        trade_count: 4,
        strategies: ['covered_call', 'long_stock', 'short_put'],
        opened_on: '2026-09-14',
        closed_on: '2026-12-18',
        realized_pl: 670,
        dividends: 0,
        shares: 0,
        adjusted_basis: null,
        incomplete: false,
      },
    ])
    const [{ campaign_id = '', realized_pl, fees, net_pl, total_pl } = {}] = campaigns
    expect([net_pl, total_pl]).toEqual([Number(realized_pl) - Number(fees), net_pl])
    const { campaign } = await api.get(campaignDetailSchema, `/campaigns/${campaign_id}`)
    expect(campaign).toMatchObject(campaigns[0] ?? {})
    expect(campaign.trades.map(({ strategy, realized_pl: pl }) => [strategy, pl])).toEqual([
      ['short_put', 150],
      ['long_stock', 300],
      ['covered_call', 120],
      ['covered_call', 100],
    ])
    expect(campaign.trades[0]?.trade_id).toBe(campaign_id)
    expect(campaign.trades.map((one) => one.campaign_id)).toEqual(Array(4).fill(campaign_id))
  })

  it('that holds shares says what one has cost after premiums, fees and dividends', async () => {
    const api = await openLater(wheel())
    await api.db.execute(
      `update alpaca_trades set fees = case strategy when 'short_put' then 1 else 0 end,
         dividends = case strategy when 'long_stock' then 48.50 else 0 end`,
    )
    // 7,000 less 150 + 120 + 100 of premiums and 48.50 of dividends, and 1 of fees, for 100 shares.
    expect(await campaignsOf(api)).toMatchObject([
      {
        status: 'open',
        closed_at: null,
        realized_pl: 270,
        fees: 1,
        net_pl: 269,
        dividends: 48.5,
        total_pl: 317.5,
        shares: 100,
        adjusted_basis: 65.825,
      },
    ])
  })

  it('is the same campaign after step-by-step syncs, and a rebuild changes nothing', async () => {
    const broker = newBroker('wheel')
    const api = await openSynced({ paper: broker })
    const steps: (() => void)[] = [
      () => trade(broker, '2026-09-14T15:00:00Z', PUT, 'sell', '1.50'),
      () => broker.assign(PUT, { at: '2026-10-16T20:30:00Z' }),
      () => trade(broker, '2026-10-20T15:00:00Z', CALL, 'sell', '1.20'),
      () => broker.expireOption(CALL, { at: '2026-11-20T21:30:00Z' }),
    ]
    for (const step of steps) {
      step()
      api.clock.now = new Date(new Date(broker.clock).getTime() + 6 * 86_400_000)
      await api.sync()
    }
    expect(await campaignsOf(api)).toMatchObject([
      { trade_count: 3, realized_pl: 270, shares: 100 },
    ])
    const { trades } = await api.get(tradeListSchema, '/trades')
    const response = await api.request('/trades/rebuild', {
      method: 'POST',
      headers: bearer(API_TOKEN),
    })
    expect(rebuildSchema.parse(await response.json())).toMatchObject({ changed: 0 })
    expect((await api.get(tradeListSchema, '/trades')).trades).toEqual(trades)
  })
})

describe('GET /campaigns', () => {
  async function threeCampaigns(): Promise<SyncedApi> {
    const broker = newBroker('three')
    trade(broker, '2026-09-14T15:00:00Z', 'F', 'buy', '12')
    trade(broker, '2026-09-15T15:00:00Z', 'T', 'buy', '20')
    trade(broker, '2026-09-16T15:00:00Z', 'T', 'sell', '21')
    trade(broker, '2026-09-17T15:00:00Z', PUT, 'sell', '1.50')
    return await openSynced({ paper: broker })
  }

  it('lists lone trades as campaigns of one, newest first, page by page', async () => {
    const api = await threeCampaigns()
    const all = await campaignsOf(api)
    expect(all.map(({ underlying, trade_count }) => [underlying, trade_count])).toEqual([
      ['KO', 1],
      ['T', 1],
      ['F', 1],
    ])
    const first = await api.get(campaignListSchema, '/campaigns?limit=2')
    const next = `/campaigns?limit=2&cursor=${first.next_cursor}`
    const second = await api.get(campaignListSchema, next)
    expect([...first.campaigns, ...second.campaigns]).toEqual(all)
    expect(second.next_cursor).toBe(null)
  })

  it('filters by underlying, status and account', async () => {
    const api = await threeCampaigns()
    const underlyings = async (query: string) =>
      (await campaignsOf(api, query)).map(({ underlying }) => underlying)
    expect(await underlyings('?underlying=t')).toEqual(['T'])
    expect(await underlyings('?status=open')).toEqual(['KO', 'F'])
    expect(await underlyings('?status=closed')).toEqual(['T'])
    expect(await underlyings('?status=closed,open')).toEqual(['KO', 'T', 'F'])
    expect(await underlyings('?status=pending,unfilled')).toEqual([])
    expect(await underlyings('?account=paper')).toHaveLength(3)
    const read = { headers: bearer(READ_TOKEN) }
    const refused = await api.request('/campaigns?account=nobody', read)
    await expectError(refused, 'invalid_parameter', 'account')
    const unknown = await api.request('/campaigns/00000000-0000-5000-8000-000000000001', read)
    await expectError(unknown, 'campaign_not_found', 'campaign_id')
  })

  it('has no profit and no basis where a trade was opened before the known history', async () => {
    const api = await threeCampaigns()
    await api.db.execute(
      `update alpaca_trades set incomplete = true, realized_pl = null, entry_cash = null where underlying = 'F'`,
    )
    expect(await campaignsOf(api, '?underlying=F')).toMatchObject([
      { realized_pl: null, net_pl: null, total_pl: null, adjusted_basis: null, incomplete: true },
    ])
  })
})
