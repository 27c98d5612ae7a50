/**
 * A process that serves test databases until its parent ends: embedded ones, or on the server at
 * TEST_DATABASE_URL. An embedded Postgres occupies its thread, which vitest needs for itself.
 */
import { pgliteDatabases } from './pglite-databases'
import { serveDatabases } from './serve-databases'
import { serverDatabases } from './server-databases'

const url = process.env.TEST_DATABASE_URL
const service = await serveDatabases(url ? serverDatabases(url) : pgliteDatabases())
process.once('disconnect', async () => {
  await service.close()
  process.exit()
})
process.send?.(service.address)
