/** A fault that replaces or damages a response. */
export type Fault =
  /**
   * A response with this status. The body is Alpaca's JSON by default, the HTML of a gateway, or
   * empty.
   */
  | { kind: 'status'; status: number; body?: 'json' | 'html' | 'empty'; retryAfter?: string }
  /** No response until the caller aborts. */
  | { kind: 'timeout' }
  /** The connection breaks. */
  | { kind: 'network' }
  /** A 200 whose JSON ends in the middle. */
  | { kind: 'truncated' }
  /** A 200 with HTML in it. */
  | { kind: 'html' }
  /** A page whose item at `index` (default the first) is broken. */
  | { kind: 'broken-item'; index?: number; change?: (item: unknown) => unknown }

interface Planned {
  fault: Fault
  left: number
  path: string
}

/** The faults planned for the next requests. */
export class Faults {
  #planned: Planned[] = []

  /** Plans a fault for the next `times` requests whose path begins with `path`. */
  next(times: number, fault: Fault, path = '/'): void {
    this.#planned.push({ fault, left: times, path })
  }

  /** Removes the planned faults. */
  clear(): void {
    this.#planned = []
  }

  /** Takes the fault planned for a request; null without one. */
  take(path: string): Fault | null {
    const planned = this.#planned.find((entry) => entry.left > 0 && path.startsWith(entry.path))
    if (!planned) return null
    planned.left -= 1
    return planned.fault
  }
}

const HTML = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>'

/** The response of a request with a fault. `answer` returns the response without it. */
export async function faultyAnswer(
  fault: Fault,
  request: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault)
    case 'timeout':
      return silence(request.signal)
    case 'network':
      throw new TypeError('fetch failed')
    case 'truncated': {
      const good = await answer()
      const text = await good.text()
      return withText(good, text.slice(0, Math.floor(text.length / 2)))
    }
    case 'html':
      return new Response(HTML, { headers: { 'content-type': 'text/html' } })
    case 'broken-item': {
      const good = await answer()
      const page: unknown = await good.json()
      return withText(good, JSON.stringify(breakItem(page, fault)))
    }
  }
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Response {
  const { status, body = 'json', retryAfter } = fault
  const headers = new Headers()
  if (retryAfter !== undefined) headers.set('Retry-After', retryAfter)
  headers.set('content-type', body === 'html' ? 'text/html' : 'application/json')
  const texts = { json: `{"code":${status}10000,"message":"fault"}`, html: HTML, empty: '' }
  return new Response(texts[body], { status, headers })
}

function silence(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

function breakItem(page: unknown, fault: Extract<Fault, { kind: 'broken-item' }>): unknown {
  const { index = 0, change = (item) => ({ ...Object(item), qty: 'many', id: null }) } = fault
  if (!Array.isArray(page)) return change(page)
  return page.map((item: unknown, at) => (at === index ? change(item) : item))
}

function withText(good: Response, text: string): Response {
  return new Response(text, { status: good.status, headers: good.headers })
}
