import { getTableColumns, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { alpacaOrders, alpacaPositions, alpacaTrades, ledgerDirty } from '../../../src/db/schema'
import { named, readRows } from '../../../src/db/statements/select-rows'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { NOW, openWorld } from '../sync/support'

describe('rows that are read as the driver decodes them', () => {
  it('have the properties and values that Drizzle maps', async () => {
    const { db, sync } = await openWorld(generateAccount({ seed: 'rows', now: NOW }))
    await sync()
    for (const table of [alpacaOrders, alpacaPositions, alpacaTrades]) {
      const place = sql`ctid`
      const mapped = await db.select().from(table).orderBy(place)
      const columns = named(getTableColumns(table))
      const read = await readRows(db, db.select(columns).from(table).orderBy(place))
      expect(mapped.length).toBeGreaterThan(0)
      expect(read.rows).toEqual(mapped)
    }
  })

  it('cannot have a bigint, which the driver returns as text', () => {
    expect(() => named(getTableColumns(ledgerDirty))).toThrow('version')
  })
})
