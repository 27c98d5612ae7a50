import { LegbookError } from './error.js'
import { openFeed } from './live.js'
import type { SocketConstructor } from './live-options.js'
import type { CallOptions, Legbook } from './operations.js'

export type * from './contract.js'
export { type ErrorCode, LegbookError } from './error.js'
export { type FollowOptions, followEvents } from './follow.js'
export type { LiveFeed, LiveOptions, LiveState, Upstream } from './live-options.js'
export type { Answer, CallOptions, Legbook, ListPath, PathOf } from './operations.js'

const BASE_PATH = '/api/alpaca'

/** Where the Worker is and how to call it. */
export interface ClientOptions {
  /**
   * Address of the Worker, such as `https://legbook.example.workers.dev`, with or without
   * `/api/alpaca`.
   */
  url: string
  /** A token, or a function that returns it before each call. */
  token: string | (() => string | Promise<string>)
  /** Replaces the platform's `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
  /** Replaces the platform's `WebSocket`, which Node has from version 22. */
  WebSocket?: SocketConstructor | undefined
}

/** A call without the types of its operation. */
interface Call extends CallOptions {
  path?: Record<string, string>
  query?: Record<string, string | number | readonly string[] | undefined>
  body?: unknown
}

/**
 * Creates a client. Each call is one `fetch`; the client stores nothing. A browser's own cache
 * revalidates by ETag.
 *
 * @example
 * const legbook = createClient({ url: 'https://legbook.example.workers.dev', token })
 * const { trades } = await legbook.get('/trades', { query: { underlying: 'SPY' } })
 */
export function createClient(options: ClientOptions): Legbook {
  const { url, token, fetch: send = fetchPlain, WebSocket = platform.WebSocket } = options
  const base = baseOf(url)
  const tokenNow = () => (typeof token === 'string' ? token : token())

  async function call(method: string, path: string, request: Call = {}) {
    const { signal, idempotencyKey, body } = request
    const headers = {
      Authorization: `Bearer ${await tokenNow()}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    }
    const response = await send(`${base}${addressOf(path, request)}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    return /\.(csv|ics)$/.test(path) ? fileOf(response) : jsonOf(response)
  }

  async function* pages(path: string, options: Call = {}) {
    for (let { query } = options; ; ) {
      const page = await call('GET', path, { ...options, ...(query && { query }) })
      yield page
      if (!page.next_cursor) return
      query = { ...query, cursor: page.next_cursor, offset: undefined }
    }
  }

  const socketAddress = (query: NonNullable<Call['query']>) => {
    // A relative address belongs to the page's own origin.
    const { href } = new URL(`${base}${addressOf('/live', { query })}`, platform.location?.href)
    return href.replace('http', 'ws')
  }

  const legbook: Legbook = {
    get: (path, options?: Call) => call('GET', path, options),
    post: (path, options?: Call) => call('POST', path, options),
    patch: (path, options?: Call) => call('PATCH', path, options),
    delete: (path, options?: Call) => call('DELETE', path, options),
    pages,
    live: (feed) =>
      openFeed({ legbook, addressOf: socketAddress, token: tokenNow, WebSocket }, feed),
  }
  return legbook
}

/** What the types of some platforms lack, and what some platforms lack. */
const platform: { WebSocket?: SocketConstructor; location?: { href: string } } = Object(globalThis)

/** A wrapper, because browsers refuse `fetch` called as a method of another object. */
const fetchPlain = (url: string, init: RequestInit) => fetch(url, init)

/** The address of the API, without a slash at its end. */
function baseOf(url: string): string {
  const root = url.replace(/\/+$/, '')
  return root.endsWith(BASE_PATH) ? root : `${root}${BASE_PATH}`
}

/** The file of a CSV or calendar route; its errors are JSON. */
const fileOf = (response: Response) =>
  response.ok && /^text\/c(sv|alendar)/.test(response.headers.get('Content-Type') ?? '')
    ? response.blob()
    : jsonOf(response)

/**
 * The JSON of a success. Its types are not checked here, because the server's tests check every
 * response against the contract. Responses of anything else are refused: login pages and
 * single-page apps answer 200 to every path.
 */
async function jsonOf(response: Response) {
  const answer = readJson(await response.text())
  if (response.ok && (answer?.status === 'success' || answer?.openapi)) return answer
  throw new LegbookError(response, answer?.error?.code && answer)
}

/** Parsed JSON; undefined for text that is not JSON. */
function readJson(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The path with its parameters filled in, and the query without undefined values; a list becomes a
 * comma list.
 */
function addressOf(path: string, { path: parameters = {}, query = {} }: Call): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(parameters[name] ?? missing(name)),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

/** Plain JavaScript can call without a path parameter that the types require. */
function missing(name: string): never {
  throw new TypeError(`path.${name} is missing.`)
}
