import { describe, expect, it } from 'vitest'
import { backends } from './backends'
import { connect } from './connect'

describe.each(backends)('values over $name', ({ databases }) => {
  const { sql } = lazily(connect(databases))

  it('are returned as Postgres prints them, before the driver parses them', async () => {
    const { rows, fields, rowCount, command } = await sql().query(
      `SELECT 1.10::numeric AS price, '2026-11-22T16:00:00.123456Z'::timestamptz AS at, 'x'::text AS note,
        NULL::text AS nothing, '[1, 2]'::jsonb AS list`,
      [],
      { fullResults: true, arrayMode: true, types: asText },
    )
    expect(rows).toEqual([['1.10', '2026-11-22 16:00:00.123456+00', 'x', null, '[1, 2]']])
    expect(fields.map(({ name }) => name)).toEqual(['price', 'at', 'note', 'nothing', 'list'])
    expect(fields[0]?.dataTypeID).toBe(1700)
    expect({ rowCount, command }).toEqual({ rowCount: 1, command: 'SELECT' })
  })

  it('never lose a digit of a decimal', async () => {
    const price = '22577.257820131306647412345678901234567890'
    expect(await sql()`SELECT ${price}::numeric AS price`).toEqual([{ price }])
  })

  it.each([
    ['null', 'text', null],
    ['an empty text', 'text', ''],
    ['unicode and quotes', 'text', `naïve "quoted" 'single' \\ 日本 🦀`],
    ['a boolean', 'boolean', true],
    ['a whole number', 'integer', -42],
    ['an array of text', 'text[]', ['a', 'b "c"', '', 'd,e', '{f}']],
    ['an array with a null', 'text[]', ['a', null]],
    [
      'an array of arrays',
      'integer[][]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a JSON object', 'jsonb', { legs: [{ qty: '1.5' }], note: 'é' }],
    ['a date', 'text', '2026-11-22'],
  ])('go out and come back: %s', async (_, type, value) => {
    expect(await sql().query(`SELECT $1::${type} AS value`, [value])).toEqual([{ value }])
  })

  it('of a JSON array go as JSON text, through a record set', async () => {
    const orders = JSON.stringify([
      { id: 'a', qty: '1' },
      { id: 'b', qty: null },
    ])
    expect(
      await sql()`SELECT id, qty FROM jsonb_to_recordset(${orders}::jsonb) AS o(id text, qty numeric)`,
    ).toEqual([
      { id: 'a', qty: '1' },
      { id: 'b', qty: null },
    ])
  })

  it('of bytes survive', async () => {
    const [row] = await sql()`SELECT ${Buffer.from([0, 255, 10])}::bytea AS bytes`
    expect([...Buffer.from(row?.bytes)]).toEqual([0, 255, 10])
  })

  it('count the rows that a write touched', async () => {
    await sql()`CREATE TABLE counted (id integer)`
    const result = await sql().query('INSERT INTO counted SELECT generate_series(1, 7)', [], {
      fullResults: true,
    })
    expect(result).toMatchObject({ command: 'INSERT', rowCount: 7, rows: [], fields: [] })
  })

  it('of time are in UTC', async () => {
    expect(await sql()`SHOW timezone`).toEqual([{ TimeZone: 'UTC' }])
  })
})

const asText = { getTypeParser: () => (text: string) => text }

/** The connection exists only once the tests run. */
const lazily = (connection: ReturnType<typeof connect>) => ({ sql: () => connection.sql })
