import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { NOW, openWorld, rowsOf, theValue as valueIn, type World } from '../sync/support'
import { refoldAll } from './refold'

/** The trades on an underlying, oldest first: profit and what closed them. */
const tradesOf = (world: World, underlying: string) =>
  rowsOf(
    world.db,
    `select strategy_type, status, round(realized_pl, 2)::float8 as pl, incomplete from alpaca_trades
     where underlying = '${underlying}' order by opened_at, trade_id`,
  )

async function proofOf(world: World) {
  const accountId = String(await valueIn(world.db, 'select account_id from alpaca_accounts'))
  const found = await readReconciliation(world.db, accountId, NOW.slice(0, 10))
  if (!found) throw new Error('no account')
  return found
}

describe('the ledger of an account that lives each kind of event', () => {
  it('balances to the cent without corporate actions, and a rebuild changes nothing', async () => {
    const world = await openWorld(
      generateAccount({ seed: 'legbook', now: NOW, episodes: 'no corporate actions' }),
    )
    await world.sync()
    const found = await proofOf(world)
    expect(found.symbols.filter(({ cause }) => cause !== null)).toEqual([])
    expect(found.cash).toMatchObject({ difference: '0', cause: null })
    expect(found.proof).toMatchObject({ difference: '0' })
    expect(found.balanced).toBe(true)
    expect(await valueIn(world.db, 'select count(*)::int from sync_quarantine')).toBe(0)

    // A call of 2,000 that settles for 5,000; a vertical that is assigned; 405 that settles for 486.
    expect(await tradesOf(world, 'SPX')).toMatchObject([{ pl: 3000 }, { pl: 3000 }])
    expect(await tradesOf(world, 'VIX')).toMatchObject([{ pl: 81 }, { pl: 81 }])
    // Two puts minutes apart are two trades.
    expect(await tradesOf(world, 'SOFI')).toMatchObject([{ pl: 32 }, { pl: 27 }])
    // Short at 27.10, delivered at 24 by a call of 220.
    expect(await tradesOf(world, 'PFE')).toMatchObject([{ pl: -220 }, { pl: 310 }])
    // The wheel: 150 and 120 of premiums, 400 of shares.
    expect(await tradesOf(world, 'CCL')).toMatchObject([{ pl: 150 }, { pl: 400 }, { pl: 120 }])
    // The busted purchase counts nowhere, the corrected one at its new price.
    expect(await tradesOf(world, 'RIVN')).toMatchObject([
      { status: 'closed', pl: 21.8, incomplete: false },
      { status: 'unfilled', pl: null },
    ])
    expect(
      await valueIn(world.db, `select count(*)::int from alpaca_trades where incomplete`),
    ).toBe(0)

    const report = await refoldAll(world)
    expect(report).toMatchObject({ changed: 0, failures: { underlyings: [], parts: [] } })
  })
})
