/**
 * Databases for integration tests, which run inside workerd while Postgres runs outside of it.
 *
 * @example
 * const { url, endpoint } = await freshDatabase()
 * const db = openDatabase({ url, endpoint })
 *
 * In a test or `beforeEach` the database lives as long as the test, in `beforeAll` as long as the file.
 * It is an embedded Postgres, or a database on the server at TEST_DATABASE_URL.
 */
import { inject, onTestFinished } from 'vitest'
import { z } from 'zod'

const testDatabase = z.object({ url: z.string(), endpoint: z.string() })

/** The address of a test's database, as `openDatabase` takes it. */
export type TestDatabase = z.infer<typeof testDatabase>

const ofThisFile: TestDatabase[] = []

/** Creates an empty database with every migration, for the caller alone. */
export async function freshDatabase(): Promise<TestDatabase> {
  const response = await fetch(inject('databases'), { method: 'POST' })
  if (!response.ok) throw new Error(`no test database: ${await response.text()}`)
  const database = testDatabase.parse(await response.json())
  giveBackInTime(database)
  return database
}

/** Drops the databases of the whole file. A setup file calls it after each test file. */
export async function giveBackDatabases(): Promise<void> {
  for (const database of ofThisFile.splice(0)) await giveBack(database)
}

function giveBackInTime(database: TestDatabase): void {
  try {
    onTestFinished(() => giveBack(database))
  } catch {
    // Outside a test, the database lives until the end of the file.
    ofThisFile.push(database)
  }
}

async function giveBack({ url }: TestDatabase): Promise<void> {
  const response = await fetch(`${inject('databases')}${new URL(url).pathname}`, {
    method: 'DELETE',
  })
  if (!response.ok) throw new Error(`database not given back: ${await response.text()}`)
}
