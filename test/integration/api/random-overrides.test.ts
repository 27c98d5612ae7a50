import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overrideListSchema } from '../../../src/api/overrides/schemas'
import { rebuildSchema } from '../../../src/api/rebuild/schemas'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { statsSchema } from '../../../src/api/stats/schemas'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { runsOf } from '../../support/effort'
import { expectSameStats, expectSummed } from '../db/summed'
import { NOW, rowsOf } from '../sync/support'
import { API_TOKEN, bearer } from './api'
import { ledgerOf, openSynced, type SyncedApi } from './world'

const write = async (api: SyncedApi, method: string, path: string, body: object = {}) => {
  const init = { method, headers: bearer(API_TOKEN) }
  const answer = await api.request(path, {
    ...init,
    ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
  })
  const told: unknown = await answer.json()
  // A conflict is an answer too; everything else that is refused here is a mistake.
  if (![200, 409].includes(answer.status)) throw new Error(JSON.stringify(told))
  return told
}

/** Override changes of a trade chosen by number, some with a second trade. */
const saying = fc.record({
  kind: fc.constantFrom('merge', 'split', 'annotate'),
  first: fc.nat(),
  second: fc.nat(),
})

interface Openings {
  id: string
  underlying: string
  orders: string[]
}

async function openingsOf(api: SyncedApi): Promise<Openings[]> {
  const rows = await rowsOf(
    api.db,
    `select trade_id::text as id, underlying, string_agg(distinct order_id, ' ') as orders from alpaca_trade_fills
     where effect = 'open' and order_id is not null group by 1, 2 order by 1`,
  )
  return rows.map((row) => ({
    id: String(row.id),
    underlying: String(row.underlying),
    orders: String(row.orders).split(' '),
  }))
}

const pick = <T>(list: T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

async function say(
  api: SyncedApi,
  { kind, first, second }: { kind: string; first: number; second: number },
) {
  const trades = await openingsOf(api)
  if (kind === 'split') {
    const trade = pick(
      trades.filter(({ orders }) => orders.length > 1),
      first,
    )
    const order_ids = trade?.orders.slice(0, 1 + (second % (trade.orders.length - 1)))
    await write(api, 'POST', '/trades/split', { trade_id: trade?.id, order_ids })
    return
  }
  const trade = pick(trades, first)
  if (kind === 'annotate') {
    await write(api, 'PATCH', `/trades/${trade?.id}`, { note: `note ${second}` })
    return
  }
  const other = pick(
    trades.filter(({ id, underlying }) => underlying === trade?.underlying && id !== trade.id),
    second,
  )
  if (other) await write(api, 'POST', '/trades/merge', { trade_ids: [trade?.id, other.id] })
}

async function expectProven(api: SyncedApi) {
  const { changed } = rebuildSchema.parse(await write(api, 'POST', '/trades/rebuild'))
  expect(changed).toBe(0)
  expect((await api.get(reconciliationSchema, '/reconciliation')).balanced).toBe(true)
}

describe('any sequence of overrides', () => {
  it('equals a rebuild, moves no cash, and leaves nothing behind when deleted', {
    timeout: 300_000,
  }, async () => {
    const api = await openSynced({ paper: generateAccount({ seed: 'overrides', now: NOW }) })
    const before = await ledgerOf(api)
    const { total } = await api.get(statsSchema, '/stats')
    await fc.assert(
      fc.asyncProperty(
        fc.array(saying, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (sayings, order) => {
          for (const one of sayings) await say(api, one)
          await expectSummed(api.db)
          await expectProven(api)
          await expectSameStats(api)
          const now = await api.get(statsSchema, '/stats')
          expect(now.total.fees).toBe(total.fees)
          let left = (await api.get(overrideListSchema, '/overrides')).overrides
          for (const n of order) {
            const override = pick(left, n)
            if (!override) break
            await write(api, 'DELETE', `/overrides/${override.id}`)
            left = left.filter(({ id }) => id !== override.id)
          }
          expect(await ledgerOf(api)).toEqual(before)
        },
      ),
      // What fails leaves the account otherwise than it was: nothing smaller can be looked for.
      { seed: 20261122, numRuns: runsOf(12, { few: 1 }), endOnFailure: true },
    )
  })
})
