import { beforeAll, describe, expect, it } from 'vitest'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { fingerprint, NOW, openWorld, rowsOf, theValue, type World } from './support'

/** The stand-in's whole answer, for comparison: every order with a symbol, nested ones included. */
async function ask(world: World, path: string): Promise<Record<string, unknown>[]> {
  const response = await world.standIn.fetch(
    new Request(`http://alpaca.test${path}`, {
      headers: { 'APCA-API-KEY-ID': 'key-paper', 'APCA-API-SECRET-KEY': 'secret-paper' },
    }),
  )
  return await response.json()
}

describe('the first and the second sync of a generated account', () => {
  let world: World

  beforeAll(async () => {
    world = await openWorld(generateAccount({ seed: 'first', now: NOW }))
  })

  it('stores every order leg, activity and position exactly', async () => {
    const { report, accounts } = await world.sync()
    const account = accounts[0]
    const orders = world.standIn.requests.count('/v2/orders')
    expect(orders).toBeLessThan(5)
    const legs = new Map<string, Record<string, unknown>>()
    const collect = (rows: unknown) => {
      for (const row of Array.isArray(rows) ? rows : []) {
        if (row.symbol) legs.set(row.id, row)
        collect(row.legs)
      }
    }
    let last = ''
    for (;;) {
      const page = await ask(
        world,
        `/v2/orders?status=all&direction=asc&limit=500&nested=true${last}`,
      )
      collect(page)
      if (page.length < 500) break
      last = `&after_order_id=${page.at(-1)?.id}`
    }
    expect(legs.size).toBeGreaterThan(500)
    expect(account?.orders.count).toBe(legs.size)
    const stored = await rowsOf(
      world.db,
      `select alpaca_order_id, symbol, side, qty, filled_qty, filled_avg_price, status, raw_data from alpaca_orders`,
    )
    expect(stored.length).toBe(legs.size)
    for (const row of stored) {
      const leg = legs.get(String(row.alpaca_order_id))
      expect(row.raw_data).toEqual(leg)
      expect(row.symbol).toBe(leg?.symbol)
      expect(Number(row.filled_qty)).toBe(Number(leg?.filled_qty))
    }
    const positions = await ask(world, '/v2/positions')
    const held = await rowsOf(world.db, 'select raw_data from alpaca_positions where is_open')
    expect(held.map((row) => row.raw_data)).toEqual(expect.arrayContaining(positions))
    expect(held.length).toBe(positions.length)
    expect(report.quarantined).toBe(0)
    expect(report.has_more).toBe(false)
    expect(report.count).toBe(report.inserted)
    expect(
      await theValue(
        world.db,
        "select count(*)::int from alpaca_activities where activity_type = 'FILL'",
      ),
    ).toBeGreaterThan(400)
  })

  it('writes nothing when nothing is new', async () => {
    const before = await fingerprint(world.db)
    const { report } = await world.sync()
    expect(report).toMatchObject({ inserted: 0, updated: 0, quarantined: 0, has_more: false })
    expect(report.unchanged).toBe(report.seen)
    expect(await fingerprint(world.db)).toEqual(before)
  })

  it('writes nothing when all is read again', async () => {
    const before = await fingerprint(world.db)
    const { report } = await world.sync({ full: true })
    expect(report).toMatchObject({ inserted: 0, updated: 0 })
    expect(report.unchanged).toBeGreaterThan(1000)
    expect(await fingerprint(world.db)).toEqual(before)
  })
})
