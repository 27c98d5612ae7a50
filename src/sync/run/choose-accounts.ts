import { asc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { foldMark, suspectMarks } from '../../db/ledger/marks'
import { accountStops, alpacaAccounts, syncState } from '../../db/schema'
import type { Budget } from '../budget/budget'
import { isDangerous } from '../ledger/suspects'
import type { AlpacaCredentials, SyncContext } from './context'
import { SyncError } from './errors'

/** The accounts of a run. */
export interface ChosenAccounts {
  accounts: AlpacaCredentials[]
  /** Accounts that the run skips, because they are stopped. */
  stopped: StoppedAccount[]
  /** The label of each account in the database that is not stopped, by its id. */
  labels: ReadonlyMap<string, string>
  /** Labels of accounts whose ledger may kill the isolate, as it did before. */
  dangerous: ReadonlySet<string>
}

/**
 * The accounts of a call, in the order of their last run, so that a short budget serves all in
 * turn.
 *
 * @throws SyncError `not_configured` without any keys, `account_not_found` when no account has the
 * requested id or label.
 */
export async function chooseAccounts(
  ctx: SyncContext,
  budget: Budget,
  wanted: string | undefined,
): Promise<ChosenAccounts> {
  if (ctx.accounts.length === 0)
    throw new SyncError('not_configured', 'no Alpaca keys are configured')
  const { known, stopped } = await readAccounts(ctx, budget)
  const isStopped = (label: string) => stopped.some((one) => one.label === label)
  const wantedAccounts = byTurn(wantedOf(ctx.accounts, wanted, known, stopped), known)
  if (wantedAccounts.length === 0)
    throw new SyncError('account_not_found', 'no configured account has this id or label')
  return {
    accounts: wantedAccounts.filter(({ label }) => !isStopped(label)),
    stopped: stopped.filter((one) => wantedAccounts.some(({ label }) => label === one.label)),
    labels: new Map(
      known
        .filter(({ label }) => !isStopped(label))
        .map(({ accountId, label }) => [accountId, label]),
    ),
    dangerous: dangerousOf(known, ctx.now()),
  }
}

interface KnownAccount {
  accountId: string
  label: string
  /** An array of `FoldMark`. */
  suspects: unknown
}

/**
 * A label that is skipped, and the account that was stopped under it; null when that was never
 * synced.
 */
interface StoppedAccount {
  accountId: string | null
  label: string
}

/**
 * Accounts that were synced before, the one whose turn it is first, and the labels that are
 * stopped.
 */
async function readAccounts({ db }: SyncContext, budget: Budget) {
  budget.count()
  const [known, stopped] = await db.batch([
    db
      .select({
        accountId: alpacaAccounts.accountId,
        label: alpacaAccounts.label,
        suspects: suspectMarks(sql`${alpacaAccounts.accountId}`),
      })
      .from(alpacaAccounts)
      .leftJoin(syncState, eq(syncState.accountId, alpacaAccounts.accountId))
      .orderBy(sql`${syncState.updatedAt} asc nulls first`, asc(alpacaAccounts.label)),
    db
      .selectDistinctOn([accountStops.label], {
        accountId: accountStops.alpacaAccountId,
        label: accountStops.label,
      })
      .from(accountStops)
      .where(eq(accountStops.skipsLabel, true))
      .orderBy(asc(accountStops.label), sql`${accountStops.stoppedAt} desc`),
  ])
  return { known, stopped }
}

/** The configured accounts with a label or an id; all without a name. */
function wantedOf(
  configured: readonly AlpacaCredentials[],
  wanted: string | undefined,
  known: readonly KnownAccount[],
  stopped: readonly StoppedAccount[],
): readonly AlpacaCredentials[] {
  if (wanted === undefined) return configured
  const labelled = configured.filter(({ label }) => label === wanted)
  if (labelled.length > 0) return labelled
  const labels = [...known, ...stopped].flatMap(({ accountId, label }) =>
    accountId === wanted ? [label] : [],
  )
  return configured.filter(({ label }) => labels.includes(label))
}

function dangerousOf(known: readonly KnownAccount[], now: Date): Set<string> {
  const isOne = ({ suspects }: KnownAccount) => isDangerous(z.array(foldMark).parse(suspects), now)
  return new Set(known.filter(isOne).map(({ label }) => label))
}

function byTurn(accounts: readonly AlpacaCredentials[], known: readonly KnownAccount[]) {
  const turn = new Map(known.map(({ label }, index) => [label, index]))
  return accounts.toSorted((a, b) => (turn.get(a.label) ?? -1) - (turn.get(b.label) ?? -1))
}
