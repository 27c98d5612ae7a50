import { beforeAll, describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../../src/db/reconciliation/read'
import { Random } from '../../../../src/local/alpaca/random'
import { sampleOf } from '../../../support/effort'
import { ledgerOf } from '../../api/world'
import { openSync, rowsOf, type World } from '../../sync/support'
import { refoldAll } from '../refold'
import { ACTIONS } from './actions'
import { CORRECTIONS } from './corrections'
import { DAYS } from './days'
import { DIVIDENDS } from './dividends'
import { OFFERS } from './offers'
import { OPPOSITE_POSITIONS } from './opposite-positions'
import { OPTIONS } from './options'
import { SHORTS } from './shorts'
import { type Case, lineOf, Story } from './story'
import { TRANSFERS } from './transfers'

const NOW = '2026-10-01T15:00:00Z'
const CASES = [
  ...ACTIONS,
  ...CORRECTIONS,
  ...DAYS,
  ...DIVIDENDS,
  ...OFFERS,
  ...OPPOSITE_POSITIONS,
  ...OPTIONS,
  ...SHORTS,
  ...TRANSFERS,
]
const STAGES = 2

type Synced = Omit<World, 'standIn'>

/** One account that lives some cases. */
function accountOf(cases: readonly Case[]): Story {
  const account = new Story()
  for (const { tell } of cases) tell(account)
  return account
}

const open = (account: Story, clock = { now: new Date(NOW) }): Promise<Synced> =>
  openSync(account.fetch, ['paper'], clock)

/** Syncs the account in stages: each order and row is there from a random stage on. */
async function syncInStages(account: Story): Promise<Synced> {
  const random = new Random('stages')
  const rows = account.activities.map((row) => ({ row, stage: random.whole(1, STAGES) }))
  const orders = account.orders.map((row) => ({ row, stage: random.whole(1, STAGES) }))
  const clock = { now: new Date(NOW) }
  const world = await open(account, clock)
  for (let now = 1; now <= STAGES; now++) {
    const seen = (all: typeof rows) => all.filter(({ stage }) => stage <= now).map(({ row }) => row)
    account.activities.splice(0, account.activities.length, ...seen(rows))
    account.orders.splice(0, account.orders.length, ...seen(orders))
    clock.now = new Date(clock.now.getTime() + 60_000)
    await world.sync()
  }
  return world
}

describe('the cost of exercised rights', () => {
  it('is reported while no rights are known that it exercises, and heals when they come', async () => {
    const account = new Story()
    const fee = { net_amount: '-50', description: 'ABC Rights Exercise Cost' }
    const id = account.row('FEE', '2026-09-08', fee)
    const world = await open(account)
    await world.sync()
    const proof = async () => {
      const [row] = await rowsOf(world.db, 'select account_id from alpaca_accounts')
      return await readReconciliation(world.db, String(row?.account_id), NOW.slice(0, 10))
    }
    expect(await proof()).toMatchObject({
      state: 'differs',
      unbooked: [{ activity_id: id, reason: 'no rights are known that it exercises' }],
      differences: [{ amount: '-50', activityType: 'FEE', activityId: id }],
    })
    account.act('VOF', 2, 'VDST', [['067ABC019', 10]])
    account.act('VOF', 9, null, [
      ['067ABC019', -10],
      ['ABC', 100, 0.9],
    ])
    await world.sync()
    expect(await proof()).toMatchObject({ state: 'balanced', unbooked: [] })
    const trades = await rowsOf(world.db, 'select * from alpaca_trades')
    expect(trades.map(lineOf)).toEqual(['long_stock open 0 [ABC 100 = 50]'])
  })
})

describe('an account with the figures of an accountant', () => {
  let world: Synced
  beforeAll(async () => {
    world = await open(accountOf(CASES))
    await world.sync()
  })

  it.each(CASES.map((one) => [one.name, one.wanted.join(', '), one] as const))(
    '%s: %s',
    async (_, __, { symbols, wanted }) => {
      const trades = await rowsOf(
        world.db,
        `select * from alpaca_trades where underlying in (${symbols.map((name) => `'${name}'`).join(', ')})`,
      )
      expect(trades.map(lineOf).sort()).toEqual([...wanted].sort())
    },
  )

  it('is proved to the cent, and every row is booked', async () => {
    const [account] = await rowsOf(world.db, 'select account_id from alpaca_accounts')
    const found = await readReconciliation(world.db, String(account?.account_id), NOW.slice(0, 10))
    expect(found?.symbols.filter(({ cause }) => cause !== null)).toEqual([])
    expect([found?.differences, found?.unbooked]).toEqual([[], []])
    expect(found?.state).toBe('balanced')
  })

  it('has the same ledger after syncs that find its rows late, and after a rebuild', async () => {
    const cases = sampleOf(CASES, 4)
    const whole = await open(accountOf(cases))
    await whole.sync()
    const late = await syncInStages(accountOf(cases))
    expect(await ledgerOf(late)).toEqual(await ledgerOf(whole))
    expect(await refoldAll(late)).toMatchObject({ changed: 0 })
  })
})
