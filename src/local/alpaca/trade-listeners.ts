/** The `data` of a `trade_updates` frame (src/alpaca/README.md 5). */
export type TradeUpdateData = Readonly<Record<string, unknown>>

export type TradeListener = (data: TradeUpdateData) => void

/** Everything that listens to the order events of an account. */
export class TradeListeners {
  readonly #listeners = new Set<TradeListener>()

  /** Adds a listener and returns the function that removes it. */
  add(listener: TradeListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** False while nothing listens: events are then not even built. */
  get areAny(): boolean {
    return this.#listeners.size > 0
  }

  call(data: TradeUpdateData): void {
    for (const listener of this.#listeners) listener(data)
  }
}
