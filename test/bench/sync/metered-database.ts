import type { SqlDatabase } from '../../../src/local/neon/sql-database'
import type { SqlRequest } from '../../../src/local/neon/sql-request'

/**
 * The delay and the number of calls. The part of the database is shared with the thread that
 * serves it.
 */
export class Meter {
  /** Requests to Alpaca by endpoint: `/v2/orders`, `/v2/account/activities`. */
  readonly requests = new Map<string, number>()
  /** Milliseconds of the stand-in of Alpaca, which is no part of the product. */
  answering = 0
  private readonly shared: Int32Array

  constructor(readonly memory = new SharedArrayBuffer(8)) {
    this.shared = new Int32Array(memory)
  }

  /** Milliseconds added to each call of Alpaca and of the database. */
  get latency(): number {
    return Atomics.load(this.shared, 0)
  }

  set latency(milliseconds: number) {
    Atomics.store(this.shared, 0, milliseconds)
  }

  get roundTrips(): number {
    return Atomics.load(this.shared, 1)
  }

  countRoundTrip(): void {
    Atomics.add(this.shared, 1, 1)
  }

  /** Resets the counts. */
  reset(): void {
    this.requests.clear()
    this.answering = 0
    Atomics.store(this.shared, 1, 0)
  }
}

export const allRequests = ({ requests }: Meter): number =>
  [...requests.values()].reduce((sum, count) => sum + count, 0)

/** Waits for the added delay of a call. */
export async function late({ latency }: Meter): Promise<void> {
  if (latency > 0) await new Promise((done) => setTimeout(done, latency))
}

/** A database whose requests are counted, recorded and delayed. */
export function metered(
  database: SqlDatabase,
  meter: Meter,
  note: (request: SqlRequest) => void,
): SqlDatabase {
  return {
    async run(request) {
      meter.countRoundTrip()
      note(request)
      await late(meter)
      return await database.run(request)
    },
    close: () => database.close(),
  }
}
