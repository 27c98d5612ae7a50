import { beforeEach, describe, expect, it } from 'vitest'
import { backends } from './backends'
import { connect } from './connect'

describe.each(backends)('a statement that is executed again over $name', ({ databases }) => {
  const database = connect(databases)
  const sql: typeof database.sql.query = (...args) => database.sql.query(...args)
  const readNotes = () => sql('SELECT * FROM note ORDER BY id')

  beforeEach(async () => {
    await sql('DROP TABLE IF EXISTS note')
    await sql('CREATE TABLE note (id integer PRIMARY KEY)')
    await sql('INSERT INTO note VALUES (1)')
  })

  it('has the columns that its table has by then', async () => {
    expect(await readNotes()).toEqual([{ id: 1 }])
    await sql("ALTER TABLE note ADD COLUMN text text DEFAULT 'new'")
    expect(await readNotes()).toEqual([{ id: 1, text: 'new' }])
    await sql('DROP TABLE note')
    await sql('CREATE TABLE note (id text)')
    expect(await readNotes()).toEqual([])
  })

  it('has the columns that its own transaction adds, and that a rollback takes away', async () => {
    expect(await readNotes()).toEqual([{ id: 1 }])
    const more = sql("ALTER TABLE note ADD COLUMN text text DEFAULT 'new'")
    const fails = database.sql.transaction([more, readNotes(), sql('SELECT 1 / 0')])
    await expect(fails).rejects.toMatchObject({ code: '22012' })
    expect(await readNotes()).toEqual([{ id: 1 }])
    const [, within] = await database.sql.transaction([more, readNotes()])
    expect(within).toEqual([{ id: 1, text: 'new' }])
  })

  it('works after it failed, and fails again for the same reason', async () => {
    const insert = (id: unknown) => sql('INSERT INTO note VALUES ($1)', [id])
    await expect(insert(1)).rejects.toMatchObject({ code: '23505' })
    await expect(insert('x')).rejects.toMatchObject({ code: '22P02' })
    await insert(2)
    await expect(insert(2)).rejects.toMatchObject({ code: '23505' })
    expect(await readNotes()).toEqual([{ id: 1 }, { id: 2 }])
    await expect(sql('SELECT missing FROM note')).rejects.toMatchObject({ code: '42703' })
    await expect(sql('SELECT missing FROM note')).rejects.toMatchObject({ code: '42703' })
  })

  it('works after a session of a thousand other statements', async () => {
    expect(await readNotes()).toEqual([{ id: 1 }])
    const others = Array.from({ length: 1_100 }, (_, i) => sql(`SELECT ${i} AS n`))
    expect((await database.sql.transaction(others)).at(-1)).toEqual([{ n: 1_099 }])
    expect(await readNotes()).toEqual([{ id: 1 }])
  })

  it('counts the rows of each execution', async () => {
    const insert = async (count: number) => {
      const text = 'INSERT INTO note SELECT g FROM generate_series(2, $1::int) g'
      return (await sql(text, [count], { fullResults: true })).rowCount
    }
    expect([await insert(4), await insert(1)]).toEqual([3, 0])
    await expect(insert(5)).rejects.toMatchObject({ code: '23505' })
  })
})
