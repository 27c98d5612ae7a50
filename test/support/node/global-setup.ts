import type { TestProject } from 'vitest/node'
import { pgliteDatabases } from './pglite-databases'
import { serveDatabases } from './serve-databases'
import { serverDatabases } from './server-databases'

/**
 * Gives the integration tests their databases: embedded ones, or on the server at
 * TEST_DATABASE_URL.
 */
export default async function setup(project: TestProject) {
  const url = process.env.TEST_DATABASE_URL
  const service = await serveDatabases(url ? serverDatabases(url) : pgliteDatabases())
  project.provide('databases', service.address)
  project.provide('everyCrash', process.env.EVERY_CRASH === '1')
  project.provide('manyOrders', Number(process.env.MANY_ORDERS || 2_000))
  project.provide('fuzzPayloads', Number(process.env.FUZZ_PAYLOADS || 2_500))
  project.provide('fuzzSeed', Number(process.env.FUZZ_SEED || 20261122))
  project.provide('soakTicks', Number(process.env.SOAK_TICKS || 40))
  return () => service.close()
}
