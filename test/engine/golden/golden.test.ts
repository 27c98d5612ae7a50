import { describe, expect, it } from 'vitest'
import { isExhaustive } from '../../support/effort'
import { GOLDEN } from './books'
import { differing, hashesOf } from './hash'
import recorded from './hashes.json'

const hashes: Record<string, string> = recorded

/** The project `long` groups every book, `npm test` one in five. */
const NTH = isExhaustive ? 1 : 5

/** Milliseconds: a group takes seconds, and minutes on a busy machine. */
const PATIENCE = 600_000

describe('the engine answers byte for byte as recorded', () => {
  it('has a record for each group of books', () => {
    expect(Object.keys(hashes)).toEqual(Object.keys(GOLDEN))
  })

  // `npx tsx test/engine/golden/main.ts show GROUP NUMBER` prints one answer, to compare commits.
  it.each(Object.keys(GOLDEN))(
    '%s: no answer differs from the record',
    async (group) => {
      const found = await hashesOf(group, NTH)
      expect(differing(found, (hashes[group] ?? '').split(' '), NTH)).toEqual([])
    },
    PATIENCE,
  )
})
