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

/** The profits of the corporate actions, by the symbols that the shares had. */
const CORPORATE_PROFITS: readonly (readonly [underlyings: string, profit: number])[] = [
  // 50 x (40 - 36.20).
  ['JNPR', 190],
  // 10.2 x 104.10 - 40 x 26.
  ['MRO,COP', 21.82],
  // Cash of 788 reduces a cost of 1,320: nothing is earned, 532 is left.
  ['ANSS,SNPS', 0],
  // 16 percent of 2,000 moves to SOLV, sold for 330; MMM is sold for 1,850.
  ['MMM,SOLV', 180],
  // SNDK has no cost, and is sold for 555; WDC loses 30 x 3.90.
  ['WDC,SNDK', 438],
  ['ANET', 88],
  // 67.20 and 6.63 in lieu of a fraction, for 79.20.
  ['LCID', -5.37],
  ['TR', 144.2],
  ['YTEN,YTENQ', -119.88],
  ['SIRI', 15],
  ['SQ,XYZ', 32.8],
  // 97 x (53 - 49.10); the fee of the submission is the account's.
  ['HBI,410CNT014', 378.3],
  // Shares at the units' cost, 212.80 - 210.48; warrants at none, 0.80.
  ['SVIIU,SVII,SVIIW', 3.12],
  // 1,760 - (1,710 - 32.75 of capital returned).
  ['ET', 82.75],
]

const profitOf = (world: World, underlyings: string) =>
  valueIn(
    world.db,
    `select sum(realized_pl)::float8 from alpaca_trades
     where underlying in ('${underlyings.replaceAll(',', "', '")}')`,
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

    // A call of 2,000 that settles for 5,000; a vertical that is assigned; 405 that settles for
    // 486.
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

  it('balances to the cent with every kind of event, and corporate actions have exact profits', async () => {
    const world = await openWorld(generateAccount({ seed: 'legbook', now: NOW, episodes: 'all' }))
    await world.sync()
    const found = await proofOf(world)
    expect(found.symbols.filter(({ cause }) => cause !== null)).toEqual([])
    expect(found.cash).toMatchObject({ difference: '0', cause: null })
    expect(found.proof).toMatchObject({ difference: '0' })
    expect(found.balanced).toBe(true)
    for (const [underlyings, profit] of CORPORATE_PROFITS) {
      expect([underlyings, await profitOf(world, underlyings)]).toEqual([underlyings, profit])
    }
    const report = await refoldAll(world)
    expect(report).toMatchObject({ changed: 0, failures: { underlyings: [], parts: [] } })
  })
})
