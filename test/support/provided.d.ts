import 'vitest'

declare module 'vitest' {
  /** What the global setup, which runs in Node, tells the tests in workerd. */
  interface ProvidedContext {
    /** Where test databases are handed out. */
    databases: string
  }
}
