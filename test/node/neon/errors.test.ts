import { neon } from '@neondatabase/serverless'
import { beforeAll, describe, expect, it } from 'vitest'
import { backends } from './backends'
import { connect } from './connect'

describe.each(backends)('errors over $name', ({ databases }) => {
  const database = connect(databases)

  beforeAll(async () => {
    await database.sql`CREATE TABLE lot (
      id integer PRIMARY KEY, qty numeric NOT NULL CONSTRAINT lot_qty_positive CHECK (qty > 0))`
  })

  it('name the constraint, table and detail', async () => {
    await database.sql`INSERT INTO lot VALUES (1, 1)`
    await expect(database.sql`INSERT INTO lot VALUES (1, 1)`).rejects.toMatchObject({
      message: 'duplicate key value violates unique constraint "lot_pkey"',
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (id)=(1) already exists.',
      schema: 'public',
      table: 'lot',
      constraint: 'lot_pkey',
    })
    await expect(database.sql`INSERT INTO lot VALUES (2, -1)`).rejects.toMatchObject({
      code: '23514',
      constraint: 'lot_qty_positive',
    })
    await expect(database.sql`INSERT INTO lot VALUES (3, NULL)`).rejects.toMatchObject({
      code: '23502',
      column: 'qty',
    })
  })

  it('name the position, hint and routine', async () => {
    await expect(database.sql`SELECT qtyy FROM lot`).rejects.toMatchObject({
      code: '42703',
      position: '8',
      hint: expect.stringContaining('lot.qty'),
      routine: expect.any(String),
    })
  })

  it('carry a custom SQLSTATE, and the function that raised it', async () => {
    await database.sql`CREATE FUNCTION refuse() RETURNS void LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'stale' USING ERRCODE = 'LB001', HINT = 'later', DETAIL = 'why'; END $$`
    await expect(database.sql`SELECT refuse()`).rejects.toMatchObject({
      message: 'stale',
      code: 'LB001',
      hint: 'later',
      detail: 'why',
      where: expect.stringContaining('refuse()'),
    })
  })

  it('refuse two statements in one text, and serve the next request', async () => {
    await expect(database.sql.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' })
    await expect(database.sql.query('SELECT $1::int', [])).rejects.toMatchObject({
      code: expect.stringMatching(/^08P01$/),
    })
    expect(await database.sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })

  it('refuse a value of the wrong type', async () => {
    await expect(database.sql`SELECT ${'x'}::integer`).rejects.toMatchObject({ code: '22P02' })
  })

  it('refuse a connection string of another database', async () => {
    const stranger = neon(database.url.replace(/\/[^/]*$/, '/elsewhere'))
    await expect(stranger`SELECT 1`).rejects.toThrow('unknown connection string')
  })

  it.each([
    ['a body that is not JSON', '{', {}],
    ['no query', '{}', {}],
    ['queries that are not objects', '{"queries":[1]}', {}],
    ['an unknown isolation level', '{"queries":[]}', { 'Neon-Batch-Isolation-Level': 'Chaos' }],
    ['an invalid flag', '{"queries":[]}', { 'Neon-Batch-Read-Only': 'maybe' }],
    [
      'a response format other than raw text',
      '{"query":"SELECT 1"}',
      { 'Neon-Raw-Text-Output': 'false' },
    ],
  ])('refuse a request with %s', async (_, body, headers) => {
    const response = await post(body, headers)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ message: expect.any(String) })
  })

  it('refuse another path or method, and a body above 64 MB', async () => {
    expect((await fetch(database.endpoint)).status).toBe(404)
    const response = await post(' '.repeat(64 * 1024 * 1024 + 1), {})
    expect(response.status).toBe(413)
  })

  const post = (body: string, headers: Record<string, string>) =>
    fetch(database.endpoint, {
      method: 'POST',
      body,
      headers: {
        'Neon-Connection-String': database.url,
        'Neon-Raw-Text-Output': 'true',
        'Neon-Array-Mode': 'true',
        ...headers,
      },
    })
})
