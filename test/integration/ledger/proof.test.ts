import { describe, expect, it } from 'vitest'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { API_TOKEN, bearer, clientOf, settingsOf } from '../api/api'
import { ledgerOf, openSynced } from '../api/world'
import { openSync, rowsOf } from '../sync/support'

type Row = Record<string, unknown>

/** What Alpaca answers instead of what the stand-in does. */
interface Changes {
  /** Rows that are added to the activities, with their cash. */
  rows?: readonly Row[]
  account?: (payload: Row) => Row
  position?: (payload: Row) => Row
  activity?: (payload: Row) => Row
}

const list = (rows: readonly unknown[]): Row[] => rows.map((row) => row as Row)

const add = (text: unknown, amount: number): string =>
  ((Math.round(Number(text) * 100) + Math.round(amount * 100)) / 100).toFixed(2)

/** The Trading API of an account, with changes. */
function alpacaOf(broker: Broker, clock: { now: Date }, changes: Changes): typeof fetch {
  const account = { keyId: 'key-paper', secretKey: 'secret-paper', account: broker }
  const standIn = createStandIn({
    now: () => clock.now,
    requestsPerMinute: 1_000_000,
    accounts: [account],
  })
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, searchParams } = new URL(request.url)
    const answer = await standIn.fetch(request)
    if (!answer.ok) return answer
    const { rows = [] } = changes
    if (pathname === '/v2/account') {
      const cash = rows.reduce((sum, row) => sum + Number(row.net_amount ?? 0), 0)
      const payload = (await answer.json()) as Row
      const moved = {
        ...payload,
        cash: add(payload.cash, cash),
        equity: add(payload.equity, cash),
      }
      return Response.json(changes.account?.(moved) ?? moved)
    }
    if (pathname === '/v2/positions') {
      const payload = list((await answer.json()) as unknown[])
      return Response.json(payload.map((row) => changes.position?.(row) ?? row))
    }
    if (pathname === '/v2/account/activities') {
      const payload = list((await answer.json()) as unknown[])
      const sent = payload.map((row) => changes.activity?.(row) ?? row)
      return Response.json(searchParams.has('page_token') ? sent : [...rows, ...sent])
    }
    return answer
  }
}

/** An account with less cash. */
const cashLess = (row: Row, missing: number): Row => ({
  ...row,
  cash: add(row.cash, -missing),
  equity: add(row.equity, -missing),
})

let made = 0

