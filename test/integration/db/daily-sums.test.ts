import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { runsOf } from '../../support/effort'
import { ACCOUNT_ID, type Api, insertAccount, openApi } from '../api/api'
import { rowsOf } from '../sync/support'
import { expectSameStats, expectSummed } from './summed'

const OTHER_ID = '11111111-64a4-4921-8928-cadf02f92f98'

/** Small numbers, so that statements often meet the same rows. */
const small = fc.nat({ max: 3 })

/** A few trades by number, as a condition on trade_id. */
const some = fc
  .uniqueArray(small, { minLength: 1, maxLength: 4 })
  .map((numbers) => `trade_id in (${numbers.map((n) => `'${idOf(n)}'`).join(', ')})`)

const idOf = (n: number) => `0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2b0${n}`

const moment = fc
  .tuple(fc.integer({ min: 1, max: 28 }), fc.nat({ max: 23 }))
  .map(([day, hour]) => `2026-03-${String(day).padStart(2, '0')} ${hour}:30:00.000001+00`)

const amount = fc.integer({ min: -300, max: 300 }).map((cents) => cents / 100)

const trade = fc
  .record({
    n: small,
    account: fc.constantFrom(ACCOUNT_ID, OTHER_ID),
    underlying: fc.constantFrom('SPY', 'QQQ'),
    strategy: fc.constantFrom('long_call', 'strangle'),
    status: fc.constantFrom('closed', 'closed', 'open', 'partial', 'pending', 'unfilled'),
    opened: moment,
    closed: moment,
    incomplete: fc.nat({ max: 4 }).map((n) => n === 0),
    pl: amount,
    fees: fc.constantFrom(0, 0.05, 1),
    from: fc.option(small),
  })
  .map((t) => ({
    n: t.n,
    columns: `('${idOf(t.n)}', '${t.account}', '${t.underlying}', '${t.strategy}', 'single_leg', '${t.status}', 1, '${t.opened}',
      ${t.status === 'closed' ? `'${t.closed}'` : 'null'}, ${t.incomplete ? 'null' : t.pl}, ${t.fees}, '${idOf(t.n)}', ${t.incomplete}, '[]',
      ${t.from === null ? 'null' : `'${idOf(t.from)}'`})`,
  }))

const TRADE_COLUMNS = [
  ...['trade_id', 'account_id', 'underlying', 'strategy', 'strategy_type', 'status', 'quantity'],
  ...['opened_at', 'closed_at', 'realized_pl', 'fees', 'chain_id', 'incomplete', 'legs'],
  'assigned_from',
]

/** Inserts trades, or replaces those that are there: as a fold does, in one statement. */
const saveTrades = fc
  .uniqueArray(trade, { minLength: 1, maxLength: 4, selector: ({ n }) => n })
  .map(
    (
      trades,
    ) => `insert into alpaca_trades (${TRADE_COLUMNS}) values ${trades.map(({ columns }) => columns).join(', ')}
    on conflict (trade_id) do update set ${TRADE_COLUMNS.slice(1).map((name) => `${name} = excluded.${name}`)}`,
  )

const fill = fc.record({
  n: small,
  x: small,
  effect: fc.constantFrom('open', 'close', 'close'),
  day: fc.integer({ min: 1, max: 9 }),
  pl: fc.option(amount),
})

const saveFills = fc
  .uniqueArray(fill, {
    minLength: 1,
    maxLength: 5,
    selector: ({ n, x, effect }) => `${n} ${x} ${effect}`,
  })
  .map(
    (
      fills,
    ) => `insert into alpaca_trade_fills (trade_id, execution_id, effect, symbol, account_id, underlying, kind, leg_kind, side, qty, price,
      multiplier, realized_pl, executed_at, trading_day)
    values ${fills.map(({ n, x, effect, day, pl }) => `('${idOf(n)}', '${x}', '${effect}', 'SPY', '${ACCOUNT_ID}', 'SPY', 'fill', 'stock', 'sell', 1, 1, 1, ${pl}, '2026-03-0${day} 15:00+00', '2026-03-0${day}')`)}
    on conflict (trade_id, execution_id, effect, symbol) do update set realized_pl = excluded.realized_pl, trading_day = excluded.trading_day`,
  )

const saveShares = (table: string) =>
  fc
    .uniqueArray(
      fc.record({ n: small, x: small, day: fc.integer({ min: 1, max: 9 }), paid: amount }),
      { minLength: 1, maxLength: 5, selector: ({ n, x }) => `${n} ${x}` },
    )
    .map(
      (shares) => `insert into ${table} (account_id, activity_id, trade_id, amount, trading_day)
      values ${shares.map(({ n, x, day, paid }) => `('${ACCOUNT_ID}', '${x}', '${idOf(n)}', ${paid}, '2026-03-0${day}')`)}
      on conflict (account_id, activity_id, trade_id) do update set amount = excluded.amount, trading_day = excluded.trading_day`,
    )

