import 'vitest'

declare module 'vitest' {
  /** What the global setup, which runs in Node, tells the tests in workerd. */
  interface ProvidedContext {
    /** Where test databases are handed out. */
    databases: string
    /** How many odd payloads are ingested. */
    fuzzPayloads: number
    /** What they are made from: another seed, other payloads. */
    fuzzSeed: number
    /** How many times an account that goes on trading is synced. */
    soakTicks: number
    /** Whether every small budget is tried, not a few. */
    everyBudget: boolean
    /** Orders of the long first reading. */
    manyOrders: number
    /** Whether runs are killed in every way at every call, which takes minutes. */
    everyCrash: boolean
  }
}
