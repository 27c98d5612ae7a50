import { and, asc, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { foldMark, foldMarkJson } from '../ledger/marks'
import { DOUBTED } from '../positions/doubted-list'
import {
  accountStops,
  alpacaAccountKeys,
  alpacaAccounts,
  eventCounters,
  ledgerDirty,
  syncQuarantine,
  syncRuns,
  syncState,
  webhooks,
} from '../schema'

/**
 * Sync status per account, runs that failed before their account was known, stopped accounts,
 * marks of the ledger that cannot be folded, and webhooks whose receivers fail.
 */
export type SyncStatusRows = Awaited<ReturnType<typeof readSyncStatus>>

/** A stored account with the state of its sync. */
export type AccountStateRow = SyncStatusRows['accounts'][number]

/** A stopped account. */
export type StopRow = SyncStatusRows['stops'][number]

/** The last run of a label that failed before its account was known. */
export type EarlyFailureRow = SyncStatusRows['earlyFailures'][number]

/** A webhook whose receiver fails, or that legbook switched off. */
export type FailingWebhookRow = SyncStatusRows['failingWebhooks'][number]

/** Reads the sync status. One round trip. */
export async function readSyncStatus(db: Database) {
  const [accounts, earlyFailures, stops, { rows }, failingWebhooks] = await db.batch([
    selectAccounts(db),
    selectEarlyFailures(db),
    db.select().from(accountStops),
    db.execute(selectLedgerFailures()),
    selectFailingWebhooks(db),
  ])
  const ledgerFailures = z.array(ledgerFailureRow).parse(rows)
  return { accounts, earlyFailures, stops, ledgerFailures, failingWebhooks }
}

const ledgerFailureRow = z.object({
  account_id: z.string(),
  mark: foldMark,
  failure: z.string().nullable(),
  since: z.string(),
})

/** A mark of the ledger whose fold fails, or killed the runs that tried it. */
export type LedgerFailureRow = z.infer<typeof ledgerFailureRow>

/**
 * The number of deaths that count as a failure: a single one may be an accident, such as a deploy.
 */
const REPEATED = 2

function selectLedgerFailures() {
  return sql`select d.account_id, ${foldMarkJson} as mark, d.failure,
      coalesce(d.failed_since, d.folding_since)::text as since
    from ${ledgerDirty} d
    where d.failure is not null or (d.deaths >= ${REPEATED}::int and d.folding_since is not null)
    order by d.account_id, d.underlying`
}

function selectFailingWebhooks(db: Database) {
  const { id, accountId, active, failingSince, disabledAt, disabledReason } = webhooks
  return db
    .select({ id, accountId, active, failingSince, disabledAt, disabledReason })
    .from(webhooks)
    .where(or(isNotNull(failingSince), isNotNull(disabledReason)))
    .orderBy(asc(webhooks.createdAt), asc(id))
}

function selectAccounts(db: Database) {
  const leaseHeld = sql`${syncState.leaseHolder} is not null
    and ${syncState.leaseExpiresAt} > now()`
  const quarantined = db
    .select({
      accountId: syncQuarantine.accountId,
      payloads: sql<number>`count(*)::int`.as('payloads'),
    })
    .from(syncQuarantine)
    .where(isNull(syncQuarantine.healedAt))
    .groupBy(syncQuarantine.accountId)
    .as('quarantined')
  const doubt = db
    .select({
      since: sql<string>`${syncQuarantine.seenAt}`.as('since'),
      missing: sql<string[]>`${syncQuarantine.payload} -> 'missing'`.as('missing'),
    })
    .from(syncQuarantine)
    .where(
      and(
        eq(syncQuarantine.accountId, alpacaAccounts.accountId),
        eq(syncQuarantine.source, 'position'),
        isNull(syncQuarantine.healedAt),
        eq(syncQuarantine.reason, DOUBTED),
      ),
    )
    .orderBy(desc(syncQuarantine.seenAt))
    .limit(1)
    .as('doubt')
  return db
    .select({
      accountId: alpacaAccounts.accountId,
      label: alpacaAccounts.label,
      bornAt: alpacaAccounts.alpacaCreatedAt,
      /** The host and the sealed text of stored keys; null without any. */
      keysHost: alpacaAccountKeys.baseUrl,
      sealedKeys: alpacaAccountKeys.sealedKeys,
      quarantined: sql<number>`coalesce(${quarantined.payloads}, 0)`,
      /** Compared with the database's clock, which leases are timed by. */
      running: sql<boolean>`coalesce(${leaseHeld}, false)`,
      /** A doubted list of positions: since when, and the symbols that it lacks. */
      doubtedSince: doubt.since,
      doubtedMissing: doubt.missing,
      failedRuns: sql<number>`coalesce(${syncState.failingRuns}, 0)`,
      failingSince: syncState.failingSince,
      lastSeq: sql<number>`coalesce(${eventCounters.lastSeq}, 0)::float8`,
      state: syncState,
    })
    .from(alpacaAccounts)
    .leftJoin(syncState, eq(syncState.accountId, alpacaAccounts.accountId))
    .leftJoin(alpacaAccountKeys, eq(alpacaAccountKeys.accountId, alpacaAccounts.accountId))
    .leftJoin(eventCounters, eq(eventCounters.accountId, alpacaAccounts.accountId))
    .leftJoinLateral(doubt, sql`true`)
    .leftJoin(quarantined, eq(quarantined.accountId, alpacaAccounts.accountId))
    .orderBy(asc(alpacaAccounts.label))
}

function selectEarlyFailures(db: Database) {
  return db
    .selectDistinctOn([syncRuns.label], {
      label: syncRuns.label,
      code: syncRuns.errorCode,
      message: syncRuns.errorMessage,
      at: syncRuns.startedAt,
      failedRuns: sql<number>`coalesce((${syncRuns.report} ->> 'failed_runs')::int, 1)`,
      failingSince: sql<string>`coalesce((${syncRuns.report} ->> 'failing_since')::timestamptz,
        ${syncRuns.startedAt})`,
    })
    .from(syncRuns)
    .where(and(isNull(syncRuns.accountId), eq(syncRuns.status, 'failed')))
    .orderBy(asc(syncRuns.label), desc(syncRuns.createdAt), desc(syncRuns.startedAt))
}
