import { createApp } from './api/app'
import { readSettings, type Settings } from './api/settings'
import { tick } from './api/tick'
import { type Database, openDatabase } from './db/client'
import type { SyncContext, SyncRequest } from './sync/context'
import { jsonLog } from './sync/log'
import { runSync } from './sync/run'
import { isFullReread } from './sync/schedule'

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
  if ('problem' in result) return createApp({ problem: result.problem, log })
  const { settings } = result
  const db = databaseOf(settings)
  const context = syncContext(settings, db, REQUEST_MILLISECONDS)
  const sync = (request: Omit<SyncRequest, 'trigger'>) =>
    runSync(context, { ...request, trigger: 'api' })
  return createApp({ deps: { db, settings, now, sync }, log })
}

function databaseOf({ databaseUrl, neonHttpEndpoint }: Settings): Database {
  return openDatabase({ url: databaseUrl, endpoint: neonHttpEndpoint })
}

function syncContext(settings: Settings, db: Database, milliseconds: number): SyncContext {
  const { accounts, groupingWindowSeconds, syncSubrequests } = settings
  return {
    db,
    accounts,
    // Not the platform's own function: it refuses to be called as a method of another object.
    fetch: (input, init) => fetch(input, init),
    now,
    groupingWindowSeconds,
    log,
    budget: { subrequests: syncSubrequests, milliseconds },
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
  const context = syncContext(settings, databaseOf(settings), CRON_MILLISECONDS)
  const request: SyncRequest = { scope: 'all', trigger: 'cron', full: isFullReread(cron) }
  await tick(cron, () => runSync(context, request), log)
}

/** The Worker: requests to the API, and the crons of `wrangler.toml`. */
export default {
  fetch: (request, env, execution) => appFor(env).fetch(request, env, execution),
  scheduled: ({ cron }, env) => runScheduled(cron, env),
} satisfies ExportedHandler<object>
