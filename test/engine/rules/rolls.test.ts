import { describe, expect, it } from 'vitest'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

describe('rolls', () => {
  it('closing and opening legs of one parent: a chain of two, its profit the sum', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.buyToClose('P95', 1, 3, '12 15:00', { parent: 'roll' })
    const next = facts.sellToOpen('P95f', 1, 4, '12 15:00', { parent: 'roll' })
    facts.buyToClose('P95f', 1, 1, '20 15:00')
    const grouped = new Grouped(facts)
    const [first, second] = [grouped.of(old), grouped.of(next)]
    expect(second).toMatchObject({ rolledFrom: first.tradeId, rollCount: 1, realizedPl: '300' })
    expect(second.chainId).toBe(first.tradeId)
    expect(first).toMatchObject({ chainId: first.tradeId, rollCount: 0, realizedPl: '-100' })
  })

  it('two simple orders of one window: same type and sign, equal quantity, another symbol', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 2, 2, '05 15:00')
    facts.buyToClose('P95', 2, 3, '12 15:00')
    const next = facts.sellToOpen('P90f', 2, 4, '12 15:04')
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
  })

  it.each([
    ['another type', 'C95f', 2, 'sell', '12 15:04'],
    ['another sign', 'P90f', 2, 'buy', '12 15:04'],
    ['another day', 'P90f', 2, 'sell', '13 15:00'],
    ['an expiry of the same day but no later one', 'P90', 2, 'sell', '12 15:06'],
    ['an opening hours before the closing', 'P90f', 2, 'sell', '12 14:54'],
  ] as const)('not with %s', (_, leg, qty, side, time) => {
    const facts = new Facts()
    facts.sellToOpen('P95', 2, 2, '05 15:00')
    facts.buyToClose('P95', 2, 3, '12 15:00')
    const next =
      side === 'sell' ? facts.sellToOpen(leg, qty, 4, time) : facts.buyToOpen(leg, qty, 4, time)
    expect(new Grouped(facts).of(next).rolledFrom).toBe(null)
  })

  it.each([
    ['fewer contracts', 1, '12 15:04'],
    ['more contracts', 3, '12 15:04'],
    ['a later expiry hours later on the same day', 2, '12 20:30'],
  ] as const)('a put bought back is rolled into %s', (_, qty, time) => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 2, 2, '05 15:00')
    facts.buyToClose('P95', 2, 3, '12 15:00')
    const next = facts.sellToOpen('P90f', qty, 4, time)
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
  })

  it('later on the same day, also more than 24 hours later on the day of 25', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 1, 2, '2025-10-30T15:00:00Z')
    facts.buyToClose('P95', 1, 3, '2025-11-02T04:10:00Z')
    const next = facts.sellToOpen('P90f', 1, 4, '2025-11-03T04:50:00Z')
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
  })

  it('later on the day on which the leg opened, however long after the entry began', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 1, 2, '05 15:00')
    const next = facts.sellToOpen('P90f', 1, 4, '08 15:00', {
      parent: 'a',
      fills: [[1, 4, '12 18:00']],
    })
    facts.buyToOpen('P85f', 1, 2, '08 15:00', { parent: 'a' })
    facts.buyToClose('P95', 1, 3, '12 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
  })

  it('a leg that opened late and a new put of that day leave it open which was rolled into', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    const late = facts.sellToOpen('P90f', 1, 4, '08 15:00', {
      parent: 'a',
      fills: [[1, 4, '12 18:00']],
    })
    facts.buyToOpen('P85f', 1, 2, '08 15:00', { parent: 'a' })
    facts.buyToClose('P95', 1, 3, '12 15:00')
    const next = facts.sellToOpen('P92f', 1, 3, '12 19:00')
    const grouped = new Grouped(facts)
    expect([late, next].map((id) => grouped.of(id).rolledFrom)).toEqual([null, null])
  })

  it('two puts bought back leave it open which of them a put of that afternoon was rolled from', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.sellToOpen('P100', 1, 2, '06 15:00')
    facts.buyToClose('P95', 1, 3, '12 15:00')
    facts.buyToClose('P100', 1, 3, '12 16:00')
    const next = facts.sellToOpen('P90f', 1, 4, '12 19:00')
    expect(new Grouped(facts).of(next).rolledFrom).toBe(null)
  })

  it('a trade that was rolled into in the morning can be rolled again in the afternoon', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P105', 1, 2, '05 15:00')
    facts.buyToClose('P105', 1, 3, '12 15:00')
    const next = facts.sellToOpen('P95', 1, 4, '12 15:01')
    facts.buyToClose('P95', 1, 3, '12 17:00')
    const last = facts.sellToOpen('P90f', 1, 4, '12 19:00')
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
    expect(grouped.of(last)).toMatchObject({
      rolledFrom: grouped.of(next).tradeId,
      chainId: grouped.of(old).tradeId,
      rollCount: 2,
    })
  })

  it('of two puts rolled in one window each goes into the nearest in strike, and into one only', () => {
    const facts = new Facts()
    const low = facts.sellToOpen('P90', 1, 2, '05 15:00')
    const high = facts.sellToOpen('P105', 1, 2, '06 15:00')
    facts.buyToClose('P90', 1, 3, '12 15:00')
    facts.buyToClose('P105', 1, 3, '12 15:00')
    const next = facts.sellToOpen('P95f', 1, 4, '12 15:01', { parent: 'a' })
    const other = facts.sellToOpen('P100f', 1, 4, '12 15:01', { parent: 'b' })
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(low).tradeId)
    expect(grouped.of(other).rolledFrom).toBe(grouped.of(high).tradeId)
  })

  it('a put rolled in part is rolled into the first put alone', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 2, 2, '05 15:00')
    facts.buyToClose('P95', 1, 3, '12 15:00')
    const first = facts.sellToOpen('P90f', 1, 4, '12 15:01')
    facts.buyToClose('P95', 1, 3, '14 15:00')
    const second = facts.sellToOpen('P100f', 1, 4, '14 15:01')
    const grouped = new Grouped(facts)
    expect(grouped.of(first).rolledFrom).toBe(grouped.of(old).tradeId)
    expect(grouped.of(second).rolledFrom).toBe(null)
  })

  it('a put rolled into one that is open links the older put', () => {
    const facts = new Facts()
    const next = facts.sellToOpen('P90f', 1, 4, '05 15:00')
    const old = facts.sellToOpen('P95', 1, 2, '06 15:00')
    facts.buyToClose('P95', 1, 3, '12 15:00')
    facts.sellToOpen('P90f', 1, 4, '12 15:01')
    const grouped = new Grouped(facts)
    expect(grouped.of(next)).toMatchObject({
      quantity: '2',
      rolledFrom: grouped.of(old).tradeId,
      chainId: grouped.of(old).tradeId,
      rollCount: 1,
    })
  })

  it('not from a trade that was opened in the same window', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '12 15:00', { parent: 'a' })
    facts.buyToClose('P95', 1, 3, '12 15:01')
    const next = facts.sellToOpen('P90f', 1, 4, '12 15:02')
    expect(new Grouped(facts).of(next).rolledFrom).toBe(null)
  })

  it('a vertical closed by one parent and opened anew by another of the window', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'a' })
    facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'a' })
    facts.buyToClose('P95', 1, 3, '12 15:00', { parent: 'b' })
    facts.sellToClose('P90', 1, 1, '12 15:00', { parent: 'b' })
    const next = facts.sellToOpen('P95f', 1, 4, '12 15:01', { parent: 'c' })
    facts.buyToOpen('P90f', 1, 2, '12 15:01', { parent: 'c' })
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
  })

  it('of several old trades, the one whose leg is the nearest in strike', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'a' })
    facts.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'a' })
    const larger = facts.sellToOpen('C105', 3, 2, '06 15:00')
    facts.buyToClose('P95', 1, 1, '12 15:00', { parent: 'roll' })
    facts.buyToClose('C105', 3, 1, '12 15:00', { parent: 'roll' })
    const next = facts.sellToOpen('C110f', 3, 2, '12 15:00', { parent: 'roll' })
    const grouped = new Grouped(facts)
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(larger).tradeId)
  })

  it('rolled twice: three trades of one chain', () => {
    const facts = new Facts()
    const first = facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.buyToClose('P95', 1, 3, '12 15:00', { parent: 'a' })
    facts.sellToOpen('P90', 1, 4, '12 15:00', { parent: 'a' })
    facts.buyToClose('P90', 1, 3, '14 15:00', { parent: 'b' })
    const third = facts.sellToOpen('P90f', 1, 4, '14 15:00', { parent: 'b' })
    const grouped = new Grouped(facts)
    expect(grouped.of(third)).toMatchObject({ rollCount: 2, chainId: grouped.of(first).tradeId })
  })

  it('what later scales into the new trade does not undo the roll', () => {
    const facts = new Facts()
    const old = facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.buyToClose('P95', 1, 3, '12 15:00')
    const next = facts.sellToOpen('P90f', 1, 4, '12 15:01')
    facts.sellToOpen('P90f', 2, 4, '13 15:01')
    const grouped = new Grouped(facts)
    expect(grouped.of(next)).toMatchObject({ quantity: '3' })
    expect(grouped.of(next).rolledFrom).toBe(grouped.of(old).tradeId)
  })
})
