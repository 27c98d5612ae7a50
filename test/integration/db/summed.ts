import { expect } from 'vitest'
import { statsSchema } from '../../../src/api/stats/schemas'
import type { Database } from '../../../src/db/connection/client'
import type { Api } from '../api/api'
import { rowsOf } from '../sync/support'

const SUMS = [
  'realized',
  'fees',
  'dividends',
  'open_net',
  'moves',
  'closed',
  'opened',
  'told',
  'wins',
  'losses',
  'incomplete',
  'won',
  'lost',
  'timed',
  'held',
]

/**
 * Every trade, closing fill, fee and dividend as a row of its own, with what the sums count of it.
 */
const ROWS = `
  with t as (
    select trade_id, account_id, strategy, underlying, incomplete, net_pl, opened_at, closed_at, status = 'closed' as done
    from alpaca_trades where status in ('open', 'partial', 'closed')
  ),
  facts as (
    select t.*, (case when done then closed_at else opened_at end at time zone 'America/New_York')::date as day,
      null::numeric as realized, null::numeric as fee, null::numeric as dividend, true as is_trade from t
    union all
    select t.*, f.trading_day, f.realized_pl, null, null, false from t join alpaca_trade_fills f using (trade_id)
      where f.effect = 'close' and f.realized_pl is not null and not t.incomplete
    union all
    select t.*, x.trading_day, null, x.amount, null, false from t join alpaca_trade_fees x using (trade_id)
      where not t.incomplete
    union all
    select t.*, x.trading_day, null, null, x.amount, false from t join alpaca_trade_dividends x using (trade_id)
  )`

const KNOWN = 'is_trade and done and net_pl is not null'

const summed = (keys: string, groups: string) => `
  select ${keys}, coalesce(sum(realized), 0) as realized, coalesce(sum(fee), 0) as fees,
    coalesce(sum(dividend), 0) as dividends,
    coalesce(sum(coalesce(realized, -fee)) filter (where not done), 0) as open_net,
    count(*) filter (where not is_trade) as moves, count(*) filter (where is_trade and done) as closed,
    count(*) filter (where is_trade and not done) as opened, count(*) filter (where ${KNOWN}) as told,
    count(*) filter (where ${KNOWN} and net_pl > 0) as wins, count(*) filter (where ${KNOWN} and net_pl < 0) as losses,
    count(*) filter (where is_trade and incomplete) as incomplete,
    coalesce(sum(net_pl) filter (where ${KNOWN} and net_pl > 0), 0) as won,
    coalesce(sum(net_pl) filter (where ${KNOWN} and net_pl < 0), 0) as lost,
    count(*) filter (where is_trade and done and not incomplete) as timed,
    coalesce(sum(extract(epoch from closed_at - opened_at) * 1000000) filter (where is_trade and done and not incomplete), 0) as held
  from facts group by ${groups}`

const asText = (from: string) =>
  `select account_id, day::text, strategy, underlying, ${SUMS.map((name) => `trim_scale(${name}::numeric)::text as ${name}`).join(', ')}
   from ${from} order by account_id, day, strategy, underlying`

/** The daily sums as they must be, worked out from all rows at once. */
const expectedSums = async (db: Database) =>
  await rowsOf(
    db,
    `${ROWS}, sums as (
      ${summed(`account_id, day, '' as strategy, '' as underlying`, 'account_id, day')}
      union all ${summed(`account_id, 'infinity'::date, strategy, underlying`, 'account_id, strategy, underlying')}
    ) ${asText('sums')}`,
  )

/** Expects that the daily sums equal the sums over all rows. Returns how many there are. */
export async function expectSummed(db: Database): Promise<number> {
  const sums = await rowsOf(db, asText('alpaca_daily_sums'))
  expect(sums).toEqual(await expectedSums(db))
  return sums.length
}

/** A moment before everything: a range that no daily sums answer. */
const EVER = '1970-01-01T00:00:00Z'

/** Expects that statistics from the daily sums equal those from all rows. */
export async function expectSameStats(api: Pick<Api, 'get'>): Promise<void> {
  for (const query of ['unit=trade', 'unit=campaign', 'account=paper']) {
    const fromSums = await api.get(statsSchema, `/stats?${query}`)
    expect(fromSums).toEqual(await api.get(statsSchema, `/stats?${query}&since=${EVER}`))
  }
}
