import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../src/db/connection/client'
import { freshDatabase } from '../../support/database'
import { runsOf } from '../../support/effort'

interface Trade {
  id: number
  openedAt: number
  links: (number | null)[]
}

const uuid = (id: number | null) =>
  id === null ? null : `00000000-0000-5000-8000-${String(id).padStart(12, '0')}`
const moment = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString()
const older = (a: Trade, b: Trade) => a.openedAt - b.openedAt || a.id - b.id

let db: Database

beforeEach(async () => {
  db = openDatabase(await freshDatabase())
})

/** A number generator that repeats for a seed. */
function randomFrom(seed: number) {
  let state = seed * 2654435761 + 1
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

/** The campaign of each trade, found by visiting all that links reach. */
function campaignsOf(trades: readonly Trade[]): Record<string, string> {
  const stored = new Map(trades.map((trade) => [trade.id, trade]))
  const found: Record<string, string> = {}
  for (const trade of trades.toSorted(older)) {
    const reached = [trade]
    for (const one of reached) {
      if (found[String(uuid(one.id))] !== undefined) continue
      found[String(uuid(one.id))] = String(uuid(trade.id))
      reached.push(...one.links.flatMap((id) => (id === null ? [] : (stored.get(id) ?? []))))
      reached.push(...trades.filter(({ links }) => links.includes(one.id)))
    }
  }
  return found
}

async function storedCampaigns(): Promise<Record<string, unknown>> {
  const { rows } = await db.execute(sql`select trade_id, campaign_id from alpaca_trades`)
  return Object.fromEntries(rows.map((row) => [String(row.trade_id), row.campaign_id]))
}

/** One statement that deletes some trades and inserts or updates others, as a fold does. */
async function write(trades: readonly Trade[], gone: readonly number[]): Promise<void> {
  const rows = trades.map(({ id, openedAt, links: [rolled, assigned, covered] }) => ({
    id: uuid(id),
    at: moment(openedAt),
    rolled: uuid(rolled ?? null),
    assigned: uuid(assigned ?? null),
    covered: uuid(covered ?? null),
  }))
  await db.execute(sql`with gone as (
      delete from alpaca_trades
      where trade_id in (select jsonb_array_elements_text(${JSON.stringify(gone.map(uuid))}::jsonb)::uuid)
      returning trade_id
    ), written as (
      insert into alpaca_trades (trade_id, account_id, underlying, strategy, strategy_type, status,
        quantity, opened_at, chain_id, legs, rolled_from, assigned_from, covered_by)
      select r.id, 'a', 'SPY', 'long_stock', 'stock', 'open', 1, r.at, r.id, '[]', r.rolled, r.assigned, r.covered
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, at timestamptz, rolled uuid, assigned uuid, covered uuid)
      on conflict (trade_id) do update set opened_at = excluded.opened_at, rolled_from = excluded.rolled_from,
        assigned_from = excluded.assigned_from, covered_by = excluded.covered_by
    ) select count(*) from gone`)
}

const IDS = 14

/** Changes a few trades at random: new, gone, with other links or another opening. */
function change(trades: Map<number, Trade>, random: (below: number) => number) {
  const written: Trade[] = []
  const gone: number[] = []
  for (let n = 1 + random(4); n > 0; n--) {
    const id = random(IDS)
    if (written.some((trade) => trade.id === id) || gone.includes(id)) continue
    if (trades.has(id) && random(3) === 0) {
      gone.push(id)
      trades.delete(id)
      continue
    }
    const link = () => {
      const other = random(IDS)
      return random(3) > 0 || other === id ? null : other
    }
    const trade = { id, openedAt: random(6), links: [link(), link(), link()] }
    written.push(trade)
    trades.set(id, trade)
  }
  return { written, gone }
}

describe('the campaigns of stored trades', () => {
  it('equal those found from all links after each of many random writes', async () => {
    for (let run = 0; run < runsOf(400, { few: 12 }); run++) {
      const random = randomFrom(run)
      const trades = new Map<number, Trade>()
      await db.execute(sql`delete from alpaca_trades`)
      for (let step = 0; step < 12; step++) {
        const { written, gone } = change(trades, random)
        await write(written, gone)
        const expected = campaignsOf([...trades.values()])
        expect(await storedCampaigns(), `run ${run}, step ${step}`).toEqual(expected)
      }
    }
  })

  it('stay unwritten when a trade changes in anything but its links', async () => {
    await write(
      [
        { id: 1, openedAt: 1, links: [] },
        { id: 2, openedAt: 2, links: [1] },
      ],
      [],
    )
    const { rows: before } = await db.execute(
      sql`select xmin::text from alpaca_trades where trade_id = ${uuid(1)}`,
    )
    await db.execute(sql`update alpaca_trades set fees = 1 where trade_id = ${uuid(2)}`)
    const { rows: after } = await db.execute(
      sql`select xmin::text from alpaca_trades where trade_id = ${uuid(1)}`,
    )
    expect(after).toEqual(before)
  })
})
