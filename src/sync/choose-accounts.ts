import { asc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { foldMark, suspectMarks } from '../db/ledger/fold-marks'
import { alpacaAccounts, syncState } from '../db/schema'
import type { Budget } from './budget'
import type { AlpacaCredentials, SyncContext } from './context'
import { SyncError } from './errors'
import { isDangerous } from './ledger/suspects'

/** The accounts of a run, and the labels under which accounts stand in the database, by their ids. */
export interface Chosen {
  accounts: AlpacaCredentials[]
  labels: ReadonlyMap<string, string>
  /** Labels of accounts whose ledger may kill the isolate, as it did before. */
  dangerous: ReadonlySet<string>
}

/**
 * The accounts that a run is for, the one that no run has worked on longest first, so that a short budget serves all in turn.
 *
 * @throws SyncError `not_configured` without any keys, `account_not_found` when none has the id or label asked for.
 */
export async function chooseAccounts(
  ctx: SyncContext,
  budget: Budget,
  wanted: string | undefined,
): Promise<Chosen> {
  if (ctx.accounts.length === 0)
    throw new SyncError('not_configured', 'no Alpaca keys are configured')
  const [only] = ctx.accounts
  const isNamed = wanted === undefined || only?.label === wanted
  if (ctx.accounts.length === 1 && only && isNamed)
    return { accounts: [only], labels: new Map(), dangerous: new Set() }
  const known = await knownAccounts(ctx, budget)
  const labels = new Map(known.map(({ accountId, label }) => [accountId, label]))
  const about = { labels, dangerous: dangerousOf(known, ctx.now()) }
  if (wanted === undefined) return { accounts: byTurn(ctx.accounts, known), ...about }
  const labelled = ctx.accounts.filter((account) => account.label === wanted)
  if (labelled.length > 0) return { accounts: labelled, ...about }
  const label = known.find(({ accountId }) => accountId === wanted)?.label
  const found = ctx.accounts.filter((account) => account.label === label)
  if (found.length === 0)
    throw new SyncError('account_not_found', 'no configured account has this id or label')
  return { accounts: found, ...about }
}

interface KnownAccount {
  accountId: string
  label: string
  /** An array of `FoldMark`. */
  suspects: unknown
}

/** Accounts that were synced before, the one whose turn it is first. */
async function knownAccounts({ db }: SyncContext, budget: Budget): Promise<KnownAccount[]> {
  budget.count()
  return await db
    .select({
      accountId: alpacaAccounts.accountId,
      label: alpacaAccounts.label,
      suspects: suspectMarks(sql`${alpacaAccounts.accountId}`),
    })
    .from(alpacaAccounts)
    .leftJoin(syncState, eq(syncState.accountId, alpacaAccounts.accountId))
    .orderBy(sql`${syncState.updatedAt} asc nulls first`, asc(alpacaAccounts.label))
}

function dangerousOf(known: readonly KnownAccount[], now: Date): Set<string> {
  const isOne = ({ suspects }: KnownAccount) => isDangerous(z.array(foldMark).parse(suspects), now)
  return new Set(known.filter(isOne).map(({ label }) => label))
}

function byTurn(accounts: readonly AlpacaCredentials[], known: readonly KnownAccount[]) {
  const turn = new Map(known.map(({ label }, index) => [label, index]))
  return accounts.toSorted((a, b) => (turn.get(a.label) ?? -1) - (turn.get(b.label) ?? -1))
}
