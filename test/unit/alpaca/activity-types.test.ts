import { describe, expect, it } from 'vitest'
import {
  endsOption,
  fittingTypes,
  KNOWN_TYPES,
  meaningOf,
  typesWhere,
} from '../../../src/alpaca/activity-types'

describe('the table of activity types', () => {
  it('takes a type that it does not know as cash without a name, and changes no position', () => {
    for (const type of ['A_NEW_TYPE', 'constructor', ''])
      expect(meaningOf(type, null)).toEqual({ position: null, cash: 'other', isUnnamed: true })
  })

  it("knows every type of Alpaca's specification and SDK", () => {
    const types =
      'FILL TRANS MISC ACATC ACATS CFEE CGD CSD CSW DIV DIVCGL DIVCGS DIVFEE DIVFT DIVNRA DIVROC DIVTW DIVTXEX FEE INT INTNRA INTTW JNL JNLC JNLS MA NC OPASN OPCA OPCSH OPEXC OPEXP OPTRD PTC PTR REORG SPIN SPLIT FOPT OCT CIL DIVWH EXTRD FXTRD INTPNL MEM SWP VOF WH REO FIMAT SSP SSO SC'
    expect(types.split(' ').filter((type) => !KNOWN_TYPES.includes(type))).toEqual([])
  })

  it('counts withholding with the dividends and the interest that it is taken from', () => {
    for (const type of ['DIV', 'CGD', 'DIVNRA', 'DIVFT', 'DIVTW', 'DIVFEE', 'DIVWH', 'WH'])
      expect(meaningOf(type, null).cash).toBe('dividends')
    for (const type of ['INT', 'INTNRA', 'INTTW'])
      expect(meaningOf(type, null).cash).toBe('interest')
  })

  it('tells a sub type that moves no cash from its type', () => {
    expect(meaningOf('INT', 'MGN').cash).toBe('interest')
    expect(meaningOf('INT', 'SWP').cash).toBe('none')
    expect(meaningOf('INT', 'constructor').cash).toBe('interest')
    expect(fittingTypes(({ cash }) => cash === 'interest')).toContainEqual({
      type: 'INT',
      byDefault: true,
      subTypes: ['SWP'],
    })
    expect(fittingTypes(({ cash }) => cash === 'none')).toContainEqual({
      type: 'INT',
      byDefault: false,
      subTypes: ['SWP'],
    })
  })

  it('names no row of the memo of a transfer, whose effect is unknown', () => {
    expect(KNOWN_TYPES.filter((type) => meaningOf(type, null).isUnnamed)).toEqual(['MEM'])
  })

  it('charges pass-through fees and rebates to the account, and no trade', () => {
    for (const type of ['PTC', 'PTR'])
      expect(meaningOf(type, null)).toEqual({ position: null, cash: 'fees', chargedTo: 'account' })
    expect(typesWhere(({ chargedTo }) => chargedTo === 'trades')).toEqual(['CFEE', 'FEE'])
  })

  it('counts each fee as fees in cash, and nothing else', () => {
    const fees = typesWhere(({ cash }) => cash === 'fees')
    expect(fees).toEqual(typesWhere(({ chargedTo }) => chargedTo !== undefined))
  })

  it('counts no cash for rows that only name the value of what they move', () => {
    const types = ['FILL', 'OPCA', 'ACATS', 'JNLS', 'FOPT', 'OCT']
    expect(typesWhere(({ cash }) => cash === 'none')).toEqual(expect.arrayContaining(types))
  })

  it('knows three ways in which an option ends', () => {
    expect(typesWhere(endsOption)).toEqual(['OPEXP', 'OPASN', 'OPEXC'])
  })
})