/** A row other than a fill. */
const activity = (type: string, date: string, net: string, details: Row = {}): Row => ({
  id: `${date.replaceAll('-', '')}000000000::00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
  activity_type: type,
  date,
  net_amount: net,
  description: '',
  status: 'executed',
  created_at: `${date}T21:00:00Z`,
  ...details,
})

/** The API over one account with changes. */
async function openProof(broker: Broker, changes: Changes = {}, now = '2026-10-01T15:00:00Z') {
  const clock = { now: new Date(now) }
  const world = await openSync(alpacaOf(broker, clock, changes), ['paper'], clock)
  const settings = settingsOf({
    DATABASE_URL: 'postgresql://tester:secret@db.test/legbook',
    ALPACA_ACCOUNTS: JSON.stringify([
      { label: 'paper', key_id: 'key-paper', secret_key: 'secret' },
    ]),
  })
  const { db, sync } = world
  const client = clientOf({ db, settings, now: () => clock.now, sync, ledger: world.ctx })
  const proof = async () => {
    const { accounts } = await client.get(reconciliationSchema, '/reconciliation')
    const [account] = accounts
    if (account === undefined) throw new Error('no account')
    return account
  }
  /** Syncs at a moment; returns the state, and whether the log has a warning. */
  const stateAt = async (moment: string) => {
    clock.now = new Date(moment)
    world.log.length = 0
    await sync()
    const { state, balanced } = await proof()
    const { accounts } = await client.get(syncStatusSchema, '/sync')
    expect(accounts.map((status) => [status.state, status.balanced])).toEqual([[state, balanced]])
    return [state, world.log.some(({ event }) => event === 'ledger_differs')]
  }
  return { ...world, ...client, proof, stateAt }
}

function order(
  broker: Broker,
  at: string,
  side: 'buy' | 'sell',
  qty: string,
  symbol: string,
  price: string,
) {
  const { id } = broker.submit({ at: `${at}Z`, symbol, side, qty })
  broker.fill(id, { at: `${at}Z`, price })
}

/** Shares bought and sold in part, a put sold, and shares transferred in. */
function story(): Broker {
  const broker = new Broker({ seed: 'proof', openedAt: '2026-08-03T14:30:00Z', deposit: '10000' })
  broker.transferIn('AAPL', { at: '2026-08-31T15:00:00Z', qty: '5', price: '200' })
  order(broker, '2026-09-01T15:00:00', 'buy', '10', 'MSFT', '100')
  order(broker, '2026-09-02T15:00:00', 'sell', '4', 'MSFT', '110')
  order(broker, '2026-09-03T15:00:00', 'sell', '1', 'SPY261218P00500000', '3')
  broker.mark('AAPL', '210')
  broker.mark('MSFT', '120')
  broker.mark('SPY261218P00500000', '2')
  return broker
}

/** Income and costs beside the trades: 4.85 of income, 25.02 of fees, 3.33 of another kind. */
const INCOME = [
  activity('FEE', '2026-09-02', '-0.02', { activity_sub_type: 'REG', description: 'REG fee' }),
  activity('FEE', '2026-09-04', '-25.00', { description: 'Wire' }),
  activity('DIV', '2026-09-08', '2.50', { activity_sub_type: 'CDIV', symbol: 'MSFT', qty: '6' }),
  activity('DIVNRA', '2026-09-08', '-0.75', { symbol: 'MSFT' }),
  activity('INT', '2026-09-30', '1.10', { activity_sub_type: 'MGN' }),
  activity('INT', '2026-09-30', '0', {
    activity_sub_type: 'SWP',
    symbol: 'SWEEPFDIC',
    qty: '9.25',
  }),
  activity('MISC', '2026-09-10', '3.33'),
]

describe('the proof of an account', () => {
  it('accounts for its equity to the cent, term by term', async () => {
    const api = await openProof(story(), { rows: INCOME })
    expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['balanced', false])
    const { proof, differences, unbooked } = await api.proof()
    expect(proof).toEqual({
      equity: 11_291.16,
      net_deposits: 11_000,
      realized_pl: 40,
      unrealized_pl: 270,
      fees: 25.02,
      dividends: 1.75,
      interest: 1.1,
      other: { MISC: 3.33 },
      difference: 0,
    })
    expect([differences, unbooked]).toEqual([[], []])
    expect(
      await rowsOf(
        api.db,
        'select sum(dividends) d, sum(interest) i, sum(transfers) t, sum(other) o from alpaca_cash_days',
      ),
    ).toEqual([{ d: '1.75', i: '1.1', t: '1000', o: '3.33' }])
  })

  it('counts rows without a date on the day in New York that they were created', async () => {
    const rows = INCOME.map(({ date: _, ...row }) => row)
    const api = await openProof(story(), { rows })
    expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['balanced', false])
    const { proof } = await api.proof()
    expect(proof).toMatchObject({ fees: 25.02, dividends: 1.75, interest: 1.1, difference: 0 })
    expect(proof.other).toEqual({ MISC: 3.33 })
  })

  it('is the same after a rebuild, and a quiet sync writes no day of cash', async () => {
    const api = await openProof(story(), { rows: INCOME })
    await api.sync()
    const before = [await api.proof(), await ledgerOf(api)]
    const written = 'select max(xmin::text::bigint) as at from alpaca_cash_days'
    const days = await rowsOf(api.db, written)
    await api.sync()
    expect(await rowsOf(api.db, written)).toEqual(days)
    expect(
      (await api.request('/trades/rebuild', { method: 'POST', headers: bearer(API_TOKEN) })).status,
    ).toBe(200)
    expect([await api.proof(), await ledgerOf(api)]).toEqual(before)
  })

  const cent =
    (field: string, of: (row: Row) => boolean, by = 0.01) =>
    (row: Row) =>
      of(row) ? { ...row, [field]: add(row[field], by) } : row
  const isType = (type: string) => (row: Row) => row.activity_type === type
  const isSymbol = (symbol: string) => (row: Row) => row.symbol === symbol
  const always = () => true

  const PLANTED: [string, Changes][] = [
    ['the cash', { account: (row) => cent('cash', always)(cent('equity', always)(row)) }],
    ['the cash alone', { account: cent('cash', always) }],
    ['the equity', { account: cent('equity', always, -0.01) }],
    ['the value of shares', { position: cent('market_value', isSymbol('MSFT')) }],
    [
      'the value of a short put',
      { position: cent('market_value', isSymbol('SPY261218P00500000')) },
    ],
    ['a deposit', { activity: cent('net_amount', isType('JNLC')) }],
    ['a dividend', { activity: cent('net_amount', isType('DIV')) }],
    ['a withheld tax', { activity: cent('net_amount', isType('DIVNRA')) }],
    ['an interest', { activity: cent('net_amount', isType('INT')) }],
    ['a fee', { activity: cent('net_amount', isType('FEE')) }],
    ['income of another kind', { activity: cent('net_amount', isType('MISC')) }],
    [
      'the price of a fill',
      {
        activity: (row) =>
          row.activity_type === 'FILL' && row.side === 'sell' && row.symbol === 'MSFT'
            ? { ...row, price: '110.0025' }
            : row,
      },
    ],
  ]

  it.each(PLANTED)('finds a cent planted in %s', async (_, changes) => {
    const { rows, ...planted } = { rows: INCOME, ...changes }
    const sent = alpacaRows(rows, planted.activity)
    const api = await openProof(story(), {
      ...planted,
      rows: sent.rows,
      account: sent.account(planted.account),
    })
    expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    const { differences, balanced } = await api.proof()
    expect(balanced).toBe(false)
    const cents = differences.map(({ amount }) => Math.abs(Math.round(amount * 100)))
    expect(Math.max(...cents)).toBeGreaterThanOrEqual(1)
    expect(differences.every(({ settles_by }) => settles_by === null)).toBe(true)
  })

  it.each([
    'alpaca_trades set realized_pl = realized_pl + 0.01 where realized_pl > 0',
    `alpaca_trades set legs = jsonb_set(legs, '{0,open_cost}', '"600.01"') where underlying = 'MSFT'`,
    'alpaca_cash_days set interest = interest + 0.01 where interest > 0',
    'alpaca_cash_days set transfers = transfers - 0.01 where transfers > 0',
    'alpaca_cash_days set other = other - 0.01 where other > 0',
  ])('finds a cent planted in the ledger: %s', async (change) => {
    const api = await openProof(story(), { rows: INCOME })
    await api.sync()
    await rowsOf(api.db, `update ${change}`)
    const { state, differences } = await api.proof()
    expect(state).toBe('differs')
    expect(differences).not.toEqual([])
  })
})

/** Changed rows keep the broker's cash as it was. */
function alpacaRows(rows: readonly Row[] | undefined, change: Changes['activity']) {
  const sent = (rows ?? []).map((row) => change?.(row) ?? row)
  const cash = (of: readonly Row[]) => of.reduce((sum, row) => sum + Number(row.net_amount), 0)
  const moved = cash(rows ?? []) - cash(sent)
  const account = (then: Changes['account']) => (payload: Row) => {
    const kept = { ...payload, cash: add(payload.cash, moved), equity: add(payload.equity, moved) }
    return then?.(kept) ?? kept
  }
  return { rows: sent, account }
}

describe('an activity of an unknown type', () => {
  it('is a difference with its symbol, type, id and amount', async () => {
    const row = activity('NEWTYPE', '2026-09-15', '12.34', { symbol: 'MSFT' })
    const api = await openProof(story(), { rows: [...INCOME, row] })
    expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    const { proof, differences, unbooked, cash, account_id } = await api.proof()
    expect(proof.difference).toBe(12.34)
    expect(proof.other).toEqual({ MISC: 3.33 })
    expect(cash.difference).toBe(0)
    expect(differences).toEqual([
      {
        account_id,
        symbol: 'MSFT',
        activity_type: 'NEWTYPE',
        activity_id: row.id,
        amount: 12.34,
        cause: 'unknown activity type',
        settles_by: null,
      },
    ])
    expect(unbooked).toMatchObject([
      { activity_id: row.id, reason: 'the activity type is unknown', net_amount: 12.34 },
    ])
  })

  it('is named once where it has no date', async () => {
    const { date: _, ...row } = activity('NEWTYPE', '2026-09-15', '12.34')
    const api = await openProof(story(), { rows: [row] })
    await api.sync()
    const { differences, unbooked } = await api.proof()
    expect(differences.map(({ activity_id, amount }) => [activity_id, amount])).toEqual([
      [row.id, 12.34],
    ])
    expect(unbooked).toMatchObject([{ activity_id: row.id, date: '2026-09-15' }])
  })

  it('is reported where it moves a quantity and no cash, and where it moves neither', async () => {
    const moving = activity('NEWTYPE', '2026-09-15', '0', { symbol: 'MSFT', qty: '3' })
    const still = activity('NOTICE', '2026-09-15', '0')
    const first = await openProof(story(), { rows: [moving, still] })
    expect(await first.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    const { unbooked } = await first.proof()
    expect(unbooked.map(({ activity_type, qty }) => [activity_type, qty])).toEqual([
      ['NEWTYPE', 3],
      ['NOTICE', null],
    ])
    const second = await openProof(story(), { rows: [still] })
    expect(await second.stateAt('2026-10-01T15:00:00Z')).toEqual(['balanced', false])
    expect((await second.proof()).unbooked).toHaveLength(1)
  })

  it('is reported by the name of each, with the sum of its symbol', async () => {
    const rows = ['1.00', '2.00', '-0.50'].map((net) => activity('NEWTYPE', '2026-09-15', net))
    const api = await openProof(story(), { rows: [...rows, activity('MEM', '2026-09-16', '7')] })
    await api.sync()
    const { differences, unbooked, proof } = await api.proof()
    expect(differences.map(({ activity_type, amount }) => [activity_type, amount])).toEqual([
      ['NEWTYPE', 2.5],
      ['MEM', 7],
    ])
    expect(unbooked).toHaveLength(4)
    expect(proof.difference).toBe(9.5)
  })
})

describe('a corporate action without its counterpart', () => {
  it('books nothing and is named with its reason, and heals with the other row', async () => {
    const broker = new Broker({ seed: 'split', openedAt: '2026-08-03T14:30:00Z', deposit: '60000' })
    order(broker, '2026-09-01T15:00:00', 'buy', '100', 'F', '12')
    const gone = activity('SPLIT', '2026-09-15', '0', { symbol: 'F', qty: '-100', price: '12' })
    const come = activity('SPLIT', '2026-09-15', '0', { symbol: 'F', qty: '300', price: '4' })
    const half = await openProof(broker, { rows: [gone] })
    expect(await half.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    expect((await half.proof()).unbooked).toMatchObject([
      { activity_id: gone.id, symbol: 'F', reason: 'its counterpart is missing' },
    ])
    const whole = await openProof(broker, { rows: [gone, come] })
    await whole.stateAt('2026-10-01T15:00:00Z')
    expect((await whole.proof()).unbooked).toEqual([])
  })
})

describe('lots whose cost is unknown', () => {
  it('are a difference with their symbol, type and value', async () => {
    const broker = story()
    const api = await openProof(broker, {
      activity: (row) => {
        const { price: _, ...rest } = row
        return row.activity_type === 'ACATS' ? rest : row
      },
    })
    expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    const { differences, proof, symbols } = await api.proof()
    expect(symbols.every(({ cause }) => cause === null)).toBe(true)
    expect(differences).toMatchObject([
      { symbol: 'AAPL', activity_type: 'ACATS', amount: 1050, cause: 'unknown cost' },
    ])
    expect(proof).toMatchObject({ net_deposits: 10_000, difference: 1050 })
  })
})

/** A put bought for 200 that the broker no longer holds after its expiry. */
function expiring(expiry: string): Broker {
  const broker = new Broker({ seed: expiry, openedAt: '2026-08-03T14:30:00Z', deposit: '10000' })
  const symbol = `SPY${expiry.slice(2).replaceAll('-', '')}P00500000`
  order(broker, '2026-09-01T15:00:00', 'buy', '1', symbol, '2')
  broker.vanish(symbol, `${expiry}T20:15:00Z`)
  return broker
}

describe('an expiry whose activity is not posted', () => {
  it('settles over the weekend until the end of the second trading day, then differs', async () => {
    const api = await openProof(expiring('2026-09-25'), {}, '2026-09-25T15:00:00Z')
    expect(await api.stateAt('2026-09-25T15:00:00Z')).toEqual(['balanced', false])
    expect(await api.stateAt('2026-09-26T15:00:00Z')).toEqual(['settling', false])
    const { symbols, differences, proof } = await api.proof()
    expect(symbols).toMatchObject([
      { cause: 'activity not yet posted', settles_by: '2026-09-29', ledger_qty: 1 },
    ])
    expect(differences).toMatchObject([{ amount: -200, settles_by: '2026-09-29' }])
    expect(proof.difference).toBe(-200)
    expect(await api.stateAt('2026-09-28T15:00:00Z')).toEqual(['settling', false])
    expect(await api.stateAt('2026-09-29T20:00:00Z')).toEqual(['settling', false])
    expect(await api.stateAt('2026-09-30T13:00:00Z')).toEqual(['differs', true])
    const [trade] = await rowsOf(api.db, 'select unexplained from alpaca_trades')
    expect(trade).toEqual({ unexplained: true })
  })

  it('does not count a holiday', async () => {
    const api = await openProof(expiring('2026-09-04'), {}, '2026-09-04T15:00:00Z')
    for (const day of ['05', '07', '08', '09'])
      expect(await api.stateAt(`2026-09-${day}T15:00:00Z`)).toEqual(['settling', false])
    expect(await api.stateAt('2026-09-10T15:00:00Z')).toEqual(['differs', true])
  })

  it('does not excuse a cent of cash that is missing beside it', async () => {
    const account = (row: Row) => ({
      ...row,
      cash: add(row.cash, -0.01),
      equity: add(row.equity, -0.01),
    })
    const api = await openProof(expiring('2026-09-25'), { account }, '2026-09-25T15:00:00Z')
    expect(await api.stateAt('2026-09-26T15:00:00Z')).toEqual(['differs', true])
  })
})

describe('a delivery whose activity is not posted', () => {
  it('settles with its shares and their price, and is balanced once it is posted', async () => {
    const symbol = 'SPY260925P00500000'
    const broker = new Broker({ seed: 'put', openedAt: '2026-08-03T14:30:00Z', deposit: '60000' })
    order(broker, '2026-09-01T15:00:00', 'sell', '1', symbol, '2')
    broker.assign(symbol, { at: '2026-09-25T20:00:00Z' })
    broker.mark('SPY', '495')
    const api = await openProof(broker, {}, '2026-09-26T15:00:00Z')
    expect(await api.stateAt('2026-09-26T15:00:00Z')).toEqual(['settling', false])
    const { cash, differences } = await api.proof()
    expect(cash).toMatchObject({ difference: -50_000, cause: 'activity not yet posted' })
    expect(differences.map(({ symbol: of, amount }) => [of, amount])).toEqual([
      ['SPY', 49_500],
      [symbol, 200],
      [null, -50_000],
    ])
    expect(await api.stateAt('2026-09-29T15:00:00Z')).toEqual(['balanced', false])
    expect((await api.proof()).proof).toMatchObject({
      realized_pl: 200,
      unrealized_pl: -500,
      difference: 0,
    })
  })
})

describe('shares sold before their delivery is posted', () => {
  const DAY = '2026-09-23'

  /** An exercised call or an assigned put, and some of the shares sold; the rows come overnight. */
  async function delivered(type: 'C' | 'P', sold: string, changes: Changes = {}) {
    const symbol = `SPY261218${type}00500000`
    const broker = new Broker({ seed: type, openedAt: '2026-08-03T14:30:00Z', deposit: '100000' })
    order(broker, '2026-09-01T15:00:00', type === 'C' ? 'buy' : 'sell', '1', symbol, '20')
    broker.mark('SPY', '520')
    broker.mark(symbol, '20')
    const api = await openProof(broker, changes, `${DAY}T14:30:00Z`)
    expect(await api.stateAt(`${DAY}T14:30:00Z`)).toEqual(['balanced', false])
    if (type === 'C') broker.exercise(symbol, { at: `${DAY}T15:00:00Z` })
    else broker.assign(symbol, { at: `${DAY}T15:00:00Z` })
    order(broker, `${DAY}T15:05:00`, 'sell', sold, 'SPY', '520')
    return api
  }

  it.each([
    ['all of an exercise', 'C', '100'],
    ['some of an exercise', 'C', '60'],
    ['all of an assignment', 'P', '100'],
  ] as const)('settle: %s', async (_, type, sold) => {
    const api = await delivered(type, sold)
    expect(await api.stateAt(`${DAY}T15:30:00Z`)).toEqual(['settling', false])
    expect((await api.proof()).cash.cause).toBe('activity not yet posted')
    expect(await api.stateAt('2026-09-24T15:30:00Z')).toEqual(['balanced', false])
  })

  it.each<[string, Changes]>([
    ['a share', { position: (row) => ({ ...row, qty: row.symbol === 'SPY' ? '41' : row.qty }) }],
    ['a cent', { account: (row) => (row.cash === '79200.00' ? cashLess(row, -0.01) : row) }],
  ])('differ where %s more is there', async (_, changes) => {
    const api = await delivered('C', '60', changes)
    expect(await api.stateAt(`${DAY}T15:30:00Z`)).toEqual(['differs', true])
  })
})

describe('fees that are not posted', () => {
  /** Shares bought and sold on the day of the moment, and the broker's cash less by an amount. */
  const trading = (missing: number) => {
    const broker = new Broker({ seed: 'fees', openedAt: '2026-08-03T14:30:00Z', deposit: '10000' })
    order(broker, '2026-09-24T14:00:00', 'buy', '10', 'MSFT', '100')
    order(broker, '2026-09-25T14:00:00', 'sell', '10', 'MSFT', '101')
    const account = (row: Row) => ({
      ...row,
      cash: add(row.cash, -missing),
      equity: add(row.equity, -missing),
    })
    return openProof(broker, { account }, '2026-09-25T15:00:00Z')
  }

  it('settle for two trading days, as long as fees of the fills can come to the amount', async () => {
    const api = await trading(0.03)
    expect(await api.stateAt('2026-09-25T20:30:00Z')).toEqual(['settling', false])
    expect((await api.proof()).cash).toMatchObject({
      difference: -0.03,
      cause: 'fees not yet posted',
    })
    expect(await api.stateAt('2026-09-28T15:00:00Z')).toEqual(['settling', false])
    expect(await api.stateAt('2026-09-30T15:00:00Z')).toEqual(['differs', true])
  })

  it.each<[string, Row]>([
    ['a fee of the account', { activity_sub_type: 'NRC', description: 'Trading Fee' }],
    ['the fees of its options', { activity_sub_type: 'ORF', description: 'ORF fee' }],
  ])('settle where %s is posted on their day', async (_, details) => {
    const broker = new Broker({ seed: 'class', openedAt: '2026-08-03T14:30:00Z', deposit: '10000' })
    order(broker, '2026-09-14T14:00:00', 'buy', '10', 'MSFT', '100')
    order(broker, '2026-09-25T14:00:00', 'sell', '10', 'MSFT', '101')
    order(broker, '2026-09-25T14:01:00', 'buy', '1', 'SPY261218P00500000', '3')
    broker.mark('SPY261218P00500000', '3')
    const fee = activity('FEE', '2026-09-25', '-0.02', details)
    const lacking = (row: Row) => cashLess(row, 0.03)
    const api = await openProof(broker, { rows: [fee], account: lacking }, '2026-09-25T22:00:00Z')
    expect(await api.stateAt('2026-09-25T22:00:00Z')).toEqual(['settling', false])
    expect((await api.proof()).cash.cause).toBe('fees not yet posted')
  })

  it.each<[string, 'buy' | 'sell', Row]>([
    ['a sale', 'sell', { activity_sub_type: 'REG', description: 'REG fee' }],
    ['a purchase', 'buy', { activity_sub_type: 'CAT', description: 'CAT fee' }],
  ])('do not excuse a cent once the fee of %s is posted', async (_, side, details) => {
    const broker = new Broker({ seed: 'once', openedAt: '2026-08-03T14:30:00Z', deposit: '10000' })
    order(broker, '2026-09-14T14:00:00', 'buy', '10', 'MSFT', '100')
    order(broker, '2026-09-25T14:00:00', side, '10', 'MSFT', '101')
    broker.mark('MSFT', '101')
    const fee = activity('FEE', '2026-09-25', '-0.02', details)
    const lacking = (row: Row) => cashLess(row, 0.01)
    const api = await openProof(broker, { rows: [fee], account: lacking }, '2026-09-25T22:00:00Z')
    expect(await api.stateAt('2026-09-25T22:00:00Z')).toEqual(['differs', true])
  })

  it('do not explain more than fees can come to, and no cash that came in', async () => {
    for (const missing of [5, -0.01]) {
      const api = await trading(missing)
      expect(await api.stateAt('2026-09-25T20:30:00Z')).toEqual(['differs', true])
      expect((await api.proof()).cash.cause).toBe('unexplained')
    }
  })

  it('of coins settle in the quantity of the coin, and not beyond their rate', async () => {
    for (const [qty, state] of [
      ['0.9975', 'settling'],
      ['0.99', 'differs'],
    ]) {
      const broker = new Broker({
        seed: 'coin',
        openedAt: '2026-08-03T14:30:00Z',
        deposit: '10000',
      })
      order(broker, '2026-09-25T14:00:00', 'buy', '1', 'ETH/USD', '2000')
      broker.mark('ETH/USD', '2000')
      const position = (row: Row) => ({ ...row, qty, market_value: `${2000 * Number(qty)}` })
      const api = await openProof(broker, { position }, '2026-09-26T15:00:00Z')
      expect((await api.stateAt('2026-09-26T15:00:00Z'))[0]).toBe(state)
    }
  })
})

describe('a ledger that holds both sides of a symbol', () => {
  it('differs by both sides open, although the quantities agree', async () => {
    const api = await openProof(story())
    await api.sync()
    await rowsOf(
      api.db,
      `update alpaca_trades set legs = legs || '[{"symbol": "MSFT", "side": "short", "kind": "stock", "open_qty": "2", "open_cost": "-240"},
        {"symbol": "MSFT", "side": "long", "kind": "stock", "open_qty": "2", "open_cost": "240"}]'::jsonb where underlying = 'MSFT'`,
    )
    const { state, symbols } = await api.proof()
    expect(state).toBe('differs')
    expect(symbols.find(({ symbol }) => symbol === 'MSFT')).toMatchObject({
      difference: 0,
      cause: 'both sides open',
      settles_by: null,
    })
  })
})

