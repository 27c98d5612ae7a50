import type { AlpacaError } from './error'
import { brokenAnswer, noAnswer, responseError } from './failure'
import { parseBody } from './json-body'
import { type RateLimit, readRateLimit } from './rate-limit'
import { retryWait } from './retry-wait'
import { withinSignal } from './within-signal'
import { withinTime } from './within-time'

const RETRIED = new Set([429, 500, 502, 503, 504])

/** How requests are made. The clock and the random numbers are passed in. */
export interface RequestSettings {
  baseUrl: string
  keyId: string
  secretKey: string
  fetch: typeof fetch
  sleep: (milliseconds: number, after: AlpacaError) => Promise<void>
  now: () => Date
  random: () => number
  timeoutMs: number
  maxAttempts: number
  spend: () => void
  /** Called with the quota in the headers of each response. */
  onRateLimit: (rateLimit: RateLimit) => void
}

/** The parameters of a request. Undefined ones are omitted. */
export type Query = Record<string, string | number | boolean | undefined>

/** What to read: a path on the host, and its query. */
export interface Endpoint {
  path: string
  query?: Query
  /** The type of the top-level JSON value. */
  expects: 'list' | 'object'
}

type Attempt =
  | { ok: true; body: unknown }
  | { ok: false; error: AlpacaError; retry: boolean; answer: Response | null }

/**
 * Reads the JSON of one endpoint. Retries after 429, 500, 502, 503, 504, timeouts, broken
 * connections and broken JSON, with the waits of `retryWait`; never after 401 or 403.
 *
 * @throws AlpacaError without a usable response, and any error of `spend` and `sleep`.
 */
export async function requestJson(settings: RequestSettings, endpoint: Endpoint): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    settings.spend()
    const result = await tryOnce(settings, endpoint)
    if (result.ok) return result.body
    if (!result.retry || attempt >= settings.maxAttempts) throw result.error
    const { answer, error } = result
    const wait = retryWait({ attempt, answer, now: settings.now(), chance: settings.random() })
    await settings.sleep(wait, error)
  }
}

async function tryOnce(settings: RequestSettings, endpoint: Endpoint): Promise<Attempt> {
  const received = await withinTime(settings.timeoutMs, (signal) =>
    receive(settings, endpoint, signal).catch(() => noAnswer(endpoint, signal.aborted)),
  )
  if (!('text' in received)) return { ok: false, error: received, retry: true, answer: null }
  const { answer, text } = received
  if (!answer.ok) {
    const error = responseError(endpoint, answer, text, [settings.keyId, settings.secretKey])
    return { ok: false, error, retry: RETRIED.has(answer.status), answer }
  }
  const body = parseBody(text)
  if (fits(body, endpoint.expects)) return { ok: true, body }
  return { ok: false, error: brokenAnswer(endpoint, answer, body), retry: true, answer }
}

async function receive(settings: RequestSettings, endpoint: Endpoint, signal: AbortSignal) {
  const answer = await withinSignal(signal, send(settings, endpoint, signal))
  const rateLimit = readRateLimit(answer.headers)
  if (rateLimit !== null) settings.onRateLimit(rateLimit)
  return { answer, text: await withinSignal(signal, answer.text()) }
}

function send(
  settings: RequestSettings,
  { path, query = {} }: Endpoint,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(settings.baseUrl.replace(/\/+$/, '') + path)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  // Called without a receiver: the `fetch` of workerd must not be called as a method of another
  // object.
  const { fetch } = settings
  return fetch(url.href, {
    headers: {
      'APCA-API-KEY-ID': settings.keyId,
      'APCA-API-SECRET-KEY': settings.secretKey,
      accept: 'application/json',
    },
    // A redirect that is followed would send the keys to another host.
    redirect: 'manual',
    signal,
  })
}

function fits(body: unknown, expects: 'list' | 'object'): boolean {
  if (expects === 'list') return Array.isArray(body)
  return typeof body === 'object' && body !== null && !Array.isArray(body)
}
