import { describe, expect, it } from 'vitest'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { busyAccount } from '../../support/busy-account'
import { NOW, rowsOf, theValue } from '../sync/support'
import { API_TOKEN, bearer, openApi } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { ledgerOf, openSynced, type SyncedApi } from './world'

const post = (api: Pick<SyncedApi, 'request'>, body?: string) =>
  api.request('/trades/rebuild', {
    method: 'POST',
    headers: bearer(API_TOKEN),
    ...(body !== undefined && { body }),
  })

async function rebuild(api: SyncedApi, body?: string) {
  const response = await post(api, body)
  const answer = await response.json()
  if (response.status !== 200) throw new Error(JSON.stringify(answer))
  return rebuildSchema.parse(answer)
}

describe('POST /trades/rebuild', () => {
  it('changes nothing in a healthy ledger and reports 0', async () => {
    const api = await openSynced({ paper: generateAccount({ seed: 'rebuild', now: NOW }) })
    const before = await ledgerOf(api)
    const { changed, has_more, underlyings, accounts } = await rebuild(api)
    expect({ changed, has_more }).toEqual({ changed: 0, has_more: false })
    expect(underlyings).toBeGreaterThan(8)
    expect(accounts).toMatchObject([{ label: 'paper', changed: 0, underlyings, has_more: false }])
    expect(await ledgerOf(api)).toEqual(before)
    expect(
      await rowsOf(
        api.db,
        `select trigger, status, report->>'changed' as changed from sync_runs where scope = 'rebuild'`,
      ),
    ).toEqual([{ trigger: 'api', status: 'success', changed: '0' }])
  })

  it.each([
    ['a trade', `update alpaca_trades set realized_pl = 1 where underlying = 'SPY'`, 2],
    ['a trade that is gone', `delete from alpaca_trades where underlying = 'AAPL'`, 1],
    ['a fill', `delete from alpaca_trade_fills where underlying = 'AAPL'`, 1],
    ['daily sums', 'update alpaca_daily_sums set realized = realized + 1, wins = wins + 1', 2],
    ['daily sums that are gone', 'delete from alpaca_daily_sums', 2],
    ['an order', `update alpaca_orders set trade_id = gen_random_uuid() where symbol = 'AAPL'`, 1],
  ])('mends %s, and counts it', async (_, damage, least) => {
    const api = await openSynced({ paper: verticals() })
    const before = await ledgerOf(api)
    await rowsOf(api.db, damage)
    expect((await rebuild(api)).changed).toBeGreaterThanOrEqual(least)
    expect(await ledgerOf(api)).toEqual(before)
    expect((await rebuild(api)).changed).toBe(0)
  })

  it('counts and corrects wrong shares of fees', async () => {
    const api = await openSynced({ paper: verticals() })
    const before = await ledgerOf(api)
    const shares = await theValue(api.db, 'select count(*)::int from alpaca_trade_fees')
    expect(shares).toBeGreaterThan(2)
    await rowsOf(
      api.db,
      `update alpaca_trade_fees set amount = 7 where (activity_id, trade_id) in
        (select activity_id, trade_id from alpaca_trade_fees order by 1, 2 limit 1)`,
    )
    await rowsOf(
      api.db,
      `insert into alpaca_trade_fees (account_id, activity_id, trade_id, amount, trading_day)
        select account_id, 'no such fee', trade_id, 1, trading_day from alpaca_trade_fees limit 1`,
    )
    expect((await rebuild(api)).changed).toBeGreaterThanOrEqual(2)
    expect(await ledgerOf(api)).toEqual(before)
  })

  it('counts trades whose fees differ from the sum of their shares', async () => {
    const api = await openSynced({ paper: verticals() })
    const before = await ledgerOf(api)
    await rowsOf(api.db, `update alpaca_trades set fees = fees + 1 where underlying = 'SPY'`)
    expect((await rebuild(api)).changed).toBe(2)
    expect(await ledgerOf(api)).toEqual(before)
  })

  it('does not count trades that a sync has left to compute', async () => {
    const api = await openSynced({ paper: verticals() })
    await rowsOf(api.db, `delete from alpaca_trades where underlying = 'AAPL'`)
    await rowsOf(api.db, `delete from alpaca_trade_fills where underlying = 'AAPL'`)
    await rowsOf(
      api.db,
      `insert into ledger_dirty (account_id, underlying, since) select account_id, 'AAPL', '2026-01-01' from alpaca_accounts`,
    )
    expect(await rebuild(api)).toMatchObject({ changed: 0 })
    expect(
      await theValue(api.db, `select count(*)::int from alpaca_trades where underlying = 'AAPL'`),
    ).toBe(1)
  })

  it('continues where its budget ended', async () => {
    const api = await openSynced({ paper: generateAccount({ seed: 'rebuild', now: NOW }) })
    const before = await ledgerOf(api)
    await rowsOf(api.db, `update alpaca_trades set quantity = 77 where underlying = 'SPY'`)
    api.ctx.budget = { subrequests: 17, milliseconds: 60_000 }
    let changed = 0
    let calls = 0
    for (let more = true; more && calls < 20; calls++) {
      const report = await rebuild(api)
      changed += report.changed
      more = report.has_more
    }
    expect(calls).toBeGreaterThan(1)
    expect(calls).toBeLessThan(20)
    expect(changed).toBeGreaterThan(0)
    expect(await ledgerOf(api)).toEqual(before)
  })

  it('rebuilds only the account that the body names', async () => {
    const api = await openSynced({
      one: verticals(),
      two: busyAccount(20),
    })
    const { accounts } = await rebuild(api, '{"account":"one"}')
    expect(accounts.map(({ label }) => label)).toEqual(['one'])
    expect((await rebuild(api)).accounts.map(({ label }) => label)).toEqual(['two', 'one'])
  })

  it('refuses an unknown account and an invalid body', async () => {
    const api = await openApi()
    await expectError(await post(api, '{"account":"nobody"}'), 'invalid_parameter', 'account')
    await expectError(await post(api, '{"since":"2026-01-01"}'), 'invalid_parameter', 'since')
    await expectError(await post(api, '[]'), 'invalid_parameter', 'body')
    await expectError(await post(api, '{'), 'invalid_json')
    expect((await post(api, '{"account":"main"}')).status).toBe(200)
  })
})
