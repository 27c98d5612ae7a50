import { createApp } from '../api/app'
import type { SyncRequest } from '../sync/run/context'
import { runSync } from '../sync/run/run'
import { databaseOf, log, now, REQUEST_MILLISECONDS, syncContext } from './context'
import { feedsOf } from './feeds'
import { consumeBatch } from './queue'
import { referenceIn } from './reference-assets'
import { runScheduled } from './scheduled'
import { readSettings } from './settings'

type App = ReturnType<typeof createApp>

const apps = new WeakMap<object, App>()

/** Builds the app once per isolate: `env` is the same object for the isolate's whole life. */
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
  const live = feedsOf(env, settings)
  const context = syncContext(settings, db, REQUEST_MILLISECONDS, live?.announce)
  const sync = (request: Omit<SyncRequest, 'trigger'>) =>
    runSync(context, { ...request, trigger: 'api' })
  return createApp({
    deps: { db, settings, now, sync, live: live?.feeds, ledger: context, fetch: context.fetch },
    log,
    reference,
  })
}

/** The Worker: HTTP requests, and the crons and queues of `wrangler.toml`. */
export default {
  fetch: (request, env, execution) => appFor(env).fetch(request, env, execution),
  scheduled: ({ cron }, env) => runScheduled(cron, env),
  queue: (batch, env) => consumeBatch(batch, env),
} satisfies ExportedHandler<object>
