import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { migratedSnapshot } from '../../../src/local/neon/snapshot'

const program = fileURLToPath(new URL('./database-process.ts', import.meta.url))

/** Gives the integration tests their databases, and the values of the environment. */
export default async function setup(project: TestProject) {
  // A server has processes of its own; embedded databases share the processors by two processes.
  const isServer = Boolean(process.env.TEST_DATABASE_URL)
  // Made before both need it.
  if (!isServer) await migratedSnapshot()
  const services = await Promise.all(Array.from({ length: isServer ? 1 : 2 }, serveInProcess))
  project.provide(
    'databases',
    services.map(({ address }) => address),
  )
  project.provide('everyCrash', process.env.EVERY_CRASH === '1')
  project.provide('manyOrders', Number(process.env.MANY_ORDERS || 2_000))
  project.provide('fuzzPayloads', Number(process.env.FUZZ_PAYLOADS || 2_500))
  project.provide('fuzzSeed', Number(process.env.FUZZ_SEED || 20261122))
  project.provide('soakTicks', Number(process.env.SOAK_TICKS || 40))
  return async () => {
    await Promise.all(services.map(({ close }) => close()))
  }
}

async function serveInProcess() {
  const child = fork(program, { execArgv: ['--import', 'tsx'] })
  const ended = once(child, 'exit')
  const [address] = await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => {
      throw new Error(`the process of the test databases ended with ${code}`)
    }),
  ])
  return {
    address: String(address),
    async close() {
      child.disconnect()
      await ended
    },
  }
}
