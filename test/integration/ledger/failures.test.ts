import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { mergedSchema } from '../../../src/api/overrides/schemas'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { syncReportSchema } from '../../../src/api/sync/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { API_TOKEN, bearer } from '../api/api'
import { expectError } from '../api/errors'
import { ledgerOf, openSynced, type SyncedApi } from '../api/world'
import { rowsOf, theValue } from '../sync/support'
import { ACCEPT_BAD, at, buy, freeLease, post, REFUSE_BAD, statusOf } from './scene'

/** The symbol of a put on an underlying that no trade of `account` has. */
const put = (underlying: string) => `${underlying}261218P00090000`

/** Each underlying has two trades of calls, half an hour apart. */
function account(underlyings: readonly string[] = ['AAA', 'BAD', 'ZZZ'], seed = 'failures') {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', fees: true })
  for (const [strike, minute] of [
    ['100', 0],
    ['110', 30],
  ] as const) {
    const symbols = underlyings.map((underlying) => `${underlying}261218C00${strike}000`)
    buy(broker, symbols, at(1, minute))
  }
  broker.postDailyFees('2026-09-01')
  return broker
}

/** Accounts that were synced up to the evening of the 19th; it is now the evening of the 20th. */
async function open(accounts: Record<string, Broker>): Promise<SyncedApi> {
  const api = await openSynced(accounts, {}, async ({ clock, sync }) => {
    for (const day of [1, 19]) {
      clock.now = new Date(at(day, 300))
      await sync()
    }
  })
  api.clock.now = new Date(at(20, 300))
  return api
}

async function tradesOf({ db }: SyncedApi, underlying: string): Promise<string[]> {
  const rows = await rowsOf(
    db,
    `select trade_id from alpaca_trades where underlying = '${underlying}' order by opened_at`,
  )
  return rows.map(({ trade_id }) => String(trade_id))
}

const merge = async (api: SyncedApi, underlying: string) =>
  await post(api, '/trades/merge', { trade_ids: await tradesOf(api, underlying) })

/** A fault that keeps an underlying from being grouped, and the repair of the fault. */
interface Fault {
  name: string
  reason: string
  break: string
  mend: string
}

const FAULTS: Fault[] = [
  {
    name: 'a constraint refuses its trades',
    reason: 'SQLSTATE 23514',
    break: REFUSE_BAD,
    mend: ACCEPT_BAD,
  },
  {
    name: 'a constraint refuses its fills',
    reason: 'SQLSTATE 23514',
    break: `alter table alpaca_trade_fills add constraint no_bad check (underlying <> 'BAD') not valid`,
    mend: 'alter table alpaca_trade_fills drop constraint no_bad',
  },
  {
    name: 'a trigger raises an exception',
    reason: 'SQLSTATE P0001',
    break: `create function no_bad() returns trigger language plpgsql as $$ begin
      if new.underlying = 'BAD' then raise exception 'no'; end if; return new; end $$;
      create trigger no_bad before insert or update on alpaca_trades for each row execute function no_bad()`,
    mend: 'drop trigger no_bad on alpaca_trades; drop function no_bad()',
  },
  {
    name: 'a stored quantity is no number',
    reason: 'Error',
    break: `update alpaca_orders set filled_avg_price = 'NaN', qty = 'NaN' where underlying = 'BAD'`,
    mend: `update alpaca_orders set filled_avg_price = 10, qty = 1 where underlying = 'BAD'`,
  },
]

async function execute({ db }: SyncedApi, statements: string): Promise<void> {
  for (const statement of statements.split(/;\s*(?=create trigger|drop function)/))
    await db.execute(sql.raw(statement))
}

/** Deletes the trades of two underlyings, so that a rebuild rewrites them. */
const DAMAGE = `with trades as (delete from alpaca_trades where underlying in ('BAD', 'ZZZ'))
  delete from alpaca_trade_fills where underlying in ('BAD', 'ZZZ')`

