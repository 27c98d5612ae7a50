import type { BrokerOrder, MultilegParent } from './order'

/** Every order of an account, legs included. */
export class BrokerOrders {
  readonly #byId = new Map<string, BrokerOrder>()
  readonly #byClientOrderId = new Map<string, BrokerOrder>()
  readonly #working = new Set<BrokerOrder>()
  #sequence = 0

  nextSequence(): number {
    this.#sequence += 1
    return this.#sequence
  }

  /** Adds an order and its legs. */
  add(order: BrokerOrder): void {
    this.#byId.set(order.id, order)
    this.#byClientOrderId.set(order.clientOrderId, order)
    this.#working.add(order)
    for (const leg of order.legs) this.add(leg)
  }

  /** An order or leg. @throws RangeError for an unknown id. */
  get(id: string): BrokerOrder {
    const order = this.#byId.get(id)
    if (!order) throw new RangeError(`no order ${id}`)
    return order
  }

  /** A multi-leg parent. @throws RangeError when the id is not one's. */
  multileg(id: string): MultilegParent {
    const order = this.get(id)
    if (order.symbol !== null) throw new RangeError(`order ${id} is no multi-leg parent`)
    return order
  }

  find(id: string): BrokerOrder | null {
    return this.#byId.get(id) ?? null
  }

  findByClientOrderId(id: string): BrokerOrder | null {
    return this.#byClientOrderId.get(id) ?? null
  }

  /** Orders and legs, in order of arrival. */
  all(): Iterable<BrokerOrder> {
    return this.#byId.values()
  }

  /** The orders that can still change. Orders that no longer can are not checked again. */
  working(isWorking: (order: BrokerOrder) => boolean): BrokerOrder[] {
    for (const order of this.#working) if (!isWorking(order)) this.#working.delete(order)
    return [...this.#working]
  }

  get size(): number {
    return this.#byId.size
  }
}
