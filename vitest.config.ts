import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

/** Runs tests in workerd, with the compatibility date and flags of the deployed Worker. */
const workerd = () =>
  cloudflareTest({ main: 'src/index.ts', wrangler: { configPath: './wrangler.toml' } })

/** Replaces `createApp` in tests by one that checks every response against the contract. */
const heldToContract = () => {
  const path = fileURLToPath(new URL('test/support/app-held-to-contract.ts', import.meta.url))
  return {
    name: 'held-to-contract',
    enforce: 'pre' as const,
    resolveId: (source: string, importer?: string) =>
      source.endsWith('/api/app') && importer !== path ? path : null,
  }
}

/** Suites that start processes. Only `npm run test:commands` runs them. */
const COMMANDS = [
  'test/node/start/start.test.ts',
  'test/node/cli/{worker,failures}.test.ts',
  'test/node/migrations/*.test.ts',
  'test/node/ci-run.test.ts',
]

/** Suites that strike at every call, or draw many cases. Only `npm run test:long` runs them. */
const LONG = [
  'test/integration/api/{idempotent-kills,random-overrides,rebuild-in-chunks}.test.ts',
  'test/integration/db/{campaigns,daily-sums}.test.ts',
  'test/integration/ledger/{cost,killed,regroup,steps}.test.ts',
  'test/integration/live/{crash,property}.test.ts',
  'test/integration/queue/property.test.ts',
  'test/integration/sync/crash/*.test.ts',
  'test/integration/sync/{clocks,every-budget,pruning,random-splits,soak}.test.ts',
  'test/integration/webhooks/kills.test.ts',
]

/** Long timeouts for busy machines: no test is about time. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000 }

const onDatabases = {
  globalSetup: ['test/support/node/global-setup.ts'],
  setupFiles: ['test/support/setup.ts'],
}

/**
 * The suites that sample their cases by test/support/effort.ts: `npm test` checks the sample, and
 * the project `long` all cases.
 */
const sampling = readdirSync(new URL('test', import.meta.url), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8').includes("/support/effort'"),
  )

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [workerd()],
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'test/engine/**/*.test.ts'],
          provide: { exhaustive: false },
          ...patient,
        },
      },
      {
        plugins: [workerd(), heldToContract()],
        test: {
          name: 'integration',
          // Files share workerd and start with fresh modules. A test that replaces a global puts it
          // back.
          isolate: false,
          include: ['test/integration/**/*.test.ts'],
          exclude: LONG,
          provide: { exhaustive: false },
          ...onDatabases,
          ...patient,
        },
      },
      {
        test: {
          name: 'node',
          include: ['test/*.test.ts', 'test/node/**/*.test.ts', 'test/spec/**/*.test.ts'],
          exclude: COMMANDS,
          ...patient,
        },
      },
      {
        test: { name: 'commands', include: COMMANDS, ...patient },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/support/demo.ts'],
          // The files share one Worker, and some change its trades.
          fileParallelism: false,
          expect: { poll: { timeout: 20_000 } },
          ...patient,
        },
      },
      {
        plugins: [workerd(), heldToContract()],
        test: {
          name: 'long',
          include: [...sampling, ...LONG],
          provide: { exhaustive: true },
          ...onDatabases,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
