import type { Broker } from './broker'

/** An account that changes with time. The stand-in advances it before each request. */
export interface LivingAccount {
  readonly broker: Broker
  /** Executes what is planned up to a moment (RFC 3339). */
  advance(to: string): void
}
