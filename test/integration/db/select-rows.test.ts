import { getTableColumns } from 'drizzle-orm'
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
      const mapped = await db.select().from(table).orderBy(table.createdAt, table.accountId)
      const read = await readRows(db, db.select(named(getTableColumns(table))).from(table))
      expect(mapped.length).toBeGreaterThan(0)
      expect(read.rows).toHaveLength(mapped.length)
      expect(read.rows).toEqual(expect.arrayContaining(mapped))
    }
  })

  it('cannot have a bigint, which the driver returns as text', () => {
    expect(() => named(getTableColumns(ledgerDirty))).toThrow('version')
  })
})
