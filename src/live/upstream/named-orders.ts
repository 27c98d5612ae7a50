import type { ChangedOrder } from '../../db/events/changed-orders'
import { type Micros, SECOND } from '../../time/micros'

/** Two days of a very busy account; one entry takes some 150 bytes. */
const MOST = 10_000

/** Alpaca's clock and that of the object may differ so much. */
const TOLERANCE = SECOND

/** The orders that frames named since the socket was opened. */
export class NamedOrders {
  private readonly times = new Map<string, Micros>()

  /** @param since changes up to this moment are not judged */
  constructor(private since: Micros) {}

  /** @param at the time of the change; of arrival, when the frame has none */
  add(id: string, at: Micros): void {
    const newest = Math.max(at, this.times.get(id) ?? 0)
    this.times.delete(id)
    this.times.set(id, newest)
    if (this.times.size <= MOST) return
    const [first] = this.times
    if (first === undefined) return
    this.times.delete(first[0])
    this.since = Math.max(this.since, first[1])
  }

  /** Whether the stream should have named a change, and did not: of the order, or of its parent. */
  lacks({ id, parentId, updatedAt }: ChangedOrder): boolean {
    if (updatedAt <= this.since + TOLERANCE) return false
    const ids = parentId === null ? [id] : [id, parentId]
    const named = Math.max(...ids.map((one) => this.times.get(one) ?? 0))
    return named + TOLERANCE < updatedAt
  }
}