describe.each(FAULTS)('an underlying that cannot be grouped: $name', (fault) => {
  const { reason } = fault

  async function broken(before: (api: SyncedApi) => Promise<unknown> = async () => {}) {
    const broker = account()
    // A sync re-reads orders shortly before the newest one, which would repair a stored row.
    buy(broker, ['LATE261218C00100000'], at(19, 0))
    const api = await open({ paper: broker })
    await before(api)
    await execute(api, fault.break)
    return { broker, api }
  }

  it('does not affect edits of others, and its own edit is stored until it can be grouped again', async () => {
    const { api } = await broken()
    const [first, second] = await tradesOf(api, 'BAD')
    const error = await expectError(await merge(api, 'BAD'), 'ledger_failed')
    expect(error.message).toBe(
      'the trades of BAD could not be worked out; the change is kept, and takes effect as soon as they can be worked out again',
    )
    expect(await rowsOf(api.db, 'select underlying, kind from trade_overrides')).toEqual([
      { underlying: 'BAD', kind: 'merge' },
    ])
    expect(await tradesOf(api, 'BAD')).toEqual([first, second])

    const response = await merge(api, 'ZZZ')
    expect(response.status).toBe(200)
    const { trade, has_more } = mergedSchema.parse(await response.json())
    expect({ has_more, legs: trade.legs.length }).toEqual({ has_more: false, legs: 2 })

    await execute(api, fault.mend)
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await tradesOf(api, 'BAD')).toHaveLength(1)
    expect((await statusOf(api))?.ledger_failed).toEqual([])
  })

  it('is reported by the sync and by GET /sync beside the report of the rest, until it heals', async () => {
    const { broker, api } = await broken()
    buy(broker, ['AAA', 'BAD', 'ZZZ'].map(put), at(20, 0))
    const response = await post(api, '/sync')
    expect(response.status).toBe(500)
    const body = await response.json()
    expect(body).toMatchObject({
      status: 'error',
      error: { code: 'ledger_failed', message: 'the trades of BAD could not be worked out' },
      accounts: [
        {
          label: 'paper',
          has_more: false,
          orders: { inserted: 3 },
          error: { code: 'ledger_failed', underlyings: ['BAD'] },
        },
      ],
    })
    expect(await tradesOf(api, 'AAA')).toHaveLength(3)
    expect(await tradesOf(api, 'ZZZ')).toHaveLength(3)
    expect(await theValue(api.db, 'select count(trade_id)::int from alpaca_positions')).toBe(
      6 + 2 + 1,
    )
    for (let run = 0; run < 2; run++) {
      expect(await statusOf(api)).toMatchObject({
        last_error: { code: 'ledger_failed' },
        failing: { runs: 1 + run },
        ledger_failed: [{ underlying: 'BAD', reason, deaths: 0, next_try_at: null }],
      })
      expect((await post(api, '/sync')).status).toBe(500)
    }
    await execute(api, fault.mend)
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await statusOf(api)).toMatchObject({ failing: null, ledger_failed: [] })
    expect(await tradesOf(api, 'BAD')).toHaveLength(3)
    expect(await theValue(api.db, 'select count(*)::int from ledger_dirty')).toBe(0)
  })

  it('does not keep a rebuild from correcting all others, and is reported with the changes', async () => {
    let before: unknown
    const { api } = await broken(async (healthy) => {
      before = await ledgerOf(healthy)
      await rowsOf(healthy.db, DAMAGE)
    })
    const response = await post(api, '/trades/rebuild')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      error: { code: 'ledger_failed', message: 'the trades of BAD could not be worked out' },
      accounts: [
        {
          label: 'paper',
          changed: expect.any(Number),
          has_more: false,
          error: { code: 'ledger_failed', underlyings: ['BAD'] },
        },
      ],
    })
    expect(await tradesOf(api, 'ZZZ')).toHaveLength(2)
    await execute(api, fault.mend)
    // Later differences come from facts that were not grouped before.
    const again = rebuildSchema.parse(await (await post(api, '/trades/rebuild')).json())
    expect(again).toMatchObject({ changed: 0, has_more: false, accounts: [{ error: null }] })
    expect(await ledgerOf(api)).toEqual(before)
  })
})

