import { describe, expect, it } from 'vitest'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { LARGEST } from '../../../src/sync/budget/sizes'
import { itLong, sampleOf } from '../../support/effort'
import { NOW, rowsOf, theValue } from '../sync/support'
import { API_TOKEN, bearer } from './api'
import { bursts, longTrades } from './long-trades'
import { ledgerOf, openSynced, type SyncedApi } from './world'

/** An account whose rebuild takes a dozen chunks. */
async function openInChunks(): Promise<SyncedApi> {
  const api = await openSynced({ paper: longTrades() })
  api.ctx.sizes = { ...LARGEST, fold: 40 }
  return api
}

async function rebuild(api: SyncedApi) {
  const init = { method: 'POST', headers: bearer(API_TOKEN) }
  const answer = await api.request('/trades/rebuild', init)
  if (answer.status !== 200) throw new Error(await answer.text())
  return rebuildSchema.parse(await answer.json())
}

/** Rebuilds until has_more is false. Returns the number of calls and the sum of changes. */
async function rebuildToTheEnd(api: SyncedApi): Promise<{ calls: number; changed: number }> {
  let changed = 0
  for (let calls = 1; calls <= 100; calls++) {
    const report = await rebuild(api)
    changed += report.changed
    if (!report.has_more) return { calls, changed }
  }
  throw new Error('it never ends')
}

/** Resets the ledger to orders that were never grouped. */
async function forgetLedger({ db }: SyncedApi): Promise<void> {
  await rowsOf(db, 'delete from alpaca_trades')
  await rowsOf(db, 'delete from alpaca_trade_fills')
  await rowsOf(
    db,
    `update alpaca_orders set trade_id = gen_random_uuid(), strategy_type = 'single_leg', leg_number = 1`,
  )
}

const TABLES = ['alpaca_trades', 'alpaca_trade_fills', 'alpaca_trade_fees', 'alpaca_orders']

/** Every row with the id of the transaction that wrote it. */
async function written({ db }: SyncedApi) {
  const each = TABLES.map((table) => `select '${table}' as name, ctid, xmin from ${table}`)
  return await rowsOf(
    db,
    `select name, ctid::text, xmin::text from (${each.join(' union all ')}) t order by 1, 2`,
  )
}

