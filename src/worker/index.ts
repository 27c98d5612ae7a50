import { createApp } from '../api/app'
import { type Database, openDatabase } from '../db/connection/client'
import { halfOf } from '../sync/budget/budget'
import { rebuildLedger } from '../sync/ledger/rebuild'
import type { SyncContext, SyncRequest } from '../sync/run/context'
import { jsonLog } from '../sync/run/log'
import { runSync } from '../sync/run/run'
import { isFullReread, rereadRequest } from '../sync/run/schedule'
import { referenceIn } from './reference-assets'
import { tick } from './scheduled'
import { readSettings, type Settings } from './settings'

// A client waits for its request; a cron may take a quarter of an hour.
const REQUEST_MILLISECONDS = 90_000
const CRON_MILLISECONDS = 10 * 60_000

type App = ReturnType<typeof createApp>

const log = jsonLog((line) => console.log(line))
const now = () => new Date()

const apps = new WeakMap<object, App>()

/** The app of an isolate: its bindings are one object as long as it lives. */
function appFor(env: object): App {
  const app = apps.get(env) ?? buildApp(env)
  apps.set(env, app)
  return app
}

function buildApp(env: object): App {
  const result = readSettings(env)
  const reference = referenceIn(env)
  if ('problem' in result) return createApp({ problem: result.problem, log, reference })
  const { settings } = result
  const db = databaseOf(settings)
  const context = syncContext(settings, db, REQUEST_MILLISECONDS)
  const sync = (request: Omit<SyncRequest, 'trigger'>) =>
    runSync(context, { ...request, trigger: 'api' })
  return createApp({ deps: { db, settings, now, sync, ledger: context }, log, reference })
}

function databaseOf({ databaseUrl, neonHttpEndpoint }: Settings): Database {
  return openDatabase({ url: databaseUrl, endpoint: neonHttpEndpoint })
}

function syncContext(settings: Settings, db: Database, milliseconds: number): SyncContext {
  const { accounts, groupingWindowSeconds, profile } = settings
  return {
    db,
    accounts,
    // Not the platform's own function: it refuses to be called as a method of another object.
    fetch: (input, init) => fetch(input, init),
    now,
    groupingWindowSeconds,
    log,
    budget: { ...profile.limits, milliseconds },
    sizes: profile.sizes,
  }
}

async function runScheduled(cron: string, env: object): Promise<void> {
  const result = readSettings(env)
  if ('problem' in result) {
    const { code, message } = result.problem
    log({ level: 'error', event: 'scheduled_sync_failed', cron, code, message })
    return
  }
  const { settings } = result
  const db = databaseOf(settings)
  if (!isFullReread(cron)) {
    const context = syncContext(settings, db, CRON_MILLISECONDS)
    await tick(cron, 'sync', () => runSync(context, { scope: 'all', trigger: 'cron' }), log)
    return
  }
  // One event of the platform pays for both: the re-read, and the rebuild that proves what it left.
  const whole = syncContext(settings, db, CRON_MILLISECONDS)
  const half = halfOf(whole.budget)
  const context = { ...whole, budget: half ?? whole.budget }
  const request = rereadRequest(settings.profile.rereadDays)
  const reread = () => tick(cron, 'sync', () => runSync(context, request), log)
  const rebuild = () =>
    tick(cron, 'rebuild', () => rebuildLedger(context, { trigger: 'cron' }), log)
  const isEvenDay = now().getUTCDate() % 2 === 0
  if (half !== null || isEvenDay) await reread()
  if (half !== null || !isEvenDay) await rebuild()
}

/** The Worker: requests to the API, and the crons of `wrangler.toml`. */
export default {
  fetch: (request, env, execution) => appFor(env).fetch(request, env, execution),
  scheduled: ({ cron }, env) => runScheduled(cron, env),
} satisfies ExportedHandler<object>