describe('an underlying that cannot be grouped', () => {
  it('does not change the response for another account', async () => {
    const good = account(['GOOD'], 'good')
    const api = await open({ bad: account(), good })
    await rowsOf(api.db, DAMAGE)
    await execute(api, REFUSE_BAD)
    await rowsOf(
      api.db,
      `insert into ledger_dirty (account_id, underlying, since)
      select distinct account_id, underlying, timestamptz 'epoch' from alpaca_orders`,
    )
    expect((await post(api, '/sync', { account: 'good' })).status).toBe(200)
    const both = await post(api, '/sync')
    expect(await both.json()).toMatchObject({
      error: { code: 'ledger_failed' },
      accounts: [
        { label: 'bad', error: { code: 'ledger_failed' } },
        { label: 'good', error: null },
      ],
    })
    expect(await (await post(api, '/trades/rebuild')).json()).toMatchObject({
      error: { code: 'ledger_failed' },
      accounts: expect.arrayContaining([expect.objectContaining({ label: 'good', error: null })]),
    })
  })

  it('keeps underlyings out of date that a corporate action ties to it, and no others', async () => {
    const broker = account()
    const shares = broker.submit({ at: at(1, 60), symbol: 'OLD', side: 'buy', qty: '10' })
    broker.fill(shares.id, { at: at(1, 60), price: '10' })
    broker.renameShares('OLD', { at: at(3, 0), to: 'BAD' })
    const api = await open({ paper: broker })
    await rowsOf(api.db, DAMAGE)
    await execute(api, REFUSE_BAD)
    const response = await post(api, '/trades/rebuild')
    expect(await response.json()).toMatchObject({
      error: { message: 'the trades of BAD, OLD could not be worked out' },
    })
    expect((await merge(api, 'AAA')).status).toBe(200)
    expect(await tradesOf(api, 'ZZZ')).toHaveLength(2)
  })

  it('uses no budget that others need, because every run groups the others first', async () => {
    const bad = Array.from({ length: 12 }, (_, i) => `B${String.fromCharCode(65 + i)}D`)
    const broker = account([...bad, 'ZZZ'])
    const api = await open({ paper: broker })
    await rowsOf(api.db, "delete from alpaca_trades where underlying <> 'ZZZ'")
    await execute(
      api,
      `alter table alpaca_trades add constraint no_bad check (underlying = 'ZZZ') not valid`,
    )
    const mark = `insert into ledger_dirty (account_id, underlying, since)
      select distinct account_id, underlying, timestamptz 'epoch' from alpaca_orders
      on conflict (account_id, underlying) do update set version = ledger_dirty.version + 1`
    await rowsOf(api.db, mark)
    expect((await post(api, '/sync')).status).toBe(500)
    expect((await statusOf(api))?.ledger_failed).toHaveLength(12)
    await rowsOf(api.db, "update alpaca_trades set quantity = 77 where underlying = 'ZZZ'")
    await rowsOf(api.db, mark)
    api.ctx.budget = { subrequests: 22, milliseconds: 60_000 }
    await post(api, '/sync')
    const wrong = 'select count(*)::int from alpaca_trades where quantity = 77'
    expect(await theValue(api.db, wrong)).toBe(0)
  })

  it('is grouped from the beginning when its checkpoint cannot be read', async () => {
    const broker = account(['AAA'])
    const api = await open({ paper: broker })
    await rowsOf(
      api.db,
      `insert into ledger_checkpoints (account_id, underlying, underlyings, at, engine_version, state)
        select account_id, 'AAA', '{AAA}', '2026-09-01', 4, '{"at": "never"}' from alpaca_accounts`,
    )
    await rowsOf(
      api.db,
      `update ledger_checkpoints set engine_version = (select ledger_engine_version from sync_state)`,
    )
    buy(broker, [put('AAA')], at(20, 0))
    const report = syncReportSchema.parse(await (await post(api, '/sync')).json())
    expect(report.accounts[0]?.error).toBeNull()
    expect(await tradesOf(api, 'AAA')).toHaveLength(3)
  })
})

