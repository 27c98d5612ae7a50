import { randomBytes } from 'node:crypto'
import { generateAccount } from '../alpaca/generate/account'
import { createStandIn } from '../alpaca/stand-in'
import type { DataFolder } from './data-folder'
import { StartProblem } from './problem'
import { type FetchServer, serveFetch } from './serve-fetch'

/** The Alpaca that the Worker reads: the real one, or an account of our own on loopback. */
export interface StartedAlpaca {
  description: string
  bindings: Record<string, string>
  close(): Promise<void>
}

/** Starts the stand-in account unless keys of a real one are set. */
export async function startAlpaca(
  given: Record<string, string>,
  data: DataFolder,
): Promise<StartedAlpaca> {
  if (given.ALPACA_ACCOUNTS) return real('Alpaca, the accounts of ALPACA_ACCOUNTS')
  if (given.ALPACA_API_KEY_ID)
    return real(`Alpaca at ${hostOf(given.ALPACA_BASE_URL ?? 'https://paper-api.alpaca.markets')}`)
  return standIn(data)
}

/**
 * Refuses half an account: without a key it would be the stand-in that is read, unasked.
 * @throws {StartProblem} naming the setting that is missing.
 */
export function requireAccount(given: Record<string, string>): void {
  if (given.ALPACA_ACCOUNTS || given.ALPACA_API_KEY_ID) return
  const half = ['ALPACA_API_SECRET_KEY', 'ALPACA_BASE_URL'].find((name) => given[name])
  if (half) throw new StartProblem(`${half} is set, but ALPACA_API_KEY_ID is not.`)
}

const real = (description: string): StartedAlpaca => ({
  description,
  bindings: {},
  close: async () => {},
})

/** The account is made again from its seed and the moment of the first start, then lives on to now. */
async function standIn(data: DataFolder): Promise<StartedAlpaca> {
  const seed = data.remember('alpaca-seed', () => 'legbook')
  const startedAt = data.remember('alpaca-started-at', () => new Date().toISOString())
  const keys = {
    keyId: randomBytes(10).toString('hex'),
    secretKey: randomBytes(20).toString('hex'),
  }
  const account = generateAccount({ seed, now: startedAt })
  const { fetch } = createStandIn({ accounts: [{ ...keys, account }] })
  const server: FetchServer = await serveFetch(fetch)
  return {
    description: `Alpaca stand-in account at ${server.url} (no ALPACA_API_KEY_ID is set)`,
    bindings: {
      ALPACA_API_KEY_ID: keys.keyId,
      ALPACA_API_SECRET_KEY: keys.secretKey,
      ALPACA_BASE_URL: server.url,
    },
    close: server.close,
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
