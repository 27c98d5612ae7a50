import { PGlite } from '@electric-sql/pglite'
import { describe, expect, it } from 'vitest'
import { applyMigrations, type RunTransaction } from '../../../src/local/migrations/apply'
import { BASELINE } from '../../../src/local/migrations/baseline'
import { type Migration, readMigrations } from '../../../src/local/migrations/read'

function transactionsOf(database: PGlite): RunTransaction {
  return (statements) =>
    database.transaction(async (transaction) => {
      let rows: Record<string, unknown>[] = []
      for (const statement of statements) {
        rows = (await transaction.query<Record<string, unknown>>(statement)).rows
      }
      return rows
    })
}

const table = (name: string): Migration => ({
  tag: name,
  hash: name,
  when: 1,
  statements: [`create table ${name} (id integer)`],
})

describe('applying migrations', () => {
  it('migrates an empty database, and applies nothing the second time', async () => {
    const run = transactionsOf(new PGlite())
    const migrations = readMigrations()
    expect(await applyMigrations(migrations, run)).toEqual(migrations.map(({ tag }) => tag))
    expect(await applyMigrations(migrations, run)).toEqual([])
  })

  it('applies a migration whole or not at all, and continues when it is corrected', async () => {
    const run = transactionsOf(new PGlite())
    const broken = {
      ...table('two'),
      statements: ['create table two (id integer)', 'select no_such'],
    }
    await expect(applyMigrations([table('one'), broken], run)).rejects.toThrow('no_such')
    expect(await applyMigrations([table('one'), table('two')], run)).toEqual(['two'])
  })

  it('of two runners at once, one applies and the other fails and changes nothing', async () => {
    const database = new PGlite()
    const run = transactionsOf(database)
    const results = await Promise.allSettled([
      applyMigrations([table('one')], run),
      applyMigrations([table('one')], run),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await applyMigrations([table('one')], run)).toEqual([])
  })

  it('records the baseline without running it where the migrations it replaces were applied', async () => {
    const run = transactionsOf(new PGlite())
    const replaced = { ...table('alpaca_orders'), hash: BASELINE.replaces }
    await applyMigrations([replaced], run)
    const baseline = readMigrations().filter(({ tag }) => BASELINE.tags.includes(tag))
    expect(baseline).toHaveLength(2)
    expect(await applyMigrations([...baseline, table('later')], run)).toEqual([
      ...BASELINE.tags,
      'later',
    ])
    expect(await applyMigrations(baseline, run)).toEqual([])
  })
})
