import 'vitest'

declare module 'vitest' {
  /**
   * Values that vitest.config.ts and the global setup, which run in Node, give the tests in
   * workerd.
   */
  interface ProvidedContext {
    /** True in the project `long`: see test/support/effort.ts. */
    exhaustive: boolean
    /** The URLs that create and drop test databases. */
    databases: string[]
    /** The number of malformed payloads that the fuzz test syncs. */
    fuzzPayloads: number
    /** The seed of the malformed payloads. */
    fuzzSeed: number
    /** The number of syncs of the soak test. */
    soakTicks: number
    /** The number of orders of the long first sync. */
    manyOrders: number
    /** True when the crash tests strike every call in every mode, which takes minutes. */
    everyCrash: boolean
  }
}
