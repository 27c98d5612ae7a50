import { beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { lotListSchema, type lotSchema } from '../../../src/api/lots/schemas'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { fixtureAlpaca } from '../../support/alpaca-fixtures'
import { date, Story } from '../ledger/accountant/story'
import { rowsOf } from '../sync/support'
import { expectError } from './errors'
import { openSynced, openSyncedFrom, type SyncedApi } from './world'

type Lot = z.infer<typeof lotSchema>

const NOW = '2026-10-20T15:00:00Z'

function deliver(a: Story, day: number, type: string, option: string, qty: number, shares: number) {
  const group_id = `g-${option}`
  const strike = Number(option.slice(-8)) / 1000
  const [underlying = ''] = /^[A-Z]+/.exec(option) ?? []
  a.row(type, date(day), { symbol: option, qty: String(qty), group_id })
  a.row('OPTRD', date(day), {
    symbol: underlying,
    qty: String(shares),
    price: String(strike),
    net_amount: String(-shares * strike),
    group_id,
  })
}

/** Shares bought and sold, a wheel, a wash sale, an index option, a coin and a transfer. */
function account(): Story {
  const a = new Story()
  a.buy(1, 100, 'LTA', 10)
  a.sell(8, 60, 'LTA', 11)
  a.row('FEE', date(8), {
    activity_sub_type: 'REG',
    net_amount: '-0.03',
    description: 'REG fee for proceed of 60 shares on 2026-09-08',
  })
  a.sell(1, 1, 'LTB260911P00095000', 2, { intent: 'open' })
  deliver(a, 11, 'OPASN', 'LTB260911P00095000', 1, 100)
  a.sell(14, 1, 'LTB260918C00100000', 1.5, { intent: 'open' })
  deliver(a, 18, 'OPASN', 'LTB260918C00100000', 1, -100)
  a.buy(1, 100, 'LTC', 10)
  a.sell(10, 100, 'LTC', 9)
  a.buy(11, 60, 'LTC', 9)
  a.sell(22, 60, 'LTC', 12)
  a.buy(1, 1, 'SPXW260918C06000000', 10, { intent: 'open' })
  a.sell(2, 1, 'SPXW260918C06000000', 11, { intent: 'close' })
  a.buy(1, 2, 'BTC/USD', 100)
  a.sell(3, 1, 'BTC/USD', 90)
  a.row('JNLS', date(4), { symbol: 'LTD', qty: '10' })
  a.sell(9, 10, 'LTD', 20)
  a.buy(1, 10, 'LTE', 30)
  a.act(
    'SPLIT',
    9,
    'FSPLIT',
    [
      ['LTE', -10, 30],
      ['LTE', 30, 10],
    ],
    { group_id: 'g-lte' },
  )
  a.sell(15, 30, 'LTE', 11)
  return a
}

/** Shares sold at a loss, split, and bought again. */
function splitAccount(): Story {
  const a = new Story()
  a.buy(1, 30, 'LTF', 40)
  a.sell(8, 20, 'LTF', 36)
  const rows: [string, number, number][] = [
    ['LTF', -10, 40],
    ['LTF', 40, 10],
  ]
  a.act('SPLIT', 10, 'FSPLIT', rows, { group_id: 'g-ltf' })
  a.buy(11, 20, 'LTF', 9)
  return a
}

const lineOf = (lot: Lot): string =>
  [
    `${lot.description}: ${lot.date_acquired} ${lot.date_sold}`,
    `${lot.proceeds} - ${lot.basis} = ${lot.gain} ${lot.term} ${lot.form}`,
    `trade ${lot.trade_pl}`,
    ...(lot.wash_sale
      ? [`wash ${lot.wash_sale.disallowed} added ${lot.wash_sale.added_basis}`]
      : []),
    ...lot.flags,
  ].join('; ')

describe('GET /lots of a synced account', () => {
  let api: SyncedApi

  beforeAll(async () => {
    api = await openSyncedFrom(account().fetch, NOW)
  })

  const lots = async (query: string) => (await api.get(lotListSchema, `/lots${query}`)).lots

  it.each([
    ['LTA', ['60 sh. LTA: 2026-09-01 2026-09-08; 659.97 - 600 = 59.97 short 8949; trade 59.97']],
    [
      'LTB',
      [
        '1 LTB 09/18/2026 100 CALL: 2026-09-18 2026-09-14; 0 - 0 = 0 null null; trade 150',
        '100 sh. LTB: 2026-09-11 2026-09-18; 10150 - 9300 = 850 short 8949; trade 500',
        '1 LTB 09/11/2026 95 PUT: 2026-09-11 2026-09-01; 0 - 0 = 0 null null; trade 200',
      ],
    ],
    [
      'LTC',
      [
        '60 sh. LTC: 2026-09-11 2026-09-22; 720 - 540 = 180 short 8949; trade 180; wash 0 added 60',
        '100 sh. LTC: 2026-09-01 2026-09-10; 900 - 1000 = -100 short 8949; trade -100; wash 60 added 0',
      ],
    ],
    [
      'SPX',
      [
        '1 SPXW 09/18/2026 6000 CALL: 2026-09-01 2026-09-02; 1100 - 1000 = 100 null 6781; trade 100',
      ],
    ],
    [
      'BTC/USD',
      ['1 BTC: 2026-09-01 2026-09-03; 90 - 100 = -10 short 8949; trade -10; no_wash_sale_rule'],
    ],
    [
      'LTD',
      [
        '10 sh. LTD: null 2026-09-09; 200 - null = null null 8949; trade null; basis_unknown; transferred_in',
      ],
    ],
    ['LTE', ['30 sh. LTE: 2026-09-01 2026-09-15; 330 - 300 = 30 short 8949; trade 30']],
  ])('has the figures of Form 8949 for %s', async (underlying, wanted) => {
    const found = await lots(`?underlying=${encodeURIComponent(underlying)}`)
    expect(found.map(lineOf).toSorted()).toEqual(wanted.toSorted())
  })

  it('says that it is no tax advice, and has totals that tie to the trades', async () => {
    const { note, totals } = await api.get(lotListSchema, '/lots?include=totals')
    expect(note).toContain('no tax advice')
    const { trades } = await api.get(tradeListSchema, '/trades?status=closed,open,partial')
    const known = trades.filter(({ incomplete }) => !incomplete)
    const net = known.reduce((sum, trade) => sum + (trade.net_pl ?? 0), 0)
    expect(totals?.trade_pl).toBeCloseTo(net, 6)
    expect(totals).toMatchObject({
      lots: 10,
      difference: 0,
      held_premium: 0,
      unknown_gain: 1,
      unreported: 2,
      section_1256: { gain: 100, long_term_gain: 60, short_term_gain: 40 },
      short_term: { lots: 6, disallowed: 60, added_basis: 60 },
    })
    expect(totals?.differences).toEqual([
      { reason: 'moved_to_shares', lots: 2, amount: -350 },
      { reason: 'option_premium', lots: 1, amount: 350 },
      { reason: 'transferred_out', lots: 0, amount: 0 },
    ])
  })

  it.each([
    ['', 0],
    ['&closed_until=2026-09-02', 1],
    ['&closed_until=2026-09-02&underlying=LTA', 0],
    ['&closed_until=2026-09-02&section_1256=false', 0],
    ['&closed_since=2026-09-01&closed_until=2026-09-01', 0],
  ])('counts the Section 1256 contracts open at the end of the range %s', async (range, open) => {
    const { totals } = await api.get(lotListSchema, `/lots?include=totals${range}`)
    expect(totals?.section_1256.open_contracts).toBe(open)
  })

  it('lists the last closed first, and each lot once over all pages', async () => {
    const all = await lots('')
    const paged: Lot[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '?limit=3' : `?limit=3&cursor=${cursor}`
      const page: z.infer<typeof lotListSchema> = await api.get(lotListSchema, `/lots${query}`)
      paged.push(...page.lots)
      cursor = page.next_cursor
    }
    expect(paged).toEqual(all)
    const times = all.map(({ closed_at }) => closed_at)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(new Set(all.map(({ lot_id }) => lot_id)).size).toBe(10)
  })

  it('filters by the time of the closing, by account, and by Section 1256', async () => {
    const closed = await lots('?closed_since=2026-09-09&closed_until=2026-09-12')
    expect(closed.map(({ symbol }) => symbol).toSorted()).toEqual([
      'LTB260911P00095000',
      'LTC',
      'LTD',
    ])
    expect(await lots('?section_1256=true')).toHaveLength(1)
    expect(await lots('?section_1256=false&account=paper')).toHaveLength(9)
    await expectError(await api.request('/lots?account=nobody'), 'invalid_parameter', 'account')
    await expectError(await api.request('/lots?cursor=x'), 'invalid_parameter', 'cursor')
  })

  it('exports the same lots as CSV, in parts with a Link', async () => {
    const fields = 'description,date_acquired,date_sold,proceeds,basis,gain,term,disallowed'
    const whole = await (await api.request(`/lots.csv?fields=${fields}`)).text()
    const lines = whole.trimEnd().split('\r\n')
    expect(lines).toHaveLength(11)
    expect(lines).toContain('100 sh. LTC,2026-09-01,2026-09-10,900,1000,-100,short,60')
    expect(lines).toContain('10 sh. LTD,,2026-09-09,200,,,,')
    const parts: string[][] = []
    let path: string | undefined = `/lots.csv?fields=${fields}&limit=4`
    while (path !== undefined) {
      const part: Response = await api.request(path)
      parts.push((await part.text()).trimEnd().split('\r\n').slice(1))
      path = /<\/api\/alpaca(.*)>/.exec(part.headers.get('Link') ?? '')?.[1]
    }
    expect(parts.map((part) => part.length)).toEqual([4, 4, 2])
    expect(parts.flat()).toEqual(lines.slice(1))
    const all = await api.request('/lots.csv?limit=10')
    expect([all.status, all.headers.get('Link')]).toEqual([200, null])
  })
})

describe('GET /lots of sales after 20:00 New York', () => {
  it('has shares on the next day, which is their trade date, and coins on the same day', async () => {
    const a = new Story()
    a.buy(1, 10, 'LTF', 10)
    a.buy(1, 1, 'BTC/USD', 100)
    const evening = '2026-09-09T00:30:00Z'
    a.sell(evening, 10, 'LTF', 11)
    a.sell(evening, 1, 'BTC/USD', 110)
    const api = await openSyncedFrom(a.fetch, NOW)
    const symbols = async (query: string) =>
      (await api.get(lotListSchema, `/lots${query}`)).lots.map(({ symbol }) => symbol)
    expect(await symbols('?closed_until=2026-09-09')).toEqual(['BTC/USD'])
    expect(await symbols('?closed_since=2026-09-09')).toEqual(['LTF'])
  })
})

describe('GET /lots of several accounts', () => {
  it('has a wash sale by a purchase of another account, but not between paper and live', async () => {
    const trading = (seed: string, orders: readonly ['buy' | 'sell', number, string][]) => {
      const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', deposit: '10000' })
      for (const [side, day, price] of orders) {
        const at = `2026-09-${day}T15:00:00Z`
        const { id } = broker.submit({ at, symbol: 'LTG', side, qty: '10' })
        broker.fill(id, { at, price })
      }
      return broker
    }
    const api = await openSynced({
      one: trading('one', [
        ['buy', 10, '10'],
        ['sell', 14, '9'],
      ]),
      two: trading('two', [['buy', 15, '9']]),
    })
    const wash = async () =>
      (await api.get(lotListSchema, '/lots')).lots.map(({ wash_sale }) => wash_sale?.disallowed)
    expect(await wash()).toEqual([10])
    await rowsOf(
      api.db,
      `update alpaca_accounts set base_url = 'https://api.alpaca.markets' where label = 'two'`,
    )
    expect(await wash()).toEqual([undefined])
  })
})

describe('GET /lots of an account with a split', () => {
  it('counts what replaced a loss in shares of the day of the sale', async () => {
    const api = await openSyncedFrom(splitAccount().fetch, NOW)
    const { lots } = await api.get(lotListSchema, '/lots')
    expect(lots.map(lineOf)).toEqual([
      '20 sh. LTF: 2026-09-01 2026-09-08; 720 - 800 = -80 short 8949; trade -80; wash 20 added 0',
    ])
  })
})

describe('GET /lots of the account in test/fixtures/alpaca', () => {
  it('sums to the net profit of its trades', async () => {
    const api = await openSyncedFrom(fixtureAlpaca, '2026-09-15T13:30:00Z')
    const { lots, totals } = await api.get(lotListSchema, '/lots?include=totals')
    const { trades } = await api.get(tradeListSchema, '/trades?status=closed')
    const net = trades.reduce((sum, trade) => sum + (trade.net_pl ?? 0), 0)
    expect(totals?.gain).toBeCloseTo(net, 6)
    expect(totals).toMatchObject({ difference: 0, held_premium: 0, unknown_gain: 0 })
    expect(lots.map(({ description }) => description)).not.toEqual([])
  })
})
