import pg from 'pg'
import { readConnectionString } from '../../../src/db/connection/connection-string'
import { migrate } from '../../../src/local/neon/migrate'
import { postgresDatabase } from '../../../src/local/neon/postgres-database'
import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import type { TestDatabases } from './test-databases'

/**
 * Databases on a Postgres server: copies of a migrated template, dropped when given back.
 *
 * @param url an administrator's connection string, as TEST_DATABASE_URL names it
 * @throws Error when it cannot be read; the message does not quote it.
 */
export function serverDatabases(url: string): TestDatabases {
  const read = readConnectionString(url)
  if ('problem' in read) throw new Error(`TEST_DATABASE_URL ${read.problem}.`)
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  const prefix = `legbook_test_${process.pid}`
  const used = new Map<string, SqlDatabase>()
  let template: Promise<string> | undefined
  let count = 0

  const urlOf = (name: string) => {
    const copy = new URL(url)
    copy.pathname = `/${name}`
    return copy.href
  }

  async function makeTemplate(): Promise<string> {
    const name = `${prefix}_template`
    await admin.query(`CREATE DATABASE ${name}`)
    const database = postgresDatabase(urlOf(name), 1)
    await migrate(database)
    await database.close()
    return name
  }

  async function drop(name: string): Promise<void> {
    await used.get(name)?.close()
    used.delete(name)
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }

  return {
    async create() {
      template ??= makeTemplate()
      const name = `${prefix}_${++count}`
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${await template}`)
      const database = postgresDatabase(urlOf(name))
      used.set(name, database)
      return { name, database }
    },
    release: drop,
    async close() {
      for (const name of [...used.keys()]) await drop(name)
      if (template) await drop(await template)
      await admin.end()
    },
  }
}
