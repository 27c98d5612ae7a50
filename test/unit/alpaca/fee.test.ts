import { describe, expect, test } from 'vitest'
import { parseActivity } from '../../../src/alpaca/activity'
import { type FeeFields, feeTerms } from '../../../src/alpaca/fee'

const of = (fields: Partial<FeeFields>): FeeFields => ({
  activityType: 'FEE',
  activitySubType: null,
  description: null,
  executionId: null,
  orderId: null,
  date: '2026-09-11',
  createdAt: '2026-09-11T20:31:52Z',
  ...fields,
})

const DAY = 'on 2026-09-10 by 123456789'

describe('a fee', () => {
  test.each([
    ['ORF', `ORF fee for proceed of 15 contracts ${DAY}`, 'option_contracts'],
    ['OCC', 'OCC Clearing Fee', 'option_contracts'],
    ['TAF', `OPT TAF fee for proceed of 6 contracts (6 trades) ${DAY}`, 'option_quantity'],
    ['TAF', `TAF fee for proceed of 1572 shares (89 trades) ${DAY}`, 'share_quantity'],
    ['REG', `OPT REG fee for proceed of $10030 ${DAY}`, 'option_proceeds'],
    ['REG', `REG fee for proceed of $185271.37 ${DAY}`, 'share_proceeds'],
    ['CAT', `CAT fee for proceed of 174 trades ${DAY}`, 'all_fills'],
    [null, `OPT REG fee for proceed of $10030 ${DAY}`, 'option_proceeds'],
    [null, `CAT fee for proceed of 174 trades ${DAY}`, 'all_fills'],
    ['NRC', '2024-11-27 Non-Retail - Alpaca Trading Fee', 'account'],
    ['NRV', '2024-11-27 Non-Retail - Exchange Fees/Rebates', 'account'],
    ['ADR', 'ADR fee on 10 shares', 'account'],
    ['COM', 'Commission', 'account'],
    ['LCT', 'Swap fee', 'account'],
    ['HTB', 'Borrow fee', 'account'],
    [null, 'Outgoing wire fee', 'account'],
    [null, 'Market data subscription', 'account'],
    [null, 'Rights Exercise Cost', 'account'],
    [null, null, 'account'],
  ])('of sub type %s with the text %s is charged by rule %s', (sub, description, rule) => {
    expect(feeTerms(of({ activitySubType: sub, description })).feeRule).toBe(rule)
  })

  test('that names an execution is charged on it, and a commission on the order that it names', () => {
    for (const activitySubType of ['OCC', 'LCT', 'COM'])
      expect(feeTerms(of({ activitySubType, executionId: 'x' })).feeRule).toBe('execution')
    expect(feeTerms(of({ activitySubType: 'COM', orderId: 'o' })).feeRule).toBe('order')
  })

  test('is for the day in its text, else for its date, else for the day of its posting', () => {
    const dayOf = (fields: Partial<FeeFields>) =>
      feeTerms(of({ activitySubType: 'REG', ...fields })).feeDay
    expect(dayOf({ description: `REG fee for proceed of $1 ${DAY}` })).toBe('2026-09-10')
    expect(dayOf({ description: 'REG fee for proceed of $1' })).toBe('2026-09-11')
    expect(dayOf({ description: 'REG fee on 2026-02-30' })).toBe('2026-09-11')
    expect(dayOf({ date: null, createdAt: '2026-09-11T02:00:00Z' })).toBe('2026-09-10')
  })

  test('of a coin, in dollars or in coins, has the rule coin', () => {
    expect(feeTerms(of({ activityType: 'CFEE' })).feeRule).toBe('coin')
  })

  test('leaves the account number of its text in the payload alone', () => {
    const payload = {
      ...{ id: '20260910000000000::u', activity_type: 'FEE', activity_sub_type: 'ORF' },
      ...{ date: '2026-09-10', net_amount: '-0.23', created_at: '2026-09-10T20:31:52Z' },
      description: `ORF fee for proceed of 15 contracts ${DAY}`,
    }
    const parsed = parseActivity(payload)
    if (!parsed.ok) throw new Error('refused')
    const { raw, ...row } = parsed.row
    expect(row).toMatchObject({ feeRule: 'option_contracts', feeDay: '2026-09-10' })
    expect(JSON.stringify(row)).not.toContain('123456789')
    expect(raw).toBe(payload)
  })

  test('has a text that is no text: the row is read all the same', () => {
    const payload = {
      ...{ id: '20260910000000000::u', activity_type: 'FEE', date: '2026-09-10' },
      ...{ net_amount: '-25', description: { text: 'wire' } },
    }
    expect(parseActivity(payload)).toMatchObject({ ok: true, row: { feeRule: 'account' } })
  })
})
