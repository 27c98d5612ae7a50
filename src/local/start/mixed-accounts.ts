import { neon } from '@neondatabase/serverless'
import * as z from 'zod'
import type { AccountKind } from './alpaca'
import type { StartedDatabase } from './database'
import { StartProblem } from './problem'

const rowsShape = z.array(z.object({ label: z.string(), base_url: z.string() }))

/** Stored accounts with a base URL on this machine were read from a stand-in. */
const IS_STAND_IN = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/

/**
 * Warns when the database holds both the demo account and accounts of the user, because statistics
 * add up all accounts.
 * @param configured the base URLs of the configured accounts.
 * @returns one line; null when the database holds only one kind.
 */
export async function mixedAccounts(
  database: StartedDatabase,
  kind: AccountKind,
  configured: string[],
): Promise<string | null> {
  const accounts = await accountsIn(database)
  const isDemo = ({ base_url }: { base_url: string }) =>
    IS_STAND_IN.test(base_url) && !configured.includes(base_url)
  const others = accounts.filter((account) => isDemo(account) !== (kind === 'demo'))
  if (others.length === 0) return null
  const names = others.map(({ label }) => label).join(', ')
  return kind === 'demo'
    ? `this database also holds ${names}: statistics add up every account, account=demo only this one`
    : `this database also holds the demo account (${names}): statistics add up every account unless account= names one`
}

/** @throws {StartProblem} without the driver's message, which may quote the connection string. */
async function accountsIn({ bindings, description }: StartedDatabase) {
  try {
    const rows = await neon(
      bindings.DATABASE_URL,
    )`select label, base_url from alpaca_accounts order by label`
    return rowsShape.parse(rows)
  } catch {
    throw new StartProblem(`${description}: its accounts cannot be read.`)
  }
}