const FEES = 'alpaca_trade_fees'
const DIVIDENDS = 'alpaca_trade_dividends'
const FILLS = 'alpaca_trade_fills'

const statement = fc.oneof(
  saveTrades,
  saveTrades,
  saveFills,
  saveShares(FEES),
  saveShares(DIVIDENDS),
  some.map((where) => `delete from alpaca_trades where ${where}`),
  fc
    .tuple(fc.constantFrom(FILLS, FEES, DIVIDENDS), some)
    .map(([table, where]) => `delete from ${table} where ${where}`),
  // What a fold changes of a trade that has fills, fees and dividends already.
  fc
    .tuple(
      fc.constantFrom(
        "status = 'closed', closed_at = '2026-03-20 15:00+00'",
        "status = 'partial', closed_at = null",
        "status = 'pending', closed_at = null",
        "strategy = 'renamed'",
        "underlying = 'IWM'",
        'incomplete = true, realized_pl = null',
        'incomplete = false, realized_pl = 3.5',
      ),
      some,
    )
    .map(([change, where]) => `update alpaca_trades set ${change} where ${where}`),
  // As the fees are shared out: shares and the fees of trades in one statement.
  fc
    .tuple(some, amount)
    .map(
      ([where, paid]) =>
        `with gone as (delete from ${FEES} where ${where} returning 1) update alpaca_trades set fees = ${paid} where ${where}`,
    ),
  some.map(
    (where) =>
      `update alpaca_trades set fees = fees + 0.01, status = case status when 'open' then 'partial' else status end where ${where}`,
  ),
)

/** Some trades with money, and what happens to them. */
const history = fc
  .tuple(
    saveTrades,
    saveFills,
    saveFills,
    saveShares(FEES),
    fc.array(statement, { minLength: 1, maxLength: 25, size: 'max' }),
  )
  .map(([trades, fills, more, fees, others]) => [trades, fills, more, fees, ...others])

let api: Api

beforeEach(async () => {
  api = await openApi()
  await insertAccount(api.db)
  await insertAccount(api.db, OTHER_ID, 'paper')
})

describe('the daily sums', () => {
  it('equal the sums over all rows after any statements, in any order', {
    timeout: 120_000,
  }, async () => {
    let most = 0
    await fc.assert(
      fc.asyncProperty(history, async (statements) => {
        for (const one of statements) {
          await rowsOf(api.db, one)
          most = Math.max(most, await expectSummed(api.db))
        }
        await expectSameStats(api)
        for (const table of ['alpaca_trades', FILLS]) await rowsOf(api.db, `delete from ${table}`)
        await rowsOf(api.db, `delete from ${FEES}`)
        await rowsOf(api.db, `delete from ${DIVIDENDS}`)
        expect(await rowsOf(api.db, 'select * from alpaca_daily_sums')).toEqual([])
      }),
      { numRuns: runsOf(120, { few: 15 }), endOnFailure: true },
    )
    expect(most).toBeGreaterThan(6)
  })

  it('count the money of a trade as open until it closes, and by the names that it has now', async () => {
    const openNet = () =>
      rowsOf(
        api.db,
        `select strategy, open_net::float8 as open from alpaca_daily_sums where day = 'infinity'`,
      )
    const row = `('${idOf(1)}', '${ACCOUNT_ID}', 'SPY', 'strangle', 'single_leg', 'partial', 1, '2026-03-02 15:00+00',
      null, 12, 0.05, '${idOf(1)}', false, '[]', null)`
    await rowsOf(api.db, `insert into alpaca_trades (${TRADE_COLUMNS}) values ${row}`)
    await rowsOf(
      api.db,
      `insert into ${FILLS} (trade_id, execution_id, effect, symbol, account_id, underlying, kind, leg_kind, side, qty, price,
        multiplier, realized_pl, executed_at, trading_day)
      values ('${idOf(1)}', 'x', 'close', 'SPY', '${ACCOUNT_ID}', 'SPY', 'fill', 'stock', 'sell', 1, 1, 1, 12, '2026-03-03 15:00+00', '2026-03-03')`,
    )
    await rowsOf(
      api.db,
      `insert into ${FEES} (account_id, activity_id, trade_id, amount, trading_day) values ('${ACCOUNT_ID}', 'f', '${idOf(1)}', 0.05, '2026-03-02')`,
    )
    expect(await openNet()).toEqual([{ strategy: 'strangle', open: 11.95 }])
    await rowsOf(
      api.db,
      `update alpaca_trades set status = 'closed', closed_at = '2026-03-03 15:00+00'`,
    )
    expect(await openNet()).toEqual([{ strategy: 'strangle', open: 0 }])
    await rowsOf(
      api.db,
      `update alpaca_trades set strategy = 'mine', status = 'open', closed_at = null`,
    )
    expect(await openNet()).toEqual([{ strategy: 'mine', open: 11.95 }])
    await expectSummed(api.db)
  })
})
