import { describe, expect, it } from 'vitest'
import { groupOrders } from '../../src/engine/group'
import { Random } from '../../src/local/alpaca/random'
import { sampleOf } from '../support/effort'
import { agreementOf } from './support/agreement'
import { generate } from './support/generate'
import { incrementsOf } from './support/increments'
import { Kept, textOf } from './support/loader'
import { STRATEGIES } from './support/strategies'

const WINDOW = { windowSeconds: 300 }

describe('generated histories with known trades', () => {
  it.each(sampleOf([1, 2, 3, 4, 5], 5))(
    'seed %i: groups, names, links and profits as they were meant',
    (seed) => {
      const histories = generate(seed, STRATEGIES)
      const groupings = histories.map(({ facts }) => groupOrders(facts, WINDOW))
      const { trades, ...agreement } = agreementOf(histories, groupings)
      expect(trades).toBeGreaterThan(700)
      const right = { f1: 1, strategy: 1, status: 1, links: 1, profit: 1, wrong: [] }
      expect(agreement).toEqual(right)
    },
  )

  it('comes to the same in random time steps', () => {
    for (const { facts } of generate(6, STRATEGIES)) {
      const kept = new Kept(300)
      for (const step of incrementsOf(facts, new Random(7), 12, 0.02))
        if (step.since < Number.POSITIVE_INFINITY) kept.update(step.facts, step.since)
      expect(kept.resumed).toBeGreaterThan(0)
      expect(textOf(kept.all)).toBe(textOf(groupOrders(facts, WINDOW)))
    }
  })
})
