import type { Error as ErrorAnswer } from './contract.js'
import type { CallOptions, Legbook } from './operations.js'

export type * from './contract.js'
export type { Answer, CallOptions, Legbook, ListPath, PathOf } from './operations.js'

const BASE_PATH = '/api/alpaca'

/** Where the Worker is and how to call it. */
export interface ClientOptions {
  /** Such as `https://legbook.example.workers.dev`. */
  url: string
  /** A token, or what tells it before each call. */
  token: string | (() => string | Promise<string>)
  /** Instead of the platform's own. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
}

/** What a call looks like when its types are gone. */
interface Call extends CallOptions {
  path?: Record<string, string>
  query?: Record<string, string | number | undefined>
  body?: unknown
}

/**
 * Opens the API. It is one `fetch` a call: nothing is kept, and a browser's own cache answers what has not changed.
 *
 * @example
 * const legbook = createClient({ url: 'https://legbook.example.workers.dev', token })
 * const { trades } = await legbook.get('/trades', { query: { underlying: 'SPY' } })
 */
export function createClient({ url, token, fetch: send = fetchPlain }: ClientOptions): Legbook {
  const base = `${url.replace(/\/+$/, '')}${BASE_PATH}`

  async function call(method: string, path: string, options: Call = {}) {
    const { signal, idempotencyKey, body } = options
    const headers = {
      Authorization: `Bearer ${typeof token === 'string' ? token : await token()}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    }
    const response = await send(`${base}${addressOf(path, options)}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    if (!response.ok) throw await LegbookError.of(response)
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json')
    // What it holds was checked against the contract where it is made: its types are taken at their word.
    return isJson ? JSON.parse(await response.text()) : response.blob()
  }

  async function* pages(path: string, options: Call = {}) {
    for (let { query } = options; ; ) {
      const page = await call('GET', path, { ...options, ...(query && { query }) })
      yield page
      if (page.next_cursor === null) return
      query = { ...query, cursor: page.next_cursor, offset: undefined }
    }
  }

  return {
    get: (path, options?: Call) => call('GET', path, options),
    post: (path, options?: Call) => call('POST', path, options),
    patch: (path, options?: Call) => call('PATCH', path, options),
    delete: (path, options?: Call) => call('DELETE', path, options),
    pages,
  }
}

/** Not the platform's own function itself: it refuses to be called as somebody's method. */
const fetchPlain = (url: string, init: RequestInit) => fetch(url, init)

/** The path with its parameters filled in, and the query without what is undefined. */
function addressOf(path: string, { path: parameters = {}, query = {} }: Call): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

/** A code of the API's catalogue; `unreadable` when somebody else answered, a gateway or a proxy. */
export type ErrorCode = ErrorAnswer['error']['code'] | 'unreadable'

/** A refusal of the API. */
export class LegbookError extends Error {
  override readonly name = 'LegbookError'
  /** The HTTP status. */
  readonly status: number
  readonly code: ErrorCode
  /** What in the request was wrong. */
  readonly param: string | undefined
  /** The log of the Worker has it too. */
  readonly requestId: string | undefined
  /** Seconds after which the same may succeed. */
  readonly retryAfter: number | undefined

  constructor(response: Response, answer: ErrorAnswer | undefined) {
    super(answer?.error.message ?? `The answer has the status ${response.status} and no error.`)
    const { headers, status } = response
    this.status = status
    this.code = answer?.error.code ?? 'unreadable'
    this.param = answer?.error.param
    this.requestId = answer?.request_id ?? headers.get('X-Request-ID') ?? undefined
    this.retryAfter = Number(headers.get('Retry-After')) || undefined
  }

  /** Reads the error out of an answer. */
  static async of(response: Response): Promise<LegbookError> {
    const text = await response.text()
    try {
      const answer = JSON.parse(text)
      return new LegbookError(response, answer?.status === 'error' ? answer : undefined)
    } catch {
      return new LegbookError(response, undefined)
    }
  }
}
