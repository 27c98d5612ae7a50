import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../../src/alpaca/order'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { mergeOrders } from '../../../src/db/orders/store'
import { freshDatabase } from '../../support/database'

const ID = '61e69015-8549-4bfd-b9c3-01e75843f47d'
const PARENT = 'e6fe16f3-64a4-4921-8928-cadf02f92f98'

const working: Order = {
  id: ID,
  clientOrderId: 'mine',
  parentOrderId: PARENT,
  symbol: 'SPY261218C00700000',
  underlying: 'SPY',
  paidWith: null,
  assetClass: 'us_option',
  assetId: null,
  orderClass: 'mleg',
  side: 'buy',
  positionIntent: 'buy_to_open',
  qty: '3',
  notional: null,
  ratioQty: '1',
  filledQty: '1',
  filledAvgPrice: '2.5',
  orderType: 'limit',
  timeInForce: 'day',
  limitPrice: null,
  stopPrice: null,
  trailPrice: null,
  trailPercent: null,
  status: 'partially_filled',
  expiryDate: '2026-12-18',
  strikePrice: '700',
  optionType: 'call',
  replaces: null,
  replacedBy: null,
  submittedAt: '2026-09-10T15:00:00.000001Z',
  filledAt: null,
  expiredAt: null,
  canceledAt: null,
  failedAt: null,
  replacedAt: null,
  expiresAt: null,
  createdAt: '2026-09-10T15:00:00Z',
  updatedAt: '2026-09-10T15:00:01Z',
  raw: { version: 1 },
}

const filled: Order = {
  ...working,
  status: 'filled',
  filledQty: '3',
  filledAt: '2026-09-10T15:00:02Z',
  updatedAt: '2026-09-10T15:00:02Z',
  raw: { version: 2 },
}

let db: Database

beforeEach(async () => {
  db = openDatabase(await freshDatabase())
})

async function merge(...orders: Order[]) {
  const { rows } = await db.execute(
    mergeOrders('account', orders, new Date('2026-10-01T15:00:00Z')),
  )
  const { taken, ...counts } = rows[0] ?? {}
  expect(taken).toEqual([])
  return counts
}

async function stored() {
  const { rows } = await db.execute(
    sql`select status, filled_qty, parent_order_id, trade_id, strategy_type, xmin::text as xmin from alpaca_orders`,
  )
  return rows[0]
}

async function mark() {
  const { rows } = await db.execute(
    sql`select underlying, version::int as version, since = '2026-09-10T15:00:00Z' as at_creation from ledger_dirty`,
  )
  return rows
}

describe('an order that is read again', () => {
  it('is written once, and not again when it is unchanged', async () => {
    expect(await merge(working)).toEqual({ inserted: 1, updated: 0 })
    const first = await stored()
    expect(await merge(working)).toEqual({ inserted: 0, updated: 0 })
    expect(await stored()).toEqual(first)
    expect(await mark()).toEqual([{ underlying: 'SPY', version: 1, at_creation: true }])
  })

  it('is updated by a newer answer, which marks the ledger', async () => {
    await merge(working)
    expect(await merge(filled)).toEqual({ inserted: 0, updated: 1 })
    expect(await stored()).toMatchObject({ status: 'filled', filled_qty: '3' })
    expect(await mark()).toEqual([{ underlying: 'SPY', version: 2, at_creation: true }])
  })

  it('is not overwritten by an older answer, or by one without a time of update', async () => {
    await merge(filled)
    expect(await merge(working)).toEqual({ inserted: 0, updated: 0 })
    expect(await merge({ ...working, updatedAt: null })).toEqual({ inserted: 0, updated: 0 })
    expect(await stored()).toMatchObject({ status: 'filled', filled_qty: '3' })
  })

  it('takes the last answer of the same age, unless it works again or has filled less at work', async () => {
    await merge(working)
    const less = { ...working, filledQty: '0', raw: { version: 2 } }
    expect(await merge(less)).toEqual({ inserted: 0, updated: 0 })
    await merge(filled)
    const sameAge = { ...filled, raw: { version: 3 } }
    expect(await merge({ ...sameAge, replacedBy: PARENT })).toEqual({ inserted: 0, updated: 1 })
    expect(await merge({ ...sameAge, status: 'new' })).toEqual({ inserted: 0, updated: 0 })
  })

  it('takes a lower filled quantity of the same age once it is final: a fill was busted', async () => {
    await merge(filled)
    expect(await merge({ ...filled, filledQty: '0' })).toEqual({ inserted: 0, updated: 1 })
    expect(await stored()).toMatchObject({ status: 'filled', filled_qty: '0' })
    expect(await merge({ ...filled, updatedAt: working.updatedAt })).toEqual({
      inserted: 0,
      updated: 0,
    })
  })

  it('keeps its parent, its trade and its strategy type', async () => {
    await merge(working)
    const trade = '11111111-1111-4111-8111-111111111111'
    await db.execute(
      sql`update alpaca_orders set trade_id = ${trade}, strategy_type = 'iron_condor'`,
    )
    await merge({ ...filled, parentOrderId: null })
    expect(await stored()).toMatchObject({
      status: 'filled',
      parent_order_id: PARENT,
      trade_id: trade,
      strategy_type: 'iron_condor',
    })
  })

  it('keeps the legs of its payload when it is read without them', async () => {
    const primary = { ...working, orderClass: 'bracket', raw: { id: ID, legs: [{ id: 'leg' }] } }
    await merge(primary)
    expect(await merge({ ...primary, raw: { id: ID, legs: null } })).toEqual({
      inserted: 0,
      updated: 0,
    })
  })

  it('marks both underlyings when its underlying changes', async () => {
    await merge(working)
    await merge({ ...filled, underlying: 'SPX' })
    expect((await mark()).map(({ underlying }) => underlying).sort()).toEqual(['SPX', 'SPY'])
  })
})
