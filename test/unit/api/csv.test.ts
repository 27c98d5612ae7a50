import { describe, expect, it } from 'vitest'
import { csvLine, listCell, numberCell, textCell } from '../../../src/api/csv/cells'
import { newYorkClock } from '../../../src/time/new-york'

describe('a text in a cell', () => {
  it.each([
    ['SPY', 'SPY'],
    ['BTC/USD', 'BTC/USD'],
    ['', ''],
    [null, ''],
    ['sold into the dip', 'sold into the dip'],
    ['a, b', '"a, b"'],
    ['say "no"', '"say ""no"""'],
    ['one\ntwo', '"one\ntwo"'],
    ['one\r\ntwo', '"one\r\ntwo"'],
    ['a;b', '"a;b"'],
    [' padded ', '" padded "'],
    ['Größe 日本 🙂', 'Größe 日本 🙂'],
  ])('%j stays what it is: %s', (text, cell) => {
    expect(textCell(text)).toBe(cell)
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['＝1+1', "'＝1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['-2+3+cmd,"x"', `"'-2+3+cmd,""x"""`],
  ])('%j is no formula: %s', (text, cell) => {
    expect(textCell(text)).toBe(cell)
  })

  it('is no formula as the first item of a list', () => {
    expect(listCell(['=1+1', 'b'])).toBe(`"'=1+1; b"`)
    expect(listCell([])).toBe('')
  })
})

it.each([
  ['-48.06', '-48.06'],
  ['0.000000001', '0.000000001'],
  ['123456789012345678.123456789', '123456789012345678.123456789'],
  ['0', '0'],
  [3, '3'],
  [null, ''],
])('the number %s stays a number: %s', (number, cell) => {
  expect(numberCell(number)).toBe(cell)
})

it('a line ends with CRLF', () => {
  expect(csvLine(['a', '', 'c'])).toBe('a,,c\r\n')
})

describe('a time in a cell', () => {
  it.each([
    ['2026-11-20T15:00:00.25759Z', '2026-11-20 10:00:00'],
    ['2026-07-04T04:00:00Z', '2026-07-04 00:00:00'],
    ['2026-07-04T03:59:59.999999Z', '2026-07-03 23:59:59'],
    ['2026-01-01T04:59:59Z', '2025-12-31 23:59:59'],
    ['2026-03-08T06:59:59Z', '2026-03-08 01:59:59'],
    ['2026-03-08T07:00:00Z', '2026-03-08 03:00:00'],
    ['2026-11-01T05:59:59Z', '2026-11-01 01:59:59'],
    ['2026-11-01T06:00:00Z', '2026-11-01 01:00:00'],
    ['2024-02-29T12:00:00Z', '2024-02-29 07:00:00'],
  ])('%s is %s', (moment, shown) => {
    expect(newYorkClock(moment)).toBe(shown)
  })
})
