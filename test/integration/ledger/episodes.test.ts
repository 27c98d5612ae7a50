import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { sampleOf } from '../../support/effort'
import { NOW, openWorld, rowsOf, theValue as valueIn, type World } from '../sync/support'
import { refoldAll } from './refold'

/** The trades on an underlying, oldest first: profit and what closed them. */
const tradesOf = (world: World, underlying: string) =>
  rowsOf(
    world.db,
    `select strategy_type, status, round(realized_pl, 2)::float8 as pl, incomplete from alpaca_trades
     where underlying = '${underlying}' order by opened_at, trade_id`,
  )

const LINKS = `
  select underlying, string_agg(strategy, ', ' order by opened_at, trade_id) as strategies,
    count(distinct campaign_id)::int as campaigns, sum(realized_pl)::float8 as pl
  from alpaca_trades where underlying in ('CCL', 'DAL', 'HAL', 'KMI', 'MARA', 'OXY') group by 1 order by 1`

const DIVIDENDS = `select underlying, dividends::float8 as dividends from alpaca_trades
  where underlying in ('MO', 'TSM', 'VZ') order by 1`

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

    expect(await rowsOf(world.db, LINKS)).toEqual([
      {
        underlying: 'CCL',
        strategies: 'short_put, long_stock, covered_call',
        campaigns: 1,
        pl: 670,
      },
      { underlying: 'DAL', strategies: 'bull_put_spread, bull_put_spread', campaigns: 1, pl: 130 },
      { underlying: 'HAL', strategies: 'short_put, short_put', campaigns: 1, pl: 60 },
      { underlying: 'KMI', strategies: 'long_stock, collar', campaigns: 1, pl: 40 },
      { underlying: 'MARA', strategies: 'long_call, poor_mans_covered_call', campaigns: 1, pl: 80 },
      { underlying: 'OXY', strategies: 'long_stock, covered_strangle', campaigns: 1, pl: 225 },
    ])
    // Eight round trips in a day, twice, and two verticals.
    expect(await tradesOf(world, 'XSP')).toHaveLength(18)
    expect(await rowsOf(world.db, DIVIDENDS)).toEqual([
      { underlying: 'MO', dividends: 58.8 },
      { underlying: 'TSM', dividends: 29.28 },
      { underlying: 'VZ', dividends: -33.25 },
    ])

    const report = await refoldAll(world)
    expect(report).toMatchObject({ changed: 0, failures: { underlyings: [], parts: [] } })
  })

  it.each(sampleOf(['first', 'second', 'third'], 3))('balances account %s', async (seed) => {
    const world = await openWorld(
      generateAccount({ seed, now: NOW, episodes: 'no corporate actions' }),
    )
    await world.sync()
    const { balanced, proof } = await proofOf(world)
    expect([balanced, proof.difference]).toEqual([true, '0'])
  })
})
