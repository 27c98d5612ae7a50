import { beforeAll, describe, expect, it } from 'vitest'
import { reconciliationSchema } from '../../../../../src/api/reconciliation/schemas'
import { statsSchema } from '../../../../../src/api/stats/schemas'
import { type CampaignRow, listCampaigns } from '../../../../../src/db/campaigns/read'
import { sampleOf } from '../../../../support/effort'
import { openSyncedFrom, type SyncedApi } from '../../../api/world'
import { openSync, rowsOf } from '../../../sync/support'
import { refoldAll } from '../../refold'
import { lineOf, Story } from '../story'
import { FEE_JOURNALS } from './fee-journals'
import { datesOf, Journal, type JournalCase } from './journal'
import { MONTH_JOURNALS } from './month-journals'
import { OPTION_JOURNALS } from './option-journals'
import { SHARE_JOURNALS } from './share-journals'

const NOW = '2026-10-01T15:00:00Z'
const JOURNALS = [...FEE_JOURNALS, ...MONTH_JOURNALS, ...OPTION_JOURNALS, ...SHARE_JOURNALS]

type Row = Record<string, unknown>

const tradeLine = (trade: Row): string =>
  `${lineOf(trade)}${trade.rolled_from === null ? '' : ' rolled'}`

const cents = (value: string | null): number | null =>
  value === null ? null : Math.round(Number(value) * 100) / 100

/** A campaign as one line: trades, realized profit, fees, dividends, total, basis of one share. */
const campaignLine = (campaign: CampaignRow): string =>
  [
    `campaign ${campaign.tradeCount}: ${cents(campaign.realizedPl)}`,
    ...(Number(campaign.fees) === 0 ? [] : [`fees ${cents(campaign.fees)}`]),
    ...(Number(campaign.dividends) === 0 ? [] : [`div ${cents(campaign.dividends)}`]),
    `= ${cents(campaign.totalPl)}`,
    ...(campaign.adjustedBasis === null ? [] : [`basis ${Number(campaign.adjustedBasis)}`]),
  ].join(' ')

const of = (symbols: readonly string[]): string =>
  `underlying in (${symbols.map((name) => `'${name}'`).join(', ')})`

async function proofOf(api: SyncedApi) {
  const { accounts } = await api.get(reconciliationSchema, '/reconciliation')
  const [account] = accounts
  if (account === undefined) throw new Error('no account')
  return account
}

function accountOf(cases: readonly JournalCase[]): Story {
  const account = new Story()
  for (const { tell } of cases) tell(account)
  return account
}

describe('an account that is told by journals', () => {
  let api: SyncedApi
  let campaigns: readonly CampaignRow[]
  beforeAll(async () => {
    api = await openSyncedFrom(accountOf(JOURNALS).fetch, NOW)
    campaigns = (await listCampaigns(api.db, {}, { limit: 1000, after: undefined })).rows
  })

  it.each(JOURNALS.map((one) => [one.name, one.wanted.join(', '), one] as const))(
    '%s: %s',
    async (_, __, { symbols, wanted }) => {
      const trades = await rowsOf(api.db, `select * from alpaca_trades where ${of(symbols)}`)
      const own = campaigns.filter(({ underlying }) => symbols.includes(underlying))
      const hasCampaigns = wanted.some((line) => line.startsWith('campaign'))
      const found = [...trades.map(tradeLine), ...(hasCampaigns ? own.map(campaignLine) : [])]
      expect(found.sort()).toEqual([...wanted].sort())
    },
  )

  it('is proved to the cent: no row is unbooked, and no quantity differs', async () => {
    const { state, differences, unbooked, proof } = await proofOf(api)
    expect([differences, unbooked]).toEqual([[], []])
    expect([state, proof.difference]).toEqual(['balanced', 0])
    // 1,000,000 in cash; in: a contract for 2,375, shares for 1,200 and 4,000; out at their own
    // cost: shares for 2,000 and 5,000, and a contract sold for 100.
    expect(proof.net_deposits).toBe(1_000_000 + 2375 + 1200 + 4000 - 2000 - 5000 + 100)
  })

  it('counts a month of one underlying by trades and by campaigns', async () => {
    const byTrade = await api.get(statsSchema, '/stats?underlying=HVA')
    expect(byTrade.total).toMatchObject({
      ...{ trades: 7, wins: 4, losses: 3, open_trades: 2 },
      ...{ realized_pl: 140, closed_net_pl: -10, open_net_pl: 150, dividends: 50 },
      max_drawdown: 490,
    })
    const byCampaign = await api.get(statsSchema, '/stats?underlying=HVA&unit=campaign')
    expect(byCampaign.total).toMatchObject({
      ...{ trades: 3, wins: 1, losses: 2, open_trades: 2 },
      ...{ realized_pl: 140, closed_net_pl: -10, open_net_pl: 150, dividends: 50 },
    })
  })
})

