import type { Broker } from './broker'

/** An account that goes on living: asked to before each request. */
export interface LivingAccount {
  readonly broker: Broker
  /** Lets happen what happens until a moment (RFC 3339). */
  advance(to: string): void
}
