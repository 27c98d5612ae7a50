import { beforeEach, describe, expect, it } from 'vitest'
import { backends } from './backends'
import { connect } from './connect'

describe.each(backends)('transactions over $name', ({ databases }) => {
  const database = connect(databases)
  const sql: typeof database.sql.query = (...args) => database.sql.query(...args)
  const ids = async () => (await sql('SELECT id FROM note ORDER BY id')).map(({ id }) => id)

  beforeEach(async () => {
    await sql('DROP TABLE IF EXISTS note')
    await sql('CREATE TABLE note (id integer PRIMARY KEY)')
  })

  it('commit whole and return a result for each statement', async () => {
    const results = await database.sql.transaction([
      sql('INSERT INTO note VALUES (1), (2) RETURNING id'),
      sql('SELECT count(*)::int AS n FROM note'),
    ])
    expect(results).toEqual([[{ id: 1 }, { id: 2 }], [{ n: 2 }]])
  })

  it('leave nothing behind when one statement fails', async () => {
    const batch = database.sql.transaction([
      sql('INSERT INTO note VALUES (1)'),
      sql('INSERT INTO note VALUES (1)'),
    ])
    await expect(batch).rejects.toMatchObject({ code: '23505' })
    expect(await ids()).toEqual([])
  })

  it('leave nothing behind when the commit itself fails', async () => {
    await sql('DROP TABLE note')
    await sql('CREATE TABLE note (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED)')
    const batch = database.sql.transaction([
      sql('INSERT INTO note VALUES (1)'),
      sql('INSERT INTO note VALUES (1)'),
    ])
    await expect(batch).rejects.toMatchObject({ code: '23505' })
    expect(await ids()).toEqual([])
  })

  it('refuse writes when read only', async () => {
    const batch = database.sql.transaction([sql('INSERT INTO note VALUES (1)')], { readOnly: true })
    await expect(batch).rejects.toMatchObject({ code: '25006' })
    await sql('INSERT INTO note VALUES (2)')
    expect(await ids()).toEqual([2])
  })

  it.each([
    ['ReadUncommitted', 'read uncommitted'],
    ['ReadCommitted', 'read committed'],
    ['RepeatableRead', 'repeatable read'],
    ['Serializable', 'serializable'],
  ] as const)('run at the isolation level asked for: %s', async (isolationLevel, shown) => {
    const results = await database.sql.transaction([sql('SHOW transaction_isolation')], {
      isolationLevel,
    })
    expect(results).toEqual([[{ transaction_isolation: shown }]])
  })

  it('are deferrable when asked', async () => {
    const show = [sql('SHOW transaction_deferrable'), sql('SHOW transaction_read_only')]
    const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const
    expect(await database.sql.transaction(show, options)).toEqual([
      [{ transaction_deferrable: 'on' }],
      [{ transaction_read_only: 'on' }],
    ])
  })

  it('never mix with other requests', async () => {
    const batches = Array.from({ length: 20 }, (_, i) =>
      database.sql.transaction([
        sql('INSERT INTO note VALUES ($1)', [i]),
        sql(i % 2 ? 'SELECT 1 / 0' : 'SELECT 1'),
      ]),
    )
    const single = Array.from({ length: 20 }, (_, i) =>
      sql('INSERT INTO note VALUES ($1)', [100 + i]),
    )
    await Promise.allSettled([...batches, ...single])
    const even = Array.from({ length: 10 }, (_, i) => 2 * i)
    expect(await ids()).toEqual([...even, ...Array.from({ length: 20 }, (_, i) => 100 + i)])
  })

  it('left open by a statement do not include the next requests', async () => {
    await sql('BEGIN')
    await sql('INSERT INTO note VALUES (1)')
    await sql('ROLLBACK')
    expect(await ids()).toEqual([1])
  })

  it('reset the session settings that they change', async () => {
    await sql("SET timezone = 'America/New_York'")
    expect(await sql('SHOW timezone')).toEqual([{ TimeZone: 'UTC' }])
  })
})
