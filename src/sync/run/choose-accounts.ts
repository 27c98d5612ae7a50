import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { StoredKeys } from '../../db/accounts/keys'
import { foldMark, suspectMarks } from '../../db/ledger/marks'
import { deleteMark } from '../../db/runs/queue'
import { accountStops, alpacaAccountKeys, alpacaAccounts, syncState } from '../../db/schema'
import { openKeys, resealIfOld } from '../accounts/stored-keys'
import type { Budget } from '../budget/budget'
import { isDangerous } from '../ledger/suspects'
import type { AlpacaCredentials, SyncContext, SyncRequest } from './context'
import { SyncError } from './errors'
import { describeFailure } from './failure'

/** An account of a run. */
export interface ChosenAccount {
  label: string
  /**
   * Returns the keys.
   *
   * @throws SyncError `keys_unreadable`
   */
  open: () => Promise<AlpacaCredentials>
}

/** The accounts of a run. */
export interface ChosenAccounts {
  accounts: ChosenAccount[]
  /** Accounts that the run skips, because they are stopped. */
  stopped: StoppedAccount[]
  /** The label of each account in the database that is not stopped, by its id. */
  labels: ReadonlyMap<string, string>
  /** Labels of accounts whose ledger may kill the isolate, as it did before. */
  dangerous: ReadonlySet<string>
}

/** What to set when there is no account at all. */
export const NO_KEYS =
  'No Alpaca keys are set: set ALPACA_API_KEY_ID and ALPACA_API_SECRET_KEY, or KEYS_SECRET for keys that PUT /accounts/{label} stores.'

/**
 * The accounts of a call, in the order of their last run, so that a short budget serves all in
 * turn: those of the settings, and those whose keys are stored. Where both have a label, the
 * settings count. One round trip, which reads the rows of the wanted account and of the settings'
 * labels alone when an account is wanted.
 *
 * @throws SyncError `not_configured` without any keys, `account_not_found` when no account has the
 * requested id or label.
 */
export async function chooseAccounts(
  ctx: SyncContext,
  budget: Budget,
  request: Pick<SyncRequest, 'account' | 'queued'>,
): Promise<ChosenAccounts> {
  const { account: wanted } = request
  const { known, stopped } = await readAccounts(ctx, budget, request)
  const withKeys = accountsWithKeys(ctx, budget, known)
  if (withKeys.length === 0 && (wanted === undefined || ctx.seal === undefined))
    throw new SyncError('not_configured', NO_KEYS)
  const isStopped = (label: string) => stopped.some((one) => one.label === label)
  const wantedAccounts = byTurn(wantedOf(withKeys, wanted, known, stopped), known)
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
  /** Of stored keys; null without. */
  baseUrl: string | null
  sealedKeys: string | null
}

/** The accounts that have keys, in the settings or stored. */
function accountsWithKeys(
  ctx: SyncContext,
  budget: Budget,
  known: readonly KnownAccount[],
): ChosenAccount[] {
  const configured = ctx.accounts.map((account) => ({
    label: account.label,
    open: async () => account,
  }))
  const labels = new Set(configured.map(({ label }) => label))
  const stored = known.flatMap(({ accountId, label, baseUrl, sealedKeys }) => {
    if (baseUrl === null || sealedKeys === null || labels.has(label)) return []
    const keys = { accountId, label, baseUrl, sealedKeys }
    return [{ label, open: () => openStored(ctx, budget, keys) }]
  })
  return [...configured, ...stored]
}

/** Opens stored keys, and seals them again if they are sealed under the previous secret. */
async function openStored(
  { db, seal, log }: SyncContext,
  budget: Budget,
  stored: StoredKeys,
): Promise<AlpacaCredentials> {
  const credentials = await openKeys(seal, stored)
  try {
    if (seal && budget.affords(1)) await resealIfOld(db, seal, stored, () => budget.count())
  } catch (error) {
    // The previous secret still opens them, so the next run tries again.
    log({
      level: 'warn',
      event: 'keys_not_resealed',
      label: stored.label,
      ...describeFailure(error),
    })
  }
  return credentials
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
 * Accounts that are stored, the one whose turn it is first, and the labels that are stopped.
 */
async function readAccounts(
  { db, accounts }: SyncContext,
  budget: Budget,
  { account: wanted, queued }: Pick<SyncRequest, 'account' | 'queued'>,
) {
  budget.count()
  const labels = [...accounts.map(({ label }) => label), ...(wanted === undefined ? [] : [wanted])]
  const isWanted = (
    id: typeof alpacaAccounts.accountId | typeof accountStops.alpacaAccountId,
    label: typeof alpacaAccounts.label | typeof accountStops.label,
  ): SQL | undefined =>
    wanted === undefined ? undefined : or(eq(id, wanted), inArray(label, labels))
  const mark = wanted && queued ? [db.execute(deleteMark(wanted, queued))] : []
  const [known, stopped] = await db.batch([
    db
      .select({
        accountId: alpacaAccounts.accountId,
        label: alpacaAccounts.label,
        suspects: suspectMarks(sql`${alpacaAccounts.accountId}`),
        baseUrl: alpacaAccountKeys.baseUrl,
        sealedKeys: alpacaAccountKeys.sealedKeys,
      })
      .from(alpacaAccounts)
      .leftJoin(syncState, eq(syncState.accountId, alpacaAccounts.accountId))
      .leftJoin(alpacaAccountKeys, eq(alpacaAccountKeys.accountId, alpacaAccounts.accountId))
      .where(isWanted(alpacaAccounts.accountId, alpacaAccounts.label))
      .orderBy(sql`${syncState.updatedAt} asc nulls first`, asc(alpacaAccounts.label)),
    db
      .selectDistinctOn([accountStops.label], {
        accountId: accountStops.alpacaAccountId,
        label: accountStops.label,
      })
      .from(accountStops)
      .where(
        and(
          eq(accountStops.skipsLabel, true),
          isWanted(accountStops.alpacaAccountId, accountStops.label),
        ),
      )
      .orderBy(asc(accountStops.label), sql`${accountStops.stoppedAt} desc`),
    ...mark,
  ])
  return { known, stopped }
}

/** The accounts with keys that a label or an id names; all without a name. */
function wantedOf(
  withKeys: readonly ChosenAccount[],
  wanted: string | undefined,
  known: readonly KnownAccount[],
  stopped: readonly StoppedAccount[],
): readonly ChosenAccount[] {
  if (wanted === undefined) return withKeys
  const labelled = withKeys.filter(({ label }) => label === wanted)
  if (labelled.length > 0) return labelled
  const labels = [...known, ...stopped].flatMap(({ accountId, label }) =>
    accountId === wanted ? [label] : [],
  )
  return withKeys.filter(({ label }) => labels.includes(label))
}

function dangerousOf(known: readonly KnownAccount[], now: Date): Set<string> {
  const isOne = ({ suspects }: KnownAccount) => isDangerous(z.array(foldMark).parse(suspects), now)
  return new Set(known.filter(isOne).map(({ label }) => label))
}

function byTurn(accounts: readonly ChosenAccount[], known: readonly KnownAccount[]) {
  const turn = new Map(known.map(({ label }, index) => [label, index]))
  return accounts.toSorted((a, b) => (turn.get(a.label) ?? -1) - (turn.get(b.label) ?? -1))
}
