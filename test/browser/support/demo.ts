import type { TestProject } from 'vitest/node'
import { startProduct } from './server'

declare module 'vitest' {
  export interface ProvidedContext {
    demoUrl: string
  }
}

/** Starts the product with its demo account once for all files. */
export default async function setup(project: TestProject) {
  // A first sync at the start, and no more: figures must stay equal while they are compared.
  const demo = await startProduct({ ALPACA_STAND_IN: 'yes' })
  project.provide('demoUrl', demo.url)
  return () => demo.stop()
}