describe('several accounts', () => {
  it('have one proof, the sum of theirs, and the gravest state', async () => {
    const [one, other] = [story(), expiring('2026-09-30')]
    const api = await openSynced({ one, other }, {}, async (world) => {
      world.clock.now = new Date('2026-10-01T15:00:00Z')
      await world.sync()
    })
    const { state, balanced, proof, accounts, differences } = await api.get(
      reconciliationSchema,
      '/reconciliation',
    )
    expect(accounts.map((account) => [account.label, account.state])).toEqual([
      ['one', 'balanced'],
      ['other', 'settling'],
    ])
    expect([state, balanced, differences.length]).toEqual(['settling', false, 1])
    expect(proof).toMatchObject({
      net_deposits: 21_000,
      realized_pl: 40,
      unrealized_pl: 270,
      difference: -200,
    })
  })
})

describe('cash of an option event that is not stored', () => {
  it('is not booked, and named by its id until the event arrives', async () => {
    const symbol = 'SPXW260925C06000000'
    const broker = new Broker({ seed: 'index', openedAt: '2026-08-03T14:30:00Z', deposit: '60000' })
    order(broker, '2026-09-01T15:00:00', 'buy', '1', symbol, '20')
    broker.vanish(symbol, '2026-09-25T20:15:00Z')
    const cash = activity('OPCSH', '2026-09-28', '5000', { group_id: 'g-1' })
    const api = await openProof(broker, { rows: [cash] }, '2026-10-01T15:00:00Z')
    expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    const { differences, unbooked } = await api.proof()
    expect(unbooked).toMatchObject([
      { activity_id: cash.id, reason: 'no option event of its group is known', net_amount: 5000 },
    ])
    expect(differences.map(({ symbol: of, amount, cause }) => [of, amount, cause])).toEqual([
      [symbol, -2000, 'unexplained'],
      [null, 5000, 'activity not booked'],
    ])
  })
})

describe('fills after the account was read', () => {
  const lagging = (missing: number) => {
    const broker = story()
    order(broker, '2026-10-01T14:00:00', 'buy', '2', 'MSFT', '119')
    order(broker, '2026-10-01T14:01:00', 'buy', '1', 'AAPL', '209')
    const account = (row: Row) => ({ ...row, cash: add(row.cash, missing) })
    const equity = (row: Row) => ({ ...row, equity: add(row.equity, missing) })
    return openProof(broker, { account: (row) => equity(account(row)) }, '2026-10-01T15:00:00Z')
  }

  it('settle where the cash lacks exactly the latest of them, for two trading days', async () => {
    for (const missing of [209, 209 + 238]) {
      const api = await lagging(missing)
      expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['settling', false])
      expect((await api.proof()).cash.cause).toBe('activity not yet posted')
      expect(await api.stateAt('2026-10-06T15:00:00Z')).toEqual(['differs', true])
    }
  })

  it('do not explain the cash of an earlier one, or a cent more', async () => {
    for (const missing of [238, 209.01]) {
      const api = await lagging(missing)
      expect(await api.stateAt('2026-10-01T15:00:00Z')).toEqual(['differs', true])
    }
  })
})
