import { neon } from '@neondatabase/serverless'
import * as z from 'zod'
import type { AccountKind } from './alpaca'
import type { StartedDatabase } from './database'

const rowsShape = z.array(z.object({ label: z.string(), base_url: z.string() }))

/** An account of a stand-in was read from this machine. */
const IS_STAND_IN = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/

/**
 * Warns when the database holds both the demo account and accounts of the user's: statistics add up all accounts.
 * @param configured the addresses of the accounts that are set.
 * @returns one line, or null where nothing mixes.
 */
export async function mixedAccounts(
  database: StartedDatabase,
  kind: AccountKind,
  configured: string[],
): Promise<string | null> {
  const sql = neon(database.bindings.DATABASE_URL)
  const accounts = rowsShape.parse(
    await sql`select label, base_url from alpaca_accounts order by label`,
  )
  const isDemo = ({ base_url }: { base_url: string }) =>
    IS_STAND_IN.test(base_url) && !configured.includes(base_url)
  const others = accounts.filter((account) => isDemo(account) !== (kind === 'demo'))
  if (others.length === 0) return null
  const names = others.map(({ label }) => label).join(', ')
  return kind === 'demo'
    ? `this database also holds ${names}: statistics add up every account, account=demo only this one`
    : `this database also holds the demo account (${names}): statistics add up every account unless account= names one`
}
