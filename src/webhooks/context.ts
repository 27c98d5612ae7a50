import type { Database } from '../db/connection/client'
import type { Seal } from '../db/sealed/sealed-text'
import type { Log } from '../sync/run/log'
import type { ReceiverRules } from './receiver-url'

/** The dependencies of sending. */
export interface WebhookContext {
  db: Database
  /** Opens the secrets that sign messages. */
  seal: Seal
  fetch: typeof fetch
  now: () => Date
  log: Log
  rules: ReceiverRules
  /** Replaces the wait for a first retry. */
  sleep?: (milliseconds: number) => Promise<void>
}
