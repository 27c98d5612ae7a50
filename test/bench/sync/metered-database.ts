import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import type { SqlRequest } from '../../../src/local/neon/sql-request'

/** What calls cost, and how many there were. */
export interface Meter {
  /** Milliseconds that are added to each call of Alpaca and of the database. */
  latency: number
  /** Requests to Alpaca by endpoint: `/v2/orders`, `/v2/account/activities`. */
  requests: Map<string, number>
  roundTrips: number
  /** What the database was asked last. */
  last: SqlRequest | undefined
  /** Milliseconds that the stand-in of Alpaca took to answer: no part of the product. */
  answering: number
}

export const newMeter = (): Meter => ({
  latency: 0,
  requests: new Map(),
  roundTrips: 0,
  last: undefined,
  answering: 0,
})

/** Starts counting again. */
export function resetMeter(meter: Meter): void {
  meter.requests.clear()
  meter.roundTrips = 0
  meter.answering = 0
}

export const allRequests = ({ requests }: Meter): number =>
  [...requests.values()].reduce((sum, count) => sum + count, 0)

/** Waits as long as a call is to take longer. */
export async function late({ latency }: Meter): Promise<void> {
  if (latency > 0) await new Promise((done) => setTimeout(done, latency))
}

/** A database whose every request is counted, and comes late. */
export function metered(database: SqlDatabase, meter: Meter): SqlDatabase {
  return {
    async run(request) {
      meter.roundTrips++
      meter.last = request
      await late(meter)
      return await database.run(request)
    },
    close: () => database.close(),
  }
}