describe('an account that is synced on each day', () => {
  it('has the ledger of one sync at the end, and the same after a rebuild', async () => {
    const cases = sampleOf(JOURNALS, 5)
    const account = new Story()
    const journals = cases.map((one) => [one, new Journal(account, one.name)] as const)
    const clock = { now: new Date(NOW) }
    const late = await openSync(account.fetch, ['paper'], clock)
    for (const date of datesOf(cases)) {
      for (const [{ text }, journal] of journals) journal.play(text, date)
      clock.now = new Date(date < '2026-09-01' ? '2026-09-01T01:00:00Z' : `${date}T23:00:00Z`)
      if (date >= '2026-09-01') await late.sync()
    }
    clock.now = new Date(NOW)
    await late.sync()
    const whole = await openSync(accountOf(cases).fetch, ['paper'], { now: new Date(NOW) })
    await whole.sync()
    const linesOf = async ({ db }: Pick<SyncedApi, 'db'>) =>
      (await rowsOf(db, 'select * from alpaca_trades')).map(tradeLine).sort()
    expect(await linesOf(late)).toEqual(await linesOf(whole))
    expect(await refoldAll(late)).toMatchObject({ changed: 0 })
  })
})

/** Rows that lack a counterpart or contradict what is held, with their reasons. */
const HALVES = `
  1 buy 100 KAA 10
  1 buy 100 KAB 10
  1 buy 50 KAD 10
  1 buy 100 KAE 10
  1 bto 1 KAF261218C00010000 1
  1 buy 100 KAJ 10
  1 buy 10 KAM 30
  1 buy 60 KAN 10
  1 buy 900 KAZ 10
  28 SPLIT/FSPLIT KAA -100 10 0 g=a
  28 MA/SMA KAB -80 10 0 g=b
  28 MA/SMA KAC 40 20 0 g=b
  28 NC/SNC KAD -50 10 0 g=d
  28 NC/SNC KADX 60 10 0 g=d
  28 SPLIT/FSPLIT KAE 300 5 0 g=f
  28 OPCA/SPIN KAF261218C00010000 -1 1 100 g=g
  28 MA/CMA KAJ - - 1200 g=h
  28 MA/SCMA KAM -10 30 0 g=i
  28 MA/SCMA KAM - - 100 g=i
  28 VOF KAN -60 - 0 g=j
  28 REORG 611NSP014 - - 300 g=k
`
const REST = `
  28 SPLIT/FSPLIT KAA 200 5 0 g=a
  28 MA/SMA KAB -20 10 0 g=b
  28 MA/SMA KAC 10 20 0 g=b
  28 SPLIT/FSPLIT KAE -100 10 0 g=f
  0 contract KAF1261218C00010000 KAF
  28 OPCA/SPIN KAF1261218C00010000 1 1 -100 g=g
  28 MA/CMA KAJ -100 10 0 g=h
  28 MA/SCMA KAO 5 40 0 g=i
  28 VOF 611NSP014 60 - 0 g=j
  28 VOF 611NSP014 -60 - 0 g=k
`

describe('corporate actions of which rows are missing or contradict each other', () => {
  it('book nothing and are named by their ids, and heal when the rest arrives', async () => {
    const account = new Story()
    const book = new Journal(account, 'halves')
    book.play(HALVES)
    const ids = account.activities.flatMap(({ id, date }) => (date === '2026-09-28' ? [id] : []))
    const api = await openSyncedFrom(account.fetch, NOW)
    const lines = async () =>
      (await rowsOf(api.db, 'select * from alpaca_trades')).map(tradeLine).sort()
    expect(await lines()).toEqual([
      'long_call open 0 [KAF261218C00010000 1 = 100]',
      'long_stock open 0 [KAA 100 = 1000]',
      'long_stock open 0 [KAB 100 = 1000]',
      'long_stock open 0 [KAD 50 = 500]',
      'long_stock open 0 [KAE 100 = 1000]',
      'long_stock open 0 [KAJ 100 = 1000]',
      'long_stock open 0 [KAM 10 = 300]',
      'long_stock open 0 [KAN 60 = 600]',
      'long_stock open 0 [KAZ 900 = 9000]',
    ])
    const half = await proofOf(api)
    expect(half.state).toBe('differs')
    expect(half.unbooked.map(({ activity_id: id }) => id).sort()).toEqual(ids.sort())

    book.play(REST)
    for (const minute of ['05', '10']) {
      api.clock.now = new Date(`2026-10-01T15:${minute}:00Z`)
      await api.sync()
    }
    expect(await lines()).toEqual([
      'long_call open 0 [KAF1261218C00010000 1 = 100]',
      'long_stock closed -300',
      'long_stock closed 200',
      'long_stock open 0 [KAA 200 = 1000]',
      'long_stock open 0 [KAC 50 = 1000]',
      'long_stock open 0 [KAD 50 = 500]',
      'long_stock open 0 [KAE 300 = 1000]',
      'long_stock open 0 [KAO 5 = 200]',
      'long_stock open 0 [KAZ 900 = 9000]',
    ])
    expect((await proofOf(api)).unbooked).toMatchObject([
      { symbol: 'KAD', reason: 'it replaces 50 KAD by 60 KADX' },
      { symbol: 'KADX', reason: 'it replaces 50 KAD by 60 KADX' },
    ])
  })
})
