/**
 * Databases for integration tests, which run inside workerd while Postgres runs outside of it.
 *
 * @example
 * const { url, endpoint } = await freshDatabase()
 * const db = openDatabase({ url, endpoint })
 *
 * Ask in a test or `beforeEach` for one that lives as long as the test, in `beforeAll` for one that lives
 * as long as the file. It is embedded Postgres, or on the server at TEST_DATABASE_URL.
 */
import { inject, onTestFinished } from 'vitest'
import { z } from 'zod'

const testDatabase = z.object({ url: z.string(), endpoint: z.string() })

/** Where a test's database is: what `openDatabase` takes. */
export type TestDatabase = z.infer<typeof testDatabase>

const ofThisFile: TestDatabase[] = []

/** An empty database with every migration applied, for the caller alone. */
export async function freshDatabase(): Promise<TestDatabase> {
  const response = await fetch(inject('databases'), { method: 'POST' })
  if (!response.ok) throw new Error(`no test database: ${await response.text()}`)
  const database = testDatabase.parse(await response.json())
  giveBackInTime(database)
  return database
}

/** Gives back the databases that belong to no single test; a setup file calls it after each test file. */
export async function giveBackDatabases(): Promise<void> {
  for (const database of ofThisFile.splice(0)) await giveBack(database)
}

function giveBackInTime(database: TestDatabase): void {
  try {
    onTestFinished(() => giveBack(database))
  } catch {
    // Outside of a test there is nothing to wait for but the end of the file.
    ofThisFile.push(database)
  }
}

async function giveBack({ url }: TestDatabase): Promise<void> {
  const response = await fetch(`${inject('databases')}${new URL(url).pathname}`, {
    method: 'DELETE',
  })
  if (!response.ok) throw new Error(`database not given back: ${await response.text()}`)
}
