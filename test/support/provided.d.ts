import 'vitest'

declare module 'vitest' {
  /** Values that vitest.config.ts and the global setup, which run in Node, give the tests in workerd. */
  interface ProvidedContext {
    /** True in the project `long`: see test/support/effort.ts. */
    exhaustive: boolean
    /** Where test databases are handed out. */
    databases: string
    /** How many odd payloads are ingested. */
    fuzzPayloads: number
    /** What they are made from: another seed, other payloads. */
    fuzzSeed: number
    /** How many times an account that goes on trading is synced. */
    soakTicks: number
    /** Orders of the long first reading. */
    manyOrders: number
    /** Whether runs are killed in every way at every call, which takes minutes. */
    everyCrash: boolean
  }
}
