/** One request that reached the stand-in. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly status: number
}

/** The requests to the stand-in, for tests that count them. */
export class RequestLog {
  readonly #kept: number
  #entries: LoggedRequest[] = []
  #counts = new Map<string, number>()

  /** @param kept how many requests to keep one by one. The counts include all requests. */
  constructor(kept = 1000) {
    this.#kept = kept
  }

  add(entry: LoggedRequest): void {
    this.#entries.push(entry)
    if (this.#entries.length > this.#kept) this.#entries.shift()
    const endpoint = endpointOf(entry.path)
    this.#counts.set(endpoint, this.count(endpoint) + 1)
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries
  }

  /**
   * The number of requests to an endpoint such as `/v2/orders` or `/v2/orders/{id}`; default all.
   */
  count(endpoint?: string): number {
    if (endpoint !== undefined) return this.#counts.get(endpoint) ?? 0
    return [...this.#counts.values()].reduce((total, count) => total + count, 0)
  }

  clear(): void {
    this.#entries = []
    this.#counts = new Map()
  }
}

/** `/v2/orders/904837e3-...` counts as `/v2/orders/{id}`. */
function endpointOf(path: string): string {
  return path
    .replace(/^(\/v2\/orders|\/v2\/positions|\/v2\/options\/contracts)\/.+$/, '$1/{id}')
    .replace(/^(\/v2\/account\/activities)\/.+$/, '$1/{type}')
}
