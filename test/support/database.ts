/**
 * Databases for integration tests, which run inside workerd while Postgres runs outside of it.
 *
 * @example
 * const { url, endpoint } = await freshDatabase()
 * const db = openDatabase({ url, endpoint })
 *
 * In a test or `beforeEach` the database lives as long as the test, in `beforeAll` as long as the
 * file. It is an embedded Postgres, or a database on the server at TEST_DATABASE_URL.
 */
import { inject, onTestFinished } from 'vitest'
import { z } from 'zod'

const testDatabase = z.object({ url: z.string(), endpoint: z.string() })

/** The address of a test's database, as `openDatabase` takes it. */
export type TestDatabase = z.infer<typeof testDatabase>

const ofThisFile: TestDatabase[] = []
/** The databases of the case that runs, if it gives back its own. */
let ofThisCase: TestDatabase[] | null = null
/** The service that created each database, by the URL of the database. */
const serviceOf = new Map<string, string>()

/**
 * The service with the fewest databases in use; a random one of several. Each is one process: two
 * files that run at once would wait for each other at the same one, while the other is idle.
 */
async function leastBusyService(): Promise<string> {
  const services = await Promise.all(
    inject('databases').map(async (service) => {
      const inUse = z.int().parse(await (await fetch(service)).json())
      return { service, load: inUse + Math.random() }
    }),
  )
  const [least] = services.sort((a, b) => a.load - b.load)
  if (least === undefined) throw new Error('no service of test databases')
  return least.service
}

/** Creates an empty database with every migration, for the caller alone. */
export async function freshDatabase(): Promise<TestDatabase> {
  const service = await leastBusyService()
  const response = await fetch(service, { method: 'POST' })
  if (!response.ok) throw new Error(`no test database: ${await response.text()}`)
  const database = testDatabase.parse(await response.json())
  serviceOf.set(database.url, service)
  giveBackInTime(database)
  return database
}

/**
 * Runs one of the many cases of a test, and drops the databases that it created: an embedded one
 * takes as much memory as a process of Postgres. One case at a time.
 */
export async function withOwnDatabases(run: () => Promise<void>): Promise<void> {
  ofThisCase = []
  try {
    await run()
  } finally {
    const databases = ofThisCase
    ofThisCase = null
    for (const database of databases) await giveBack(database)
  }
}

/** Drops the databases of the whole file. A setup file calls it after each test file. */
export async function giveBackDatabases(): Promise<void> {
  for (const database of ofThisFile.splice(0)) await giveBack(database)
}

function giveBackInTime(database: TestDatabase): void {
  if (ofThisCase) {
    ofThisCase.push(database)
    return
  }
  try {
    onTestFinished(() => giveBack(database))
  } catch {
    // Outside a test, the database lives until the end of the file.
    ofThisFile.push(database)
  }
}

async function giveBack({ url }: TestDatabase): Promise<void> {
  const service = serviceOf.get(url)
  const response = await fetch(`${service}${new URL(url).pathname}`, { method: 'DELETE' })
  if (!response.ok) throw new Error(`database not given back: ${await response.text()}`)
}
