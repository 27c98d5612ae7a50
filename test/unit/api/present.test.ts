import { expect, it } from 'vitest'
import { z } from 'zod'
import { jsonNumber, jsonTime } from '../../../src/api/http/json-values'
import { readCursor, writeCursor } from '../../../src/api/lists/paging'

it.each([
  ['2026-09-10 16:17:18.577198+00', '2026-09-10T16:17:18.577198Z'],
  ['2026-09-10 16:17:18+00', '2026-09-10T16:17:18Z'],
  ['2026-09-10 12:17:18.5-04', '2026-09-10T16:17:18.5Z'],
  ['2026-01-01 00:30:00+05:30', '2025-12-31T19:00:00Z'],
])('shows the moment %s in UTC', (stored, shown) => {
  expect(jsonTime(stored)).toBe(shown)
})

it.each([
  ['22577.2578201313066474', 22577.257820131308],
  ['0.000000001', 1e-9],
  ['-264.00', -264],
  [null, null],
])('shows the decimal %s as a number', (stored, shown) => {
  expect(jsonNumber(stored)).toBe(shown)
})

const keys = z.tuple([z.string().nullable(), z.string()])

it('decodes a cursor with any characters in its keys', () => {
  const cursor = writeCursor('orders', [null, 'ордер/+='])
  expect(cursor).toMatch(/^[\w-]+$/)
  expect(readCursor('orders', keys, cursor)).toEqual([null, 'ордер/+='])
})

it.each([
  ['of another list', writeCursor('trades', [null, 'a'])],
  ['with other keys', writeCursor('orders', ['a'])],
  ['that is no base64', '***'],
  ['that is no JSON', 'e30e'],
  ['that is empty', ''],
])('reads no cursor %s', (_, text) => {
  expect(readCursor('orders', keys, text)).toBeNull()
})