describe('an edit of an underlying that cannot be grouped', () => {
  async function merged() {
    const api = await open({ paper: account() })
    const response = await merge(api, 'BAD')
    const { override } = mergedSchema.parse(await response.json())
    await execute(api, REFUSE_BAD)
    return { api, override }
  }

  it('is stored under its Idempotency-Key, and a repetition returns the merge once the underlying heals', async () => {
    const api = await open({ paper: account() })
    await execute(api, REFUSE_BAD)
    const trade_ids = await tradesOf(api, 'BAD')
    const key = { 'Idempotency-Key': 'k' }
    const ask = async () => await post(api, '/trades/merge', { trade_ids }, key)
    const messages: string[] = []
    for (let attempt = 0; attempt < 3; attempt++)
      messages.push((await expectError(await ask(), 'ledger_failed')).message)
    expect(new Set(messages).size).toBe(1)
    expect(messages[0]).toContain('the change is kept')
    expect(await theValue(api.db, 'select count(*)::int from trade_overrides')).toBe(1)

    await execute(api, ACCEPT_BAD)
    const response = await ask()
    expect([response.status, response.headers.get('Idempotent-Replayed')]).toEqual([200, 'true'])
    const text = await response.text()
    expect(mergedSchema.parse(JSON.parse(text))).toMatchObject({
      has_more: false,
      override: { kind: 'merge' },
    })
    expect(await tradesOf(api, 'BAD')).toHaveLength(1)
    expect(await (await ask()).text()).toBe(text)
    expect(await theValue(api.db, 'select count(*)::int from audit_log')).toBe(1)
  })

  it('is stored when it is a split', async () => {
    const { api } = await merged()
    const [id] = await tradesOf(api, 'BAD')
    await rowsOf(api.db, 'delete from trade_overrides')
    const orders = await rowsOf(
      api.db,
      "select alpaca_order_id as id from alpaca_orders where underlying = 'BAD' order by placed_at",
    )
    const body = { trade_id: id, order_ids: [orders[1]?.id] }
    await expectError(await post(api, '/trades/split', body), 'ledger_failed')
    expect(await rowsOf(api.db, 'select kind, facts from trade_overrides')).toEqual([
      { kind: 'split', facts: [orders[1]?.id] },
    ])
  })

  it('is stored when it deletes an override', async () => {
    const { api, override } = await merged()
    const init = { method: 'DELETE', headers: bearer(API_TOKEN) }
    const response = await api.request(`/overrides/${override.id}`, init)
    await expectError(response, 'ledger_failed')
    expect(await theValue(api.db, 'select count(*)::int from trade_overrides')).toBe(0)
    await execute(api, ACCEPT_BAD)
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await tradesOf(api, 'BAD')).toHaveLength(2)
  })

  it('is stored when it is a note', async () => {
    const { api } = await merged()
    const [id] = await tradesOf(api, 'BAD')
    const response = await api.request(`/trades/${id}`, {
      method: 'PATCH',
      headers: { ...bearer(API_TOKEN), 'Content-Type': 'application/json' },
      body: JSON.stringify({ note: 'kept' }),
    })
    await expectError(response, 'ledger_failed')
    await execute(api, ACCEPT_BAD)
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await theValue(api.db, `select note from alpaca_trades where trade_id = '${id}'`)).toBe(
      'kept',
    )
  })

  it('is reported as stored when another run takes the lease before its trades are regrouped', async () => {
    const api = await open({ paper: account() })
    const takeOver = `create function take_over() returns trigger language plpgsql as $$ begin
      update sync_state set lease_token = lease_token + 1; return new; end $$;
      create trigger take_over after insert on trade_overrides for each row execute function take_over()`
    await execute(api, takeOver)
    const response = await merge(api, 'ZZZ')
    expect(response.status).toBe(200)
    expect(mergedSchema.parse(await response.json())).toMatchObject({
      has_more: true,
      override: { kind: 'merge' },
    })
    await freeLease(api)
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await tradesOf(api, 'ZZZ')).toHaveLength(1)
  })
})

describe('an error of the database that ends the run, such as a time limit', () => {
  it('is attributed to one underlying, and the next run groups all others first', async () => {
    const broker = account()
    const api = await open({ paper: broker })
    await execute(
      api,
      `create function no_bad() returns trigger language plpgsql as $$ begin
        if new.underlying = 'BAD' then raise exception 'slow' using errcode = '57014'; end if; return new; end $$;
        create trigger no_bad before insert or update on alpaca_trades for each row execute function no_bad()`,
    )
    buy(broker, ['AAA', 'BAD', 'ZZZ'].map(put), at(20, 0))
    const lengths = async () =>
      await Promise.all(
        ['AAA', 'BAD', 'ZZZ'].map(async (underlying) => (await tradesOf(api, underlying)).length),
      )
    for (let run = 0; run < 3; run++) expect((await post(api, '/sync')).status).toBeGreaterThan(499)
    expect(await lengths()).toEqual([3, 2, 3])
    expect(await (await post(api, '/sync')).json()).toMatchObject({
      error: { code: 'ledger_failed', message: 'the trades of BAD could not be worked out' },
    })
    expect((await merge(api, 'ZZZ')).status).toBe(200)
    await execute(api, 'drop trigger no_bad on alpaca_trades; drop function no_bad()')
    api.clock.now = new Date(api.clock.now.getTime() + 86_400_000)
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await lengths()).toEqual([3, 3, 1])
  })
})

