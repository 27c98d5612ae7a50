import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { parseBody } from '../../../src/alpaca/json-body'
import type { Database } from '../../../src/db/connection/client'
import { runsOf } from '../../support/effort'
import { basePayloads, type Kind } from '../../support/fuzz/bases'
import { bodyOf, mutated } from '../../support/fuzz/mutate'
import { openSync, rowsOf, theValue } from './support'

/** What one run reads: 500 payloads, pages as Alpaca gives them. */
const SIZES = { order: 300, activity: 150, position: 50 }
const ACTIVITIES_A_PAGE = 100

interface Reading {
  orders: unknown[]
  activities: unknown[]
  positions: unknown[]
  contract: unknown
}

const json = (body: string, status = 200) =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } })

/** An Alpaca that has what it is given to tell, once, and knows no order by its id. */
function alpacaOf(told: { reading: Reading; account: string }): typeof fetch {
  let [ordersTold, activitiesTold] = [new Set<Reading>(), 0]
  return async (input) => {
    const { pathname, searchParams } = new URL(String(input))
    const { reading, account } = told
    if (pathname === '/v2/account') return json(account)
    if (pathname === '/v2/positions') return json(bodyOf(reading.positions))
    if (pathname === '/v2/orders') {
      const isFirst = searchParams.get('status') === 'all' && !ordersTold.has(reading)
      if (!isFirst) return json('[]')
      ordersTold = new Set([reading])
      activitiesTold = 0
      return json(bodyOf(reading.orders))
    }
    if (pathname === '/v2/account/activities') {
      const from = activitiesTold
      activitiesTold += ACTIVITIES_A_PAGE
      return json(bodyOf(reading.activities.slice(from, activitiesTold)))
    }
    if (pathname.startsWith('/v2/options/contracts/')) return json(bodyOf(reading.contract))
    return json('{"code":40410000,"message":"order not found"}', 404)
  }
}

// A sync writes neither the audit nor the overrides, and both refuse to be truncated.
const KEPT = `'alpaca_contracts', 'audit_log', 'trade_overrides'`
const EMPTY = `do $$ begin execute (select 'truncate ' || string_agg(format('%I', relname), ', ')
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in (${KEPT})); end $$`

/**
 * Payloads that are neither stored nor quarantined; one whose id is known is a state of what is
 * known.
 */
async function lost(db: Database, source: string, payloads: unknown[]): Promise<unknown[]> {
  const read = parseBody(bodyOf(payloads))
  const { rows } = await db.execute(sql`
    with top as (select value as item from jsonb_array_elements(${JSON.stringify(read)}::jsonb)),
      legs as (select l.value as item from top, jsonb_array_elements(
        case when ${source} = 'order' and jsonb_typeof(item -> 'legs') = 'array' then item -> 'legs' else '[]' end) l)
    select left(item::text, 2000) as item from (select item from top union all select item from legs) all_items
    where not exists (select from sync_quarantine q where q.source = ${source}
        and (q.payload = item or q.payload_key = item ->> case ${source} when 'position' then 'symbol' else 'id' end))
      and not exists (select from alpaca_orders o where ${source} = 'order' and o.alpaca_order_id = item ->> 'id')
      and not exists (select from alpaca_parent_orders o where ${source} = 'order' and o.alpaca_order_id = item ->> 'id')
      and not exists (select from alpaca_activities a where ${source} = 'activity' and a.activity_id = item ->> 'id')
      and not exists (select from alpaca_positions p where ${source} = 'position' and (p.symbol = item ->> 'symbol'))`)
  return rows
}

describe('malformed payloads', () => {
  let bases: Record<Kind, string[]>

  beforeAll(async () => {
    bases = await basePayloads()
  })

  it('are stored or quarantined, and the readable ones are grouped into trades', async () => {
    const told = {
      account: bases.account[0] ?? '',
      reading: { orders: [], activities: [], positions: [], contract: null } satisfies Reading,
    }
    const world = await openSync(alpacaOf(told), ['paper'], {
      now: new Date('2026-10-01T15:00:00Z'),
    })
    const many = (kind: 'order' | 'activity' | 'position') =>
      fc.array(mutated(kind, bases), { minLength: SIZES[kind], maxLength: SIZES[kind] })
    const reading: fc.Arbitrary<Reading> = fc.record({
      orders: many('order'),
      activities: many('activity'),
      positions: many('position'),
      contract: mutated('contract', bases),
    })
    await fc.assert(
      fc.asyncProperty(reading, async (reading) => {
        await rowsOf(world.db, EMPTY)
        Object.assign(told, { reading })
        const { accounts } = await world.sync()
        for (const report of accounts) {
          for (const part of [report.orders, report.activities, report.positions]) {
            expect(part.count + part.quarantined).toBe(part.seen)
          }
          const stored = async (table: string) =>
            await theValue(world.db, `select count(*)::int from ${table}`)
          expect(await stored('alpaca_orders')).toBe(report.orders.inserted)
          expect(await stored('alpaca_activities')).toBe(report.activities.inserted)
          expect(await stored('alpaca_positions')).toBe(report.positions.inserted)
          expect(await stored('ledger_dirty')).toBe(0)
        }
        expect(await lost(world.db, 'order', reading.orders)).toEqual([])
        expect(await lost(world.db, 'activity', reading.activities)).toEqual([])
        expect(await lost(world.db, 'position', reading.positions)).toEqual([])
      }),
      {
        seed: inject('fuzzSeed'),
        numRuns: runsOf(Math.ceil(inject('fuzzPayloads') / 500), { few: 1 }),
        endOnFailure: true,
      },
    )
  }, 3_600_000)
})
