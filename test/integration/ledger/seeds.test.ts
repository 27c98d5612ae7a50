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
      expect(found?.proof).toMatchObject({ difference: '0' })
      expect(await valueIn(world.db, 'select balanced from sync_state')).toBe(true)
    },
  )

  it.each(
    sampleOf(
      [
        ['on the Sunday after an expiry', '2026-11-30T05:00:00Z', 'settling'],
        ['in the evening of an assignment', '2026-09-25T20:10:00Z', 'settling'],
        ['on a Saturday', '2026-09-26T15:00:00Z', 'balanced'],
      ],
      3,
    ),
  )('first seen %s does not differ, and logs no warning', async (_, now, state) => {
    const world = await openWorld(generateAccount({ seed: 'legbook', now }))
    world.clock.now = new Date(now)
    await world.sync()
    expect(await valueIn(world.db, 'select proof_state from sync_state')).toBe(state)
    expect(world.log.filter(({ level }) => level === 'warn')).toEqual([])
  })
})
