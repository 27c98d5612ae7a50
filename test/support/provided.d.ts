import 'vitest'

declare module 'vitest' {
  /** What the global setup, which runs in Node, tells the tests in workerd. */
  interface ProvidedContext {
    /** Where test databases are handed out. */
    databases: string
    /** Whether runs are killed in every way at every call, which takes minutes. */
    everyCrash: boolean
  }
}
