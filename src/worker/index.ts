import { createApp } from '../api/app'
import type { SyncRequest } from '../sync/run/context'
import { runSync } from '../sync/run/run'
import { databaseOf, log, now, REQUEST_MILLISECONDS, syncContext } from './context'
import { feedsOf } from './feeds'
import { consumeBatch } from './queue'
import { referenceIn } from './reference-assets'
import { runScheduled } from './scheduled'
import { readSettings } from './settings'
import { consumeWebhooks } from './webhooks/consume'
import { AFTER_REQUEST_MILLISECONDS, announceTo, WebhookSending } from './webhooks/sending'

interface App {
  fetch: ReturnType<typeof createApp>['fetch']
  /** Null without KEYS_SECRET. */
  sending: WebhookSending | null
}

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
  if ('problem' in result) {
    const { fetch } = createApp({ problem: result.problem, log, reference })
    return { fetch, sending: null }
  }
  const { settings } = result
  const db = databaseOf(settings)
  const live = feedsOf(env, settings)
  const sending = WebhookSending.of(env, settings, db)
  const announce = announceTo(sending, live?.announce)
  const context = syncContext(settings, db, REQUEST_MILLISECONDS, announce)
  const sync = (request: Omit<SyncRequest, 'trigger'>) =>
    runSync(context, { ...request, trigger: 'api' })
  const webhooks = sending?.webhooks
  const { fetch } = context
  const deps = { db, settings, now, sync, live: live?.feeds, webhooks, ledger: context, fetch }
  return { fetch: createApp({ deps, log, reference }).fetch, sending }
}

/** Answers a request, and then sends what its runs have left to send. */
async function answer(request: Request, env: object, execution: ExecutionContext) {
  const { fetch, sending } = appFor(env)
  try {
    return await fetch(request, env, execution)
  } finally {
    if (sending?.hasNoted) execution.waitUntil(sending.flush(AFTER_REQUEST_MILLISECONDS))
  }
}

/** The queue of webhooks by the end of its name. All others are of accounts. */
const OF_WEBHOOKS = /-webhooks$/

const consume: ExportedHandlerQueueHandler<object> = (batch, env, execution) =>
  OF_WEBHOOKS.test(batch.queue)
    ? consumeWebhooks(batch, env)
    : consumeBatch(batch, env, (work) => execution.waitUntil(work))

/** The Worker: HTTP requests, and the crons and queues of `wrangler.toml`. */
export default {
  fetch: answer,
  scheduled: ({ cron }, env) => runScheduled(cron, env),
  queue: consume,
} satisfies ExportedHandler<object>
