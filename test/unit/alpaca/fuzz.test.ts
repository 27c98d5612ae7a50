import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseAccount } from '../../../src/alpaca/account'
import { parseActivities } from '../../../src/alpaca/activity'
import { parseContract } from '../../../src/alpaca/contract'
import { parseBody } from '../../../src/alpaca/json-body'
import { flattenOrders } from '../../../src/alpaca/order-page'
import { parsePosition } from '../../../src/alpaca/position'
import type { Parsed } from '../../../src/alpaca/reject'
import { runsOf } from '../../support/effort'
import { basePayloads, type Kind } from '../../support/fuzz/bases'
import { bodyOf, mutated } from '../../support/fuzz/mutate'

/** The number of payloads of each kind: 100,000 in all, of which `npm test` reads a tenth. */
const RUNS: Record<Kind, number> = {
  order: runsOf(50_000, { few: 5000 }),
  activity: runsOf(30_000, { few: 3000 }),
  position: runsOf(15_000, { few: 1500 }),
  account: runsOf(3000, { few: 300 }),
  contract: runsOf(2000, { few: 200 }),
}

/** The number of rows and rejects of a payload. */
const countsOf = ({ ok }: Parsed<unknown>) => ({ rows: ok ? 1 : 0, rejects: ok ? 0 : 1 })

const read: Record<Kind, (payload: unknown) => { rows: number; rejects: number }> = {
  order: (payload) => {
    const { parents, orders, rejects } = flattenOrders([payload])
    return { rows: parents.length + orders.length, rejects: rejects.length }
  },
  activity: (payload) => {
    const { activities, rejects } = parseActivities([payload])
    return { rows: activities.length, rejects: rejects.length }
  },
  position: (payload) => countsOf(parsePosition(payload)),
  account: (payload) => countsOf(parseAccount(payload)),
  contract: (payload) => countsOf(parseContract(payload)),
}

describe('broken payloads', () => {
  let bases: Record<Kind, string[]>

  beforeAll(async () => {
    bases = await basePayloads()
  })

  it.each(Object.entries(RUNS) as [Kind, number][])(
    'of kind %s are read or refused, and never throw',
    (kind, numRuns) => {
      let rejected = 0
      fc.assert(
        fc.property(mutated(kind, bases), (payload) => {
          const { rows, rejects } = read[kind](parseBody(bodyOf(payload)))
          expect(rows + rejects).toBeGreaterThan(0)
          rejected += rejects
        }),
        { seed: 20261122, numRuns },
      )
      expect(rejected).toBeGreaterThan(numRuns / 100)
    },
    300_000,
  )
})
