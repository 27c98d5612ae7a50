import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { openWorld, rowsOf, type World } from '../sync/support'
import { refoldAll } from './refold'

const START = '2026-09-14T13:00:00Z'
const END = Date.parse('2026-09-14T21:00:00Z')

/** All rows of the ledger as text. */
async function ledgerOf({ db }: World): Promise<unknown[]> {
  const without = `- '{created_at,updated_at,as_of,raw_data,fees_pending}'::text[]`
  return await rowsOf(
    db,
    `select 'trade' as of, (to_jsonb(t) ${without})::text as row from alpaca_trades t
     union all select 'fill', (to_jsonb(f) ${without})::text from alpaca_trade_fills f
     union all select 'fee', (to_jsonb(f) ${without})::text from alpaca_trade_fees f
     union all select 'cash', (to_jsonb(c) ${without})::text from alpaca_cash_days c
     union all select 'order', concat_ws(' ', alpaca_order_id, trade_id, strategy_type, leg_number) from alpaca_orders
     order by 1, 2`,
  )
}

async function syncToTheEnd(world: World): Promise<void> {
  while ((await world.sync()).report.has_more);
}

describe('the ledger of an account that keeps trading', () => {
  it('is the same for syncs in any steps, and when it is grouped again from the beginning', async () => {
    const live = () => openWorld(generateAccount({ seed: 'steps', now: START }))
    const whole = await live()
    whole.clock.now = new Date(END)
    await syncToTheEnd(whole)
    const expected = await ledgerOf(whole)
    const minutes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 2, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(minutes, async (steps) => {
        const world = await live()
        world.clock.now = new Date(START)
        for (const step of steps) {
          await syncToTheEnd(world)
          world.clock.now = new Date(Math.min(END, world.clock.now.getTime() + step * 60_000))
        }
        world.clock.now = new Date(END)
        await syncToTheEnd(world)
        expect(await ledgerOf(world)).toEqual(expected)
        expect(await refoldAll(world)).toMatchObject({ changed: 0 })
      }),
      { seed: 20261122, numRuns: 3, endOnFailure: true },
    )
  }, 180_000)
})
