import { randomBytes } from 'node:crypto'
import type { DataFolder } from './data-folder'
import { StartProblem } from './problem'
import { type FetchServer, serveStandIn } from './serve-stand-in'

/** The Alpaca API that the Worker reads: the real one, or a stand-in on loopback. */
export interface StartedAlpaca {
  description: string
  bindings: Record<string, string>
  close(): Promise<void>
}

/** The label of the demo account: `main` belongs to the account of ALPACA_API_KEY_ID. */
export const DEMO_LABEL = 'demo'

/** The accounts whose orders are read: the user's accounts, or the demo account. */
export type AccountKind = 'own' | 'demo'

const KEYS = ['ALPACA_ACCOUNTS', 'ALPACA_API_KEY_ID', 'ALPACA_API_SECRET_KEY', 'ALPACA_BASE_URL']

/**
 * Chooses the accounts whose orders are read. The demo account never hides a mistake: it is not
 * chosen when only half of an account's keys are set, nor for a named database, unless
 * ALPACA_STAND_IN asks for it.
 * @throws {StartProblem} naming the settings that are missing or contradict each other.
 */
export function requireAccount(
  given: Record<string, string>,
  standIn?: 'yes' | 'no' | undefined,
): AccountKind {
  const set = KEYS.find((name) => given[name])
  if (set && standIn === 'yes') {
    throw new StartProblem(`ALPACA_STAND_IN is yes, but ${set} is set too: remove one of them.`)
  }
  if (given.ALPACA_ACCOUNTS || given.ALPACA_API_KEY_ID) return 'own'
  if (set) throw new StartProblem(`${set} is set, but ALPACA_API_KEY_ID is not.`)
  if (standIn === 'no') {
    throw new StartProblem(
      'ALPACA_STAND_IN is no, and no account is set: set ALPACA_API_KEY_ID and ALPACA_API_SECRET_KEY, or ALPACA_ACCOUNTS.',
    )
  }
  if (given.DATABASE_URL && standIn === undefined) {
    throw new StartProblem(
      'DATABASE_URL is set, but ALPACA_API_KEY_ID is not: set your keys, or set ALPACA_STAND_IN=yes to write the demo account into that database.',
    )
  }
  return 'demo'
}

/** Starts the stand-in for the demo account. The user's accounts need no process here. */
export async function startAlpaca(
  kind: AccountKind,
  given: Record<string, string>,
  data: DataFolder,
): Promise<StartedAlpaca> {
  if (kind === 'demo') return standIn(data, given)
  if (given.ALPACA_ACCOUNTS) return real('Alpaca, the accounts of ALPACA_ACCOUNTS')
  return real(`Alpaca at ${hostOf(given.ALPACA_BASE_URL ?? 'https://paper-api.alpaca.markets')}`)
}

const real = (description: string): StartedAlpaca => ({
  description,
  bindings: {},
  close: async () => {},
})

/**
 * Generates the account from its seed and the moment of the first start, up to now. Where the
 * database is outside the data folder, each folder's demo account has its own id, because one id
 * with two histories would contradict the stored rows.
 */
async function standIn(data: DataFolder, given: Record<string, string>): Promise<StartedAlpaca> {
  const isShared = given.DATABASE_URL !== undefined
  const startedAt = data.remember('alpaca-started-at', () => new Date().toISOString())
  const name = data.remember('alpaca-seed', () => 'legbook')
  const seed = isShared ? `${name}:${startedAt}` : name
  const keys = {
    keyId: randomBytes(10).toString('hex'),
    secretKey: randomBytes(20).toString('hex'),
  }
  const [{ generateAccount }, { createStandIn }] = await Promise.all([
    import('../alpaca/generate/account'),
    import('../alpaca/stand-in'),
  ])
  const account = generateAccount({ seed, now: startedAt, episodes: 'all' })
  const standIn = createStandIn({ accounts: [{ ...keys, account }] })
  const server: FetchServer = await serveStandIn(standIn)
  const accounts = [
    {
      label: DEMO_LABEL,
      key_id: keys.keyId,
      secret_key: keys.secretKey,
      base_url: server.url,
    },
  ]
  return {
    description: `the demo account, of an Alpaca stand-in at ${server.url} (no ALPACA_API_KEY_ID is set)`,
    // The demo account costs nothing, and no other program wants its one connection.
    bindings: { ALPACA_ACCOUNTS: JSON.stringify(accounts), LIVE: given.LIVE ?? 'always' },
    close: server.close,
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