describe('POST /trades/rebuild of more orders than one chunk has', () => {
  it('writes nothing in a healthy ledger and reports 0', async () => {
    const api = await openInChunks()
    const before = [await ledgerOf(api), await written(api)]
    expect(await rebuild(api)).toMatchObject({ changed: 0, has_more: false })
    expect([await ledgerOf(api), await written(api)]).toEqual(before)
  })

  itLong('reports 0 as well when its budget ends again and again', async () => {
    const api = await openInChunks()
    const before = [await ledgerOf(api), await written(api)]
    api.ctx.budget = { subrequests: 25, milliseconds: 60_000 }
    const { calls, changed } = await rebuildToTheEnd(api)
    expect(calls).toBeGreaterThan(2)
    expect(changed).toBe(0)
    expect([await ledgerOf(api), await written(api)]).toEqual(before)
  })

  const open = `(select trade_id from alpaca_trades where status = 'partial')`
  const rolled = `(select trade_id from alpaca_trades where rolled_from is not null order by opened_at limit 1)`
  const condor = (nth: number) =>
    `(select trade_id from alpaca_trades where strategy = 'iron_condor' order by opened_at offset ${nth} limit 1)`
  const damages: [string, string][] = [
    [
      'a trade that is open all along',
      `update alpaca_trades set quantity = 7 where trade_id = ${open}`,
    ],
    [
      'a trade that closes chunks later',
      `update alpaca_trades set note = 'x' where trade_id = ${rolled}`,
    ],
    [
      'a trade that is gone, and is open all along',
      `delete from alpaca_trades where trade_id = ${open}`,
    ],
    [
      'a trade that is gone, and closes chunks later',
      `delete from alpaca_trades where trade_id = ${rolled}`,
    ],
    [
      'a fill that is gone',
      `delete from alpaca_trade_fills where (execution_id, symbol) in (select execution_id, symbol from alpaca_trade_fills
         where trade_id = ${condor(5)} order by executed_at desc, symbol limit 1)`,
    ],
    [
      'an order',
      `update alpaca_orders set trade_id = gen_random_uuid() where alpaca_order_id =
         (select order_id from alpaca_trade_fills where trade_id = ${condor(7)} limit 1)`,
    ],
    [
      'a trade that never was',
      `insert into alpaca_trades (trade_id, account_id, underlying, strategy, strategy_type, status, quantity, opened_at, chain_id, legs)
       select gen_random_uuid(), account_id, underlying, strategy, strategy_type, status, quantity, opened_at, chain_id, legs
       from alpaca_trades where trade_id = ${condor(9)}`,
    ],
  ]

  it.each(sampleOf(damages, 7))('corrects %s and counts it once', async (_, damage) => {
    const api = await openInChunks()
    const before = await ledgerOf(api)
    await rowsOf(api.db, damage)
    expect(await ledgerOf(api)).not.toEqual(before)
    expect(await rebuild(api)).toMatchObject({ changed: 1, has_more: false })
    expect(await ledgerOf(api)).toEqual(before)
    expect(await rebuild(api)).toMatchObject({ changed: 0 })
  })

  it('counts each correction once over several calls', async () => {
    const api = await openInChunks()
    const before = await ledgerOf(api)
    // The first two are of trades that the others delete.
    const several = damages.slice(2)
    for (const [, damage] of several) await rowsOf(api.db, damage)
    api.ctx.budget = { subrequests: 25, milliseconds: 60_000 }
    const { calls, changed } = await rebuildToTheEnd(api)
    expect(calls).toBeGreaterThan(2)
    expect(changed).toBe(several.length)
    expect(await ledgerOf(api)).toEqual(before)
  })

  it('keeps the stored rows of a trade until the trade is computed to its end', async () => {
    const api = await openInChunks()
    const trades = await theValue(api.db, 'select count(*)::int from alpaca_trades')
    const closed = `select count(*)::int from alpaca_trades where status = 'closed'`
    const before = await theValue(api.db, closed)
    api.ctx.budget = { subrequests: 25, milliseconds: 60_000 }
    expect(await rebuild(api)).toMatchObject({ changed: 0, has_more: true })
    expect(await theValue(api.db, 'select count(*)::int from alpaca_trades')).toBe(trades)
    expect(await theValue(api.db, closed)).toBe(before)
  })

  it('ends even if a chunk has only one possible checkpoint', async () => {
    const api = await openSynced({ paper: bursts() })
    const before = await ledgerOf(api)
    api.ctx.sizes = { ...LARGEST, fold: 12 }
    api.ctx.budget = { subrequests: 100, milliseconds: 60_000 }
    expect(await rebuild(api)).toMatchObject({ changed: 0, has_more: false })
    expect(await ledgerOf(api)).toEqual(before)
  })

  itLong('keeps a merge of trades that are chunks apart', async () => {
    const api = await openSynced({ paper: longTrades() })
    const rows = await rowsOf(
      api.db,
      `select ${condor(2)}::text as early, ${condor(20)}::text as late`,
    )
    const init = { method: 'POST', headers: bearer(API_TOKEN) }
    const body = JSON.stringify({ trade_ids: rows.flatMap(({ early, late }) => [early, late]) })
    expect((await api.request('/trades/merge', { ...init, body })).status).toBe(200)
    const before = await ledgerOf(api)
    api.ctx.sizes = { ...LARGEST, fold: 40 }
    expect(await rebuild(api)).toMatchObject({ changed: 0, has_more: false })
    expect(await ledgerOf(api)).toEqual(before)
    await forgetLedger(api)
    expect(await rebuild(api)).toMatchObject({ has_more: false })
    expect(await ledgerOf(api)).toEqual(before)
  })

  itLong.each(['rebuild', 'chunks'])('reports 0 for the generated account %s', async (seed) => {
    const api = await openSynced({ paper: generateAccount({ seed, now: NOW }) })
    const before = await ledgerOf(api)
    api.ctx.sizes = { ...LARGEST, fold: 48 }
    expect(await rebuild(api)).toMatchObject({ changed: 0, has_more: false })
    expect(await ledgerOf(api)).toEqual(before)
    await forgetLedger(api)
    api.ctx.budget = { subrequests: 25, milliseconds: 60_000 }
    await rebuildToTheEnd(api)
    expect(await ledgerOf(api)).toEqual(before)
  })
})