describe('a retry of the quarantine', () => {
  it('reports what healed although trades could not be regrouped', async () => {
    const broker = account()
    const api = await open({ paper: broker })
    const answer = api.ctx.fetch
    api.ctx.fetch = async (input, init) => {
      const response = await answer(input, init)
      if (!new URL(String(input)).pathname.startsWith('/v2/orders')) return response
      const body: unknown = await response.json()
      const strange = (order: unknown) =>
        Object(order).symbol === put('BAD') ? { ...Object(order), qty: 'x' } : order
      return Response.json(Array.isArray(body) ? body.map(strange) : strange(body), response)
    }
    buy(broker, [put('BAD')], at(20, 0))
    expect((await post(api, '/sync')).status).toBe(200)
    api.ctx.fetch = answer
    await rowsOf(api.db, DAMAGE)
    await execute(api, REFUSE_BAD)
    const response = await post(api, '/sync/quarantine/retry')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      error: { code: 'ledger_failed' },
      accounts: [{ quarantine: { retried: 1, healed: 1, quarantined: 0 } }],
    })
  })
})

describe('a part of the ledger that fails', () => {
  it('is reported, and trades and edits are up to date, when it is the fees', async () => {
    const broker = account()
    const api = await open({ paper: broker })
    await execute(api, 'alter table alpaca_trade_fees add constraint none check (false) not valid')
    buy(broker, [put('AAA')], at(20, 0))
    broker.postDailyFees('2026-09-20')
    await rowsOf(api.db, 'delete from alpaca_trade_fees')
    const [id] = await tradesOf(api, 'AAA')
    const orders = await rowsOf(
      api.db,
      `select order_id from alpaca_trade_fills where trade_id = '${id}'`,
    )
    expect(orders).toHaveLength(1)
    const response = await post(api, '/sync')
    expect(await response.json()).toMatchObject({
      error: { code: 'ledger_failed', message: 'the fees could not be shared out' },
    })
    expect(await tradesOf(api, 'AAA')).toHaveLength(3)
    expect(await theValue(api.db, 'select count(trade_id)::int from alpaca_positions')).toBe(7)
    expect((await statusOf(api))?.ledger_failed).toMatchObject([
      { underlying: null, reason: 'SQLSTATE 23514' },
    ])
    const merged = await merge(api, 'ZZZ')
    expect(merged.status).toBe(200)
    // Its fees are not shared out yet.
    expect(mergedSchema.parse(await merged.json()).has_more).toBe(true)
    await execute(api, 'alter table alpaca_trade_fees drop constraint none')
    expect((await post(api, '/sync')).status).toBe(200)
    expect(await theValue(api.db, 'select count(*)::int from alpaca_trade_fees')).toBeGreaterThan(0)
  })

  it('is reported, and trades and edits are up to date, when it is the positions', async () => {
    const broker = account()
    const api = await open({ paper: broker })
    await execute(
      api,
      'alter table alpaca_positions add constraint none check (trade_id is null) not valid',
    )
    buy(broker, [put('AAA')], at(20, 0))
    expect(await (await post(api, '/sync')).json()).toMatchObject({
      error: {
        code: 'ledger_failed',
        message: 'the positions could not be linked to their trades',
      },
      accounts: [{ orders: { inserted: 1 }, positions: { inserted: 1 } }],
    })
    expect(await tradesOf(api, 'AAA')).toHaveLength(3)
    const merged = await merge(api, 'ZZZ')
    expect(merged.status).toBe(200)
    expect(mergedSchema.parse(await merged.json()).has_more).toBe(true)
  })
})
