import type { Micros } from '../../../time/micros'
import type { Broker } from '../broker'

/** What each request of the API has: its account as it is now. */
export type ApiEnv = { Variables: { broker: Broker; now: Micros } }
