import { performance } from 'node:perf_hooks'
import { MARKET_HOURS_CRON } from '../../sync/run/schedule'
import type { Settings } from '../../worker/settings'
import { localBuild } from '../build/local-build'
import { type AccountKind, startAlpaca } from './alpaca'
import { startCrons } from './crons'
import type { DataFolder } from './data-folder'
import type { StartedDatabase } from './database'
import { keep, stopOnSignals } from './lifetime'
import { mixedAccounts } from './mixed-accounts'
import type { ProgressView } from './progress'
import { readWorkerConfig } from './project'
import type { LocalSettings } from './settings'
import { newToken, welcome } from './welcome'

/** The longest time, in milliseconds, that the first sync delays the ready message. */
const FIRST_SYNC_PATIENCE_MS = 20_000

/** The checked settings of a start. */
export interface CheckedStart {
  settings: LocalSettings
  /** The configured accounts; empty for the demo account. */
  accounts: Settings['accounts']
  kind: AccountKind
  data: DataFolder
  view: ProgressView
}

/** Starts all parts, in parallel where they are independent, and prints each step. */
export async function run(start: CheckedStart): Promise<void> {
  const { settings, data, view } = start
  const config = readWorkerConfig()
  // Child processes start first, before large modules are loaded here: both then run in parallel.
  const [build, database, alpaca, { startWorker }] = await Promise.all([
    localBuild(() => view.say(`Worker    bundling ${config.main}, once for these sources`)),
    prepareDatabase(start),
    prepareAlpaca(start),
    import('./worker'),
  ])
  const token = settings.worker.API_TOKEN ?? data.remember('api-token', newToken)
  // Without it, a stored key could not be opened after the next start.
  const keysSecret = settings.worker.KEYS_SECRET ?? data.remember('keys-secret', newToken)
  const worker = await startWorker({
    config,
    build,
    port: settings.port,
    rateLimit: settings.rateLimit,
    queue: settings.queue === 'on',
    bindings: {
      ...settings.worker,
      ...database.bindings,
      ...alpaca.bindings,
      API_TOKEN: token,
      KEYS_SECRET: keysSecret,
      NPM_START_PORT: String(settings.port),
    },
    onLog: view.log,
  })
  keep(worker)
  stopOnSignals()
  view.say(`Worker    ${config.main} on workerd, port ${settings.port}${elapsed()}`)

  if (settings.cron) await startTicking(config.triggers.crons, worker.tick, view)
  else view.say('Crons     off: nothing is read until POST /sync')
  view.say(welcome(settings.port, settings.worker.API_TOKEN === undefined ? token : null))
}

async function prepareDatabase({ settings, accounts, kind, data, view }: CheckedStart) {
  const { DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint } = settings.worker
  const folder = kind === 'demo' ? data.demoPostgres : data.postgres
  view.say(
    `Database  ${url ? 'connecting and applying migrations' : 'opening the embedded Postgres'}`,
  )
  const onMaking = () =>
    view.say('Database  making the embedded Postgres: once, it takes some seconds')
  const { startDatabase, migrateDatabase } = await import('./database')
  const database: StartedDatabase = keep(await startDatabase({ url, endpoint, folder, onMaking }))
  const applied = await migrateDatabase(database)
  view.say(`Database  ${database.description}, ${applied.length} migrations applied${elapsed()}`)
  const baseUrls = accounts.map(({ baseUrl }) => baseUrl)
  const mixed = await mixedAccounts(database, kind, baseUrls)
  if (mixed) view.say(`Warning   ${mixed}`)
  return database
}

async function prepareAlpaca({ settings, kind, data, view }: CheckedStart) {
  const alpaca = keep(await startAlpaca(kind, settings.worker, data))
  view.say(`Account   ${alpaca.description}${elapsed()}`)
  return alpaca
}

/** Starts the crons and a first sync, and waits for that sync for a limited time. */
async function startTicking(
  crons: string[],
  tick: (cron: string) => Promise<void>,
  { say }: ProgressView,
) {
  const ticking = startCrons(crons, tick)
  keep({ close: ticking.stop })
  say(`Crons     ${crons.map((cron) => `"${cron}"`).join(', ')} (UTC); the first sync begins now`)
  const patience = new AbortController()
  const tooLong = new Promise<void>((resolve) => {
    AbortSignal.any([patience.signal, AbortSignal.timeout(FIRST_SYNC_PATIENCE_MS)]).onabort = () =>
      resolve()
  })
  await Promise.race([ticking.now(MARKET_HOURS_CRON), tooLong])
  patience.abort()
}

const elapsed = () => ` (${(performance.now() / 1000).toFixed(1)} s)`
