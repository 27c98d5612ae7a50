import { and, asc, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../client'
import { foldMark, foldMarkJson } from '../ledger/fold-marks'
import { alpacaAccounts, ledgerDirty, syncQuarantine, syncRuns, syncState } from '../schema'

/** How the sync of the accounts stands, which runs failed before Alpaca said whose keys those were, and what cannot be folded. */
export type SyncStatusRows = Awaited<ReturnType<typeof readSyncStatus>>

/** An account that was synced before, with the state of its sync. */
export type AccountStateRow = SyncStatusRows['accounts'][number]

/** The last run of a label that failed before its account was known. */
export type EarlyFailureRow = SyncStatusRows['earlyFailures'][number]

/** Reads all of it in one round trip. */
export async function readSyncStatus(db: Database) {
  const [accounts, earlyFailures, { rows }] = await db.batch([
    selectAccounts(db),
    selectEarlyFailures(db),
    db.execute(selectLedgerFailures()),
  ])
  return { accounts, earlyFailures, ledgerFailures: z.array(ledgerFailureRow).parse(rows) }
}

const ledgerFailureRow = z.object({
  account_id: z.string(),
  mark: foldMark,
  failure: z.string().nullable(),
  since: z.string(),
})

/** A mark of the ledger whose fold fails, or killed the runs that tried it. */
export type LedgerFailureRow = z.infer<typeof ledgerFailureRow>

/** A single death may be an accident, such as a deploy. */
const REPEATED = 2

function selectLedgerFailures() {
  return sql`select d.account_id, ${foldMarkJson} as mark, d.failure,
      coalesce(d.failed_since, d.folding_since)::text as since
    from ${ledgerDirty} d
    where d.failure is not null or (d.deaths >= ${REPEATED}::int and d.folding_since is not null)
    order by d.account_id, d.underlying`
}

function selectAccounts(db: Database) {
  const leaseHeld = sql`${syncState.leaseHolder} is not null and ${syncState.leaseExpiresAt} > now()`
  const quarantined = db
    .select({
      accountId: syncQuarantine.accountId,
      payloads: sql<number>`count(*)::int`.as('payloads'),
    })
    .from(syncQuarantine)
    .where(isNull(syncQuarantine.healedAt))
    .groupBy(syncQuarantine.accountId)
    .as('quarantined')
  const failing = failingRuns(db)
  return db
    .select({
      accountId: alpacaAccounts.accountId,
      label: alpacaAccounts.label,
      bornAt: alpacaAccounts.alpacaCreatedAt,
      quarantined: sql<number>`coalesce(${quarantined.payloads}, 0)`,
      /** By the database's own clock, which is the one that leases go by. */
      running: sql<boolean>`coalesce(${leaseHeld}, false)`,
      failedRuns: failing.runs,
      failingSince: failing.since,
      state: syncState,
    })
    .from(alpacaAccounts)
    .leftJoin(syncState, eq(syncState.accountId, alpacaAccounts.accountId))
    .leftJoin(quarantined, eq(quarantined.accountId, alpacaAccounts.accountId))
    .crossJoinLateral(failing)
    .orderBy(asc(alpacaAccounts.label))
}

/** The syncs of an account that failed one after the other up to now; a lost lease is another run's success. */
function failingRuns(db: Database) {
  const scopes = sql`('all', 'orders', 'positions', 'activities')`
  const lastGood = sql`(select g.started_at from ${syncRuns} g where g.account_id = ${alpacaAccounts.accountId}
    and g.scope in ${scopes} and g.status in ('success', 'partial') order by g.started_at desc limit 1)`
  return db
    .select({
      runs: sql<number>`count(*)::int`.as('runs'),
      since: sql<string | null>`min(${syncRuns.startedAt})`.as('since'),
    })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.accountId, alpacaAccounts.accountId),
        sql`${syncRuns.scope} in ${scopes}`,
        eq(syncRuns.status, 'failed'),
        ne(syncRuns.errorCode, 'sync_in_progress'),
        sql`${syncRuns.startedAt} > coalesce(${lastGood}, '-infinity')`,
      ),
    )
    .as('failing')
}

function selectEarlyFailures(db: Database) {
  return db
    .selectDistinctOn([syncRuns.label], {
      label: syncRuns.label,
      code: syncRuns.errorCode,
      message: syncRuns.errorMessage,
      at: syncRuns.startedAt,
      failedRuns: sql<number>`count(*) over (partition by ${syncRuns.label})::int`,
      failingSince: sql<string>`min(${syncRuns.startedAt}) over (partition by ${syncRuns.label})`,
    })
    .from(syncRuns)
    .where(and(isNull(syncRuns.accountId), eq(syncRuns.status, 'failed')))
    .orderBy(asc(syncRuns.label), desc(syncRuns.startedAt))
}
