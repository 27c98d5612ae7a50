import { describe, expect, it } from 'vitest'
import { nearestWord } from '../../../src/cli/nearest'
import { cellsOf, paintFor, profit, quantity, tableLines, text } from '../../../src/cli/table'

interface Row {
  name: string
  qty: number | null
  pl: number | null
}

const COLUMNS = [
  text<Row>('Name', ({ name }) => name),
  quantity<Row>('Qty', ({ qty }) => qty),
  profit<Row>('P/L', ({ pl }) => pl),
]

const lines = (rows: Row[], paint = paintFor(false, {})) =>
  tableLines(COLUMNS, cellsOf(COLUMNS, rows), paint)

describe('a table', () => {
  it('has numbers on the right, money with two decimals, and nothing for null', () => {
    const rows = [
      { name: 'Größe', qty: 0.000000001, pl: -1234.5 },
      { name: 'x', qty: 12_000, pl: 0.004 },
      { name: '', qty: null, pl: null },
      { name: 'zero', qty: 1, pl: -0.001 },
    ]
    expect(lines(rows)).toEqual([
      'Name           Qty        P/L',
      'Größe  0.000000001  -1,234.50',
      'x           12,000       0.00',
      '',
      'zero             1       0.00',
    ])
  })

  it('shows no control character of a value', () => {
    expect(lines([{ name: 'a\u001b[2J\n\u009bb', qty: 1, pl: 1 }])[1]).toBe('a [2J b    1  1.00')
  })

  it('has colours on a terminal, without NO_COLOR and TERM=dumb, in which it is as wide', () => {
    const rows = [
      { name: 'a', qty: 1, pl: 2 },
      { name: 'b', qty: 1, pl: -2 },
    ]
    const [, good, bad] = lines(rows, paintFor(true, {}))
    expect([good, bad]).toEqual([
      'a       1   \u001b[32m2.00\u001b[0m',
      'b       1  \u001b[31m-2.00\u001b[0m',
    ])
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect(lines(rows, paintFor(true, env))).toEqual(lines(rows))
    }
    expect(lines(rows, paintFor(true, { NO_COLOR: '' }))[1]).toBe(good)
  })
})

describe('the nearest word', () => {
  const known = ['status', 'strategy', 'strategy-type', 'since', 'closed-since', 'tag']
  it.each([
    ['stauts', 'status'],
    ['statu', 'status'],
    ['strategytype', 'strategy-type'],
    ['closed_since', 'closed-since'],
    ['strat', 'strategy'],
    ['Since', 'since'],
    ['tags', 'tag'],
    ['xyzzy', null],
    ['', null],
  ])('to %j is %s', (word, near) => {
    expect(nearestWord(word, known)).toBe(near)
  })
})
