import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { sampleOf } from '../../support/effort'
import { NOW, openWorld, theValue as valueIn } from '../sync/support'

describe('the ledger against the broker', () => {
  it.each(sampleOf(['legbook', 'first', 'second', 'third'], 4))(
    'balances account %s, symbol by symbol and to the cent',
    async (seed) => {
      const world = await openWorld(generateAccount({ seed, now: NOW }))
      await world.sync()
      const accountId = String(await valueIn(world.db, 'select account_id from alpaca_accounts'))
      const found = await readReconciliation(world.db, accountId, '2026-10-01')
      expect(found?.symbols.filter(({ cause }) => cause !== null)).toEqual([])
      expect(found?.cash).toMatchObject({ difference: '0', cause: null })
      expect(found?.balanced).toBe(true)
      expect(await valueIn(world.db, 'select balanced from sync_state')).toBe(true)
    },
  )
})
