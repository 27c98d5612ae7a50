import * as z from 'zod'
import type { Micros } from '../../time/micros'
import type { TargetedOrder } from './host'

const KEY = 'upstream:pending'

/** With more orders, one run of scope `orders` costs less than one request for each of them. */
export const MOST_TARGETED = 8

/** Waits before an order is read again that Alpaca's REST API returned in an older state. */
const AGAIN_AFTER = [250, 500, 1000]

const storedPending = z.object({
  /** The newest `updatedAt` of each order; null where no frame had a readable time. */
  orders: z.record(z.string(), z.number().nullable()),
  /** More orders are pending than a targeted sync takes. */
  isMany: z.boolean(),
  /** Milliseconds since 1970: when positions are due; null if they are not. */
  positionsAt: z.number().nullable(),
})

interface Pending {
  updatedAt: Micros | null
  /** Counts the frames, so that one that arrives during a sync is not lost. */
  frames: number
  /** How often it was read in an older state since its last frame. */
  tries: number
  /** Milliseconds since 1970; null to read it with the next sync. */
  againAt: number | null
}

/** The orders that one sync reads. */
export interface Taken {
  /** Null for a run of scope `orders`. */
  orders: readonly TargetedOrder[] | null
  /** The frames counted of each order, or of all of them. */
  frames: ReadonlyMap<string, number>
}

const ALL = ''

/** The orders that frames named and that are not synced yet. Survives an eviction. */
export class PendingOrders {
  private readonly orders = new Map<string, Pending>()
  /** Counts the frames while more orders are pending than a targeted sync takes; else 0. */
  private many = 0
  positionsAt: number | null = null

  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  async load(): Promise<void> {
    const stored = storedPending.safeParse(await this.storage.get(KEY))
    if (!stored.success) return
    const { orders, isMany, positionsAt } = stored.data
    for (const [id, updatedAt] of Object.entries(orders))
      this.orders.set(id, { updatedAt, frames: 1, tries: 0, againAt: null })
    this.many = isMany ? 1 : 0
    this.positionsAt = positionsAt
  }

  get isEmpty(): boolean {
    return this.many === 0 && this.orders.size === 0
  }

  /** Adds an order that a frame names. */
  add(id: string, updatedAt: Micros | null): void {
    if (this.many > 0) {
      this.many += 1
      return
    }
    const known = this.orders.get(id)
    const isNewer = known === undefined || (updatedAt ?? 0) > (known.updatedAt ?? 0)
    const newest = known && !isNewer ? known.updatedAt : updatedAt
    const frames = (known?.frames ?? 0) + 1
    this.orders.set(id, { updatedAt: newest, frames, tries: 0, againAt: null })
    if (this.orders.size > MOST_TARGETED) {
      this.orders.clear()
      this.many = 1
    }
    // A repeated frame changes nothing that is stored.
    if (isNewer) this.save()
  }

  /** Positions are due so late after the last fill. */
  duePositions(at: number): void {
    const isFirst = this.positionsAt === null
    this.positionsAt = at
    // Written once: after an eviction they are read early, which harms nothing.
    if (isFirst) this.save()
  }

  donePositions(at: number): void {
    if (this.positionsAt !== at) return
    this.positionsAt = null
    this.save()
  }

  /**
   * Milliseconds since 1970: when the next sync is due. Null without pending orders.
   *
   * @param next when orders are due that do not wait for Alpaca's REST API
   */
  dueAt(next: number): number | null {
    if (this.many > 0) return next
    const times = [...this.orders.values()].map(({ againAt }) => againAt ?? next)
    return times.length === 0 ? null : Math.min(...times)
  }

  take(now: number): Taken {
    if (this.many > 0) return { orders: null, frames: new Map([[ALL, this.many]]) }
    const due = [...this.orders].filter(([, { againAt }]) => againAt === null || againAt <= now)
    return {
      orders: due.map(([id, { updatedAt }]) => ({ id, updatedAt })),
      frames: new Map(due.map(([id, { frames }]) => [id, frames])),
    }
  }

  /**
   * Removes the orders of a sync that ended well, except those that a frame has named since, and
   * those whose state was older than their frame: they are read again, three times.
   *
   * @returns the ids that are given up: the ordinary sync reads them.
   */
  done({ orders, frames }: Taken, behind: readonly string[], now: number): string[] {
    if (orders === null) {
      if (this.many === frames.get(ALL)) this.many = 0
      this.save()
      return []
    }
    const given: string[] = []
    for (const { id } of orders) {
      const pending = this.orders.get(id)
      if (pending === undefined || pending.frames !== frames.get(id)) continue
      const wait = behind.includes(id) ? AGAIN_AFTER[pending.tries] : undefined
      if (wait !== undefined) {
        this.orders.set(id, { ...pending, tries: pending.tries + 1, againAt: now + wait })
        continue
      }
      if (behind.includes(id)) given.push(id)
      this.orders.delete(id)
    }
    this.save()
    return given
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    this.orders.clear()
    this.many = 0
    this.positionsAt = null
    await this.storage.delete(KEY)
  }

  private save(): void {
    const orders = Object.fromEntries(
      [...this.orders].map(([id, { updatedAt }]) => [id, updatedAt] as const),
    )
    const isMany = this.many > 0
    const { positionsAt } = this
    const isDone = this.isEmpty && positionsAt === null
    const written = isDone
      ? this.storage.delete(KEY)
      : this.storage.put(KEY, { orders, isMany, positionsAt })
    written.catch(this.onFailure)
  }
}
