import { describe, expect, it } from 'vitest'
import { endsOption, meaningOf, typesWhere } from '../../../src/alpaca/activity-types'

describe('the table of activity types', () => {
  it('takes a type that it does not know as cash that changes no position', () => {
    for (const type of ['DIV', 'INT', 'DIVNRA', 'A_NEW_TYPE', 'constructor', ''])
      expect(meaningOf(type)).toEqual({ position: null, cash: 'other' })
  })

  it('charges pass-through fees and rebates to the account, and no trade', () => {
    for (const type of ['PTC', 'PTR'])
      expect(meaningOf(type)).toEqual({ position: null, cash: 'fees', chargedTo: 'account' })
    expect(typesWhere(({ chargedTo }) => chargedTo === 'trades')).toEqual(['CFEE', 'FEE'])
  })

  it('counts each fee as fees in cash, and nothing else', () => {
    const fees = typesWhere(({ cash }) => cash === 'fees')
    expect(fees).toEqual(typesWhere(({ chargedTo }) => chargedTo !== undefined))
  })

  it('counts no cash for rows that only name the value of what they move', () => {
    expect(typesWhere(({ cash }) => cash === 'none')).toEqual([
      ...['FILL', 'OPCA', 'SPLIT', 'NC', 'SPIN', 'REORG', 'ACATS', 'JNLS'],
    ])
  })

  it('knows three ways in which an option ends', () => {
    expect(typesWhere(endsOption)).toEqual(['OPEXP', 'OPASN', 'OPEXC'])
  })
})
