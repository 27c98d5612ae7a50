import { generateAccount } from './generate/account'
import { Random } from './random'
import { ADMIN_PATH, adminApi } from './routes/admin'
import { type StandInSettings, tradingApi } from './routes/api'
import { Faults, faultyAnswer } from './routes/faults'
import type { KeyedAccount } from './routes/keyed-account'
import { RequestLog } from './routes/request-log'
import { TradeStream, type TradeStreamSettings } from './routes/trade-stream'

export interface StandInOptions extends Partial<StandInSettings & TradeStreamSettings> {
  /** Seed of the generated account, which exists when no `accounts` are given. */
  readonly seed?: string
  /**
   * The moment (RFC 3339) at which the generated account's history ends and its live trading
   * begins; default now.
   */
  readonly start?: string
  /** The keys of the generated account. */
  readonly keys?: { readonly keyId: string; readonly secretKey: string }
}

/** Alpaca's Trading API over accounts of this process. */
export interface StandIn {
  /** Responds to one request. Pass it to a client as its `fetch`. */
  fetch(request: Request): Promise<Response>
  /** The faults of the next requests. */
  readonly faults: Faults
  /** The requests so far. */
  readonly requests: RequestLog
  /** Its `/stream`, which a server connects with WebSockets. */
  readonly stream: TradeStream
}

/** The default keys of the generated account. */
export const STAND_IN_KEYS = { keyId: 'STAND-IN', secretKey: 'stand-in' } as const

/**
 * Alpaca's Trading API and trade stream over scripted accounts or a generated one
 * (src/alpaca/README.md 1 to 5). It runs without Node. What is unknown of the real API
 * (src/alpaca/README.md 7) is an option.
 *
 * @example
 * const broker = new Broker()
 * const account = { keyId: 'key', secretKey: 'secret', account: broker }
 * const standIn = createStandIn({ accounts: [account] })
 * const fetch = (input, init) => standIn.fetch(new Request(input, init))
 */
export function createStandIn(options: StandInOptions = {}): StandIn {
  const now = options.now ?? (() => new Date())
  const faults = new Faults()
  const requests = new RequestLog()
  const requestId = requestIds()
  const accounts = options.accounts ?? [generated(options, now)]
  const stream = new TradeStream({
    accounts,
    now,
    streamFrames: options.streamFrames ?? 'binary',
    streamsPerAccount: options.streamsPerAccount === undefined ? 1 : options.streamsPerAccount,
    later: options.later ?? ((action, milliseconds) => setTimeout(action, milliseconds)),
  })
  const admin = adminApi(faults, stream)
  const app = tradingApi({
    accounts,
    now,
    requestsPerMinute: options.requestsPerMinute ?? 200,
    retryAfter: options.retryAfter ?? false,
    positionsLagSeconds: options.positionsLagSeconds ?? 0,
    legsCountTowardLimit: options.legsCountTowardLimit ?? false,
    idCursorTies: options.idCursorTies ?? 'total',
  })

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    if (url.pathname.startsWith(`${ADMIN_PATH}/`)) return admin.fetch(request)
    const good = async (): Promise<Response> => app.fetch(request)
    const fault = faults.take(url.pathname)
    const response = fault ? await faultyAnswer(fault, request, good) : await good()
    response.headers.set('X-Request-ID', requestId())
    requests.add({
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      status: response.status,
    })
    return response
  }
  return { fetch: answer, faults, requests, stream }
}

function generated(options: StandInOptions, now: () => Date): KeyedAccount {
  const { seed = 'legbook', start = now().toISOString(), keys = STAND_IN_KEYS } = options
  return { ...keys, account: generateAccount({ seed, now: start, episodes: 'all' }) }
}

function requestIds(): () => string {
  const random = new Random('request')
  return () => Array.from({ length: 4 }, () => random.word().toString(16).padStart(8, '0')).join('')
}
