import type { MiddlewareHandler } from 'hono'
import { withinSignal } from '../../alpaca/within-signal'
import type { Database } from '../../db/connection/client'
import { databaseFailure } from '../../db/connection/failure'
import { isMigrated, keepsMigrations } from '../../db/health/migrations'
import type { Reconciliation } from '../../db/reconciliation/proof'
import { readReconciliation } from '../../db/reconciliation/read'
import { readSyncStatus } from '../../db/runs/status'
import { newYorkDate } from '../../time/new-york'
import type { AppEnv, Dependencies } from '../http/context'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { type AccountStatus, presentSyncStatus } from '../sync/present'
import { lastWriteOf, presentHealth, problemsOf } from './present'
import type { getHealth } from './routes'
import type { AccountHealth, Checks } from './schemas'

const ALIVE = { status: 'success', service: 'legbook' } as const

/** Long enough for a suspended database to wake, and short enough for a monitoring service. */
const TIMEOUT_MS = 10_000

const NO_ANSWER = 'The database did not answer within 10 seconds.'

/** Answers that the Worker is alive. Passes a deep check on to the gate and to `deepHealth`. */
export const health: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.query('deep') === undefined) return c.json(ALIVE, 200)
  await next()
}

/**
 * Checks the database, its migrations, and the sync and ledger of every configured account.
 *
 * @throws ApiError `unhealthy` with the same checks if any of them fails.
 */
export const deepHealth: RouteHandler<typeof getHealth> = async (c) => {
  const { checks, problems } = await checkHealth(c.get('deps'))
  if (problems.length === 0) return c.json({ ...ALIVE, checks }, 200)
  throw new ApiError('unhealthy', { message: problems.join(' '), details: { checks } })
}

/** Each problem is a sentence; no problem means healthy. */
interface HealthReport {
  checks: Checks
  problems: string[]
}

async function checkHealth(deps: Dependencies): Promise<HealthReport> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const begun = Date.now()
  let latency: number | null = null
  try {
    const kept = await withinSignal(signal, keepsMigrations(deps.db))
    latency = Date.now() - begun
    const work = Promise.all([kept ? isMigrated(deps.db) : null, readAccounts(deps)])
    const [migrated, accounts] = await withinSignal(signal, work)
    const checks = {
      database: { ok: migrated !== false, latency_ms: latency, migrated },
      accounts,
    }
    return { checks, problems: problemsOf(checks) }
  } catch (error) {
    const problem = signal.aborted ? NO_ANSWER : databaseFailure(error)?.message
    if (problem === undefined) throw error
    const migrated = latency === null ? null : false
    const database = { ok: false, latency_ms: latency, migrated }
    return { checks: { database, accounts: [] }, problems: [problem] }
  }
}

async function readAccounts({ db, settings, now }: Dependencies): Promise<AccountHealth[]> {
  const labels = settings.accounts.map(({ label }) => label)
  const rows = await readSyncStatus(db)
  const statuses = presentSyncStatus(rows, labels, now()).filter(({ configured }) => configured)
  return await Promise.all(
    statuses.map(async (status) => {
      const differences = await readDifferences(db, status, now())
      return presentHealth(status, lastWriteOf(rows, status.label), differences, now())
    }),
  )
}

/**
 * Compares the ledger with the broker again if the last sync found a difference, because a
 * difference can disappear by itself. Null if there is nothing to compare.
 */
async function readDifferences(
  db: Database,
  { account_id, balanced }: AccountStatus,
  now: Date,
): Promise<Reconciliation | null> {
  if (balanced !== false || account_id === null) return null
  return await readReconciliation(db, account_id, newYorkDate(now.getTime() * 1000))
}
