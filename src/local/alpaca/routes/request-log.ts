/** One request that reached the stand-in. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly status: number
}

/** What has been asked of the stand-in, for tests that count. */
export class RequestLog {
  readonly #kept: number
  #entries: LoggedRequest[] = []
  #counts = new Map<string, number>()

  /** @param kept how many requests to remember one by one; the counts are of all. */
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

  /** Requests of an endpoint, such as `/v2/orders` or `/v2/orders/{id}`; of all without one. */
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
